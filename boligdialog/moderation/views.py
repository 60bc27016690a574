"""The queue, and the three decisions."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from boligdialog.core import clock
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.moderation import queries, services
from boligdialog.moderation.forms import DecisionForm, ReasonForm
from boligdialog.moderation.models import Case, ReasonCode
from boligdialog.moderation.rules import why_not_decide, why_not_review
from boligdialog.moderation.settings import REVIEW_DAYS

blueprint = Blueprint("moderation", __name__)


def _queue_page(case: Case | None, form: DecisionForm | None = None, act: str = "") -> Response:
    person = current_person()
    cases = queries.queue(person)
    data: dict[str, Any] = {
        "cases": cases,
        "length": queries.queue_length(person),
        "case": case,
        "act": act,
        "place_no": next((n for n, row in enumerate(cases, 1) if case and row.id == case.id), 0),
        "waited": clock.working_days_between(clock.local_day(case.opened_at), clock.today()) if case else 0,
        "oldest": max((clock.working_days_between(clock.local_day(row.opened_at), clock.today()) for row in cases), default=0),
        "goal": REVIEW_DAYS.value,
        "why_not": why_not_decide(person, case, case.item.author) if case else None,
    }
    return page("moderation/queue.html", form, **data)


@blueprint.route("/koe")
def queue() -> Response:
    """The first case, or that the queue is empty."""
    person = current_person()
    ensure(why_not_review(person))
    first = queries.queue(person, limit=1)
    return _show(first[0].id) if first else _queue_page(None)


@blueprint.route("/koe/<id:case_id>")
def show(case_id: int) -> Response:
    """One case beside the list of all."""
    return _show(case_id)


def _show(case_id: int) -> Response:
    case = found(queries.case(case_id, seen_by=current_person()))
    return _queue_page(case, DecisionForm(formdata=None, data={"version": case.row_version}))


@blueprint.route("/koe/<id:case_id>/vis", methods=["POST"])
def publish(case_id: int) -> Response:
    """Show it to the neighbours."""
    case = found(queries.case(case_id, seen_by=current_person()))
    form = DecisionForm()
    if form.is_sent():
        with form.keeping_text():
            services.publish(case, by=current_person(), version=form.version.data or 0)
            return _next(_("The neighbours can see “%(title)s” now. The author hears of it.", title=case.item.title))
    return _queue_page(case, form)


@blueprint.route("/koe/<id:case_id>/ret", methods=["GET", "POST"])
def ask_edit(case_id: int) -> Response:
    """Ask the author to change something."""
    return _with_reason(
        case_id, "ask_edit", services.ask_edit, lambda title: _("The author of “%(title)s” hears what to change.", title=title)
    )


@blueprint.route("/koe/<id:case_id>/skjul", methods=["GET", "POST"])
def hide(case_id: int) -> Response:
    """Hide it with a reason."""
    return _with_reason(case_id, "hide", services.hide, lambda title: _("“%(title)s” is hidden. The author hears why.", title=title))


def _with_reason(case_id: int, act: str, service: Callable[..., None], said: Callable[[str], str]) -> Response:
    case = found(queries.case(case_id, seen_by=current_person()))
    form = ReasonForm(data={"version": case.row_version})
    if form.is_sent():
        with form.keeping_text():
            service(
                case, by=current_person(), version=form.version.data or 0, reason=ReasonCode(form.reason.data), text=form.text.data or ""
            )
            return _next(said(case.item.title))
    return _queue_page(case, form, act)


def _next(said: str) -> Response:
    told(said)
    return redirect(url_for(".queue"), 303)
