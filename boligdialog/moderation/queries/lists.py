"""The queue: what waits in a moderator's areas, in order, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.content.rules import REVIEWERS
from boligdialog.core import clock
from boligdialog.core.db import db, fixed
from boligdialog.housing.models import Area
from boligdialog.moderation.models import Case, Cause
from boligdialog.moderation.rules import OWN

PAGE = 50
#: So many areas are asked one by one, each in the order of the index; more are picked out of the whole queue.
_APART = 12

_case = Case.__table__
_person = Person.__table__


@dataclass(frozen=True)
class Wanted:
    """What a moderator wants to see. areas: theirs, or one of them; None: all."""

    areas: frozenset[int] | None
    cause: Cause | None = None
    kind: str | None = None
    is_overdue: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether a cause, a kind or what is late was chosen."""
        return bool(self.cause or self.kind or self.is_overdue)


class Waiting(NamedTuple):
    """A page of the queue, and behind which case the next one begins if there is one."""

    rows: list[sa.Row]
    after: tuple[int, int] | None


class Length(NamedTuple):
    """How many wait, and since when the first."""

    n: int
    oldest: datetime | None


def of(person: Person, *, area_id: int | None = None, **what: Any) -> Wanted:
    """What waits for a moderator, in all their areas or in one of them."""
    theirs = person.areas_as(*REVIEWERS)
    wanted = Wanted(None if theirs is None else frozenset(theirs), **what)
    if area_id is None:
        return wanted
    return replace(wanted, areas=frozenset({area_id}) & wanted.areas if wanted.areas is not None else frozenset({area_id}))


def queue(person: Person, wanted: Wanted | None = None, *, after: tuple[int, int] | None = None) -> Waiting:
    """What waits, most urgent first: (id, rank, title, lang, area, kind, cause, opened_at, due_on, lease_by_id, reader)."""
    rank, number = after or (0, 0)
    values = {"me": person.id, "now": clock.now(), "today": clock.today(), "rank": rank, "number": number}
    rows = list(db.session.execute(_queue(wanted or of(person), after is not None), values))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Waiting(rows[:PAGE], (last.rank, last.id) if last else None)


@lru_cache(maxsize=256)
def _queue(wanted: Wanted, is_later: bool) -> Any:
    """Each part is read in the order of an index, a page of it: a long queue costs what a short one costs."""
    parts = [_part(wanted, is_later, where) for where in _apart(wanted)]
    parts.append(_part(wanted, is_later, _in_areas(wanted), is_mine=True))
    some = sa.union_all(*(sa.select(each.subquery()) for each in parts)).subquery("some")
    is_read = sa.and_(_case.c.lease_by_id == _person.c.id, _case.c.lease_until > sa.bindparam("now", type_=Case.opened_at.type))
    return (
        sa.select(
            _case.c.id, some.c.rank, Item.title, Item.lang, Area.name.label("area"), Item.kind, _case.c.cause, _case.c.opened_at,
            _case.c.due_on, _person.c.id.label("lease_by_id"), _person.c.name.label("reader"),
        )
        .select_from(some)
        .join(_case, _case.c.id == some.c.id)
        .join(Item, Item.id == _case.c.item_id)
        .join(Area, Area.id == _case.c.area_id)
        .outerjoin(_person, is_read)
        .order_by(some.c.rank, some.c.id)
        .limit(fixed(PAGE + 1))
    )  # fmt: skip


def _part(wanted: Wanted, is_later: bool, where: Sequence[Any], *, is_mine: bool = False) -> sa.Select:
    """A page of what is for all, or of what is for whoever asks first: they see it further up (row 126)."""
    me: Any = sa.bindparam("me")
    whose = _case.c.assignee_id == me if is_mine else sa.or_(_case.c.assignee_id.is_(None), _case.c.assignee_id != me)
    more = OWN if is_mine else 0
    some = sa.select(_case.c.id, (_case.c.rank - fixed(more)).label("rank")).where(*_open(wanted), *where, whose)
    if is_later:
        some = some.where(sa.tuple_(_case.c.rank, _case.c.id) > sa.tuple_(sa.bindparam("rank") + fixed(more), sa.bindparam("number")))
    return some.order_by(_case.c.rank, _case.c.id).limit(fixed(PAGE + 1))


def _apart(wanted: Wanted) -> list[list[Any]]:
    if wanted.areas is None or not 0 < len(wanted.areas) <= _APART:
        return [_in_areas(wanted)]
    return [[_case.c.area_id == each] for each in sorted(wanted.areas)]


def _in_areas(wanted: Wanted) -> list[Any]:
    return [] if wanted.areas is None else [_case.c.area_id.in_(sorted(wanted.areas))]


def _open(wanted: Wanted) -> list[Any]:
    conditions: list[Any] = [_case.c.outcome.is_(None)]
    if wanted.cause:
        conditions.append(_case.c.cause == wanted.cause)
    if wanted.is_overdue:
        conditions.append(_case.c.due_on < sa.bindparam("today"))
    if wanted.kind:
        conditions.append(sa.exists().where(Item.id == _case.c.item_id, Item.kind == wanted.kind))
    return conditions


def length(person: Person, wanted: Wanted | None = None) -> Length:
    """How many cases wait, and since when."""
    wanted = wanted or of(person)
    return Length(*db.session.execute(_length(wanted), {"today": clock.today()} if wanted.is_overdue else {}).one())


@lru_cache(maxsize=256)
def _length(wanted: Wanted) -> Any:
    return sa.select(sa.func.count(), sa.func.min(_case.c.opened_at)).where(*_open(wanted), *_in_areas(wanted))
