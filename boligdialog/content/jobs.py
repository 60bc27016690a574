"""What runs every night for things."""

from boligdialog.content import queries
from boligdialog.core import files
from boligdialog.core.jobs import every


@every(hour="3", minute="50")
def remove_lost_files() -> int:
    """Remove files that no photo has had for a day: a form sent twice, a kill between file and row. How many went."""
    return files.sweep(queries.known_files)
