"""Who holds which role, from when until when. Changes of roles wait in line, so that one administrator always stays."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts import queries
from boligdialog.accounts.events import RoleChanged, RoleEnded, StaffLinkHandedOut
from boligdialog.accounts.models import Person, Role, RoleKind, StaffLink
from boligdialog.accounts.rules import why_not_change_role, why_not_end_role, why_not_grant_role, why_not_hand_out_link
from boligdialog.accounts.services import add_person, grant_role, issue_staff_link
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.sessions import UserSession, end_sessions


def wait_in_line() -> None:
    """One change of roles at a time. What was read before is read again: two administrators may be ending each other.

    SQLite's writers wait in line anyway; PostgreSQL's wait for the rows of the administrators.
    """
    db.session.flush()
    db.session.execute(sa.select(Role.id).where(Role.kind == RoleKind.ADMINISTRATOR).order_by(Role.id).with_for_update())
    db.session.expire_all()


@atomic
def appoint(email: str, *, kind: RoleKind, area_id: int | None, by: Person, from_on: date | None = None, to_on: date | None = None) -> Role:
    """Give the person of an address a role; they are invited if they are new. The same once more is no second role."""
    wait_in_line()
    person, from_on = add_person(email), from_on or clock.today()
    ensure(why_not_grant_role(by, person, kind=kind, area_id=area_id, from_on=from_on, to_on=to_on))
    held = next((each for each in queries.roles_of(person.id) if (each.kind, each.area_id) == (kind, area_id)), None)
    if held and (held.from_on, held.to_on) == (from_on, to_on):
        return held
    if held:
        refuse("has_role", _("They have that role already."), _("Change its dates instead."), status=409)
    return grant_role(person, kind=kind, area_id=area_id, by=by, from_on=from_on, to_on=to_on)


@atomic
def end_role(role: Role, *, by: Person) -> None:
    """End a role now, and every sign-in of its holder with it."""
    wait_in_line()
    ensure(why_not_end_role(by, role, queries.other_administrators(role.id)))
    record(RoleEnded(by_id=by.id, person_id=role.person_id, role=role.kind.value, area_id=role.area_id, role_id=role.id))
    _sign_out(role.person_id)
    role.to_on = clock.today()
    role.from_on = min(role.from_on, role.to_on)


@atomic
def change_role(role: Role, *, from_on: date, to_on: date | None, by: Person) -> None:
    """Let a role begin or end on another day."""
    wait_in_line()
    ensure(why_not_change_role(by, role, from_on=from_on, to_on=to_on, others=queries.other_administrators(role.id)))
    before: dict[str, Any] = {"before_from": role.from_on.isoformat(), "before_to": role.to_on.isoformat() if role.to_on else None}
    after: dict[str, Any] = {"from_on": from_on.isoformat(), "to_on": to_on.isoformat() if to_on else None}
    which: dict[str, Any] = {"person_id": role.person_id, "role": role.kind.value, "area_id": role.area_id, "role_id": role.id}
    record(RoleChanged(by_id=by.id, **which, **before, **after))
    _sign_out(role.person_id)
    role.from_on, role.to_on = from_on, to_on


def _sign_out(person_id: int) -> None:
    """A role change ends all logins, and links that were not used (row 15)."""
    end_sessions(UserSession.person_id == person_id)
    _void_links(person_id)


def _void_links(person_id: int) -> None:
    changed(sa.delete(StaffLink).where(StaffLink.person_id == person_id, StaffLink.used_at.is_(None), ~StaffLink.is_demo))


@atomic
def hand_out_link(person: Person, *, by: Person) -> str:
    """A link's token for somebody on the staff; earlier ones stop working.

    It only lifts a sign-in that they made with their own mail: who made the link cannot use it, and who reads their mail
    does not have it.
    """
    ensure(why_not_hand_out_link(by, person))
    _void_links(person.id)
    record(StaffLinkHandedOut(by_id=by.id, person_id=person.id))
    return issue_staff_link(person, needs_sign_in=True)
