"""Reads of the index: what fits a search, what a new idea resembles, and what the index has missed."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, with_polymorphic

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_see
from boligdialog.content import queries as content
from boligdialog.content.models import VISIBLE, Item, ItemCount, ItemState
from boligdialog.core import words
from boligdialog.core.db import db
from boligdialog.core.memory import remembered
from boligdialog.housing import queries as housing
from boligdialog.search.models import SearchDocument, SearchVariant
from boligdialog.search.queries.index import Wanted, count, newest, newest_ids
from boligdialog.search.queries.marks import Asked, Piece, excerpt, marked
from boligdialog.search.settings import ALIKE, ALIKE_ENOUGH, ALIKE_FROM, COMMON, COUNTED, MOST, PAGE, PREFIX_FROM

_REFERENCE = re.compile(r"bd[\s-]*([0-9]{4})[\s-]*([0-9]{1,8})", re.I)


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: how many were shown, whether words in titles still come, the last item, whether typos are allowed for."""

    shown: int = 0
    in_title: int = 1
    below: int | None = None
    guessed: int = 0


@dataclass(frozen=True)
class Hit:
    """An item that fits, with its title and a piece of its text. `about`: what it answers, for a kind without titles."""

    item: Item
    about: Item | None
    title: list[Piece]
    text: list[Piece]


@dataclass(frozen=True)
class Hits:
    """A page of them. `number`: of all, counted up to COUNTED; `is_guess`: only one typo away; `is_cut`: there are more than we show."""

    rows: list[Hit]
    number: int = 0
    after: Cursor | None = None
    is_guess: bool = False
    is_cut: bool = False


@dataclass(frozen=True)
class Alike:
    """An item that resembles a new one, and how many are for it."""

    item: Item
    supports: int


def opened(text: str, *, seen_by: Person | None) -> Item | None:
    """The item whose reference was typed (row 28), if this person may know of it."""
    match = _REFERENCE.fullmatch(text.strip())
    return content.item_called(f"BD-{match[1]}-{int(match[2]):04d}", seen_by=seen_by) if match else None


# --- what fits a search ---------------------------------------------------------------------------


def find(text: str, *, seen_by: Person | None, area_id: int | None = None, after: Cursor | None = None) -> Hits:
    """A page of what has all the words: those in titles first, then the newest. When nothing has, one typo a word is allowed for."""
    typed, begin = words.words(text), after or Cursor()
    if not typed:
        return Hits([])
    exact = _open_to(seen_by, Wanted(tuple(_asked(typed)))).and_also(*([area_fact(area_id)] if area_id else []))
    if not begin.guessed:
        hits = _page(exact, begin, seen_by)
        if hits.rows or after:
            return hits
    near = _near_words(typed)
    guess = Wanted(tuple(group | near.get(n, set()) for n, group in enumerate(exact.groups)), exact.none_of)
    return _page(guess, replace(begin, guessed=1), seen_by) if near else Hits([])


def _asked(typed: list[str]) -> Iterator[frozenset[str]]:
    """Every word by its stems; the last one may go on."""
    yield from (words.stems(word) for word in typed[:-1])
    yield words.stems(typed[-1]) | ({f"{typed[-1]}*"} if len(typed[-1]) >= PREFIX_FROM else set())


def _near_words(typed: list[str]) -> dict[int, set[str]]:
    """For each typed word, by its place, the words of titles that are one typo away. One statement."""
    long = {n: word for n, word in enumerate(typed) if len(words.typed(word)) >= words.TYPO_FROM}
    variants = {variant for word in long.values() for variant in words.variants(word)}
    known = set(db.session.scalars(sa.select(SearchVariant.word).where(SearchVariant.variant.in_(variants)))) if variants else set()
    near = {n: {each for each in known if words.is_near(word, each)} for n, word in long.items()}
    return {n: found for n, found in near.items() if found}


def _page(wanted: Wanted, begin: Cursor, seen_by: Person | None) -> Hits:
    places = _places(wanted, begin)
    asked = Asked(frozenset().union(*wanted.groups))
    items = _with_what_they_are_about(_items([item_id for _in_title, item_id in places[:PAGE]], seen_by), seen_by)
    rows = [_hit(*items[item_id], asked) for _in_title, item_id in places[:PAGE] if item_id in items]
    shown = begin.shown + PAGE
    more = Cursor(shown, *places[PAGE - 1], begin.guessed) if len(places) > PAGE else None
    number = count(wanted, at_most=COUNTED + 1) if more or begin.shown else len(rows)
    is_cut = more is not None and shown >= MOST
    return Hits(rows, number, None if is_cut else more, bool(begin.guessed), is_cut)


def _places(wanted: Wanted, begin: Cursor) -> list[tuple[int, int]]:
    """Whether in the title, and the item's number, of one page and one more: at most two statements."""
    places: list[tuple[int, int]] = []
    for in_title in (1, 0) if begin.in_title else (0,):
        if len(places) <= PAGE:
            below = begin.below if in_title == begin.in_title else None
            places += [(in_title, each) for each in newest_ids(wanted, in_title=bool(in_title), below=below, limit=PAGE + 1 - len(places))]
    return places


def _items(ids: Collection[int], seen_by: Person | None) -> list[Item]:
    """The items of all kinds, in one statement; without those that were hidden a moment ago, for the index follows a little later."""
    items = db.session.scalars(_of_all_kinds(), {"ids": list(ids)}) if ids else ()
    return [item for item in items if item.is_visible and why_not_see(seen_by, item.area) is None]


@cache
def _of_all_kinds() -> sa.Select[Any]:
    whole = with_polymorphic(Item, "*")
    return sa.select(whole).where(whole.id.in_(sa.bindparam("ids", expanding=True))).options(joinedload(whole.area))


def _with_what_they_are_about(items: list[Item], seen_by: Person | None) -> dict[int, tuple[Item, Item | None]]:
    """Each item by its number, and what it answers; not without that, for a talk goes with what it is about."""
    parents = {each.id: each for each in _items({item.parent_id for item in items if item.parent_id}, seen_by)}
    return {item.id: (item, parents.get(item.parent_id or 0)) for item in items if item.parent_id is None or item.parent_id in parents}


def _hit(item: Item, about: Item | None, asked: Asked) -> Hit:
    return Hit(item, about, marked(item.title, asked), excerpt(item.text, asked))


# --- who may see it -------------------------------------------------------------------------------


def area_fact(area_id: int) -> str:
    """The form that says in which area an item is."""
    return f"_a{area_id}"


def kind_fact(kind: str) -> str:
    """The form that says of what kind an item is."""
    return f"_k{kind}"


def _open_to(seen_by: Person | None, wanted: Wanted) -> Wanted:
    """Without what is made in areas that are closed to the reader (row 6)."""
    if not closed_areas():
        return wanted
    return replace(wanted, none_of=frozenset(area_fact(area.id) for area in housing.areas() if why_not_see(seen_by, area)))


@remembered
def closed_areas() -> frozenset[int]:
    """The areas whose things are not for everybody."""
    return frozenset(area.id for area in housing.areas() if why_not_see(None, area))


# --- what a new idea resembles --------------------------------------------------------------------


def similar(
    title: str, *, area_id: int, seen_by: Person | None, kind: str, but: Collection[int] = (), only_here: bool = False
) -> list[Alike]:
    """Up to five items of a kind whose titles resemble this one, answered and declined too, withdrawn not; of the area first (row 152).

    but: the numbers of those that are not meant. only_here: none of other areas.
    """
    groups = _meaningful(title)
    if len(title) < ALIKE_FROM or not groups:
        return []
    found = _candidates(_open_to(seen_by, Wanted(())).and_also(kind_fact(kind)), groups, area_id, only_here)
    best = sorted((each for each in found if each[2] not in but), reverse=True)[:ALIKE]
    place = {item_id: n for n, (*_score, item_id, _supports) in enumerate(best)}
    return [Alike(item, best[place[item.id]][-1]) for item in sorted(_items(list(place), seen_by), key=lambda item: place[item.id])]


def said_in(text: str) -> Asked:
    """The words that say what a text is about, to be marked in another (marks.py)."""
    return Asked(frozenset().union(*(words.stems(word) for word in words.words(text) if word not in COMMON)))


@lru_cache(maxsize=10_000)
def _meaningful(title: str) -> tuple[frozenset[str], ...]:
    """The stems of each word that says what it is about; the eight longest."""
    said = sorted({word for word in words.words(title) if word not in COMMON}, key=len, reverse=True)
    return tuple({words.stems(word): None for word in said})[:8]


def _candidates(open_: Wanted, groups: tuple[frozenset[str], ...], area_id: int, only_here: bool) -> Iterator[tuple[bool, float, int, int]]:
    """Whether in the area, how alike, the number and the supporters of what has a word in common; one statement.

    The newest that have two words, so that common words hide no likeness, and the newest that have one; here and everywhere.
    """
    one = frozenset().union(*groups)
    two = [one - group for group in groups] if len(groups) > 1 else [one]  # without any one of them there is still another
    parts = [
        newest(where, in_title=True, limit=50)
        for wanted in (Wanted((one, *open_.groups), open_.none_of), Wanted((*two, *open_.groups), open_.none_of))
        for where in (wanted, wanted.and_also(area_fact(area_id)))[only_here:]
    ]
    ids = sa.union(*(sa.select(part.subquery()) for part in parts)).subquery()
    rows = sa.select(Item.id, Item.area_id, Item.title, ItemCount.supports).join(ids, ids.c.item_id == Item.id)
    rows = rows.join(ItemCount, ItemCount.item_id == Item.id).where(Item.state != ItemState.WITHDRAWN)
    for item_id, in_area, title, supports in db.session.execute(rows):
        theirs = _meaningful(title)
        shared = sum(any(group & other for other in theirs) for group in groups)
        alike = shared / (len(groups) + len(theirs) - shared)
        if alike >= ALIKE_ENOUGH:
            yield in_area == area_id, alike, item_id, supports


# --- is it as it should be ------------------------------------------------------------------------


def behind() -> list[int]:
    """The items that the index has not, has in an older version, or has though readers may not find them."""
    is_found = Item.state.in_(VISIBLE)
    differs = sa.or_(
        sa.and_(is_found, sa.or_(SearchDocument.item_id.is_(None), SearchDocument.item_version != Item.row_version)),
        sa.and_(~is_found, SearchDocument.item_id.is_not(None)),
    )
    return list(db.session.scalars(sa.select(Item.id).outerjoin(SearchDocument, SearchDocument.item_id == Item.id).where(differs)))


def visible_ids(*, after: int, limit: int) -> list[int]:
    """The next items that belong into the index."""
    mine = sa.select(Item.id).where(Item.state.in_(VISIBLE), Item.id > after)
    return list(db.session.scalars(mine.order_by(Item.id).limit(limit)))
