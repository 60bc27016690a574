"""Who is for what, here and on paper. Names are shown nowhere (features.md row 60)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core.db import BigInt, Model, OnErasure, person_key


class Support(Model):
    """One person is for one item: the primary key is the rule. The household is that of the moment.

    is_carried: it came from an item that was merged with this one; it is theirs as any other, and goes back if that is undone.
    """

    __tablename__ = "support"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info={"on_erasure": OnErasure.DELETE}
    )
    household_id: Mapped[int | None] = mapped_column(BigInt, sa.ForeignKey("household.id"), index=True)
    at: Mapped[datetime]
    is_carried: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


class SupportHousehold(Model):
    """How many people of a household are for an item: the household counts once, while n is above 0."""

    __tablename__ = "support_household"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    household_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("household.id"), primary_key=True, index=True)
    n: Mapped[int] = mapped_column(sa.Integer)

    __table_args__ = (sa.CheckConstraint("n >= 0", name="never_below_zero"),)


class PaperSupport(Model):
    """A home is for an item on paper: the primary key is the rule (features.md row 176).

    It counts while nobody of that home supports the item online, which SupportHousehold knows: the home is that of the moment when
    somebody supported, as with all support. Who moves in or out changes neither.
    """

    __tablename__ = "paper_support"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    household_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("household.id"), primary_key=True, index=True)
    by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")  # who entered it
    at: Mapped[datetime]
    is_carried: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


class CarriedSupport(Model):
    """That a person was for an item before it was merged: what undoing gives back (decision 0017).

    It hangs on the support that they have now: who takes that back is not for the other item again either, and the database sees to it.
    """

    __tablename__ = "carried_support"

    from_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info={"on_erasure": OnErasure.DELETE}
    )
    item_id: Mapped[int] = mapped_column(BigInt)
    household_id: Mapped[int | None] = mapped_column(BigInt, sa.ForeignKey("household.id"))
    at: Mapped[datetime]

    __table_args__ = (
        sa.ForeignKeyConstraint(["item_id", "person_id"], ["support.item_id", "support.person_id"], ondelete="CASCADE"),
        sa.Index("ix_carried_support_person_id", "person_id", "item_id"),
    )


class CarriedPaper(Model):
    """The same for a home that was for an item on paper."""

    __tablename__ = "carried_paper"

    from_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    household_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("household.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(BigInt)
    by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")
    at: Mapped[datetime]

    __table_args__ = (
        sa.ForeignKeyConstraint(["item_id", "household_id"], ["paper_support.item_id", "paper_support.household_id"], ondelete="CASCADE"),
        sa.Index("ix_carried_paper_household_id", "household_id", "item_id"),
    )
