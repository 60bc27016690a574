"""Pages of ideas, by what a reader does with them."""

from boligdialog.ideas.views import changing, entering, moderating, photos, proposing, reading
from boligdialog.ideas.views.blueprint import blueprint

__all__ = ["blueprint", "changing", "entering", "moderating", "photos", "proposing", "reading"]
