"""Who is for what, here and on paper. Names are shown nowhere (features.md row 60)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core.db import BigInt, Model, OnErasure, person_key


class Support(Model):
    """One person is for one item: the primary key is the rule. The household is that of the moment."""

    __tablename__ = "support"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info={"on_erasure": OnErasure.DELETE}
    )
    household_id: Mapped[int | None] = mapped_column(BigInt, sa.ForeignKey("household.id"), index=True)
    at: Mapped[datetime]


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
