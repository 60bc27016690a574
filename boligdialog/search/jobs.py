"""What the night mends."""

from boligdialog.core.jobs import every
from boligdialog.search import services


@every(hour="3", minute="40")
def mend_index() -> None:
    """Take up what was missed, and forget for good what was erased."""
    services.repair()
    services.forget_erased()
