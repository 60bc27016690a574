"""A thing in another language, with whose words they are and which original they say."""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.core.db import BigInt, Model, OnErasure, person_key


def digest(title: str, text: str) -> str:
    """Which text this is. A digest, because an item's row_version goes up with every move and changing back is no change."""
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:32]


def version_of(item: Item) -> str:
    """Which text an item has now."""
    return digest(item.title, item.text)


class Translation(Model):
    """One item in one language: the primary key is the rule. `of_version` is the version of the text that it says."""

    __tablename__ = "translation"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    body_html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int] = mapped_column(sa.Integer)
    by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")
    is_machine: Mapped[bool]
    of_version: Mapped[str] = mapped_column(sa.String(32))
    created_at: Mapped[datetime]

    by: Mapped[Person | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name="title"),
        sa.CheckConstraint("length(body) <= 10000", name="body"),  # the widest of all kinds; each has its own in Item.longest
        sa.CheckConstraint("NOT is_machine OR by_id IS NULL", name="machine"),
    )

    def is_outdated(self, item: Item) -> bool:
        """Whether the original says something else by now."""
        return self.of_version != version_of(item)
