"""Pages of the queue, by what is done there."""

from boligdialog.moderation.views import appealing, deciding, leasing, noting, queue, reporting, texts
from boligdialog.moderation.views.blueprint import blueprint

__all__ = ["appealing", "blueprint", "deciding", "leasing", "noting", "queue", "reporting", "texts"]
