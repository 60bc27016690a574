"""What the nightly check found, and what staff have deleted."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.content.models import Item
from boligdialog.core.db import BigInt, Model, OnErasure, person_key


class CheckResult(Model):
    """The last result of one check. examples: the first differences, as numbers and short words."""

    __tablename__ = "check_result"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    at: Mapped[datetime]
    found: Mapped[int] = mapped_column(sa.Integer)
    mended: Mapped[int] = mapped_column(sa.Integer)
    examples: Mapped[list[str]] = mapped_column(sa.JSON)


class Trash(Model):
    """Something hidden that staff have deleted: its text goes on a day, unless it is held because the law may want it."""

    __tablename__ = "trash"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")
    at: Mapped[datetime]
    purge_on: Mapped[date]
    is_held: Mapped[bool] = mapped_column(default=False)

    item: Mapped[Item] = relationship()
