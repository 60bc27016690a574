"""Pages for those who keep the house: homes, people, what is decided where, how it runs."""

from boligdialog.admin.views import desk, homes, organs, principles, roles, settings
from boligdialog.admin.views.blueprint import blueprint

__all__ = ["blueprint", "desk", "homes", "organs", "principles", "roles", "settings"]
