"""Pages for those who keep the house: homes, people, what is decided where, how it runs."""

from boligdialog.admin.views import areas, desk, homes, households, log, organs, principles, roles, running, sections, settings, trash
from boligdialog.admin.views.blueprint import blueprint

__all__ = [
    "areas",
    "blueprint",
    "desk",
    "homes",
    "households",
    "log",
    "organs",
    "principles",
    "roles",
    "running",
    "sections",
    "settings",
    "trash",
]
