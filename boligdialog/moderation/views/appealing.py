"""What a decision means to the author, and the appeal against it."""

from datetime import timedelta

from flask import redirect, url_for
from werkzeug.wrappers import Response

from boligdialog.core import clock
from boligdialog.core.access import current_person, found
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.moderation import queries
from boligdialog.moderation.forms import AppealForm
from boligdialog.moderation.rules import why_not_appeal
from boligdialog.moderation.services import appeals
from boligdialog.moderation.settings import APPEAL_ANSWER_DAYS, APPEAL_DAYS
from boligdialog.moderation.views.blueprint import blueprint


@blueprint.route("/afgoerelse/<id:case_id>", methods=["GET", "POST"])
def decision(case_id: int) -> Response:
    """What was decided about one's own text and why, how to put it right, and one press to appeal."""
    case = found(queries.decision(case_id, seen_by=current_person()))
    form = AppealForm()
    if form.is_sent():
        with form.keeping_text():
            appeals.appeal(case, by=current_person(), text=form.text.data or "")
            told(_("Thank you. Somebody else reads it. You hear from us within %(days)d working days.", days=APPEAL_ANSWER_DAYS.value))
            return redirect(url_for(".decision", case_id=case.id), 303)
    return page(
        "moderation/decision.html", form, case=case, appeal=queries.appeal_of(case.id), calls=queries.calls_instead(case),
        why_not=why_not_appeal(current_person(), case), days=APPEAL_ANSWER_DAYS.value,
        until=clock.local_day(case.decided_at + timedelta(days=APPEAL_DAYS)) if case.decided_at else None,
    )  # fmt: skip
