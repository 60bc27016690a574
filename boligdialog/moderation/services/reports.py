"""What readers give the moderators notice of."""

from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.core import clock
from boligdialog.core.access import ensure
from boligdialog.core.db import atomic, changed, inserted
from boligdialog.core.events import record
from boligdialog.core.text import tidy
from boligdialog.moderation import queries
from boligdialog.moderation.events import ItemReported
from boligdialog.moderation.models import Case, Cause, Report, ReportCode
from boligdialog.moderation.rules import priority_of, rank_of, why_not_report
from boligdialog.moderation.settings import REVIEW_DAYS


@atomic
def report(item: Item, *, by: Person, code: ReportCode, text: str) -> bool:
    """Give the moderators notice of something, once each; it is never hidden by that (row 121). Whether it was new."""
    ensure(why_not_report(by, item))
    mine = sa.update(Case).where(Case.item_id == item.id, Case.outcome.is_(None))
    changed(mine.values(row_version=Case.row_version))  # the case first, as in every decision
    words = {"code": code, "text": tidy(text)[:500]}
    if not inserted(Report, item_id=item.id, person_id=by.id, household_id=by.home_in(item.area_id), at=clock.now(), **words):
        return False
    due, reports = clock.add_working_days(clock.today(), REVIEW_DAYS.value), queries.reports_of(item.id)
    homes = {each.household_id or f"person {each.person_id}" for each in reports}
    priority = priority_of((each.code for each in reports), len(homes))
    case = {"item_id": item.id, "area_id": item.area_id, "cause": Cause.REPORTED, "priority": priority, "is_late": False}
    rank = rank_of(priority, clock.today())
    if not inserted(Case, **case, rank=rank, opened_at=clock.now(), due_on=due, row_version=1):  # one is open already: it goes up
        higher = sa.case((Case.priority < priority, priority), else_=Case.priority)
        changed(mine.values(cause=_reported(), priority=higher, rank=Case.rank + Case.priority - higher))
    record(ItemReported(by_id=by.id, item_id=item.id, code=code.value))
    return True


def _reported() -> Any:
    """An appeal stays one; all else is read for the notice's sake."""
    return sa.case((Case.cause == Cause.APPEALED, Case.cause), else_=sa.literal(Cause.REPORTED, Case.cause.type))
