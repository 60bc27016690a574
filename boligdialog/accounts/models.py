"""People, what they may do and for how long, and the codes by which they get in."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.core import clock
from boligdialog.core.db import BigInt, Key, Model, OnErasure, key_to, only_where, person_key
from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.housing.models import Area, Household

MUTE_WAITS = timedelta(days=7)  # for the yes of another person; after that it lapses


class AgeBand(StrEnum):
    """The person's own statement; only the band is kept (features.md row 18)."""

    UNDER_15 = "under_15"
    FROM_15 = "15_17"
    ADULT = "adult"


class Level(StrEnum):
    """How well we know that a person lives here (row 17), weakest first."""

    EMAIL = "email"
    HOUSEHOLD = "household"


class RoleKind(StrEnum):
    """What somebody is here, for a time (row 196). What each may do is said by the rules alone (`/administration/hvem-maa-hvad`)."""

    AMBASSADOR = "ambassador"
    BOARD = "board"
    COORDINATOR = "coordinator"
    MODERATOR = "moderator"
    SPECIALIST = "specialist"
    SECRETARY = "secretary"
    DPO = "dpo"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Any:
        """In words."""
        return _ROLES[self]


_ROLES = {
    RoleKind.AMBASSADOR: _l("Resident ambassador"),
    RoleKind.BOARD: _l("Member of a board"),
    RoleKind.COORDINATOR: _l("Coordinator"),
    RoleKind.MODERATOR: _l("Moderator"),
    RoleKind.SPECIALIST: _l("Specialist"),
    RoleKind.SECRETARY: _l("Secretary of the committee"),
    RoleKind.DPO: _l("Data protection officer"),
    RoleKind.ADMINISTRATOR: _l("Administrator"),
}


#: These hold only in a session that was proved strongly (row 13).
STAFF = frozenset({RoleKind.COORDINATOR, RoleKind.MODERATOR, RoleKind.SECRETARY, RoleKind.DPO, RoleKind.ADMINISTRATOR})


class Person(Model, UserMixin):
    """Somebody who takes part. Public is the name they chose, and nothing else."""

    __tablename__ = "person"

    id: Mapped[Key]
    name: Mapped[str | None] = mapped_column(sa.String(40))
    email: Mapped[str | None] = mapped_column(sa.String(254))
    email_key: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    lang: Mapped[str | None] = mapped_column(sa.String(2))
    age: Mapped[AgeBand | None]
    created_at: Mapped[datetime]
    published: Mapped[int] = mapped_column(sa.Integer, default=0)  # how many things of theirs were published: review mode «new» asks

    roles: Mapped[list["Role"]] = relationship(back_populates="person", foreign_keys="Role.person_id", lazy="selectin")
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person", lazy="selectin")
    mutes: Mapped[list["Mute"]] = relationship(  # those that nobody has ended: one of them may hold now
        primaryjoin="and_(foreign(Mute.person_id) == Person.id, Mute.ended_at.is_(None))",
        order_by="Mute.id",
        viewonly=True,
        lazy="selectin",
    )

    __table_args__ = (
        sa.CheckConstraint("length(name) BETWEEN 2 AND 40", name="name"),
        sa.CheckConstraint("lang IN ('da', 'en')", name="lang"),
    )

    #: Whether this sign-in was proved well enough for staff rights. Set by whoever loads the person for a session.
    is_strong = False

    @property
    def household(self) -> Household | None:
        """Where they live now, or nothing we know of."""
        membership = next((each for each in self.memberships if each.is_active), None)
        return membership.household if membership else None

    @property
    def waits_for_a_home(self) -> bool:
        """Whether a moderator must say yes before we count them to a home."""
        return any(each.is_asked_for for each in self.memberships)

    @property
    def homes(self) -> set[int]:
        """The households they live in now, at most one an area."""
        return {each.household_id for each in self.memberships if each.is_active}

    def home_in(self, area_id: int) -> int | None:
        """Their household in an area."""
        return next((each.household_id for each in self.memberships if each.is_active and each.area_id == area_id), None)

    @property
    def is_introduced(self) -> bool:
        """Whether they have said what they are called and how old they are."""
        return bool(self.name) and self.age is not None

    @property
    def level(self) -> Level:
        """How well we know that they live here."""
        return Level.HOUSEHOLD if self.homes else Level.EMAIL

    def mute_in(self, area_id: int | None) -> "Mute | None":
        """What keeps them from writing in an area now, if something does: what lasts longest."""
        holding = [each for each in self.mutes if each.is_on and each.area_id in (None, area_id)]
        return max(holding, key=lambda each: each.until or each.asked_at, default=None)

    @property
    def language(self) -> str:
        """The language to write to them in."""
        return self.lang or "da"

    @property
    def is_staff(self) -> bool:
        """Whether they hold a staff role today, however they signed in."""
        return any(role.kind in STAFF and role.is_active for role in self.roles)

    def has_role(self, *kinds: RoleKind, area_id: int | None = None) -> bool:
        """Whether one of these roles holds today: in an area (None: anywhere), and for staff roles in this session."""
        return any(area_id is None or role.area_id in (None, area_id) for role in self._holding(kinds))

    def areas_as(self, *kinds: RoleKind) -> set[int] | None:
        """The areas in which one of these roles holds; None means all of them."""
        areas = {role.area_id for role in self._holding(kinds)}
        return None if None in areas else {area_id for area_id in areas if area_id is not None}

    def _holding(self, kinds: tuple[RoleKind, ...]) -> list["Role"]:
        """The roles of these kinds that hold now; staff roles only in a strong session."""
        return [role for role in self.roles if role.kind in kinds and role.is_active and (self.is_strong or role.kind not in STAFF)]


class Membership(Model):
    """That a person lives in a household, from a day until a day."""

    __tablename__ = "membership"

    id: Mapped[Key]
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE")
    household_id: Mapped[int] = key_to("household")
    area_id: Mapped[int] = key_to("area")  # of the household's section: one active household an area and person
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    waits: Mapped[bool] = mapped_column(default=False, server_default=sa.false())  # a moderator must say yes first (row 4)
    once: Mapped[str | None] = mapped_column(sa.String(32), unique=True)  # the token of the form that made it

    person: Mapped[Person] = relationship(back_populates="memberships")
    household: Mapped[Household] = relationship(lazy="joined")

    __table_args__ = (
        sa.Index(
            "uq_membership_active",
            "person_id",
            "area_id",
            unique=True,
            **only_where("to_on IS NULL"),
        ),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="dates"),
    )

    @property
    def is_asked_for(self) -> bool:
        """Whether a moderator has not answered yet."""
        return self.waits and self.to_on is None

    @property
    def is_active(self) -> bool:
        """Whether they live there today, as far as we know."""
        return not self.waits and (self.to_on is None or self.to_on > clock.today())


class Role(Model):
    """A role with dates. It starts and stops by itself at midnight."""

    __tablename__ = "role"

    id: Mapped[Key]
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE")
    kind: Mapped[RoleKind]
    area_id: Mapped[int | None] = key_to("area")
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    granted_by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")

    person: Mapped[Person] = relationship(back_populates="roles", foreign_keys=[person_id])
    granted_by: Mapped[Person | None] = relationship(foreign_keys=[granted_by_id], viewonly=True)

    __table_args__ = (
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="dates"),
        sa.CheckConstraint("kind <> 'board' OR area_id IS NOT NULL", name="board_area"),
        sa.CheckConstraint("kind <> 'ambassador' OR (area_id IS NOT NULL AND to_on IS NOT NULL)", name="ambassador"),
    )

    @property
    def is_active(self) -> bool:
        """Whether it holds today."""
        today = clock.today()
        return self.from_on <= today and (self.to_on is None or today < self.to_on)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.to_on is not None and self.to_on <= clock.today()

    @property
    def holds_the_house(self) -> bool:
        """Whether this is an administrator of everything, now and without an end: one of them must always be there."""
        return self.kind is RoleKind.ADMINISTRATOR and self.area_id is None and self.to_on is None and self.is_active


class Mute(Model):
    """That somebody may not write in an area for some days (features.md row 134). It ends by itself: nothing is flipped.

    area_id: None means everywhere. case_id: the case that it came from; no foreign key, for this feature knows no cases. Until another
    person has said yes to a long one, it has not begun; within a week, or it lapses. ended_at: a moderator took it back, or said no.
    """

    __tablename__ = "mute"

    id: Mapped[Key]
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE")
    area_id: Mapped[int | None] = key_to("area")
    case_id: Mapped[int | None] = mapped_column(BigInt)
    days: Mapped[int] = mapped_column(sa.Integer)
    needs_second: Mapped[bool]
    reason: Mapped[str] = mapped_column(sa.String(500))  # the person reads it
    asked_by_id: Mapped[int] = person_key(OnErasure.KEEP, index=False)
    asked_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = person_key(OnErasure.KEEP, index=False)
    begins_at: Mapped[datetime | None]
    until: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = person_key(OnErasure.KEEP, index=False)
    ended_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(sa.String(32), unique=True)  # the form's token

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    area: Mapped[Area | None] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])

    __table_args__ = (
        sa.CheckConstraint("days BETWEEN 1 AND 90", name="days"),
        sa.CheckConstraint("(begins_at IS NULL) = (until IS NULL)", name="until"),
        sa.CheckConstraint("days <= 7 OR needs_second", name="long"),
        sa.CheckConstraint("begins_at IS NULL OR NOT needs_second OR confirmed_by_id IS NOT NULL", name="second"),
        sa.CheckConstraint("confirmed_by_id <> asked_by_id", name="two_people"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
        sa.CheckConstraint("length(reason) >= 10", name="reason"),
    )

    @property
    def is_on(self) -> bool:
        """Whether it keeps somebody from writing now."""
        return self.ended_at is None and self.until is not None and clock.now() < self.until

    @property
    def waits(self) -> bool:
        """Whether another person must say yes first."""
        return self.ended_at is None and self.begins_at is None and clock.now() < self.asked_at + MUTE_WAITS


class SignInAttempt(Model):
    """Somebody asked for a code by mail. The code is in no row: it is derived from the number (core/tokens.py)."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Key]
    browser_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), index=True)  # the asking browser, so that only it can use the code
    address: Mapped[str | None] = mapped_column(sa.String(254))  # emptied when the attempt is over
    person_id: Mapped[int | None] = person_key(OnErasure.DELETE, ondelete="CASCADE")  # who wants the address as theirs; none: to sign in
    lang: Mapped[str] = mapped_column(sa.String(2))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(sa.Integer, default=0)
    used_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]


class LetterCode(Model):
    """The code of a letter to a household; kept as a keyed hash. One is valid at a time."""

    __tablename__ = "letter_code"

    id: Mapped[Key]
    household_id: Mapped[int] = key_to("household", ondelete="CASCADE")
    code_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]

    household: Mapped[Household] = relationship()

    __table_args__ = (
        sa.Index(
            "uq_letter_code_valid",
            "household_id",
            unique=True,
            **only_where("voided_at IS NULL"),
        ),
    )


class ReturnCode(Model):
    """The code by which a person without e-mail comes back; shown until they have said who they are, kept as a keyed hash.

    is_lent: somebody at the office printed it. It works once, and gives its owner one that nobody else has seen.
    """

    __tablename__ = "return_code"

    person_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info={"on_erasure": OnErasure.DELETE}
    )
    code_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    issued_at: Mapped[datetime]
    is_lent: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    person: Mapped[Person] = relationship()


class StaffLink(Model):
    """A link that signs staff in strongly. Used once; in the demo as often as one likes.

    needs_sign_in: handed over by an administrator, so it only lifts a sign-in that its owner has made with their own mail.
    """

    __tablename__ = "staff_link"

    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE")
    expires_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)
    needs_sign_in: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
