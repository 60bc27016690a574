"""Reads of people. Addresses never leave this feature."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from boligdialog.accounts.models import LetterCode, Membership, Person, ReturnCode, Role, RoleKind, SignInAttempt, StaffLink
from boligdialog.accounts.rules import HELPERS, why_not_administer
from boligdialog.core import clock, tokens
from boligdialog.core.db import db
from boligdialog.core.sessions import UserSession
from boligdialog.core.settings import IS_DEMO
from boligdialog.housing.models import Area, Household, Section

_WHOLE = (joinedload(Person.roles), joinedload(Person.memberships).lazyload(Membership.household), joinedload(Person.mutes))
_WHOLE_PERSON = sa.select(Person).where(Person.id == sa.bindparam("person_id")).options(*_WHOLE)


def person_of_session(person_id: int) -> Person | None:
    """The signed-in person with roles and memberships, in one statement: every page asks. A home itself is read where it is shown."""
    return db.session.scalars(_WHOLE_PERSON, {"person_id": person_id}).unique().one_or_none()


def person(person_id: int) -> Person | None:
    """The person with this number."""
    return db.session.get(Person, person_id)


def person_by_email(email_key: str) -> Person | None:
    """The person with this address, by its canonical form."""
    return db.session.scalar(sa.select(Person).where(Person.email_key == email_key))


def going_on() -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions for an attempt whose code may still be entered."""
    return (SignInAttempt.expires_at > clock.now(), SignInAttempt.used_at.is_(None), SignInAttempt.voided_at.is_(None))


def attempt(attempt_id: int | None, browser_hash: bytes) -> SignInAttempt | None:
    """The attempt of this browser, if it is still going on."""
    mine = (SignInAttempt.id == (attempt_id or 0), SignInAttempt.browser_hash == browser_hash)
    return db.session.scalar(sa.select(SignInAttempt).where(*mine, *going_on()))


def attempt_by_id(attempt_id: int) -> SignInAttempt | None:
    """An attempt that is going on, whatever the browser."""
    return db.session.scalar(sa.select(SignInAttempt).where(SignInAttempt.id == attempt_id, *going_on()))


def letter_code(code: str) -> LetterCode | None:
    """The letter that carries this code, if it is valid."""
    valid = (LetterCode.voided_at.is_(None), LetterCode.expires_at > clock.now())
    return db.session.scalar(sa.select(LetterCode).where(LetterCode.code_hash == tokens.keyed_hash("letter", code), *valid))


def first_return_code(person: Person) -> str | None:
    """The return code that came with a letter, until its owner has said who they are: only derived, stored nowhere."""
    mine = None if person.is_introduced else db.session.get(ReturnCode, person.id)
    codes = [tokens.code_from("return", each.once) for each in person.memberships if mine and each.once]
    return next((code for code in codes if mine and tokens.same(mine.code_hash, tokens.keyed_hash("return", code))), None)


def staff_link(token: str) -> StaffLink | None:
    """The staff link with this token, if it still works."""
    link = db.session.get(StaffLink, tokens.fingerprint(token))
    if link is None or link.expires_at <= clock.now() or (link.is_demo and not IS_DEMO.value):
        return None
    return link if link.is_demo or not link.used_at else None


def going_on_in(household_id: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions for who says that they live in a household now, those who wait for a yes too."""
    return (Membership.household_id == household_id, sa.or_(Membership.to_on.is_(None), Membership.to_on > clock.today()))


def living_in(household_id: int) -> int:
    """How many people say that they live in a household now, those who wait for a yes too."""
    return db.session.scalar(sa.select(sa.func.count()).where(*going_on_in(household_id))) or 0


#: home_mark of a home with nobody and no letter.
EMPTY_MARK = "0-0-active"


def home_mark(household: Household) -> str:
    """A short word that changes when people, letter or state of a home change: a page carries it as what it has shown."""
    letter = db.session.scalar(sa.select(LetterCode.id).where(LetterCode.household_id == household.id, LetterCode.voided_at.is_(None)))
    return f"{living_in(household.id)}-{letter or 0}-{household.state}"


def homes(section_id: int, *, wanted: str = "", after: int = 0, only: int | None = None, by_label: bool, limit: int = 51) -> list[sa.Row]:
    """Homes of a section by number: (home, living, waiting, letter_until), how many people, not who.

    wanted: a number as «H-0123», or with by_label a part of where the home is. only: the home with this id.
    """
    people = sa.select(sa.func.count()).where(*going_on_in(Household.id)).correlate(Household)
    letter = sa.select(LetterCode.expires_at).where(
        LetterCode.household_id == Household.id, LetterCode.voided_at.is_(None), LetterCode.expires_at > clock.now()
    )
    rows = sa.select(
        Household.id,
        Household.number,
        Household.block,
        Household.entrance,
        Household.label,
        Household.state,
        people.where(~Membership.waits).scalar_subquery().label("living"),
        people.where(Membership.waits).scalar_subquery().label("waiting"),
        letter.scalar_subquery().label("letter_until"),
    ).where(Household.section_id == section_id, Household.number > after, *_wanted(wanted, by_label))
    if only:
        rows = rows.where(Household.id == only)
    return list(db.session.execute(rows.order_by(Household.number).limit(limit)))


def _wanted(wanted: str, by_label: bool) -> list[sa.ColumnElement[bool]]:
    """The condition of a search for homes: the number, and where it is for those who may know."""
    if not wanted:
        return []
    digits = wanted.upper().removeprefix("H-").removeprefix("H")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else 0
    where = sa.func.lower(Household.block + " " + Household.entrance + " " + Household.label).contains(wanted.lower(), autoescape=True)
    return [sa.or_(Household.number == number, where) if by_label else Household.number == number]


def waiting_for_homes(seen_by: Person) -> list[sa.Row]:
    """Who waits for a moderator's yes in their areas, oldest first: (id, name, number, section, since, living)."""
    areas = seen_by.areas_as(*HELPERS)
    other = aliased(Membership)
    living = sa.select(sa.func.count()).where(other.household_id == Membership.household_id, other.to_on.is_(None), ~other.waits)
    columns = (Membership.id, Person.name, Household.number, Section.name.label("section"), Membership.from_on.label("since"))
    rows = (
        sa.select(*columns, living.scalar_subquery().label("living"))
        .join(Person, Person.id == Membership.person_id)
        .join(Household, Household.id == Membership.household_id)
        .join(Section, Section.id == Household.section_id)
        .where(Membership.waits, Membership.to_on.is_(None), *([] if areas is None else [Membership.area_id.in_(areas)]))
    )
    return list(db.session.execute(rows.order_by(Membership.id).limit(100)))


def number_waiting(seen_by: Person) -> int:
    """How many of them there are."""
    areas = seen_by.areas_as(*HELPERS)
    waiting = sa.select(sa.func.count(Membership.id)).where(Membership.waits, Membership.to_on.is_(None))
    return db.session.scalar(waiting if areas is None else waiting.where(Membership.area_id.in_(areas))) or 0


def membership(membership_id: int, *, seen_by: Person) -> Membership | None:
    """That somebody lives, or wants to be counted, in a home; for those who look after it."""
    found = db.session.get(Membership, membership_id)
    return found if found and seen_by.has_role(*HELPERS, area_id=found.area_id) else None


def helped_person(person_id: int, *, by: Person) -> Person | None:
    """A resident of an area where somebody helps."""
    found = db.session.get(Person, person_id)
    helped = found and any(by.has_role(*HELPERS, RoleKind.COORDINATOR, area_id=each.area_id) for each in found.memberships)
    return found if helped else None


def without_email(seen_by: Person) -> list[Person]:
    """Residents without e-mail in the areas where somebody helps, by name."""
    areas = seen_by.areas_as(*HELPERS, RoleKind.COORDINATOR)
    there = sa.select(Membership.person_id).where(Membership.to_on.is_(None), *([] if areas is None else [Membership.area_id.in_(areas)]))
    mine = sa.select(Person).where(Person.email_key.is_(None), Person.id.in_(there))
    return list(db.session.scalars(mine.order_by(Person.name.is_(None), sa.func.lower(Person.name), Person.id).limit(500)))


def roles_of(person_id: int) -> list[Role]:
    """The roles of a person that hold, or will."""
    return list(db.session.scalars(sa.select(Role).where(Role.person_id == person_id, _not_over()).order_by(Role.id)))


def _not_over() -> sa.ColumnElement[bool]:
    return sa.or_(Role.to_on.is_(None), Role.to_on > clock.today())


def roles(seen_by: Person, *, ended_since: date | None = None) -> list[Role]:
    """The roles in the areas that somebody administers: those that hold or will, and those that ended since a day."""
    areas = seen_by.areas_as(RoleKind.ADMINISTRATOR)
    there = sa.true() if areas is None else Role.area_id.in_(areas)
    shown = sa.or_(_not_over(), Role.to_on >= ended_since) if ended_since else _not_over()
    people = (joinedload(Role.person), joinedload(Role.granted_by))
    return list(db.session.scalars(sa.select(Role).where(there, shown).options(*people).order_by(Role.area_id, Role.id)).unique())


def role(role_id: int, *, seen_by: Person) -> Role | None:
    """A role, for those who administer where it is held."""
    found = db.session.get(Role, role_id)
    return found if found and why_not_administer(seen_by, found.area_id) is None else None


def other_administrators(role_id: int) -> int:
    """How many other roles of people administer everything, today and without an end."""
    mine = sa.select(Role.person_id).where(Role.id == role_id).scalar_subquery()
    holds = (Role.kind == RoleKind.ADMINISTRATOR, Role.area_id.is_(None), Role.to_on.is_(None), Role.from_on <= clock.today())
    return db.session.scalar(sa.select(sa.func.count()).where(*holds, Role.person_id != mine)) or 0


def who_lives_in(household_id: int) -> sa.Select[Any]:
    """The numbers of those who live in a home, as a query."""
    return sa.select(Membership.person_id).where(*going_on_in(household_id), ~Membership.waits)


def areas_of(by: Person, *roles: RoleKind) -> list[Area]:
    """The areas in which somebody holds one of these roles, by name."""
    mine = by.areas_as(*roles)
    where = [] if mine is None else [Area.id.in_(mine)]
    return list(db.session.scalars(sa.select(Area).where(*where).order_by(Area.sort_key, Area.id)))


def hinted(address: str) -> str:
    """«fat…@mail.dk»: enough to recognise one's own."""
    name, _at, host = address.partition("@")
    return f"{name[:3]}…@{host}"


def sessions_of(person: Person) -> list[UserSession]:
    """Where somebody is signed in."""
    mine = (UserSession.person_id == person.id, UserSession.idle_until > clock.now(), UserSession.absolute_until > clock.now())
    return list(db.session.scalars(sa.select(UserSession).where(*mine).order_by(UserSession.created_at.desc())))


def has_real_people() -> bool:
    """Whether anybody is here: the demo refuses to mix with them."""
    return db.session.scalar(sa.select(Person.id).limit(1)) is not None
