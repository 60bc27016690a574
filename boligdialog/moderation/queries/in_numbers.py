"""How review goes in an area, month by month, bad months too (features.md rows 128, 129, 163, 164).

A month holds what came in in it, whenever it was read, so that all its numbers are about the same texts. What its author took back
is not counted. How many were read in time says something about us and is told as it is, unless less than five were read: then it
would say what became of them. What was hidden and appealed says something about authors and follows rule R7.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate
from typing import Any

import sqlalchemy as sa

from boligdialog.core import clock, numbers
from boligdialog.core.db import db, local_day
from boligdialog.core.numbers import Cell, Shown
from boligdialog.moderation.models import Case, Cause, Outcome, ReasonCode

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """What may be published of what came in in a month. days: the working days in the middle of those it took to read what is read."""

    first: date
    received: Cell
    in_time: Cell
    late: Cell
    waiting: Cell
    days: int | None
    hidden: Cell
    reasons: dict[ReasonCode, Cell]
    appeals: Cell
    upheld: Cell

    @property
    def tells_why(self) -> bool:
        """Whether anything of the reasons can be told."""
        return any(each.shown is not Shown.HIDDEN for each in self.reasons.values())


def months(area_id: int) -> list[Month]:
    """The last twelve months of an area, newest first, in one statement. Its rows are as many as days and ways, not as cases."""
    firsts = _firsts(clock.today())
    rows = defaultdict(list)
    for row in db.session.execute(_counted(area_id, firsts[-1])):
        rows[row.opened.replace(day=1)].append(row)
    return [_month(first, rows[first]) for first in firsts]


def _firsts(today: date) -> list[date]:
    whole = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(whole, whole - MONTHS, -1)]


def _counted(area_id: int, since: date) -> sa.Select[Any]:
    what = (
        local_day(Case.opened_at).label("opened"),
        local_day(Case.decided_at).label("decided"),
        Case.due_on,
        (Case.cause == Cause.APPEALED).label("is_appeal"),
        Case.outcome,
        sa.case((Case.outcome == Outcome.HIDE, Case.reason_code)).label("hidden_for"),
    )
    is_counted = sa.or_(Case.outcome.is_(None), Case.outcome != Outcome.CLOSED)
    here = (Case.area_id == area_id, Case.opened_at >= datetime.combine(since, time(), clock.COPENHAGEN), is_counted)
    return sa.select(*what, sa.func.count().label("count")).where(*here).group_by(*what)


def _month(first: date, rows: list[Any]) -> Month:
    read_first, appealed = [each for each in rows if not each.is_appeal], [each for each in rows if each.is_appeal]
    read = [each for each in read_first if each.decided]
    in_time = _sum(each for each in read if each.decided <= each.due_on)
    received, in_time_cell, late, waiting = _service(in_time, _sum(read) - in_time, _sum(read_first) - _sum(read))
    reasons, hidden = numbers.parts([_sum(each for each in read if each.hidden_for == reason) for reason in ReasonCode])
    upheld = _sum(each for each in appealed if each.outcome is Outcome.UPHELD)
    (upheld_cell, _others), appeals = numbers.parts([upheld, _sum(appealed) - upheld])
    return Month(
        first, received, in_time_cell, late, waiting, _middle(read), hidden, dict(zip(ReasonCode, reasons, strict=True)), appeals,
        upheld_cell,
    )  # fmt: skip


def _sum(rows: Iterable[Any]) -> int:
    return sum(each.count for each in rows)


def _service(in_time: int, late: int, waiting: int) -> list[Cell]:
    """What came in, and how it went. With less than five read, how many still wait would tell how many those are."""
    read = in_time + late
    received, shown = numbers.cell(read + waiting), numbers.cell if read < numbers.SMALLEST else Cell.exact
    return [received, shown(in_time), shown(late), Cell.hidden() if waiting and numbers.is_small(read) else shown(waiting)]


def _middle(read: list[Any]) -> int | None:
    """The median in working days; the higher of two in the middle."""
    took: Counter[int] = Counter()
    for each in read:
        took[clock.working_days_between(each.opened, each.decided)] += each.count
    days = sorted(took)
    passed = accumulate(took[each] for each in days)
    return next((day for day, count in zip(days, passed, strict=True) if count > took.total() // 2), None)
