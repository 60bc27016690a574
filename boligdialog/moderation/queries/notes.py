"""What moderators write to each other about a case, and whom they may ask."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from boligdialog.accounts.models import Person, Role
from boligdialog.content.rules import REVIEWERS
from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.moderation.models import Case, CaseNote, NoteMention
from boligdialog.moderation.rules import why_not_own_case


def notes(case: Case) -> list[CaseNote]:
    """The notes on all cases of the item of a case, oldest first: what was said before counts still. The caller has asked the rule."""
    mine = sa.select(CaseNote).join(Case, Case.id == CaseNote.case_id).where(Case.item_id == case.item_id)
    people = (joinedload(CaseNote.by).lazyload("*"), selectinload(CaseNote.mentions).joinedload(NoteMention.person).lazyload("*"))
    return list(db.session.scalars(mine.options(*people).order_by(CaseNote.id)))


def colleagues(case: Case, by: Person) -> dict[Person, Role]:
    """Who else may decide about a case today, with the role by which they may, by name."""
    today = clock.today()
    now = (Role.kind.in_(REVIEWERS), Role.from_on <= today, sa.or_(Role.to_on.is_(None), Role.to_on > today))
    here = sa.select(Role).where(*now, sa.or_(Role.area_id.is_(None), Role.area_id == case.area_id), Role.person_id != by.id)
    roles = db.session.scalars(here.options(joinedload(Role.person)).order_by(Role.id)).unique()
    first: dict[Person, Role] = {}
    for role in roles:
        if why_not_own_case(role.person, case.item.keeper) is None:
            first.setdefault(role.person, role)
    return dict(sorted(first.items(), key=lambda each: (each[0].name or "").casefold()))


def asked_to_read(note_id: int) -> sa.Select[Any]:
    """The numbers of those whom a note asks, as a query."""
    return sa.select(NoteMention.person_id).where(NoteMention.note_id == note_id)


def may_read_still(person: Person, case: Case) -> bool:
    """Whether somebody who was asked may decide about the case today, however they signed in last."""
    return (
        any(role.kind in REVIEWERS and role.is_active and role.area_id in (None, case.area_id) for role in person.roles)
        and why_not_own_case(person, case.item.keeper) is None
    )
