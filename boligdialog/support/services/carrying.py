"""Taking all who are for one item along to another, and back (features.md row 34, decision 0017).

The caller holds both items, so nobody comes in meanwhile; whoever is just leaving is waited for. Numbers are counted again from
the rows, in the same transaction.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from boligdialog.content.models import Item, ItemCount
from boligdialog.core.db import BigInt, atomic, changed, db, insert
from boligdialog.support.models import CarriedPaper, CarriedSupport, PaperSupport, Support, SupportHousehold

#: What is carried: the rows, where they are remembered, whose they are, and what else each says.
_KINDS: tuple[tuple[Any, Any, str, tuple[str, ...]], ...] = (
    (Support, CarriedSupport, "person_id", ("household_id", "at")),
    (PaperSupport, CarriedPaper, "household_id", ("by_id", "at")),
)


@atomic
def carry_support(source: Item, *, into: Item) -> None:
    """Let all who are for one item be for another: one each, and one mark on paper a home."""
    _wait_for_leavers(source, into)
    for rows, memory, whose, more in _KINDS:
        said = [getattr(rows, name) for name in (whose, *more)]
        here = rows.item_id == source.id
        carried = sa.select(sa.literal(into.id, BigInt), *said, sa.true()).where(here)
        db.session.execute(insert(rows).from_select(["item_id", whose, *more, "is_carried"], carried).on_conflict_do_nothing())
        kept = sa.select(sa.literal(source.id, BigInt), sa.literal(into.id, BigInt), *said).where(here)
        db.session.execute(insert(memory).from_select(["from_id", "item_id", whose, *more], kept))
        changed(sa.delete(rows).where(here))
    _count_again([source.id, into.id])


@atomic
def carry_support_back(source: Item, *, into: Item) -> None:
    """Give back what was carried and is still there: who has taken their support back since is for neither."""
    _wait_for_leavers(source, into)
    for rows, memory, whose, more in _KINDS:
        mine, elsewhere = memory.from_id == source.id, sa.orm.aliased(memory)
        said = [getattr(memory, name) for name in (whose, *more)]
        back = sa.select(sa.literal(source.id, BigInt), *said, sa.false()).where(mine)
        db.session.execute(insert(rows).from_select(["item_id", whose, *more, "is_carried"], back).on_conflict_do_nothing())
        owner, other = getattr(rows, whose), getattr(elsewhere, whose)
        also_from = sa.exists().where(elsewhere.item_id == into.id, other == owner, elsewhere.from_id != source.id)
        only_from_here = (rows.item_id == into.id, rows.is_carried, owner.in_(sa.select(getattr(memory, whose)).where(mine)), ~also_from)
        changed(sa.delete(rows).where(*only_from_here))
        changed(sa.delete(memory).where(mine))
    _count_again([source.id, into.id])


@atomic
def keep_for_good(source: Item, *, into: Item) -> None:
    """The way back is closed: what was carried is as any other, and nobody knows any more where it was."""
    for rows, memory, whose, _more in _KINDS:
        mine = memory.from_id == source.id
        theirs = getattr(rows, whose).in_(sa.select(getattr(memory, whose)).where(mine))
        changed(sa.update(rows).where(rows.item_id == into.id, rows.is_carried, theirs).values(is_carried=False))
        changed(sa.delete(memory).where(mine))


def _wait_for_leavers(*items: Item) -> None:
    """Lock every support of these, in one order. Who takes theirs back locks it first, and then numbers, as this does."""
    ids = [each.id for each in items]
    for rows, _memory, whose, _more in _KINDS:
        owner = getattr(rows, whose)
        db.session.execute(sa.select(rows.item_id, owner).where(rows.item_id.in_(ids)).order_by(rows.item_id, owner).with_for_update())


def _count_again(ids: Sequence[int]) -> None:
    home = (Support.item_id == SupportHousehold.item_id, Support.household_id == SupportHousehold.household_id)
    there = sa.select(Support.item_id, Support.household_id, sa.func.count())
    counted = there.where(Support.item_id.in_(ids), Support.household_id.is_not(None)).group_by(Support.item_id, Support.household_id)
    upsert = insert(SupportHousehold).from_select(["item_id", "household_id", "n"], counted)
    db.session.execute(upsert.on_conflict_do_update(index_elements=["item_id", "household_id"], set_={"n": upsert.excluded.n}))
    changed(sa.update(SupportHousehold).where(SupportHousehold.item_id.in_(ids), ~sa.exists().where(*home)).values(n=0))
    changed(sa.update(ItemCount).where(ItemCount.item_id.in_(ids)).values(_numbers()))


def _numbers() -> dict[str, Any]:
    """How many are for an item, as `boligdialog check` counts them."""
    same = (SupportHousehold.item_id == PaperSupport.item_id, SupportHousehold.household_id == PaperSupport.household_id)
    online = sa.exists().where(*same, SupportHousehold.n > 0)
    return {
        "supports": _count_of(Support.item_id == ItemCount.item_id),
        "households": _count_of(SupportHousehold.item_id == ItemCount.item_id, SupportHousehold.n > 0),
        "paper": _count_of(PaperSupport.item_id == ItemCount.item_id, ~online),
    }


def _count_of(*where: Any) -> Any:
    return sa.select(sa.func.count()).where(*where).scalar_subquery()
