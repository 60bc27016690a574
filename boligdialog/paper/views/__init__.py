"""Pages of paper, by what a reader does with them."""

from boligdialog.paper.views import codes, letters, printing
from boligdialog.paper.views.blueprint import blueprint

__all__ = ["blueprint", "codes", "letters", "printing"]
