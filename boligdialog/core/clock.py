"""What time it is. The only module that asks the machine, so that tests have one place to hold."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """This moment, in UTC, aware."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Copenhagen."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A moment as the clock on the wall in Copenhagen shows it."""
    return moment.astimezone(COPENHAGEN)


def local_day(moment: datetime) -> date:
    """The day in Copenhagen on which a moment falls."""
    return local(moment).date()


@lru_cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, without Danish public holidays (rule R5)."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day that comes `count` working days after `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days have passed from `start` to `end`; 0 when `end` is not later."""
    weeks, rest = divmod(max(0, (end - start).days), 7)
    weekdays = 5 * weeks + sum((end - timedelta(days=n)).weekday() < 5 for n in range(rest))
    years = range(start.year, end.year + 1)
    return weekdays - sum(start < each <= end and each.weekday() < 5 for year in years for each in _holidays(year))
