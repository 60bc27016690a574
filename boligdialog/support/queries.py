"""Reads of support: numbers for all, one's own for oneself."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item, ItemState
from boligdialog.content.rules import may_read
from boligdialog.core.db import BigInt, db
from boligdialog.notifications.models import Follow
from boligdialog.support.models import Support, SupportHousehold


@dataclass(frozen=True)
class Ties:
    """What ties people to an item: how many support it without having shown where they live, and what the reader does.

    supported_at: since when the reader supports it, or has looked again at what it says; None when they do not.
    """

    without_household: int
    supported_at: datetime | None
    is_followed: bool


_ITEM, _ME = sa.bindparam("item_id", type_=BigInt), sa.bindparam("me", type_=BigInt)
_TIES = sa.select(
    sa.select(sa.func.count()).where(Support.item_id == _ITEM, Support.household_id.is_(None)).scalar_subquery(),
    sa.select(Support.at).where(Support.item_id == _ITEM, Support.person_id == _ME).scalar_subquery(),
    sa.exists().where(Follow.item_id == _ITEM, Follow.person_id == _ME, Follow.is_on),
)


def ties(item_id: int, person: Person | None) -> Ties:
    """Of an item, in one statement: the two buttons and the number stand together."""
    return Ties(*db.session.execute(_TIES, {"item_id": item_id, "me": person.id if person else 0}).one())


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
