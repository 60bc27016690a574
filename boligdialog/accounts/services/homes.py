"""Who is counted to a home: a moderator's yes or no (features.md row 4), and moving out (row 5)."""

from typing import NoReturn

import sqlalchemy as sa

from boligdialog.accounts import queries
from boligdialog.accounts.events import HomeGranted, HomeLeft, HomeRefused, NewResidents
from boligdialog.accounts.models import LetterCode, Membership, Person
from boligdialog.accounts.rules import why_not_admit, why_not_keep_homes, why_not_welcome_residents
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.housing import services as housing
from boligdialog.housing.models import Household, HouseholdState


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


@atomic
def welcome_residents(household: Household, *, seen: str, by: Person) -> None:
    """«Ny beboer»: nobody is counted to the home any more and its letter is void. What they made stays theirs, marks cast stay.

    seen: queries.home_mark as the page showed it; who has joined since with a new letter is not thrown out by an old page.
    """
    _lock(household)
    ensure(why_not_welcome_residents(by, household.section.area_id, household.state))
    _ensure_unchanged(household, seen)
    people, had_letter = _empty(household, by)
    if people or had_letter or household.state is not HouseholdState.ACTIVE:
        housing.set_household_state(household, state=HouseholdState.ACTIVE, by=by)
        record(NewResidents(household_id=household.id, people_before=people, had_letter=had_letter, by_id=by.id))


@atomic
def change_home_state(household: Household, *, state: HouseholdState, seen: str, by: Person) -> None:
    """Say that a home stands empty, is closed or is let again. Nobody is counted to an empty or closed one, and its letter is void."""
    _lock(household)
    ensure(why_not_keep_homes(by, household.section.area_id))
    if state is household.state:
        return
    _ensure_unchanged(household, seen)
    if state is not HouseholdState.ACTIVE:
        _empty(household, by)
    housing.set_household_state(household, state=state, by=by)


def _lock(household: Household) -> None:
    """One at a time for each home, as those who come in with its letter are."""
    db.session.scalars(sa.select(Household).where(Household.id == household.id).with_for_update(of=Household)).one()
    db.session.refresh(household)


def _ensure_unchanged(household: Household, seen: str) -> None:
    now = queries.home_mark(household)
    if seen != now and now != queries.EMPTY_MARK:  # the second press of a button finds an empty home
        refuse("stale", _("Somebody has changed the home in the meantime. Look at it again."), status=409)


def _empty(household: Household, by: Person) -> tuple[int, bool]:
    """End all memberships and void the letter; how many people there were, and whether there was a letter."""
    there = queries.going_on_in(household.id)
    ended = [*db.session.execute(sa.select(Membership.id, Membership.person_id).where(*there))]
    changed(sa.update(Membership).where(Membership.id.in_([each.id for each in ended])).values(to_on=clock.today()))
    for each in ended:
        record(HomeLeft(by_id=by.id, person_id=each.person_id, household_id=household.id))
    letter = (LetterCode.household_id == household.id, LetterCode.voided_at.is_(None))
    return len(ended), bool(changed(sa.update(LetterCode).where(*letter).values(voided_at=clock.now())))
