"""Reads of cases, and of what readers gave notice of."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, with_polymorphic

from boligdialog.accounts.models import Person, Role
from boligdialog.content.models import Item
from boligdialog.content.rules import REVIEWERS
from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.moderation.models import Case, Outcome, ReasonCode, Report
from boligdialog.moderation.rules import is_read_first, why_not_see_decision
from boligdialog.moderation.settings import TRUSTED_AFTER
from boligdialog.organs import queries as organs
from boligdialog.organs.models import Route


@cache
def _whole() -> tuple[Any, ...]:
    """A case with its item, of whatever kind, its area and its author in one statement.

    An inner join: SQLite would read every item there is before it joined them from the outside.
    """
    anything = with_polymorphic(Item, "*", flat=True)
    item = joinedload(Case.item.of_type(anything), innerjoin=True)
    author = item.joinedload(anything.author)
    return item.joinedload(anything.area), author.lazyload("*"), author.joinedload(Person.roles), author.joinedload(Person.mutes)


def case(case_id: int, *, seen_by: Person | None) -> Case | None:
    """A case as it is now, for moderators of its area."""
    found = db.session.get(Case, case_id, options=_whole(), populate_existing=True)
    return found if found and seen_by and seen_by.has_role(*REVIEWERS, area_id=found.area_id) else None


def case_by_id(case_id: int) -> Case | None:
    """A case, for the notice about it."""
    return db.session.get(Case, case_id)


def appeal_of(case_id: int) -> Case | None:
    """The appeal against a decision."""
    return db.session.scalar(sa.select(Case).where(Case.appeal_of_id == case_id))


def decision(case_id: int, *, seen_by: Person | None) -> Case | None:
    """A case that is decided, for whom it is about and for moderators of its area."""
    found = db.session.get(Case, case_id, options=_whole())
    return found if found and found.outcome is not None and why_not_see_decision(seen_by, found) is None else None


def earlier_decisions(case: Case, *, limit: int = 5) -> list[Case]:
    """What was decided about the same item before, newest first: a moderator who kept it is heard (row 124)."""
    others = sa.select(Case).where(Case.item_id == case.item_id, Case.id != case.id, Case.outcome.is_not(None))
    told = others.where(Case.outcome != Outcome.CLOSED).options(joinedload(Case.decided_by).lazyload("*"))
    return list(db.session.scalars(told.order_by(Case.id.desc()).limit(limit)))


def last_decisions(item_ids: Iterable[int]) -> dict[int, Case]:
    """The last decision on each item: what its author must hear."""
    decided = sa.select(Case).where(Case.item_id.in_(list(item_ids)), Case.outcome.is_not(None)).order_by(Case.id)
    return {each.item_id: each for each in db.session.scalars(decided)}


def calls_instead(case: Case | None) -> list[Route]:
    """Whom the author may call when the decision was that it belongs elsewhere (features.md row 30)."""
    if case and case.route:
        return [case.route]
    is_hidden = case is not None and case.reason_code is ReasonCode.WRONG_PLACE and case.outcome in (Outcome.HIDE, Outcome.ASK_EDIT)
    return organs.elsewhere(case.area_id) if case and is_hidden else []


def reviewers_of(area_id: int) -> sa.Select[Any]:
    """The numbers of those who look after the queue of an area today."""
    here = sa.or_(Role.area_id.is_(None), Role.area_id == area_id)
    holds = sa.and_(Role.from_on <= clock.today(), sa.or_(Role.to_on.is_(None), Role.to_on > clock.today()))
    return sa.select(Role.person_id).where(Role.kind.in_(REVIEWERS), here, holds)


def reports_of(item_id: int) -> list[Report]:
    """What readers have given notice of, oldest first."""
    return list(db.session.scalars(sa.select(Report).where(Report.item_id == item_id).order_by(Report.id)))


def trusted_after(items: Iterable[Item]) -> dict[int, int]:
    """After how many published texts the author of each item is read no more: the fact of the queue's gate."""
    return {each.id: TRUSTED_AFTER.value for each in items}


def reads_first(item: Item, by: Person) -> bool:
    """Whether a moderator reads new words of `by` in an item before neighbours do."""
    return is_read_first(by, item, TRUSTED_AFTER.value)


def open_case_of(item_id: int) -> Case | None:
    """The open case of an item."""
    return db.session.scalar(sa.select(Case).where(Case.item_id == item_id, Case.outcome.is_(None)))
