"""Each working morning moderators hear of what is late; at night what an appeal would have needed is forgotten."""

from boligdialog.core import clock
from boligdialog.core.jobs import every
from boligdialog.moderation.services import lateness


@every(minute="5", hour="5")
def tell_what_is_late() -> int:
    """What is newly late, on working days: nobody is told on a Sunday. How many cases."""
    return lateness.mark_late() if clock.is_working_day(clock.today()) else 0


@every(minute="10", hour="4")
def forget_what_was() -> int:
    """What decisions replaced, when the time to appeal is over."""
    return lateness.forget_before()
