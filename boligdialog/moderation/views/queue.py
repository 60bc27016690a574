"""The queue, and one case of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.core import clock
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.templating import page
from boligdialog.moderation import queries
from boligdialog.moderation.forms import DecisionForm
from boligdialog.moderation.models import Case, Cause, Outcome
from boligdialog.moderation.queries import lists
from boligdialog.moderation.rules import why_not_by_state, why_not_decide, why_not_review
from boligdialog.moderation.services.deciding import what_was_decided
from boligdialog.moderation.settings import REVIEW_DAYS
from boligdialog.moderation.views.blueprint import blueprint


def queue_page(case: Case | None, form: DecisionForm | None = None, act: str = "", cases: list[Row] | None = None) -> Response:
    """The list, a case of it, and what can be done with it."""
    person = current_person()
    cases = lists.queue(person) if cases is None else cases
    data: dict[str, Any] = {
        "cases": cases,
        "length": lists.queue_length(person),
        "case": case,
        "act": act,
        "place_no": next((n for n, row in enumerate(cases, 1) if case and row.id == case.id), 0),
        "oldest": _waited(min(row.opened_at for row in cases)) if cases else 0,
        "goal": REVIEW_DAYS.value,
    }
    return page("moderation/queue.html", form, **data, **(_of(case) if case else {}))


def _of(case: Case) -> dict[str, Any]:
    """What the page of a case shows beside the item."""
    change = content.waiting_version(case.item_id) if case.item.is_visible else None
    return {
        "waited": _waited(case.opened_at),
        "reports": queries.reports_of(case.item_id) if case.cause is Cause.REPORTED else [],
        "change": change,
        "why_not": why_not_decide(current_person(), case, case.item.keeper),
        "offered": {each.value for each in Outcome if not why_not_by_state(each, case, has_change=change is not None)},
        "earlier": [(each, what_was_decided(each)) for each in queries.earlier_decisions(case)],
    }


def _waited(since: datetime) -> int:
    return clock.working_days_between(clock.local_day(since), clock.today())


@blueprint.route("/koe")
def queue() -> Response:
    """The first case, or that the queue is empty."""
    person = current_person()
    ensure(why_not_review(person))
    cases = lists.queue(person)
    return _show(cases[0].id, cases) if cases else queue_page(None)


@blueprint.route("/koe/<id:case_id>")
def show(case_id: int) -> Response:
    """One case beside the list of all."""
    return _show(case_id)


@blueprint.route("/koe/<id:case_id>/mere")
def more(case_id: int) -> Response:
    """What else can be done with a case: for phones, where three buttons are at hand."""
    return _show(case_id, act="more")


def _show(case_id: int, cases: list[Row] | None = None, act: str = "") -> Response:
    case = found(queries.case(case_id, seen_by=current_person()))
    return queue_page(case, DecisionForm(formdata=None, data=versions(case)), act, cases)


def versions(case: Case) -> dict[str, int]:
    """What the moderator sees now, for the decision to be about."""
    return {"version": case.row_version, "item_version": case.item.row_version}
