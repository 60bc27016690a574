"""Switching a light on, and off again."""

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item, ItemCount
from boligdialog.core import clock
from boligdialog.core.access import ensure
from boligdialog.core.db import atomic, changed, db, insert, inserted, is_sqlite
from boligdialog.core.events import record
from boligdialog.core.joints import facts_for
from boligdialog.support.events import ItemSupported, SupportWithdrawn
from boligdialog.support.models import Support, SupportHousehold
from boligdialog.support.rules import why_not_support, why_not_withdraw_support


@atomic
def support_item(item: Item, *, by: Person) -> bool:
    """Count `by` among those who are for this; once, however often it is sent. Sent again after a change, it is for what it says now."""
    ensure(why_not_support(by, item, facts_for([item])))
    household_id = by.home_in(item.area_id)
    if not inserted(Support, item_id=item.id, person_id=by.id, household_id=household_id, at=clock.now()):
        mine = sa.update(Support).where(Support.item_id == item.id, Support.person_id == by.id)
        changed(mine.where(Support.at <= _last_change_of(item.id)).values(at=clock.now()))
        return False
    new_household = household_id is not None and _household_count(item.id, household_id, +1) == 1
    _count(item, supports=+1, households=int(new_household))
    record(ItemSupported(item_id=item.id, by_id=by.id))
    return True


def _last_change_of(item_id: int) -> sa.ScalarSelect[datetime | None]:
    return sa.select(ItemCount.changed_at).where(ItemCount.item_id == item_id).scalar_subquery()


@atomic
def withdraw_support(item: Item, *, by: Person) -> bool:
    """Take the support of `by` back; whether there was one."""
    ensure(why_not_withdraw_support(by, item, facts_for([item])))
    mine = sa.delete(Support).where(Support.item_id == item.id, Support.person_id == by.id).returning(Support.household_id)
    row = db.session.execute(mine, execution_options={"synchronize_session": False}).one_or_none()
    if row is None:
        return False
    lost_household = row.household_id is not None and _household_count(item.id, row.household_id, -1) == 0
    _count(item, supports=-1, households=-int(lost_household))
    record(SupportWithdrawn(item_id=item.id, by_id=by.id))
    return True


def _household_count(item_id: int, household_id: int, step: int) -> int:
    """Change how many of a household are for an item; how many there are now. The row lock keeps two of a home apart."""
    values = {"item_id": item_id, "household_id": household_id, "n": max(step, 0)}
    return int(db.session.execute(_count_household(is_sqlite(), step), values).scalar_one())


@cache
def _count_household(_sqlite: bool, step: int) -> Any:
    table = SupportHousehold.__table__
    upsert = insert(SupportHousehold).on_conflict_do_update(index_elements=["item_id", "household_id"], set_={"n": table.c.n + step})
    return upsert.returning(table.c.n)


_numbers = ItemCount.__table__
_COUNT = (
    sa.update(_numbers)
    .where(_numbers.c.item_id == sa.bindparam("of"))
    .values(supports=_numbers.c.supports + sa.bindparam("more"), households=_numbers.c.households + sa.bindparam("homes"))
)


def _count(item: Item, *, supports: int, households: int) -> None:
    changed(_COUNT, {"of": item.id, "more": supports, "homes": households})


@atomic
def refresh_popularity() -> int:
    """Copy the number of supports to where the list sorts by it; how many items had moved (features.md row 57)."""
    moved = sa.select(Item.id).join(ItemCount, ItemCount.item_id == Item.id).where(Item.popularity != ItemCount.supports)
    now = sa.select(ItemCount.supports).where(ItemCount.item_id == Item.id).scalar_subquery()
    return changed(sa.update(Item).where(Item.id.in_(moved)).values(popularity=now))
