"""Boards, meetings of residents, offices and councils; and which subject belongs to which of them."""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.accounts.models import Role
from boligdialog.core.db import BigInt, Key, Model, key_to
from boligdialog.core.i18n import Words, lazy_gettext as _l


class OrganKind(StrEnum):
    """What sort of body it is."""

    RESIDENTS = "residents"
    BOARD = "board"
    MEETING = "meeting"
    ESTATE_OFFICE = "estate_office"
    HOUSING_ORGANISATION = "housing_organisation"
    MUNICIPALITY = "municipality"
    DEPARTMENT = "department"
    COUNCIL = "council"
    STANDING_COMMITTEE = "standing_committee"

    @property
    def label(self) -> Any:
        """In words, for those who look after the bodies."""
        return _LABELS[self]


_LABELS = {
    OrganKind.RESIDENTS: _l("The residents themselves"),
    OrganKind.BOARD: _l("A board or residents' representatives"),
    OrganKind.MEETING: _l("A meeting of residents"),
    OrganKind.ESTATE_OFFICE: _l("An estate office"),
    OrganKind.HOUSING_ORGANISATION: _l("A housing organisation"),
    OrganKind.MUNICIPALITY: _l("The municipality"),
    OrganKind.DEPARTMENT: _l("A department of the municipality"),
    OrganKind.COUNCIL: _l("The municipal council"),
    OrganKind.STANDING_COMMITTEE: _l("A standing committee"),
}


class Organ(Model):
    """A body with dates. `name` is written as in «Decided by the section meeting». Without an area: of the municipality."""

    __tablename__ = "organ"

    id: Mapped[Key]
    kind: Mapped[OrganKind]
    area_id: Mapped[int | None] = key_to("area")
    section_id: Mapped[int | None] = key_to("section")
    name: Mapped[Words]
    can_decide: Mapped[bool]
    position: Mapped[int] = mapped_column(sa.Integer, default=0)
    contact: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")  # of the office, never somebody's own
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]

    marked: ClassVar = ("name", "kind", "can_decide", "contact")  # what its form shows (core/marks.py)

    __table_args__ = (sa.CheckConstraint("section_id IS NULL OR area_id IS NOT NULL", name="section_area"),)

    @property
    def has_members(self) -> bool:
        """Whether people sit in it for a time. Offices are staffed, and a meeting is everybody."""
        return self.kind is OrganKind.BOARD and self.area_id is not None


class Term(Model):
    """That a role is held as a member of this body. The dates are those of the role: both end together."""

    __tablename__ = "term"

    role_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("role.id", ondelete="CASCADE"), primary_key=True)
    organ_id: Mapped[int] = key_to("organ")

    role: Mapped[Role] = relationship(lazy="joined")
    organ: Mapped[Organ] = relationship()


class Route(Model):
    """One row of «who decides what» in an area: a subject, the body, and what to do (domain.md 4.7)."""

    __tablename__ = "route"

    id: Mapped[Key]
    area_id: Mapped[int] = key_to("area")
    position: Mapped[int] = mapped_column(sa.Integer)
    subject: Mapped[Words]
    example: Mapped[Words]
    how: Mapped[Words]
    organ_id: Mapped[int | None] = key_to("organ")  # none: it belongs nowhere in public
    is_public: Mapped[bool]
    words: Mapped[Words]  # what people write who mean this, divided by commas: for what does not belong here (features.md row 30)
    is_retired: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    contacts: Mapped[dict[str, Any]]  # {"rows": [{"label": {da, en}, "phone": "112"}]}, for what does not belong here

    organ: Mapped[Organ | None] = relationship(lazy="joined")

    marked: ClassVar = ("subject", "example", "how", "organ_id", "is_public", "words", "contacts")

    @property
    def contact_rows(self) -> list[tuple[Words, str]]:
        """Whom to call instead: label and number."""
        return [(Words(**row["label"]), row.get("phone", "")) for row in self.contacts.get("rows", ())]
