"""Submitting to review, and the three decisions."""

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content import queries as things, services as content
from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock, i18n
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db, inserted
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.text import tidy
from boligdialog.moderation import queries
from boligdialog.moderation.events import ChangeDeclined, ChangeShown, EditAsked, ItemHidden, ItemKept, ItemReported, ReviewAsked
from boligdialog.moderation.models import Case, Cause, Outcome, ReasonCode, Report, ReportCode
from boligdialog.moderation.rules import priority_of, why_not_decide, why_not_report
from boligdialog.moderation.settings import REVIEW_DAYS


@atomic
def submit(item: Item, *, by: Person, read_first: bool = False) -> None:
    """Send an item on its way: to a moderator first, or straight to the neighbours, as its area wants it.

    read_first: something in it (people in a picture, a phone number) wants a moderator's eye whatever the area wants.
    Who speaks for a body is not read first: the body answers for its words.
    """
    was_returned = item.state is ItemState.RETURNED
    if was_returned or read_first or queries.reads_first(item, by):
        content.move(item, ItemState.PENDING)
        case = _open_case(item, Cause.FIXED if was_returned else Cause.PENDING, by)
        content.set_next(item, kind="review", on=case.due_on)
    else:
        content.publish(item, by=by)


def _open_case(item: Item, cause: Cause, by: Person) -> Case:
    due = clock.add_working_days(clock.today(), REVIEW_DAYS.value)
    case = Case(
        item_id=item.id, area_id=item.area_id, cause=cause, priority=50 if cause is Cause.FIXED else 0, opened_at=clock.now(), due_on=due
    )
    db.session.add(case)
    db.session.flush()
    record(ReviewAsked(by_id=by.id, item_id=item.id, case_id=case.id))
    return case


@atomic
def submit_again(item: Item, *, by: Person) -> None:
    """Take words that were rewritten away from the neighbours until a moderator has read them; a case that is open takes them in."""
    content.move(item, ItemState.PENDING)
    case = queries.open_case_of(item.id) or _open_case(item, Cause.PENDING, by)
    content.set_next(item, kind="review", on=case.due_on)


@atomic
def submit_change(item: Item, *, by: Person) -> None:
    """Have the words that wait beside published ones read; the case that is open about them takes them in (decision 0012)."""
    if queries.open_case_of(item.id) is None:
        _open_case(item, Cause.CHANGED, by)


@atomic
def drop_change(item: Item) -> bool:
    """No other words wait any more; the case about them closes, unless a reader gave notice too. Whether something waited."""
    text_changed(item)
    mine = sa.update(Case).where(Case.item_id == item.id, Case.outcome.is_(None), Case.cause == Cause.CHANGED)
    changed(mine.values(outcome=Outcome.CLOSED, decided_at=clock.now(), row_version=Case.row_version + 1))
    return content.drop_waiting(item)


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
    case = {"item_id": item.id, "area_id": item.area_id, "cause": Cause.REPORTED, "priority": priority}
    if not inserted(Case, **case, opened_at=clock.now(), due_on=due, row_version=1):  # one is open already: it goes up
        higher = sa.case((Case.priority < priority, priority), else_=Case.priority)
        changed(mine.values(cause=Cause.REPORTED, priority=higher))
    record(ItemReported(by_id=by.id, item_id=item.id, code=code.value))
    return True


@atomic
def publish(case: Case, *, by: Person, version: int, item_version: int | None = None) -> None:
    """Show it to the neighbours, or leave what they see as it is. Refused with 409 and who did what when somebody was quicker.

    item_version: the row_version of the item that `by` read; a translation that came in since then has been read by nobody.
    What waits beside published words is what is shown.
    """
    _decide(case, Outcome.PUBLISH, by=by, version=version)
    if case.item.state is ItemState.PUBLISHED and things.waiting_version(case.item_id):
        content.show_waiting(case.item, version=item_version)
        record(ChangeShown(by_id=by.id, item_id=case.item_id, case_id=case.id))
    elif case.item.is_visible:
        record(ItemKept(by_id=by.id, item_id=case.item_id, case_id=case.id))
    else:
        content.publish(case.item, by=by, version=item_version)


@atomic
def ask_edit(case: Case, *, by: Person, version: int, reason: ReasonCode, text: str) -> None:
    """Give it back to its author with what to change. Of published words the old ones stay, and the new ones stay the author's."""
    is_change = things.waiting_version(case.item_id) is not None
    if case.item.is_visible and not is_change:
        refuse("published", _("The neighbours can see it. Leave it as it is, or hide it with a reason."), status=409)
    _decide(case, Outcome.ASK_EDIT, by=by, version=version, reason=reason, text=text)
    if is_change:
        content.decline_waiting(case.item)
        record(ChangeDeclined(by_id=by.id, item_id=case.item_id, case_id=case.id))
        return
    content.move(case.item, ItemState.RETURNED)
    content.set_next(case.item, kind="edit", on=None)
    record(EditAsked(by_id=by.id, item_id=case.item_id, case_id=case.id))


@atomic
def hide(case: Case, *, by: Person, version: int, reason: ReasonCode, text: str) -> None:
    """Hide it, with a reason that its author reads."""
    _decide(case, Outcome.HIDE, by=by, version=version, reason=reason, text=text)
    content.move(case.item, ItemState.HIDDEN)
    content.set_next(case.item, kind=None, on=None)
    record(ItemHidden(by_id=by.id, item_id=case.item_id, case_id=case.id))


@atomic
def text_changed(item: Item) -> None:
    """The author changed what a moderator may be reading: a decision on the old text is refused with 409."""
    changed(sa.update(Case).where(Case.item_id == item.id, Case.outcome.is_(None)).values(row_version=Case.row_version + 1))


@atomic
def close_case_of(item: Item) -> None:
    """The author took it back: nobody need look at it."""
    mine = sa.update(Case).where(Case.item_id == item.id, Case.outcome.is_(None))
    changed(mine.values(outcome=Outcome.CLOSED, decided_at=clock.now(), row_version=Case.row_version + 1))


def _decide(case: Case, outcome: Outcome, *, by: Person, version: int, reason: ReasonCode | None = None, text: str | None = None) -> None:
    ensure(why_not_decide(by, case, case.item.keeper))
    if outcome is not Outcome.PUBLISH and not (reason and text and tidy(text)):
        refuse("no_reason", _("Choose a reason and write what the author can do."), status=422)
    mine = sa.update(Case).where(Case.id == case.id, Case.outcome.is_(None), Case.row_version == version)
    values = {
        "outcome": outcome,
        "reason_code": reason,
        "public_text": tidy(text) if text else None,
        "decided_by_id": by.id,
        "decided_at": clock.now(),
    }
    if not changed(mine.values(row_version=Case.row_version + 1, **values)):
        db.session.refresh(case)
        _refuse_stale(case)
    db.session.refresh(case)


def _refuse_stale(case: Case) -> None:
    """Say who did what and when, so that nobody wonders where their decision went."""
    who, at = (case.decided_by.name if case.decided_by else None) or _("A moderator"), i18n.when(case.decided_at) if case.decided_at else ""
    text = {
        Outcome.PUBLISH: _("%(name)s showed it to the neighbours %(when)s.", name=who, when=at),
        Outcome.ASK_EDIT: _("%(name)s asked for a change %(when)s.", name=who, when=at),
        Outcome.HIDE: _("%(name)s hid it %(when)s.", name=who, when=at),
        Outcome.CLOSED: _("The author deleted it %(when)s.", when=at),
        None: _("The case has changed since you opened it."),
    }[case.outcome]
    refuse("stale", text, _("Your decision was not carried out."), status=409)
