"""Six digits by mail: to sign in, or to take an address as one's own (rows 9, 12)."""

from datetime import timedelta
from typing import NoReturn

import sqlalchemy as sa

from boligdialog.accounts import queries
from boligdialog.accounts.events import EmailAdded, PersonJoined, SignedIn, SignInCodeAsked
from boligdialog.accounts.models import Person, SignInAttempt
from boligdialog.accounts.rules import mail_key
from boligdialog.core import clock, limits, tokens
from boligdialog.core.access import refuse
from boligdialog.core.db import atomic, changed, db, inserted
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.jobs import every

CODE_LIFE = timedelta(minutes=10)
TRIES_A_CODE = 5
PURPOSE = "sign in"
_QUARTER, _FIVE, _DAY = timedelta(minutes=15), timedelta(minutes=5), timedelta(days=1)


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
    person = person_with(_use_up(attempt_id, None))
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


def person_with(key: str) -> Person:
    """The person of an address, made if they are new; two at once make one."""
    is_new = inserted(Person, email=key, email_key=key, lang=None, created_at=clock.now(), published=0)
    person = queries.person_by_email(key)
    assert person is not None
    if is_new:
        record(PersonJoined(by_id=person.id))
    return person


def _wrong_code() -> NoReturn:
    refuse("wrong_code", _("The code does not fit, or it is too old. Check it, or get a new one."), status=422)


@every(minute="31")
@atomic
def forget_old_attempts() -> int:
    """The address of a sign-in attempt goes when the code is too old; the row after a day. How many rows went."""
    now = clock.now()
    changed(sa.update(SignInAttempt).where(SignInAttempt.expires_at < now, SignInAttempt.address.is_not(None)).values(address=None))
    return changed(sa.delete(SignInAttempt).where(SignInAttempt.expires_at < now - _DAY))
