"""The codes of household letters: many at once, each the only valid one of its home, none of them stored in clear."""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from boligdialog.accounts.events import LetterIssued
from boligdialog.accounts.models import LetterCode, Person
from boligdialog.core import clock, tokens
from boligdialog.core.access import refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.housing.models import Household, HouseholdState

LETTER_LIFE = timedelta(days=180)
_BATCH = 500  # homes in one statement


@atomic
def issue_letter_codes(codes: Mapping[int, str], *, by: Person | None = None) -> int:
    """Make these the valid codes of these households, and their old ones void; how many are new.

    The same codes again change nothing: a form that was sent twice prints the same letters. Codes that newer ones have
    replaced never come back, and a household that is closed gets none: then nothing is issued at all.
    """
    homes, issued = sorted(codes), 0
    for first in range(0, len(homes), _BATCH):
        issued += _issue({home: codes[home] for home in homes[first : first + _BATCH]}, by)
    return issued


def _issue(codes: dict[int, str], by: Person | None) -> int:
    """Some of them: locked in one order, so that two who print at once wait for each other."""
    states = dict(
        db.session.execute(
            sa.select(Household.id, Household.state).where(Household.id.in_(codes)).order_by(Household.id).with_for_update()
        ).all()
    )
    if set(states) != set(codes) or HouseholdState.CLOSED in states.values():
        refuse("closed", _("One of the homes is closed. A closed home gets no letter."), status=409)
    hashes = {tokens.keyed_hash("letter", code): home for home, code in codes.items()}
    known = db.session.execute(sa.select(LetterCode.code_hash, LetterCode.voided_at).where(LetterCode.code_hash.in_(hashes))).all()
    if any(voided_at for _hash, voided_at in known):
        refuse("replaced", _("Newer letters have replaced these."), _("Choose the homes again to print new ones."), status=409)
    fresh = {hash_: home for hash_, home in hashes.items() if hash_ not in {row.code_hash for row in known}}
    if fresh:
        _store(fresh, by)
    return len(fresh)


def _store(hashes: Mapping[bytes, int], by: Person | None) -> None:
    now = clock.now()
    old = sa.update(LetterCode).where(LetterCode.household_id.in_(hashes.values()), LetterCode.voided_at.is_(None))
    changed(old.values(voided_at=now))
    rows = [{"household_id": home, "code_hash": code, "issued_at": now, "expires_at": now + LETTER_LIFE} for code, home in hashes.items()]
    db.session.execute(sa.insert(LetterCode), rows)
    for home in hashes.values():
        record(LetterIssued(household_id=home, by_id=by.id if by else None))
