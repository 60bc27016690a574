"""A moderator's yes or no to the fifth to eighth person of a home (features.md row 4)."""

from typing import NoReturn

import sqlalchemy as sa

from boligdialog.accounts.events import HomeGranted, HomeRefused
from boligdialog.accounts.models import Membership, Person
from boligdialog.accounts.rules import why_not_admit
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed
from boligdialog.core.events import record
from boligdialog.core.i18n import _


@atomic
def admit(membership: Membership, *, by: Person) -> None:
    """Count one more person to a home from today. Refused with 409 when somebody has answered already."""
    ensure(why_not_admit(by, membership.area_id))
    person_id, household_id = membership.person_id, membership.household_id
    if not changed(sa.update(Membership).where(*_waiting(membership)).values(waits=False, from_on=clock.today())):
        refuse_answered()
    record(HomeGranted(by_id=by.id, person_id=person_id, household_id=household_id))


@atomic
def turn_away(membership: Membership, *, by: Person) -> None:
    """Do not count them to the home. They keep their login, as one we do not know the home of."""
    ensure(why_not_admit(by, membership.area_id))
    person_id, household_id = membership.person_id, membership.household_id
    if not changed(sa.delete(Membership).where(*_waiting(membership))):
        refuse_answered()
    record(HomeRefused(by_id=by.id, person_id=person_id, household_id=household_id))


def _waiting(membership: Membership) -> tuple[sa.ColumnElement[bool], ...]:
    return (Membership.id == membership.id, Membership.waits.is_(True))


def refuse_answered() -> NoReturn:
    """Say that nobody waits there any more."""
    refuse("stale", _("Somebody has answered already."), status=409)
