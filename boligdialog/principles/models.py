"""Principles are data: numbered, with versions, a note of their source and a mark while the wording is provisional."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.core.db import Key, Model, key_to
from boligdialog.core.i18n import Words


class Theme(Model):
    """What principles are about; its key chooses colour and mark."""

    __tablename__ = "theme"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(sa.String(1), unique=True)
    slug: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[Words]

    principles: Mapped[list["Principle"]] = relationship(back_populates="theme", order_by="Principle.no")


class Principle(Model):
    """One of the ten. Its current wording stands here, so that a card needs no join; older wordings in PrincipleVersion."""

    __tablename__ = "principle"

    id: Mapped[Key]
    no: Mapped[int] = mapped_column(sa.Integer, unique=True)
    theme_id: Mapped[int | None] = key_to("theme")
    title: Mapped[Words]
    text: Mapped[Words]
    version: Mapped[int] = mapped_column(sa.Integer, default=1)
    source_note: Mapped[Words]
    is_provisional: Mapped[bool]

    theme: Mapped[Theme | None] = relationship(back_populates="principles", lazy="joined")
    measures: Mapped[list["Measure"]] = relationship(back_populates="principle", order_by="Measure.position")

    @property
    def inspiring(self) -> list["Measure"]:
        """The measures that are shown."""
        return [each for each in self.measures if not each.is_retired]


class PrincipleVersion(Model):
    """A wording, as it was from a day on."""

    __tablename__ = "principle_version"

    id: Mapped[Key]
    principle_id: Mapped[int] = key_to("principle", ondelete="CASCADE")
    version: Mapped[int] = mapped_column(sa.Integer)
    title: Mapped[Words]
    text: Mapped[Words]
    source_note: Mapped[Words]
    is_provisional: Mapped[bool]
    valid_from: Mapped[date]

    __table_args__ = (sa.UniqueConstraint("principle_id", "version"),)


class Measure(Model):
    """A measure to inspire. It is not a promise, and is counted nowhere (features.md row 22)."""

    __tablename__ = "measure"

    id: Mapped[Key]
    principle_id: Mapped[int] = key_to("principle", ondelete="CASCADE")
    position: Mapped[int] = mapped_column(sa.Integer)
    text: Mapped[Words]
    is_retired: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    principle: Mapped[Principle] = relationship(back_populates="measures")


class GroundRule(Model):
    """One of the six rules of co-creation that the municipality adopted in 2019 (row 23)."""

    __tablename__ = "ground_rule"

    id: Mapped[Key]
    no: Mapped[int] = mapped_column(sa.Integer, unique=True)
    title: Mapped[Words]
    text: Mapped[Words]
    source_note: Mapped[Words]
