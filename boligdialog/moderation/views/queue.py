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
from boligdialog.moderation.models import Case, Cause
from boligdialog.moderation.queries import lists
from boligdialog.moderation.rules import why_not_decide, why_not_review
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
        "waited": _waited(case.opened_at) if case else 0,
        "oldest": _waited(min(row.opened_at for row in cases)) if cases else 0,
        "reports": queries.reports_of(case.item_id) if case and case.cause is Cause.REPORTED else [],
        "change": content.waiting_version(case.item_id) if case and case.item.is_visible else None,
        "goal": REVIEW_DAYS.value,
        "why_not": why_not_decide(person, case, case.item.keeper) if case else None,
    }
    return page("moderation/queue.html", form, **data)


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


def _show(case_id: int, cases: list[Row] | None = None) -> Response:
    case = found(queries.case(case_id, seen_by=current_person()))
    return queue_page(case, DecisionForm(formdata=None, data=versions(case)), cases=cases)


def versions(case: Case) -> dict[str, int]:
    """What the moderator sees now, for the decision to be about."""
    return {"version": case.row_version, "item_version": case.item.row_version}
