"""Reads of things. What may not be seen is not found."""

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item, ItemCount, PlaceLink, PrincipleLink
from boligdialog.content.rules import may_read
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.housing.models import Place
from boligdialog.principles.models import Principle


def item(item_id: int, *, seen_by: Person | None) -> Item | None:
    """The item, if this person may know of it."""
    found = db.session.get(Item, item_id)
    return found if found and may_read(seen_by, found) else None


def item_by_ref(ref: str) -> int | None:
    """The number of the item with a reference such as BD-2026-0123."""
    return db.session.scalar(sa.select(Item.id).where(Item.ref == ref.upper()))


def counts(item_id: int) -> ItemCount:
    """The numbers of an item."""
    return db.session.get_one(ItemCount, item_id)


def principles_of(item_id: int) -> list[Principle]:
    """The principles an item goes with, the main one first."""
    mine = sa.select(Principle).join(PrincipleLink, PrincipleLink.principle_id == Principle.id).where(PrincipleLink.item_id == item_id)
    return list(db.session.scalars(mine.order_by(PrincipleLink.rank)))


def places_of(item_id: int) -> list[Place]:
    """The places an item is about."""
    return list(
        db.session.scalars(
            sa.select(Place).join(PlaceLink, PlaceLink.place_id == Place.id).where(PlaceLink.item_id == item_id).order_by(Place.position)
        )
    )


def timeline(item_id: int) -> list[Event]:
    """What has happened to an item, oldest first."""
    return list(db.session.scalars(sa.select(Event).where(Event.item_id == item_id).order_by(Event.id)))
