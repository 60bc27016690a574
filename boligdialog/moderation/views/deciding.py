"""The three decisions."""

from collections.abc import Callable

from flask import redirect, url_for
from werkzeug.wrappers import Response

from boligdialog.core.access import current_person, found
from boligdialog.core.i18n import _
from boligdialog.core.web import told
from boligdialog.moderation import queries
from boligdialog.moderation.forms import DecisionForm, ReasonForm
from boligdialog.moderation.models import ReasonCode
from boligdialog.moderation.services import review
from boligdialog.moderation.views.blueprint import blueprint
from boligdialog.moderation.views.queue import queue_page, versions


@blueprint.route("/koe/<id:case_id>/vis", methods=["POST"])
def publish(case_id: int) -> Response:
    """Show it to the neighbours."""
    case = found(queries.case(case_id, seen_by=current_person()))
    form = DecisionForm()
    if form.is_sent():
        with form.keeping_text():
            review.publish(case, by=current_person(), version=form.version.data or 0, item_version=form.item_version.data or 0)
            return _next(_("The neighbours can see “%(title)s” now. The author hears of it.", title=case.item.title))
    return queue_page(case, form)


@blueprint.route("/koe/<id:case_id>/ret", methods=["GET", "POST"])
def ask_edit(case_id: int) -> Response:
    """Ask the author to change something."""
    return _with_reason(
        case_id, "ask_edit", review.ask_edit, lambda title: _("The author of “%(title)s” hears what to change.", title=title)
    )


@blueprint.route("/koe/<id:case_id>/skjul", methods=["GET", "POST"])
def hide(case_id: int) -> Response:
    """Hide it with a reason."""
    return _with_reason(case_id, "hide", review.hide, lambda title: _("“%(title)s” is hidden. The author hears why.", title=title))


def _with_reason(case_id: int, act: str, service: Callable[..., None], said: Callable[[str], str]) -> Response:
    case = found(queries.case(case_id, seen_by=current_person()))
    form = ReasonForm(data=versions(case))
    if form.is_sent():
        with form.keeping_text():
            service(
                case, by=current_person(), version=form.version.data or 0, reason=ReasonCode(form.reason.data), text=form.text.data or ""
            )
            return _next(said(case.item.title))
    return queue_page(case, form, act)


def _next(said: str) -> Response:
    told(said)
    return redirect(url_for(".queue"), 303)
