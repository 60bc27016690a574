"""Who may follow what, and when joined mails are due."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_see
from boligdialog.content.models import Item
from boligdialog.content.rules import may_read
from boligdialog.core import clock
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.housing.models import Area
from boligdialog.notifications.models import CHOICES, Topic, When
from boligdialog.notifications.settings import DAILY_HOUR, WEEKLY_DAY, WEEKLY_HOUR


def why_not_follow(by: Person | None, thing: Any) -> Reason | None:
    """Whoever is logged in follows what they can read; it is private, so it needs no name."""
    if by is None:
        return Reason("sign_in", _("Log in first."), _("All you need is one code. There are no passwords."))
    if isinstance(thing, Item) and not (thing.is_visible and may_read(by, thing)):
        return Reason("not_visible", _("Your neighbours cannot see it, so nobody can follow it."), status=409)
    return why_not_see(by, thing) if isinstance(thing, Area) else None


def why_not_choose(chosen: Mapping[Topic, tuple[When, When]]) -> Reason | None:
    """All five topics, each with one of the three answers for mail and for the page."""
    if set(chosen) != set(Topic) or not {each for pair in chosen.values() for each in pair} <= set(CHOICES):
        return Reason("choice", _("Choose one of the options on the page."), status=422)
    return None


def last_due(rhythm: When, now: datetime) -> datetime:
    """When joined mails of a rhythm last went out: today or the last Thursday, by the clock on the wall."""
    hour = DAILY_HOUR if rhythm is When.DAILY else WEEKLY_HOUR
    day = clock.local_day(now)
    if rhythm is When.WEEKLY:
        day -= timedelta(days=(day.weekday() - WEEKLY_DAY) % 7)
    due = datetime.combine(day, time(hour), clock.COPENHAGEN)
    return due if due <= now else datetime.combine(day - timedelta(days=1 if rhythm is When.DAILY else 7), time(hour), clock.COPENHAGEN)


def start_of_day(now: datetime) -> datetime:
    """Midnight in Copenhagen."""
    return datetime.combine(clock.local_day(now), time(), clock.COPENHAGEN)
