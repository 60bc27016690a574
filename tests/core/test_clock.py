"""The day in Copenhagen, working days and holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from boligdialog.core import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-05-13T21:59:00+00:00", date(2026, 5, 13)),
        ("2026-05-13T22:00:00+00:00", date(2026, 5, 14)),
        ("2026-10-25T00:30:00+00:00", date(2026, 10, 25)),
    ],
)
def test_the_day_turns_at_midnight_in_copenhagen(moment, day):
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        assert clock.today() == day
        assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 4, 29), 2, date(2026, 5, 1)),
        (date(2026, 5, 1), 1, date(2026, 5, 4)),  # over a weekend
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # over Ascension Day
        (date(2026, 4, 1), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 12, 23), 1, date(2026, 12, 24)),  # Christmas Eve is no public holiday
    ],
)
def test_working_days_pass_over_weekends_and_danish_holidays(start, count, end):
    assert clock.add_working_days(start, count) == end
    assert clock.working_days_between(start, end) == count


def test_nothing_has_waited_before_it_came():
    assert clock.working_days_between(date(2026, 5, 4), date(2026, 5, 1)) == 0


def test_the_days_between_are_counted_as_if_one_by_one():
    first = date(2025, 12, 1)
    days = [first + timedelta(days=n) for n in range(420)]
    for start in days[::37]:
        passed = 0
        for end in days[days.index(start) + 1 :]:
            passed += clock.is_working_day(end)
            assert clock.working_days_between(start, end) == passed, (start, end)
