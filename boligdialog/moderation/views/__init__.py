"""Pages of the queue, by what is done there."""

from boligdialog.moderation.views import appealing, deciding, in_numbers, leasing, muting, noting, queue, reporting, texts
from boligdialog.moderation.views.blueprint import blueprint

__all__ = ["appealing", "blueprint", "deciding", "in_numbers", "leasing", "muting", "noting", "queue", "reporting", "texts"]
