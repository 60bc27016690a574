"""Which ideas were made one, by whom, and what became of it. What went along is kept where it lies (docs/decisions/0017-merge.md)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.accounts.models import Person
from boligdialog.core.db import BigInt, Key, Model, OnErasure, key_to, only_where, person_key
from boligdialog.ideas.models import Idea


class UndoneWhy(StrEnum):
    """Why two ideas are two again."""

    OBJECTION = "objection"  # the author of the one that went wanted it
    MODERATOR = "moderator"


class Merge(Model):
    """That one idea (the source) was merged with another (the target). An idea has one such row at most that is not undone.

    settled_at: since when it can be undone no more, and nothing is kept for that.
    """

    __tablename__ = "merge"

    id: Mapped[Key]
    source_id: Mapped[int] = key_to("item", ondelete="CASCADE", index=False)
    target_id: Mapped[int] = key_to("item", ondelete="CASCADE")
    by_id: Mapped[int] = person_key(OnErasure.KEEP)
    at: Mapped[datetime]
    undone_why: Mapped[UndoneWhy | None]
    undone_by_id: Mapped[int | None] = person_key(OnErasure.KEEP)
    undone_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    source: Mapped[Idea] = relationship(foreign_keys=[source_id])
    target: Mapped[Idea] = relationship(foreign_keys=[target_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])

    __table_args__ = (
        sa.CheckConstraint("source_id <> target_id", name="two"),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_why IS NULL)", name="undone"),
        sa.CheckConstraint("undone_at IS NULL OR settled_at IS NULL", name="settled"),
        sa.Index("uq_merge_live", "source_id", unique=True, **only_where("undone_at IS NULL")),
    )


class NotAlike(Model):
    """That a moderator has looked at two ideas and they are not the same: nobody is asked about them again (row 153)."""

    __tablename__ = "not_alike"

    lower_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    higher_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True)
    by_id: Mapped[int] = person_key(OnErasure.KEEP)
    at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("lower_id < higher_id", name="in_order"),)


class Part(Model):
    """That an idea was taken out of another, which was several (row 35). The other stays as the page that leads to its parts."""

    __tablename__ = "part"

    idea_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    source_id: Mapped[int] = key_to("item", ondelete="CASCADE")
    by_id: Mapped[int] = person_key(OnErasure.KEEP)
    at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("idea_id <> source_id", name="two"),)
