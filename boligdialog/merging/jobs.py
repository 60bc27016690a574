"""What the night closes."""

from boligdialog.core.jobs import every
from boligdialog.merging import services

every(hour="3", minute="45")(services.settle_merges)
