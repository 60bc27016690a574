"""Switching a light on, and off again; and counting the lights that were drawn on paper."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content import services as content
from boligdialog.content.models import Item, ItemCount, ItemState
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import BigInt, atomic, changed, db, insert, inserted, is_sqlite
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.joints import facts_for
from boligdialog.support import queries
from boligdialog.support.events import ItemSupported, PaperSupportEntered, PaperSupportRemoved, SupportWithdrawn
from boligdialog.support.models import PaperSupport, Support, SupportHousehold
from boligdialog.support.rules import (
    why_not_enter_paper_support,
    why_not_remove_paper_support,
    why_not_support,
    why_not_withdraw_support,
)


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
    _count(item, supports=+1, household_id=household_id, households=int(new_household))
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
    _count(item, supports=-1, household_id=row.household_id, households=-int(lost_household))
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


_numbers, _paper = ItemCount.__table__, PaperSupport.__table__
_OF, _HOME, _HOMES = sa.bindparam("of", type_=BigInt), sa.bindparam("home", type_=BigInt), sa.bindparam("homes", type_=sa.Integer)
_ON_PAPER = sa.select(sa.func.count()).where(_paper.c.item_id == _OF, _paper.c.household_id == _HOME).scalar_subquery()
_OPEN = sa.exists().where(Item.__table__.c.id == _OF, Item.__table__.c.state == ItemState.PUBLISHED)
#: A home that comes in online is no longer counted on paper, and is again when its last supporter goes. Not of what was merged
#: while this transaction waited for its row: nobody may be left behind there.
_COUNT = (
    sa.update(_numbers)
    .where(_numbers.c.item_id == _OF, _OPEN)
    .values(
        supports=_numbers.c.supports + sa.bindparam("more"),
        households=_numbers.c.households + _HOMES,
        paper=_numbers.c.paper - _HOMES * _ON_PAPER,
    )
)


def _count(item: Item, *, supports: int, household_id: int | None, households: int) -> None:
    if not changed(_COUNT, {"of": item.id, "more": supports, "home": household_id, "homes": households}):
        refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)


# --- on paper ---------------------------------------------------------------------------------------


@atomic
def enter_paper_support(item: Item, *, numbers: Collection[int], by: Person) -> int:
    """Count homes that are for an item on paper, by their numbers, once each; how many were new. One that cannot count refuses them all."""
    _hold(item)
    ensure(why_not_enter_paper_support(by, item, facts_for([item])))
    faults = queries.faults_of_homes(item, numbers, by)
    if faults:
        refuse("homes", " ".join(faults), status=422)
    new = counted = 0
    for home_id in sorted(each.id for each in queries.homes_numbered(numbers).values()):  # in one order: two never wait for each other
        online = _household_count(item.id, home_id, 0)  # and its row is locked: whoever supports from this home comes before or after
        if inserted(PaperSupport, item_id=item.id, household_id=home_id, by_id=by.id, at=clock.now()):
            new, counted = new + 1, counted + (online == 0)
            record(PaperSupportEntered(by_id=by.id, item_id=item.id, household_id=home_id))
    _count_paper(item, counted)
    return new


@atomic
def remove_paper_support(item: Item, *, household_id: int, by: Person) -> bool:
    """Take away that a home is for an item on paper; whether it was."""
    _hold(item)
    there = queries.paper_support(item.id, household_id)
    ensure(why_not_remove_paper_support(by, item, household_id, there.by_id if there else None, facts_for([item])))
    is_online = _household_count(item.id, household_id, 0) > 0
    if not changed(sa.delete(PaperSupport).where(PaperSupport.item_id == item.id, PaperSupport.household_id == household_id)):
        return False
    _count_paper(item, -int(not is_online))
    record(PaperSupportRemoved(by_id=by.id, item_id=item.id, household_id=household_id))
    return True


def _hold(item: Item) -> None:
    """The item before its homes, as whoever supports it online takes them; it is looked at as it is by then."""
    content.hold(item)
    db.session.refresh(item)


def _count_paper(item: Item, step: int) -> None:
    changed(sa.update(ItemCount).where(ItemCount.item_id == item.id).values(paper=ItemCount.paper + step))


@atomic
def refresh_popularity() -> int:
    """Copy the number of supports to where the list sorts by it; how many items had moved (features.md row 57)."""
    moved = sa.select(Item.id).join(ItemCount, ItemCount.item_id == Item.id).where(Item.popularity != ItemCount.supports)
    now = sa.select(ItemCount.supports).where(ItemCount.item_id == Item.id).scalar_subquery()
    return changed(sa.update(Item).where(Item.id.in_(moved)).values(popularity=now))
