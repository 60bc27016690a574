"""The queue, and the three decisions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import Row
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.core import clock, drafts, limits
from boligdialog.core.access import current_person, ensure, found, identified
from boligdialog.core.i18n import _, lazy_gettext as _l
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.moderation import queries, services
from boligdialog.moderation.forms import DecisionForm, ReasonForm, ReportForm
from boligdialog.moderation.models import Case, Cause, ReasonCode, ReportCode
from boligdialog.moderation.rules import why_not_decide, why_not_report, why_not_review
from boligdialog.moderation.settings import REVIEW_DAYS

blueprint = Blueprint("moderation", __name__)


def _queue_page(case: Case | None, form: DecisionForm | None = None, act: str = "", cases: list[Row] | None = None) -> Response:
    person = current_person()
    cases = queries.queue(person) if cases is None else cases
    data: dict[str, Any] = {
        "cases": cases,
        "length": queries.queue_length(person),
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
    cases = queries.queue(person)
    return _show(cases[0].id, cases) if cases else _queue_page(None)


@blueprint.route("/koe/<id:case_id>")
def show(case_id: int) -> Response:
    """One case beside the list of all."""
    return _show(case_id)


def _show(case_id: int, cases: list[Row] | None = None) -> Response:
    case = found(queries.case(case_id, seen_by=current_person()))
    return _queue_page(case, DecisionForm(formdata=None, data=_versions(case)), cases=cases)


def _versions(case: Case) -> dict[str, int]:
    """What the moderator sees now, for the decision to be about."""
    return {"version": case.row_version, "item_version": case.item.row_version}


@blueprint.route("/giv-besked/<id:item_id>", methods=["GET", "POST"])
@drafts.identify_last(_l("Log in, and the moderators hear of it."))
def report(item_id: int) -> Response:
    """Give the moderators notice of something one has read."""
    person = current_person()
    item = found(content.item(item_id, seen_by=person))
    drafts.ensure_or_wait(why_not_report(person, item))
    form = ReportForm()
    if form.is_sent():
        with form.keeping_text():
            person = identified()
            limits.take("reports", str(person.id), at_most=30, per=timedelta(hours=1))
            services.report(item, by=person, code=ReportCode(form.code.data), text=form.text.data or "")
            told(_("Thank you. A moderator looks at it. It stays where it is until then."))
            return redirect(request.script_root + item.path, 303)
    return page("moderation/report.html", form, item=item)


@blueprint.route("/koe/<id:case_id>/vis", methods=["POST"])
def publish(case_id: int) -> Response:
    """Show it to the neighbours."""
    case = found(queries.case(case_id, seen_by=current_person()))
    form = DecisionForm()
    if form.is_sent():
        with form.keeping_text():
            services.publish(case, by=current_person(), version=form.version.data or 0, item_version=form.item_version.data or 0)
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
    form = ReasonForm(data=_versions(case))
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
