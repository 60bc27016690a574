"""What is done at night for the house: the check, the trash, what is kept no longer, and a reminder of the year."""

from boligdialog.admin.events import StatementDue
from boligdialog.admin.services import retention, running, trash
from boligdialog.core import clock, health
from boligdialog.core.db import atomic
from boligdialog.core.events import record
from boligdialog.core.jobs import every


@every(minute="30", hour="3")
def check_at_night() -> int:
    """Prove that stored numbers agree with what they count, and mend those that can be counted again (row 165)."""
    return running.check_all()


@every(minute="40", hour="3")
@atomic
def remind_of_statement() -> bool:
    """Once a year: administrators look at the accessibility statement (row 194). Whether it was time."""
    year = clock.today().year
    if not health.first_time(f"statement {year}"):
        return False
    record(StatementDue(year=year))
    return True


@every(minute="50", hour="3")
def empty_at_night() -> int:
    """Erase what staff deleted thirty days ago (row 199)."""
    return trash.empty_trash()


@every(minute="0", hour="4")
def forget_at_night() -> int:
    """What is kept for a time, and that time is over (row 206)."""
    return retention.forget_log() + retention.forget_report_words() + retention.forget_notes() + retention.forget_mutes()
