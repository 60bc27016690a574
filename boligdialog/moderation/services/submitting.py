"""What authors do: send to review, change what waits, take it back."""

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content import services as content
from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock
from boligdialog.core.access import refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.moderation import queries
from boligdialog.moderation.events import ReviewAsked
from boligdialog.moderation.models import Case, Cause, Outcome
from boligdialog.moderation.queries.findings import findings
from boligdialog.moderation.rules import FIRST, priority_by_text, rank_of
from boligdialog.moderation.settings import REVIEW_DAYS

#: What its author can put right; then it comes back to the front of the queue (row 126).
GIVEN_BACK = (ItemState.RETURNED, ItemState.HIDDEN)


@atomic
def submit(item: Item, *, by: Person, read_first: bool = False) -> None:
    """Send an item on its way: to a moderator first, or straight to the neighbours, as its area wants it.

    read_first: something in it (people in a picture, a phone number) wants a moderator's eye whatever the area wants.
    Who speaks for a body is not read first: the body answers for its words. What was hidden keeps its place, hidden, until then.
    """
    was_returned = item.state in GIVEN_BACK
    if was_returned and _is_read_already(item):
        words_changed(item)
        return
    if was_returned or read_first or queries.reads_first(item, by):
        if item.state is not ItemState.HIDDEN:
            content.move(item, ItemState.PENDING)
        case = _open_case(item, Cause.FIXED if was_returned else Cause.PENDING, by)
        content.set_next(item, kind="review", on=case.due_on)
    else:
        content.publish(item, by=by)


def _is_read_already(item: Item) -> bool:
    """Whether a moderator reads it already, and sees the new words. An appeal is about the words as they were."""
    case = queries.open_case_of(item.id)
    if case and case.cause is Cause.APPEALED:
        refuse("appealed", _("Somebody is looking at your appeal."), _("Wait for the answer before you change the text."), status=409)
    return case is not None


def _open_case(item: Item, cause: Cause, by: Person) -> Case:
    """What its author has put right is for the moderator who asked for it, and first in the queue of all (row 126)."""
    due, now = clock.add_working_days(clock.today(), REVIEW_DAYS.value), clock.now()
    asked, priority = (_who_asked(item), FIRST) if cause is Cause.FIXED else (None, 0)
    priority = max(priority, priority_by_text(findings(item)))
    case = Case(
        item_id=item.id, area_id=item.area_id, cause=cause, priority=priority, rank=rank_of(priority, clock.today()), opened_at=now,
        due_on=due, assignee_id=asked,
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    record(ReviewAsked(by_id=by.id, item_id=item.id, case_id=case.id))
    return case


def _who_asked(item: Item) -> int | None:
    decided = sa.select(Case.decided_by_id).where(Case.item_id == item.id, Case.decided_by_id.is_not(None))
    return db.session.scalar(decided.order_by(Case.id.desc()).limit(1))


@atomic
def submit_again(item: Item, *, by: Person) -> None:
    """Take words that were rewritten away from the neighbours until a moderator has read them; a case that is open takes them in."""
    content.move(item, ItemState.PENDING)
    case = queries.open_case_of(item.id)
    if case:
        words_changed(item)
    case = case or _open_case(item, Cause.PENDING, by)
    content.set_next(item, kind="review", on=case.due_on)


@atomic
def submit_change(item: Item, *, by: Person) -> None:
    """Have the words that wait beside published ones read; the case that is open about them takes them in (decision 0012)."""
    if queries.open_case_of(item.id):
        words_changed(item)
    else:
        _open_case(item, Cause.CHANGED, by)


@atomic
def words_changed(item: Item) -> None:
    """Look at the new words of what waits: what is found in them may bring it up the queue, never down."""
    higher = priority_by_text(findings(item))
    lower = (Case.item_id == item.id, Case.outcome.is_(None), Case.priority < higher)
    changed(sa.update(Case).where(*lower).values(priority=higher, rank=Case.rank + Case.priority - higher))


@atomic
def drop_change(item: Item) -> bool:
    """No other words wait any more; the case about them closes, unless a reader gave notice too. Whether something waited."""
    text_changed(item)
    mine = sa.update(Case).where(Case.item_id == item.id, Case.outcome.is_(None), Case.cause == Cause.CHANGED)
    changed(mine.values(outcome=Outcome.CLOSED, decided_at=clock.now(), row_version=Case.row_version + 1))
    return content.drop_waiting(item)


@atomic
def text_changed(item: Item) -> None:
    """The author changed what a moderator may be reading: a decision on the old text is refused with 409."""
    changed(sa.update(Case).where(Case.item_id == item.id, Case.outcome.is_(None)).values(row_version=Case.row_version + 1))


@atomic
def close_case_of(item: Item) -> None:
    """The author took it back: nobody need look at it."""
    mine = sa.update(Case).where(Case.item_id == item.id, Case.outcome.is_(None))
    changed(mine.values(outcome=Outcome.CLOSED, decided_at=clock.now(), row_version=Case.row_version + 1))
