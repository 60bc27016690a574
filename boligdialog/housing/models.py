"""Organisations own sections; a section lies in an area and has households; an area has places."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.core.db import Key, Model, key_to
from boligdialog.core.i18n import Words, lazy_gettext as _l


@dataclass(frozen=True)
class TenureWords:
    """What a body is called under one kind of tenure (features.md row 2). No template holds such a word."""

    section: Any
    meeting: Any
    board: Any
    votes_per_household: int


class Tenure(StrEnum):
    """Under which law a section is let; decides words and votes (domain.md 4.1)."""

    ALMEN = "almen"
    MUNICIPAL = "municipal"
    PRIVATE_RENTAL = "private_rental"

    @property
    def words(self) -> TenureWords:
        """The words of this tenure."""
        return _WORDS["almen" if self is Tenure.ALMEN else "other"]


_WORDS = {
    "almen": TenureWords(_l("the section"), _l("the section meeting"), _l("the section board"), 2),
    "other": TenureWords(_l("the property"), _l("the residents' meeting"), _l("the residents' representatives"), 1),
}


class ReviewMode(StrEnum):
    """What is read by a moderator before neighbours see it (features.md row 120)."""

    OFF = "off"
    NEW = "new"  # until the author has a household and three published things
    ALL = "all"


class Visibility(StrEnum):
    """Who can read what is made in an area: three modes and no more (features.md row 6). The area's own page is always public."""

    PUBLIC = "public"
    RESIDENTS = "residents"
    BOARD = "board"


class HouseholdState(StrEnum):
    """Whether people live there now."""

    ACTIVE = "active"
    VACANT = "vacant"
    CLOSED = "closed"


class Organisation(Model):
    """A housing organisation, or the municipality as landlord."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)


class Area(Model):
    """A housing area: one place in people's minds, whoever owns the houses. `households`: how many are active."""

    __tablename__ = "area"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    intro: Mapped[Words]
    review: Mapped[ReviewMode] = mapped_column(default=ReviewMode.NEW)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)
    households: Mapped[int] = mapped_column(sa.Integer, default=0)
    sort_key: Mapped[str] = mapped_column(sa.String(80))
    once: Mapped[str | None] = mapped_column(sa.String(32))

    sections: Mapped[list["Section"]] = relationship(back_populates="area", order_by="Section.id")

    marked: ClassVar = ("name", "slug", "intro", "review", "visibility")  # what its form shows (core/marks.py)

    __table_args__ = (
        sa.CheckConstraint("households >= 0", name="households"),
        sa.CheckConstraint("length(slug) BETWEEN 2 AND 40", name="slug"),
        sa.Index("uq_area_once", "once", unique=True),
    )


class OldSlug(Model):
    """A short name an area had before: it answers 301."""

    __tablename__ = "old_slug"

    slug: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    area_id: Mapped[int] = key_to("area", ondelete="CASCADE")


class Section(Model):
    """A housing section: households, board, meetings and ballots belong to it."""

    __tablename__ = "section"

    id: Mapped[Key]
    area_id: Mapped[int] = key_to("area")
    organisation_id: Mapped[int] = key_to("organisation")
    name: Mapped[str] = mapped_column(sa.String(60))
    tenure: Mapped[Tenure]
    once: Mapped[str | None] = mapped_column(sa.String(32))

    area: Mapped[Area] = relationship(back_populates="sections")
    organisation: Mapped[Organisation] = relationship()

    marked: ClassVar = ("name", "tenure", "organisation_id")

    __table_args__ = (sa.UniqueConstraint("area_id", "name"), sa.Index("uq_section_once", "once", unique=True))


class Household(Model):
    """One dwelling that is let. Holds no names. Moderators see the number alone."""

    __tablename__ = "household"

    id: Mapped[Key]
    section_id: Mapped[int] = key_to("section")
    number: Mapped[int] = mapped_column(sa.Integer, unique=True)
    block: Mapped[str] = mapped_column(sa.String(20), default="")
    entrance: Mapped[str] = mapped_column(sa.String(20), default="")
    label: Mapped[str] = mapped_column(sa.String(40), default="")
    state: Mapped[HouseholdState] = mapped_column(default=HouseholdState.ACTIVE)

    section: Mapped[Section] = relationship()

    __table_args__ = (sa.Index("uq_household_home", "section_id", "block", "entrance", "label", unique=True),)  # a list may be sent twice

    @property
    def name(self) -> str:
        """«H-0123»."""
        return f"H-{self.number:04d}"


class PlaceKind(StrEnum):
    """What sort of place it is."""

    BLOCK = "block"
    COURTYARD = "courtyard"
    LAUNDRY = "laundry"
    PLAYGROUND = "playground"
    COMMON_ROOM = "common_room"
    ROAD = "road"
    GREEN = "green"
    PARKING = "parking"
    STAIRWELL = "stairwell"
    OTHER = "other"


class Place(Model):
    """A place in an area that several households share; never a dwelling. Retired places keep their links."""

    __tablename__ = "place"

    id: Mapped[Key]
    area_id: Mapped[int] = key_to("area")
    kind: Mapped[PlaceKind]
    name: Mapped[Words]
    position: Mapped[int] = mapped_column(sa.Integer)
    is_retired: Mapped[bool] = mapped_column(default=False)
    once: Mapped[str | None] = mapped_column(sa.String(32))

    marked: ClassVar = ("name", "kind", "position", "is_retired")

    __table_args__ = (sa.Index("uq_place_once", "once", unique=True),)
