"""Reads of cases, and of what readers gave notice of."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.content.rules import REVIEWERS
from boligdialog.core.db import db
from boligdialog.moderation.models import Case, ReasonCode, Report
from boligdialog.moderation.rules import is_read_first
from boligdialog.moderation.settings import TRUSTED_AFTER
from boligdialog.organs import queries as organs
from boligdialog.organs.models import Route

_WHOLE = (joinedload(Case.item).joinedload(Item.area), joinedload(Case.item).joinedload(Item.author).lazyload("*"))


def case(case_id: int, *, seen_by: Person | None) -> Case | None:
    """A case, for moderators of its area."""
    found = db.session.get(Case, case_id, options=_WHOLE)
    return found if found and seen_by and seen_by.has_role(*REVIEWERS, area_id=found.area_id) else None


def case_by_id(case_id: int) -> Case | None:
    """A case, for the notice about it."""
    return db.session.get(Case, case_id)


def last_decisions(item_ids: Iterable[int]) -> dict[int, Case]:
    """The last decision on each item: what its author must hear."""
    decided = sa.select(Case).where(Case.item_id.in_(list(item_ids)), Case.outcome.is_not(None)).order_by(Case.id)
    return {each.item_id: each for each in db.session.scalars(decided)}


def calls_instead(case: Case | None) -> list[Route]:
    """Whom the author may call when the decision was that it belongs elsewhere (features.md row 30)."""
    return organs.elsewhere(case.area_id) if case and case.reason_code is ReasonCode.WRONG_PLACE else []


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
