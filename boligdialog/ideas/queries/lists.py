"""Lists of ideas: one statement of plain columns a page, by keyset, so that page 1,000 costs what page 1 costs."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_see
from boligdialog.content.models import AreaCount, Item, ItemCount, ItemState, PlaceLink, PrincipleLink
from boligdialog.core import clock
from boligdialog.core.db import db, fixed
from boligdialog.core.i18n import language
from boligdialog.core.memory import remembered
from boligdialog.housing.models import Area, Place, Visibility
from boligdialog.ideas.models import STAGE_OF_STATUS, WITHDRAWN, Idea
from boligdialog.organs import queries as organs
from boligdialog.organs.models import Organ
from boligdialog.principles.models import Principle, Theme
from boligdialog.support.models import Support
from boligdialog.translations.models import Translation

PAGE = 20
WORLD = 2**31  # item.shuffle lies below
_ALL = 2**31
_SPLIT = 60  # areas that a list of all is put together from

#: Tables and not classes: rows of plain columns cost half of what the same columns cost as a class's.
_item, _idea, _count, _organ = Item.__table__, Idea.__table__, ItemCount.__table__, Organ.__table__
_area, _place, _support, _translation = Area.__table__, Place.__table__, Support.__table__, Translation.__table__
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Filter:
    """Which ideas a list shows. Empty means all."""

    area_id: int | None = None
    status: str | None = None
    themes: tuple[str, ...] = ()
    principle_no: int | None = None
    places: tuple[int, ...] = ()
    open_areas: frozenset[int] | None = None  # with no area_id: those whose ideas the reader may see (None: all)


@dataclass(frozen=True)
class Page:
    """Some ideas, and the cursor of the next page if there is one. `is_past_end`: the cursor lay behind the last idea."""

    rows: list[Any]
    after: tuple[int, ...] | None = None
    is_past_end: bool = False


class Order(Protocol):
    """An order of the list. A cursor is a tuple of whole numbers."""

    cursor_length: int

    def chosen(self, wanted: Filter, after: tuple[int, ...] | None, limit: int) -> sa.Subquery:
        """The ids of one page, with the columns that `final` sorts by."""

    def final(self, chosen: sa.Subquery) -> list[Any]:
        """How the page is sorted."""

    def cursor(self, row: Any) -> tuple[int, ...]:
        """The cursor behind a row."""


def day_seed(day: date) -> tuple[int, bool]:
    """Where the fair order begins on a day, and whether it runs backwards; the same for all that day (row 57)."""
    digest = hashlib.sha256(f"fair order {day.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % WORLD, bool(digest[4] & 1)


class Fair:
    """Random a day: from the day's start round the whole circle. A cursor keeps the day it began on."""

    cursor_length = 4

    def __init__(self, day: date) -> None:
        self.day = day
        self.start, self.backwards = day_seed(day)

    def chosen(self, wanted: Filter, after: tuple[int, ...] | None, limit: int) -> sa.Subquery:
        """From the start to the end of the numbers (lap 0), then the rest (lap 1)."""
        place = sa.tuple_(_item.c.shuffle, _item.c.id)
        by = (_item.c.shuffle.desc(), _item.c.id.desc()) if self.backwards else (_item.c.shuffle, _item.c.id)
        lap_0 = _item.c.shuffle <= self.start if self.backwards else _item.c.shuffle >= self.start
        if after and after[1] not in (0, 1):
            raise ValueError("cursor")
        laps = []
        for lap, here in ((0, lap_0), (1, ~lap_0)):
            conditions = [here]
            if after and after[1] > lap:
                continue
            if after and after[1] == lap:
                point = sa.tuple_(after[2], after[3])
                conditions.append(place < point if self.backwards else place > point)
            laps.append(sa.select(_candidates(wanted, lap, *conditions).order_by(*by).limit(fixed(limit)).subquery()))
        return sa.union_all(*laps).subquery("chosen")

    def final(self, chosen: sa.Subquery) -> list[Any]:
        """By lap, then in the day's direction."""
        columns = (chosen.c.shuffle, chosen.c.id)
        return [chosen.c.lap, *((column.desc() for column in columns) if self.backwards else columns)]

    def cursor(self, row: Any) -> tuple[int, ...]:
        """Day, lap, number, id."""
        return (self.day.toordinal(), row.lap, row.shuffle, row.id)


class Newest:
    """The newest published first."""

    cursor_length = 2

    def chosen(self, wanted: Filter, after: tuple[int, ...] | None, limit: int) -> sa.Subquery:
        """Older than the cursor."""
        more = []
        if after:
            point = sa.tuple_(sa.literal(_EPOCH + timedelta(microseconds=after[0]), _item.c.published_at.type), sa.literal(after[1]))
            more.append(sa.tuple_(_item.c.published_at, _item.c.id) < point)
        return _candidates(wanted, 0, *more).order_by(_item.c.published_at.desc(), _item.c.id.desc()).limit(fixed(limit)).subquery("chosen")

    def final(self, chosen: sa.Subquery) -> list[Any]:
        """By moment, backwards."""
        return [chosen.c.published_at.desc(), chosen.c.id.desc()]

    def cursor(self, row: Any) -> tuple[int, ...]:
        """Microseconds since 1970, id."""
        return ((row.published_at - _EPOCH) // timedelta(microseconds=1), row.id)


class Soonest:
    """Whose answer is due next; without what waits for nothing."""

    cursor_length = 2

    def chosen(self, wanted: Filter, after: tuple[int, ...] | None, limit: int) -> sa.Subquery:
        """Later than the cursor."""
        more = [_item.c.next_on.is_not(None)]
        if after:
            more.append(
                sa.tuple_(_item.c.next_on, _item.c.id) > sa.tuple_(sa.literal(date.fromordinal(after[0]), sa.Date), sa.literal(after[1]))
            )
        return _candidates(wanted, 0, *more).order_by(_item.c.next_on, _item.c.id).limit(fixed(limit)).subquery("chosen")

    def final(self, chosen: sa.Subquery) -> list[Any]:
        """By day."""
        return [chosen.c.next_on, chosen.c.id]

    def cursor(self, row: Any) -> tuple[int, ...]:
        """Day, id."""
        return (row.next_on.toordinal(), row.id)


class MostSupported:
    """Those with the most supports some minutes ago first (support/jobs.py)."""

    cursor_length = 2

    def chosen(self, wanted: Filter, after: tuple[int, ...] | None, limit: int) -> sa.Subquery:
        """Fewer than the cursor."""
        place = sa.tuple_(_item.c.popularity, _item.c.id)
        more = [place < sa.tuple_(*after)] if after else []
        return _candidates(wanted, 0, *more).order_by(_item.c.popularity.desc(), _item.c.id.desc()).limit(fixed(limit)).subquery("chosen")

    def final(self, chosen: sa.Subquery) -> list[Any]:
        """By number, backwards."""
        return [chosen.c.popularity.desc(), chosen.c.id.desc()]

    def cursor(self, row: Any) -> tuple[int, ...]:
        """Number, id."""
        return (row.popularity, row.id)


#: The orders that need no day, by the name they have in an address.
_PLAIN: dict[str, type[Order]] = {"newest": Newest, "soonest": Soonest, "supported": MostSupported}
ORDERS = ("fair", *_PLAIN)


def order_named(name: str, after: tuple[int, ...] | None = None) -> Order:
    """The order of this name; a fair one goes on with the day its cursor began on. ValueError for a cursor that cannot be."""
    if name == "fair":
        return Fair(date.fromordinal(after[0]) if after and len(after) == Fair.cursor_length else clock.today())
    return _PLAIN[name]()


def cards(wanted: Filter, *, seen_by: Person | None, order: str = "fair", after: tuple[int, ...] | None = None, limit: int = PAGE) -> Page:
    """A page of published ideas, of withdrawn ones when that is the status.

    `after` is what an earlier page gave; ValueError when it cannot be one of ours.
    """
    try:
        ordered = order_named(order, after)
        if after and len(after) != ordered.cursor_length:
            raise ValueError("cursor")
        wanted = _in_areas(_open_to(wanted, seen_by))
        page = (order, clock.today(), wanted, language(), seen_by is not None, limit)
        statement = _page_after(ordered, *page[2:], after) if after else _first_page(*page)
    except OverflowError as error:
        raise ValueError("cursor") from error
    rows = list(db.session.execute(statement, {"me": seen_by.id} if seen_by else {}))
    more = len(rows) > limit
    return Page(rows[:limit], after=ordered.cursor(rows[limit - 1]) if more else None, is_past_end=bool(after and not rows))


def _in_areas(wanted: Filter) -> Filter:
    """Say which areas «all» are, while they are few enough for `_chosen`."""
    if wanted.area_id is not None or wanted.open_areas is not None or len(_all_areas()) > _SPLIT:
        return wanted
    return replace(wanted, open_areas=_all_areas())


def _chosen(ordered: Order, wanted: Filter, after: tuple[int, ...] | None, limit: int) -> sa.Subquery:
    """One page. Over all areas it is the first of the first of each: every index begins with the area, so none is read whole."""
    areas = sorted(wanted.open_areas or ())
    if wanted.area_id is not None or not 1 < len(areas) <= _SPLIT:
        return ordered.chosen(wanted, after, limit)
    each = [sa.select(ordered.chosen(replace(wanted, area_id=area_id), after, limit)) for area_id in areas]
    together = sa.union_all(*each).subquery("together")
    return sa.select(together).order_by(*ordered.final(together)).limit(fixed(limit)).subquery("chosen")


@remembered
def _all_areas() -> frozenset[int]:
    return frozenset(db.session.scalars(sa.select(Area.id)))


@lru_cache(maxsize=256)
def _first_page(order: str, day: date, wanted: Filter, lang: str, is_for_somebody: bool, limit: int) -> sa.Select[Any]:
    """The statement of a first page, which most readers ask for: putting it together costs more than its answer."""
    ordered = Fair(day) if order == "fair" else order_named(order)
    return _page_after(ordered, wanted, lang, is_for_somebody, limit, None)


def _page_after(
    ordered: Order, wanted: Filter, lang: str, is_for_somebody: bool, limit: int, after: tuple[int, ...] | None
) -> sa.Select[Any]:
    chosen = _chosen(ordered, wanted, after, limit + 1)
    return _details(chosen, lang, is_for_somebody).order_by(*ordered.final(chosen))


def last_page_cursor(wanted: Filter, *, order: str, limit: int = PAGE) -> tuple[int, ...] | None:
    """The cursor of the last page, None when there is only one. Only asked when a cursor lay past the end."""
    ordered = order_named(order)
    whole = _open_to(wanted, None)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(ordered.chosen(whole, None, _ALL))) or 0
    before = (total - 1) // limit * limit  # how many lie on the pages before the last
    if before <= 0:
        return None
    chosen = ordered.chosen(whole, None, before)
    return ordered.cursor(db.session.execute(sa.select(chosen).order_by(*ordered.final(chosen)).offset(before - 1).limit(1)).one())


_COUNTED = sa.and_(AreaCount.area_id == Area.id, AreaCount.kind == "idea", AreaCount.n > 0)
_AREA_WITH_COUNTS = (
    sa.select(Area, AreaCount.status, AreaCount.n).join(AreaCount, _COUNTED, isouter=True).where(Area.slug == sa.bindparam("slug"))
)


def area_with_counts(slug: str) -> tuple[Area | None, dict[str, int]]:
    """An area and how many ideas it has by status, in one statement; those that were withdrawn are in no other number."""
    rows = db.session.execute(_AREA_WITH_COUNTS, {"slug": slug}).all()
    return (rows[0][0], {status: n for _area, status, n in rows if status}) if rows else (None, {})


def counts_everywhere(seen_by: Person | None) -> dict[str, int]:
    """How many ideas there are by status, in all areas whose ideas this person may see."""
    total = sa.select(AreaCount.status, sa.func.sum(AreaCount.n)).where(AreaCount.kind == "idea", AreaCount.n > 0)
    open_to = _open_to(Filter(), seen_by).open_areas
    if open_to is not None:
        total = total.where(AreaCount.area_id.in_(open_to))
    return {status: int(n) for status, n in db.session.execute(total.group_by(AreaCount.status))}


@remembered
def closed_areas() -> frozenset[int]:
    """The areas whose ideas are not for everybody."""
    return frozenset(db.session.scalars(sa.select(Area.id).where(Area.visibility != Visibility.PUBLIC)))


def _open_to(wanted: Filter, seen_by: Person | None) -> Filter:
    """Leave out what is made in areas that are closed to the reader. A list of one area is asked for by why_not_see before."""
    if wanted.area_id is not None or not closed_areas():
        return wanted
    areas = db.session.scalars(sa.select(Area))
    return replace(wanted, open_areas=frozenset(area.id for area in areas if why_not_see(seen_by, area) is None))


def _conditions(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    state = ItemState.WITHDRAWN if wanted.status == WITHDRAWN else ItemState.PUBLISHED
    where: list[sa.ColumnElement[bool]] = [_item.c.kind == "idea", _item.c.state == state]
    if wanted.area_id is not None:
        where.append(_item.c.area_id == wanted.area_id)
    if wanted.open_areas is not None:
        where.append(_item.c.area_id.in_(wanted.open_areas))
    if wanted.status in STAGE_OF_STATUS:
        where.append(_idea.c.stage == STAGE_OF_STATUS[wanted.status])
    if wanted.themes or wanted.principle_no:
        tied = (
            sa.select(PrincipleLink.item_id)
            .join(Principle, Principle.id == PrincipleLink.principle_id)
            .where(PrincipleLink.item_id == _item.c.id)
        )
        if wanted.themes:
            tied = tied.join(Theme, Theme.id == Principle.theme_id).where(Theme.key.in_(wanted.themes))
        if wanted.principle_no:
            tied = tied.where(Principle.no == wanted.principle_no)
        where.append(tied.exists())
    if wanted.places:
        where.append(sa.select(PlaceLink.item_id).where(PlaceLink.item_id == _item.c.id, PlaceLink.place_id.in_(wanted.places)).exists())
    return where


def _candidates(wanted: Filter, lap: int, *more: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Ids and sort columns of what the filter lets through; the rest is looked up for one page only."""
    columns = (_item.c.id, _item.c.shuffle, _item.c.published_at, _item.c.next_on, _item.c.popularity, fixed(lap).label("lap"))
    chosen = sa.select(*columns)
    if wanted.status in STAGE_OF_STATUS:
        chosen = chosen.join(_idea, _idea.c.id == _item.c.id)
    return chosen.where(*_conditions(wanted), *more)


def _details(chosen: sa.Subquery, lang: str, is_for_somebody: bool) -> sa.Select[Any]:
    """What a card shows of each chosen idea; `me` is the number of the reader, if there is one."""
    ranked = sa.cast(PrincipleLink.rank, sa.String) + ":" + sa.cast(PrincipleLink.principle_id, sa.String)
    plates = sa.select(sa.func.aggregate_strings(ranked, ",")).where(PrincipleLink.item_id == chosen.c.id).scalar_subquery()
    first_place = sa.select(_place.c.name).join(PlaceLink, PlaceLink.place_id == _place.c.id).where(PlaceLink.item_id == chosen.c.id)
    place = first_place.order_by(_place.c.position).limit(fixed(1)).scalar_subquery()
    is_mine: Any = sa.literal(False)
    readable = sa.and_(_translation.c.item_id == chosen.c.id, _translation.c.lang == lang, _item.c.lang != lang)
    tables: Any = (
        chosen.join(_item, _item.c.id == chosen.c.id)
        .join(_idea, _idea.c.id == chosen.c.id)
        .join(_count, _count.c.item_id == chosen.c.id)
        .join(_area, _area.c.id == _item.c.area_id)
        .join(_organ, _organ.c.id == _idea.c.decided_by_id, isouter=True)
        .join(_translation, readable, isouter=True)
    )
    if is_for_somebody:
        mine = sa.and_(_support.c.item_id == chosen.c.id, _support.c.person_id == sa.bindparam("me"))
        tables = tables.join(_support, mine, isouter=True)
        is_mine = _support.c.person_id.is_not(None)
    return sa.select(
        _item.c.id, _item.c.title, _item.c.lang, _item.c.state, _item.c.published_at, _item.c.next_kind, _item.c.next_on,
        _item.c.shuffle, _item.c.popularity, chosen.c.lap, _idea.c.stage, _count.c.supports, _organ.c.name.label("decider"),
        organs.WHO_ANSWERS.label("answerer"), _translation.c.title.label("translated"), place.label("place"), plates.label("plates"),
        _area.c.name.label("area"), is_mine.label("is_mine"),
    ).select_from(tables)  # fmt: skip
