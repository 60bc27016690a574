"""The log: all events, newest first, as far as an administrator's areas reach. Ids and facts, never what somebody wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import Person
from boligdialog.admin.rules import WATCHERS, why_not_see_who
from boligdialog.content.models import Item
from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.housing.models import Area, Household, Section
from boligdialog.ideas.models import Idea

PAGE = 50

_item = Item.__table__

#: Of these the log says that it happened, not who did it: whom somebody supports or thanks, and who gave notice, is theirs alone.
#: Support on paper is taken away by who entered it, or by somebody of the home, whose name would say where they live.
WITHOUT_NAME = frozenset({"ItemSupported", "SupportWithdrawn", "PaperSupportRemoved", "CommentThanked", "ThanksWithdrawn", "ItemReported"})

#: Members of a home see how many, not who (row 4), and so do those who look after some areas alone: of these they learn neither who came
COMERS = frozenset({"HouseholdJoined", "HomeAsked"})
#: nor whom somebody said yes or no to, and whom somebody counted out.
ABOUT_COMERS = frozenset({"HomeGranted", "HomeRefused", "HomeLeft"})


@dataclass(frozen=True)
class Filter:
    """What the log shows. Empty means all; `people` and `items` are what the reader's words were found to mean."""

    kind: str | None = None
    people: tuple[int, ...] | None = None
    item_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Names:
    """What the numbers in the facts stand for."""

    people: Mapping[int, str | None]
    areas: Mapping[int, str]
    homes: Mapping[int, int]


def nameless(seen_by: Person) -> frozenset[str]:
    """The kinds of which this reader learns that they happened, not who did it."""
    return WITHOUT_NAME | COMERS if why_not_see_who(seen_by) else WITHOUT_NAME


def faceless(seen_by: Person) -> frozenset[str]:
    """The kinds of which this reader learns who did it, not to whom."""
    return ABOUT_COMERS if why_not_see_who(seen_by) else frozenset()


def events(wanted: Filter, *, seen_by: Person, after: int | None = None, limit: int = PAGE) -> tuple[list[Any], int | None]:
    """A page of the log in one statement, and the number that the next page begins after."""
    columns = (Event.id, Event.at, Event.kind, Event.by_id, Event.item_id, Event.payload, Event.seal_no)
    named = (Person.name.label("by"), Person.id.label("person_id"), _item.c.ref, _item.c.kind.label("thing"))
    tables = Event.__table__.outerjoin(Person.__table__, Person.id == Event.by_id).outerjoin(_item, _item.c.id == Event.item_id)
    shown = sa.select(*columns, *named).select_from(tables).where(*_conditions(wanted, nameless(seen_by)), *_within(seen_by))
    if after is not None:
        shown = shown.where(Event.id < after)
    rows = list(db.session.execute(shown.order_by(Event.id.desc()).limit(limit + 1)))
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


def _conditions(wanted: Filter, without_name: frozenset[str]) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if wanted.kind:
        where.append(Event.kind == wanted.kind)
    if wanted.people is not None:
        where += [Event.by_id.in_(wanted.people), Event.kind.not_in(without_name)]
    if wanted.item_id is not None:
        where.append(Event.item_id == wanted.item_id)
    if wanted.from_on:
        where.append(Event.at >= _begin(wanted.from_on))
    if wanted.to_on:
        where.append(Event.at < _begin(wanted.to_on + timedelta(days=1)))
    return where


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.COPENHAGEN)


def _within(person: Person) -> list[sa.ColumnElement[bool]]:
    """Whoever watches over some areas sees what happened to their items, areas and homes, and nothing of no area."""
    areas = person.areas_as(*WATCHERS)
    if areas is None:
        return []
    homes = sa.select(Household.id).join(Section, Section.id == Household.section_id).where(Section.area_id.in_(areas))
    return [
        sa.or_(
            _item.c.area_id.in_(areas),
            Event.payload["area_id"].as_integer().in_(areas),
            Event.payload["household_id"].as_integer().in_(homes),
        )
    ]


def people_called(words: str) -> tuple[int, ...]:
    """The numbers of those who are meant: a number, an e-mail address or a public name."""
    if words.isascii() and words.isdigit() and len(words) <= 18:
        return (int(words),)
    same = Person.email_key == words.lower() if "@" in words else sa.or_(Person.name == words, sa.func.lower(Person.name) == words.lower())
    return tuple(db.session.scalars(sa.select(Person.id).where(same).limit(50)))


def ideas_of(rows: Iterable[Any]) -> dict[int, Idea]:
    """The ideas that these events are about, with all that a line of a timeline asks for, in one statement."""
    ids = {row.item_id for row in rows if row.thing == "idea"}
    whole = (joinedload(Idea.author).lazyload("*"), joinedload(Idea.decided_by), joinedload(Idea.area))
    return {idea.id: idea for idea in db.session.scalars(sa.select(Idea).where(Idea.id.in_(ids)).options(*whole))} if ids else {}


def names_in(rows: Iterable[Any]) -> Names:
    """Names of the people and areas, and H-numbers of the homes, that the facts of these events speak of; a statement each."""
    facts = [row.payload for row in rows]
    return Names(
        _looked_up(facts, "person_id", Person.id, Person.name),
        _looked_up(facts, "area_id", Area.id, Area.name),
        _looked_up(facts, "household_id", Household.id, Household.number),
    )


def _looked_up(facts: list[dict[str, Any]], name: str, key: Any, value: Any) -> dict[int, Any]:
    ids = {each[name] for each in facts if isinstance(each.get(name), int)}
    return {no: said for no, said in db.session.execute(sa.select(key, value).where(key.in_(ids)))} if ids else {}  # noqa: C416
