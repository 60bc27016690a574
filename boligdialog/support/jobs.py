"""What runs every few minutes: the order «most supported»."""

from boligdialog.core.jobs import every
from boligdialog.support import services

every(minute="*/5")(services.refresh_popularity)
