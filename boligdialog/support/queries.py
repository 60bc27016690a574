"""Reads of support: numbers for all, one's own for oneself."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item, ItemState
from boligdialog.content.rules import may_read
from boligdialog.core.db import db
from boligdialog.support.models import Support, SupportHousehold


def is_supported_by(item_id: int, person: Person | None) -> bool:
    """Whether a person is for an item."""
    return person is not None and db.session.get(Support, (item_id, person.id)) is not None


def without_household(item_id: int) -> int:
    """How many supporters have not shown where they live."""
    return db.session.scalar(sa.select(sa.func.count()).where(Support.item_id == item_id, Support.household_id.is_(None))) or 0


def supported_items(person: Person, limit: int = 50) -> list[Item]:
    """What a person is for, newest first."""
    mine = (
        sa.select(Item).join(Support, Support.item_id == Item.id).where(Support.person_id == person.id, Item.state == ItemState.PUBLISHED)
    )
    newest = db.session.scalars(mine.options(joinedload(Item.area)).order_by(Support.at.desc()).limit(limit))
    return [item for item in newest if may_read(person, item)]


def households_taking_part(area_id: int) -> int:
    """How many households of an area are for something there."""
    mine = sa.select(sa.func.count(sa.distinct(SupportHousehold.household_id))).join(Item, Item.id == SupportHousehold.item_id)
    return db.session.scalar(mine.where(Item.area_id == area_id, SupportHousehold.n > 0)) or 0
