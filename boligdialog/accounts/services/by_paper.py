"""Codes from paper: that of a household's letter, and a person's own return code (rows 10, 12)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

import sqlalchemy as sa

from boligdialog.accounts import queries
from boligdialog.accounts.events import HomeAsked, HouseholdJoined, PersonJoined, ReturnCodeRenewed, SignedIn
from boligdialog.accounts.models import LetterCode, Membership, Person, ReturnCode
from boligdialog.accounts.rules import must_wait, why_not_join, why_not_lend_code
from boligdialog.accounts.services.letters import issue_letter_codes
from boligdialog.core import clock, limits, tokens
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, db, insert
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.sessions import UserSession, end_sessions
from boligdialog.housing.models import Household, Section

_HOUR = timedelta(hours=1)


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
