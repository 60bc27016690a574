"""Reads of people. Addresses never leave this feature."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import LetterCode, Membership, Person, SignInAttempt, StaffLink
from boligdialog.core import clock, tokens
from boligdialog.core.db import db
from boligdialog.core.sessions import UserSession
from boligdialog.core.settings import IS_DEMO


def person_of_session(person_id: int) -> Person | None:
    """The signed-in person with roles and homes, in one statement: every page asks."""
    whole = (joinedload(Person.roles), joinedload(Person.memberships).joinedload(Membership.household))
    return db.session.scalars(sa.select(Person).where(Person.id == person_id).options(*whole)).unique().one_or_none()


def person(person_id: int) -> Person | None:
    """The person with this number."""
    return db.session.get(Person, person_id)


def person_by_email(email_key: str) -> Person | None:
    """The person with this address, by its canonical form."""
    return db.session.scalar(sa.select(Person).where(Person.email_key == email_key))


def attempt(attempt_id: int | None, browser_hash: bytes) -> SignInAttempt | None:
    """The sign-in attempt of this browser, if it is still going on."""
    now = clock.now()
    going_on = (SignInAttempt.expires_at > now, SignInAttempt.used_at.is_(None), SignInAttempt.voided_at.is_(None))
    return db.session.scalar(
        sa.select(SignInAttempt).where(SignInAttempt.id == (attempt_id or 0), SignInAttempt.browser_hash == browser_hash, *going_on)
    )


def attempt_by_id(attempt_id: int) -> SignInAttempt | None:
    """A sign-in attempt that is going on, whatever the browser."""
    found = db.session.get(SignInAttempt, attempt_id)
    return found if found and found.expires_at > clock.now() and not found.used_at and not found.voided_at else None


def letter_code(code: str) -> LetterCode | None:
    """The letter that carries this code, if it is valid."""
    valid = (LetterCode.voided_at.is_(None), LetterCode.expires_at > clock.now())
    return db.session.scalar(sa.select(LetterCode).where(LetterCode.code_hash == tokens.keyed_hash("letter", code), *valid))


def staff_link(token: str) -> StaffLink | None:
    """The staff link with this token, if it still works."""
    link = db.session.get(StaffLink, tokens.fingerprint(token))
    if link is None or link.expires_at <= clock.now() or (link.is_demo and not IS_DEMO.value):
        return None
    return link if link.is_demo or not link.used_at else None


def living_in(household_id: int) -> int:
    """How many people say that they live in a household now."""
    mine = sa.select(sa.func.count()).where(Membership.household_id == household_id, Membership.to_on.is_(None))
    return db.session.scalar(mine) or 0


def sessions_of(person: Person) -> list[UserSession]:
    """Where somebody is signed in."""
    mine = (UserSession.person_id == person.id, UserSession.idle_until > clock.now(), UserSession.absolute_until > clock.now())
    return list(db.session.scalars(sa.select(UserSession).where(*mine).order_by(UserSession.created_at.desc())))


def has_real_people() -> bool:
    """Whether anybody is here: the demo refuses to mix with them."""
    return db.session.scalar(sa.select(Person.id).limit(1)) is not None
