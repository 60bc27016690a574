"""How the house runs, in words, for administrators of all areas."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.admin.queries import running
from boligdialog.admin.rules import why_not_tend
from boligdialog.admin.services import running as services
from boligdialog.admin.views import words
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core import health, seals
from boligdialog.core.access import current_person, ensure
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told


@blueprint.route("/administration/drift")
def tend() -> Response:
    """What health sees, what was given up, and what the nightly check found (rows 165, 214)."""
    ensure(why_not_tend(current_person()))
    return page(
        "admin/running.html", vitals=health.vitals(), deliveries=running.dead_deliveries(), mails=running.dead_mails(),
        most=running.MOST, results=running.check_results(), seal=seals.last_seal(),
        kind_words=words.kind_words, check_words=words.check_words,
    )  # fmt: skip


@blueprint.route("/administration/drift/mail/<id:mail_id>", methods=["POST"])
def retry_mail(mail_id: int) -> Response:
    """Send a mail once more."""
    if Form().is_sent():
        _say(services.retry_mail(mail_id, by=current_person()))
    return redirect(url_for(".tend"), 303)


@blueprint.route("/administration/drift/levering/<id:event_id>", methods=["POST"])
def retry_delivery(event_id: int) -> Response:
    """Let a listener try once more."""
    if Form().is_sent():
        _say(services.retry_delivery(event_id, request.form.get("listener", ""), by=current_person()))
    return redirect(url_for(".tend"), 303)


def _say(was_dead: bool) -> None:
    told(_("It is tried again within a minute.") if was_dead else _("Somebody was quicker: it is no longer given up."))
