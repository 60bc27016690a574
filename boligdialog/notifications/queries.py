"""Reads of what a person follows, wants to hear of and was told; and of who is concerned by a thing."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectin_polymorphic

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item, PlaceLink, PrincipleLink
from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.housing.models import Area, Place
from boligdialog.notifications.models import MAIL_DEFAULT, PAGE_DEFAULT, Digest, Follow, Notice, NoticeChoice, Topic, When
from boligdialog.notifications.rules import last_due
from boligdialog.organs.models import Organ
from boligdialog.principles.models import Principle

PAGE = 20

#: What can be followed, and the column of Follow that points at it.
COLUMNS: dict[type, Any] = {
    Item: Follow.item_id,
    Area: Follow.area_id,
    Principle: Follow.principle_id,
    Place: Follow.place_id,
    Organ: Follow.organ_id,
}


# --- following ------------------------------------------------------------------------------------


def column_of(thing: Any) -> Any:
    """The column of Follow that points at things like this one."""
    return next(column for kind, column in COLUMNS.items() if isinstance(thing, kind))


def is_followed_by(thing: Any, person: Person | None) -> bool:
    """Whether a person follows a thing."""
    if person is None:
        return False
    mine = sa.select(Follow.is_on).where(column_of(thing) == thing.id, Follow.person_id == person.id)
    return bool(db.session.scalar(mine))


def followed(person: Person, kind: type, *, limit: int = 50) -> list[Any]:
    """The things of a kind that a person follows, newest first."""
    key: Any = kind.id  # type: ignore[attr-defined]
    mine: sa.Select[Any] = sa.select(kind).join(Follow, COLUMNS[kind] == key).where(Follow.person_id == person.id, Follow.is_on)
    return list(db.session.scalars(mine.order_by(Follow.at.desc(), Follow.id.desc()).limit(limit)))


def place(place_id: int) -> Place | None:
    """The place with this number, while it can be chosen."""
    found = db.session.get(Place, place_id)
    return found if found and not found.is_retired else None


def followers(item_id: int) -> sa.Select:
    """Numbers of those who follow an item, as a query for tell()."""
    return sa.select(Follow.person_id).where(Follow.item_id == item_id, Follow.is_on)


def followers_of_organ(organ_id: int | None) -> sa.Select:
    """Numbers of those who follow what a body is to decide."""
    return sa.select(Follow.person_id).where(Follow.organ_id == (organ_id or 0), Follow.is_on)


def followers_around(item: Item, *, organ_id: int | None = None) -> sa.Select:
    """Numbers of those who follow what an item belongs to: its area, its places, its principles, a body. Not of who answers for it."""
    places = sa.select(PlaceLink.place_id).where(PlaceLink.item_id == item.id)
    principles = sa.select(PrincipleLink.principle_id).where(PrincipleLink.item_id == item.id)
    each = (
        Follow.area_id == item.area_id,
        Follow.place_id.in_(places),
        Follow.principle_id.in_(principles),
        Follow.organ_id == (organ_id or 0),
    )
    # A union of four indexed reads; one OR over four columns would read the whole table.
    around = sa.union(*(sa.select(Follow.person_id).where(Follow.is_on, condition) for condition in each)).subquery()
    return sa.select(around.c.person_id).where(around.c.person_id != (item.keeper_id or 0))


# --- choices --------------------------------------------------------------------------------------


def choices(person_id: int) -> dict[Topic, tuple[When, When]]:
    """When a person hears of each topic: by mail, on the page."""
    mine = sa.select(NoticeChoice.topic, NoticeChoice.mail, NoticeChoice.page).where(NoticeChoice.person_id == person_id)
    chosen = {row.topic: (row.mail, row.page) for row in db.session.execute(mine)}
    return {topic: chosen.get(topic, (MAIL_DEFAULT[topic], PAGE_DEFAULT[topic])) for topic in Topic}


# --- notices --------------------------------------------------------------------------------------


def _on_page(person: Person) -> list[sa.ColumnElement[bool]]:
    """What a person's page shows: at once, or once Thursday has come."""
    due = last_due(When.WEEKLY, clock.now())
    shown = sa.or_(Notice.page == When.NOW, sa.and_(Notice.page == When.WEEKLY, Notice.created_at <= due))
    return [Notice.person_id == person.id, shown]


def notices(*, seen_by: Person, before: int | None = None, limit: int = PAGE) -> list[Notice]:
    """A person's notices, newest first, from those older than `before`."""
    mine = sa.select(Notice).where(*_on_page(seen_by), *([Notice.id < before] if before else []))
    return list(db.session.scalars(mine.order_by(Notice.id.desc()).limit(limit)))


def unread(person: Person) -> int:
    """How many notices a person has not read."""
    return db.session.scalar(sa.select(sa.func.count()).where(*_on_page(person), Notice.read_at.is_(None))) or 0


def notice(notice_id: int, *, seen_by: Person | None = None) -> Notice | None:
    """One notice: for the mail about it, or for the person it was given to."""
    found = db.session.get(Notice, notice_id)
    return found if found and (seen_by is None or found.person_id == seen_by.id) else None


def digest(digest_id: int) -> Digest | None:
    """A mail that joins notices."""
    return db.session.get(Digest, digest_id)


def joined(digest_id: int) -> list[Notice]:
    """The notices of a joined mail, oldest first, without those that were read on the page meanwhile."""
    mine = sa.select(Notice).where(Notice.digest_id == digest_id, Notice.read_at.is_(None))
    return list(db.session.scalars(mine.order_by(Notice.id)))


def items_of(notices: list[Notice]) -> list[Item]:
    """All that these notices are about, whole, in one read for all. Held on to, they are not read again by each word."""
    numbers = {each.event.item_id for each in notices} - {None}
    whole = selectin_polymorphic(Item, [mapper.class_ for mapper in Item.__mapper__.self_and_descendants if mapper.class_ is not Item])
    return list(db.session.scalars(sa.select(Item).where(Item.id.in_(numbers)).options(whole))) if numbers else []


def was_told_before(event: Event) -> bool:
    """Whether the same had happened to the same item before: shown again, it is no news."""
    same = sa.select(Event.id).where(Event.item_id == event.item_id, Event.kind == event.kind, Event.id < event.id)
    return db.session.scalar(same.limit(1)) is not None
