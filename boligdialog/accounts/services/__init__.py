"""Signing in, moving in, getting a role. Tries are counted before a code is looked at, and stay counted when it is wrong."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NoReturn

import sqlalchemy as sa

from boligdialog.accounts import queries
from boligdialog.accounts.events import (
    EmailAdded,
    HomeAsked,
    HouseholdJoined,
    PersonJoined,
    ReturnCodeRenewed,
    RoleGranted,
    SignedIn,
    SignedOutEverywhere,
    SignInCodeAsked,
)
from boligdialog.accounts.models import AgeBand, LetterCode, Membership, Person, ReturnCode, Role, RoleKind, SignInAttempt, StaffLink
from boligdialog.accounts.rules import mail_key, must_wait, why_not_join, why_not_lend_code, why_not_name
from boligdialog.accounts.services.letters import issue_letter_codes
from boligdialog.core import clock, limits, tokens
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db, insert, inserted
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.jobs import every
from boligdialog.core.sessions import UserSession, end_sessions
from boligdialog.core.text import tidy_line
from boligdialog.housing.models import Household, Section

CODE_LIFE = timedelta(minutes=10)
TRIES_A_CODE = 5
PURPOSE = "sign in"
_QUARTER, _FIVE, _HOUR, _DAY = timedelta(minutes=15), timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)


# --- a code by mail (row 9) -----------------------------------------------------------------------


def ask_code(address: str, *, browser: str, lang: str, for_person: Person | None = None) -> SignInAttempt:
    """Send six digits to an address, known or not: the answer is the same. A new code voids the old one of this browser.

    for_person: who wants the address as their own (add_email); nobody: the code signs in.
    """
    key = mail_key(address)
    limits.take("code mail 15 min", key, at_most=3, per=_QUARTER)
    limits.take("code mail day", key, at_most=10, per=_DAY)
    limits.take("code mail network", limits.network(), at_most=200, per=_QUARTER)
    return _begin_attempt(key, browser, lang, for_person.id if for_person else None)


@atomic
def _begin_attempt(address: str, browser: str, lang: str, person_id: int | None) -> SignInAttempt:
    now, browser_hash = clock.now(), tokens.fingerprint(browser)
    changed(
        sa.update(SignInAttempt)
        .where(SignInAttempt.browser_hash == browser_hash, SignInAttempt.used_at.is_(None))
        .values(voided_at=now, address=None)
    )
    attempt = SignInAttempt(
        browser_hash=browser_hash, address=address, person_id=person_id, lang=lang, asked_at=now, expires_at=now + CODE_LIFE
    )
    db.session.add(attempt)
    db.session.flush()
    record(SignInCodeAsked(attempt_id=attempt.id))
    return attempt


def enter_code(attempt: SignInAttempt, *, code: str) -> Person:
    """Sign in with the six digits. Refused with one sentence when they are wrong, used, old or from another browser."""
    _check_digits(attempt, code)
    return _finish_attempt(attempt.id)


def add_email(attempt: SignInAttempt, *, code: str, by: Person) -> None:
    """Take an address as one's own by the six digits sent to it (row 12). Refused when it belongs to another person."""
    _check_digits(attempt, code)
    _add_email(attempt.id, by)


def _check_digits(attempt: SignInAttempt, code: str) -> None:
    key = attempt.address or ""
    limits.take("code entry 5 min", key, at_most=10, per=_FIVE)
    limits.take("code entry day", key, at_most=50, per=_DAY)
    limits.take("code entry network", limits.network(), at_most=50, per=_FIVE)
    attempt_id = attempt.id
    if not _count_try(attempt_id) or not tokens.same(tokens.six_digits(PURPOSE, attempt_id), code):
        _wrong_code()


@atomic
def _count_try(attempt_id: int) -> bool:
    mine = sa.update(SignInAttempt).where(SignInAttempt.id == attempt_id, SignInAttempt.tries < TRIES_A_CODE, *queries.going_on())
    return changed(mine.values(tries=SignInAttempt.tries + 1)) == 1


@atomic
def _finish_attempt(attempt_id: int) -> Person:
    person = _person_with(_use_up(attempt_id, None))
    record(SignedIn(by_id=person.id, how="mail"))
    return person


@atomic
def _add_email(attempt_id: int, by: Person) -> None:
    address = _use_up(attempt_id, by.id)
    theirs = queries.person_by_email(address)
    if theirs and theirs.id != by.id:
        refuse("address_taken", _("This e-mail address belongs to another login here."), _("Log out and log in with it."), status=409)
    by.email = by.email_key = address
    record(EmailAdded(by_id=by.id))


def _use_up(attempt_id: int, person_id: int | None) -> str:
    """End an attempt that its right code was entered for; the address it went to. A code has one purpose."""
    address = db.session.scalar(sa.select(SignInAttempt.address).where(SignInAttempt.id == attempt_id))
    mine = (SignInAttempt.id == attempt_id, SignInAttempt.used_at.is_(None), SignInAttempt.person_id.is_not_distinct_from(person_id))
    if not address or not changed(sa.update(SignInAttempt).where(*mine).values(used_at=clock.now(), address=None)):
        _wrong_code()
    return address


def _person_with(key: str) -> Person:
    """The person of an address, made if they are new; two at once make one."""
    is_new = inserted(Person, email=key, email_key=key, lang=None, created_at=clock.now(), published=0)
    person = queries.person_by_email(key)
    assert person is not None
    if is_new:
        record(PersonJoined(by_id=person.id))
    return person


def _wrong_code() -> NoReturn:
    refuse("wrong_code", _("The code does not fit, or it is too old. Check it, or get a new one."), status=422)


# --- the letter and the return code (rows 10, 12) -------------------------------------------------


@dataclass(frozen=True)
class Entered:
    """Who came in with a code from paper. `return_code` is there once: for somebody without e-mail who is new or had lost theirs."""

    person: Person
    return_code: str | None = None


def enter_paper_code(code: str, *, by: Person | None, device: str, once: str | None = None) -> Entered:
    """Come in with the code of a letter or with one's own return code; signed in: join the letter's home.

    A letter makes a new person or a new home for the one who is signed in; it never opens an existing person.
    once: the form's token; the same one again gives the same person and return code (rule R2).
    """
    limits.take("paper code device", device, at_most=10, per=_HOUR)
    limits.take("paper code network", limits.network(), at_most=60, per=_HOUR)
    if len(code) != tokens.CODE_LENGTH:
        _wrong_paper_code()
    return _enter_paper_code(code, by, once or tokens.new_token())


@atomic
def _enter_paper_code(code: str, by: Person | None, once: str) -> Entered:
    letter = queries.letter_code(code)
    if letter:
        return _use_letter(letter, by, once)
    if by is not None:
        _wrong_paper_code()
    return _use_return_code(code, once)


def _use_return_code(code: str, once: str) -> Entered:
    fresh = tokens.code_from("return", once)
    mine, pressed_before = _return_code(code), _return_code(fresh)
    if pressed_before:
        return Entered(pressed_before.person, fresh)
    if mine is None:
        _wrong_paper_code()
    record(SignedIn(by_id=mine.person_id, how="return"))
    return Entered(mine.person, _issue_return_code(mine.person, once) if mine.is_lent else None)


def _return_code(code: str) -> ReturnCode | None:
    return db.session.scalar(sa.select(ReturnCode).where(ReturnCode.code_hash == tokens.keyed_hash("return", code)))


def _use_letter(letter: LetterCode, by: Person | None, once: str) -> Entered:
    # One at a time for each home, so that places are not oversold.
    household = db.session.scalars(sa.select(Household).where(Household.id == letter.household_id).with_for_update(of=Household)).one()
    if by is not None:
        db.session.expire(by)
    pressed_before = db.session.scalar(sa.select(Membership).where(Membership.once == once, Membership.household_id == household.id))
    if pressed_before and by is None:
        return Entered(pressed_before.person, tokens.code_from("return", once))
    if by and any(each.household_id == household.id and each.to_on is None for each in by.memberships):
        return Entered(by)
    area_id = db.session.get_one(Section, household.section_id).area_id
    living_there = queries.living_in(household.id)
    ensure(why_not_join(by, area_id, household.id, living_there))
    person, waits = by or _nameless(), must_wait(living_there)
    db.session.add(Membership(person=person, household=household, area_id=area_id, from_on=clock.today(), waits=waits, once=once))
    record((HomeAsked if waits else HouseholdJoined)(by_id=person.id, household_id=household.id))
    if by:
        return Entered(by)
    record(SignedIn(by_id=person.id, how="letter"))
    return Entered(person, _issue_return_code(person, once))


def _nameless() -> Person:
    person = Person(created_at=clock.now())
    db.session.add(person)
    db.session.flush()
    record(PersonJoined(by_id=person.id))
    return person


def _issue_return_code(person: Person, once: str, *, is_lent: bool = False) -> str:
    code = tokens.code_from("return", once)
    values = {"code_hash": tokens.keyed_hash("return", code), "issued_at": clock.now(), "is_lent": is_lent}
    row = insert(ReturnCode).values(person_id=person.id, **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=values))
    return code


@atomic
def renew_return_code(person: Person, *, by: Person, once: str) -> str:
    """A new return code, the old one is void. On paper from somebody at the office it ends all the person's sign-ins (row 12).

    once: the form's token; the same one again gives the same code (rule R2).
    """
    is_lent = by.id != person.id
    if is_lent:
        ensure(why_not_lend_code(by, person))
        end_sessions(UserSession.person_id == person.id)
    record(ReturnCodeRenewed(by_id=by.id, person_id=person.id))
    return _issue_return_code(person, once, is_lent=is_lent)


def prove_again(code: str, *, by: Person, device: str) -> None:
    """Show with one's return code that it is still oneself who holds the phone (row 15). Refused when it is wrong."""
    limits.take("paper code device", device, at_most=10, per=_HOUR)
    mine = db.session.get(ReturnCode, by.id)
    if mine is None or not tokens.same(mine.code_hash, tokens.keyed_hash("return", code)):
        _wrong_paper_code()


def _wrong_paper_code() -> NoReturn:
    refuse("wrong_code", _("The code does not fit, or it is too old. Check it, or call us for a new letter."), status=422)


def issue_letter_code(household: Household, *, by: Person | None = None) -> str:
    """A new code for a household's letter; the old one is void. It is returned once and stored nowhere in clear."""
    code = tokens.new_code()
    issue_letter_codes({household.id: code}, by=by)
    return code


# --- what people are called and what they are ------------------------------------------------------


@atomic
def introduce(person: Person, *, name: str, age: AgeBand) -> None:
    """Choose the name that neighbours see, and say the age band (rows 16, 18)."""
    name = tidy_line(name)
    ensure(why_not_name(name))
    if person.age is AgeBand.UNDER_15 and age is not person.age:
        refuse("age", _("You have said that you are under 15. Call us if that is wrong."), status=409)
    person.name, person.age = name, age


@atomic
def choose_language(person: Person, *, lang: str) -> None:
    """The language of pages and mails from now on."""
    person.lang = lang


@atomic
def grant_role(
    person: Person, *, kind: RoleKind, area_id: int | None, by: Person | None = None, from_on: date | None = None, to_on: date | None = None
) -> Role:
    """Make somebody something, for a time. A role change ends all their sign-ins (row 15)."""
    role = Role(
        person=person, kind=kind, area_id=area_id, from_on=from_on or clock.today(), to_on=to_on, granted_by_id=by.id if by else None
    )
    db.session.add(role)
    db.session.flush()
    end_sessions(UserSession.person_id == person.id)
    days: dict[str, Any] = {"from_on": role.from_on.isoformat(), "to_on": to_on.isoformat() if to_on else None}
    record(RoleGranted(by_id=by.id if by else None, person_id=person.id, role=kind.value, area_id=area_id, role_id=role.id, **days))
    return role


@atomic
def sign_out_everywhere(person: Person) -> int:
    """End every sign-in of a person; how many there were."""
    record(SignedOutEverywhere(by_id=person.id))
    return end_sessions(UserSession.person_id == person.id)


# --- staff ------------------------------------------------------------------------------------------


@atomic
def add_person(email: str, *, name: str | None = None) -> Person:
    """The person of an address, made if new: for the command line, which makes the first administrator."""
    person = _person_with(mail_key(email))
    if name:
        name = tidy_line(name)
        ensure(why_not_name(name))
        person.name, person.age = name, person.age or AgeBand.ADULT
    return person


@atomic
def issue_staff_link(
    person: Person, *, token: str | None = None, life: timedelta = timedelta(hours=1), is_demo: bool = False, needs_sign_in: bool = False
) -> str:
    """A link's token that signs staff in strongly, once; in the demo as often as one likes (row 220)."""
    token = token or tokens.new_token()
    values = {"person_id": person.id, "expires_at": clock.now() + life, "is_demo": is_demo, "needs_sign_in": needs_sign_in}
    db.session.merge(StaffLink(token_hash=tokens.fingerprint(token), **values))
    return token


@atomic
def void_demo_links() -> int:
    """Earlier links of the demo stop working; how many."""
    return changed(sa.delete(StaffLink).where(StaffLink.is_demo))


@atomic
def use_staff_link(token: str, *, by: Person | None = None) -> Person:
    """Sign in with a staff link. Refused when it was used or is old; one that was handed over needs its owner's own sign-in first."""
    link = queries.staff_link(token)
    if link and link.needs_sign_in and (by is None or by.id != link.person_id):
        refuse("not_you", _("Log in with your own e-mail first."), _("Then open the link again."))
    unused = sa.or_(StaffLink.used_at.is_(None), StaffLink.is_demo)
    if link is None or not changed(sa.update(StaffLink).where(StaffLink.token_hash == link.token_hash, unused).values(used_at=clock.now())):
        refuse("used_link", _("The link has been used or is too old. Ask for a new one."), status=410)
    record(SignedIn(by_id=link.person_id, how="staff link"))
    return link.person


# --- forgetting -------------------------------------------------------------------------------------


@every(minute="31")
@atomic
def forget_old_attempts() -> int:
    """The address of a sign-in attempt goes when the code is too old; the row after a day. How many rows went."""
    now = clock.now()
    changed(sa.update(SignInAttempt).where(SignInAttempt.expires_at < now, SignInAttempt.address.is_not(None)).values(address=None))
    return changed(sa.delete(SignInAttempt).where(SignInAttempt.expires_at < now - _DAY))
