"""Joined mails: on Thursday at 16 and, after a busy day, at 18. Looked for every five minutes: a worker that was away makes up for it."""

from boligdialog.core import clock
from boligdialog.core.jobs import every
from boligdialog.notifications.models import When
from boligdialog.notifications.rules import last_due
from boligdialog.notifications.services import join_notices


@every(minute="*/5")
def join_what_is_due() -> int:
    """How many notices went into mails that join them."""
    now = clock.now()
    return sum(join_notices(rhythm, due_at=last_due(rhythm, now)) for rhythm in (When.DAILY, When.WEEKLY))
