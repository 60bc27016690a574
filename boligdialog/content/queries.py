"""Reads of things. What may not be seen is not found."""

from collections.abc import Collection
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, with_polymorphic

from boligdialog.accounts.models import Person
from boligdialog.content.models import Attachment, Item, ItemCount, PlaceLink, PrincipleLink, Version
from boligdialog.content.rules import may_open, may_read
from boligdialog.core.db import db
from boligdialog.core.drafts import Draft
from boligdialog.core.events import Event
from boligdialog.housing.models import Place
from boligdialog.principles.models import Principle


def item(item_id: int, *, seen_by: Person | None) -> Item | None:
    """The item, if this person may know of it."""
    found = db.session.scalar(_whole(), {"item_id": item_id})
    return found if found and may_read(seen_by, found) else None


@cache
def _whole() -> Any:
    """An item of any kind with its area in one statement, always as the database has it now."""
    anything = with_polymorphic(Item, "*")
    one = sa.select(anything).where(anything.id == sa.bindparam("item_id")).options(joinedload(anything.area))
    return one.execution_options(populate_existing=True)


def item_by_ref(ref: str) -> int | None:
    """The number of the item with a reference such as BD-2026-0123."""
    return db.session.scalar(sa.select(Item.id).where(Item.ref == ref.upper()))


def item_called(ref: str, *, seen_by: Person | None) -> Item | None:
    """The item with a reference, if its address answers this person."""
    item_id = item_by_ref(ref)
    found = db.session.scalar(_whole(), {"item_id": item_id}) if item_id else None
    return found if found and may_open(seen_by, found) else None


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


_TIMELINE = sa.select(Event).where(Event.item_id == sa.bindparam("item_id")).order_by(Event.id)


def timeline(item_id: int) -> list[Event]:
    """What has happened to an item, oldest first."""
    return list(db.session.scalars(_TIMELINE, {"item_id": item_id}))


def waiting_version(item_id: int) -> Version | None:
    """What an item is to say once a moderator has read it."""
    return db.session.scalar(sa.select(Version).where(Version.item_id == item_id, Version.n.is_(None), ~Version.is_declined))


def unshown_version(item_id: int) -> Version | None:
    """What its author wants an item to say, whether a moderator has declined it or not read it yet."""
    return db.session.scalar(sa.select(Version).where(Version.item_id == item_id, Version.n.is_(None)))


def versions(item_id: int, *, before: int, limit: int) -> list[Version]:
    """What an item has said, newest first, with who wrote it; nothing while it says what it said at first."""
    numbered = sa.select(Version).where(Version.item_id == item_id, Version.n < before)
    whole = numbered.options(joinedload(Version.by).lazyload("*"), joinedload(Version.place))
    return list(db.session.scalars(whole.order_by(Version.n.desc()).limit(limit)))


def photos_of_draft(draft_id: int | None) -> list[Attachment]:
    """The photos of a draft, oldest first."""
    mine = sa.select(Attachment).where(Attachment.draft_id == draft_id).order_by(Attachment.id)
    return list(db.session.scalars(mine)) if draft_id else []


def is_photo_for_all(file: str, *, seen_by: Person | None) -> bool | None:
    """Whether everybody may see the photo of this name; None when this person may not: a draft's is for its owner alone."""
    owners = sa.select(Item, Draft.person_id).select_from(Attachment).outerjoin(Item, Item.id == Attachment.item_id)
    found = db.session.execute(owners.outerjoin(Draft, Draft.id == Attachment.draft_id).where(Attachment.file == file)).one_or_none()
    if found is None:
        return None
    if found.Item:
        return may_read(None, found.Item) or (False if may_read(seen_by, found.Item) else None)
    return False if seen_by and seen_by.id == found.person_id else None


def shows_people(item_id: int) -> bool:
    """Whether somebody can be seen on a photo of an item."""
    shown = sa.select(Attachment.id).where(Attachment.item_id == item_id, Attachment.has_people)
    return db.session.scalar(shown.limit(1)) is not None


def known_files(files: Collection[str]) -> set[str]:
    """Which of these files belong to a photo."""
    names, known = list(files), set[str]()
    for start in range(0, len(names), 500):
        some = sa.select(Attachment.file).where(Attachment.file.in_(names[start : start + 500]))
        known.update(db.session.scalars(some))
    return known
