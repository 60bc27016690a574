"""Signing in, moving in, getting a role. Tries are counted before a code is looked at, and stay counted when it is wrong.

by_mail.py, by_paper.py and staff.py are the three ways in; here is what people then say of themselves and are made.
"""

from datetime import date
from typing import Any

from boligdialog.accounts.events import RoleGranted, SignedOutEverywhere
from boligdialog.accounts.models import AgeBand, Person, Role, RoleKind
from boligdialog.accounts.rules import why_not_name
from boligdialog.accounts.services.by_mail import PURPOSE, add_email, ask_code, enter_code, forget_old_attempts
from boligdialog.accounts.services.by_paper import Entered, enter_paper_code, issue_letter_code, prove_again, renew_return_code
from boligdialog.accounts.services.staff import add_person, issue_staff_link, use_staff_link, void_demo_links
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.sessions import UserSession, end_sessions
from boligdialog.core.text import tidy_line


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


__all__ = [
    "PURPOSE",
    "Entered",
    "add_email",
    "add_person",
    "ask_code",
    "choose_language",
    "enter_code",
    "enter_paper_code",
    "forget_old_attempts",
    "grant_role",
    "introduce",
    "issue_letter_code",
    "issue_staff_link",
    "prove_again",
    "renew_return_code",
    "sign_out_everywhere",
    "use_staff_link",
    "void_demo_links",
]
