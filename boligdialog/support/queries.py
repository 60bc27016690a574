"""Reads of support: numbers for all, one's own for oneself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item, ItemState
from boligdialog.content.rules import may_read
from boligdialog.core.db import BigInt, db
from boligdialog.housing.models import Household, Section
from boligdialog.notifications.models import Follow
from boligdialog.support.models import PaperSupport, Support, SupportHousehold
from boligdialog.support.rules import why_not_count_home


@dataclass(frozen=True)
class Ties:
    """What ties people to an item: how many support it without having shown where they live, and what the reader does.

    supported_at: since when the reader supports it, or has looked again at what it says; None when they do not.
    home_on_paper: whether the reader's home supports it on paper.
    """

    without_household: int
    supported_at: datetime | None
    is_followed: bool
    home_on_paper: bool


_ITEM, _ME, _HOME = (sa.bindparam(name, type_=BigInt) for name in ("item_id", "me", "home"))
_TIES = sa.select(
    sa.select(sa.func.count()).where(Support.item_id == _ITEM, Support.household_id.is_(None)).scalar_subquery(),
    sa.select(Support.at).where(Support.item_id == _ITEM, Support.person_id == _ME).scalar_subquery(),
    sa.exists().where(Follow.item_id == _ITEM, Follow.person_id == _ME, Follow.is_on),
    sa.exists().where(PaperSupport.item_id == _ITEM, PaperSupport.household_id == _HOME),
)


def ties(item: Item, person: Person | None) -> Ties:
    """Of an item, in one statement: the two buttons and the number stand together."""
    me = {"me": person.id if person else 0, "home": (person.home_in(item.area_id) if person else None) or 0}
    return Ties(*db.session.execute(_TIES, {"item_id": item.id, **me}).one())


def supported_items(person: Person, limit: int = 50) -> list[Item]:
    """What a person is for, newest first."""
    mine = (
        sa.select(Item).join(Support, Support.item_id == Item.id).where(Support.person_id == person.id, Item.state == ItemState.PUBLISHED)
    )
    newest = db.session.scalars(mine.options(joinedload(Item.area)).order_by(Support.at.desc()).limit(limit))
    return [item for item in newest if may_read(person, item)]


def households_taking_part(area_id: int) -> int:
    """How many households of an area are for something there, online or on paper."""
    online = sa.select(SupportHousehold.household_id).join(Item, Item.id == SupportHousehold.item_id)
    on_paper = sa.select(PaperSupport.household_id).join(Item, Item.id == PaperSupport.item_id).where(Item.area_id == area_id)
    homes = sa.union(online.where(Item.area_id == area_id, SupportHousehold.n > 0), on_paper).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(homes)) or 0


def homes_numbered(numbers: Collection[int]) -> dict[int, Household]:
    """The homes with these numbers, with their sections."""
    some = sa.select(Household).join(Household.section).options(contains_eager(Household.section).lazyload(Section.area))
    return {each.number: each for each in db.session.scalars(some.where(Household.number.in_(list(numbers))))}


def faults_of_homes(item: Item, numbers: Collection[int], by: Person) -> list[str]:
    """Why each of these numbers cannot be counted for an item, in their order."""
    homes = homes_numbered(numbers)
    reasons = [why_not_count_home(by, number, homes.get(number), item) for number in sorted(set(numbers))]
    return [reason.text for reason in reasons if reason]


def paper_support(item_id: int, household_id: int) -> PaperSupport | None:
    """That a home is for an item on paper."""
    return db.session.get(PaperSupport, (item_id, household_id))


def paper_entered_by(person: Person, item_id: int) -> list[Household]:
    """The homes that somebody has entered on paper for an item, by number."""
    mine = sa.select(Household).join(PaperSupport, PaperSupport.household_id == Household.id)
    return list(db.session.scalars(mine.where(PaperSupport.item_id == item_id, PaperSupport.by_id == person.id).order_by(Household.number)))
