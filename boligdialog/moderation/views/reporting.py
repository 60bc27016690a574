"""A reader gives the moderators notice."""

from datetime import timedelta

from flask import redirect, request
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.core import drafts, limits
from boligdialog.core.access import current_person, found, identified
from boligdialog.core.i18n import _, lazy_gettext as _l
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.moderation.forms import ReportForm
from boligdialog.moderation.models import ReportCode
from boligdialog.moderation.rules import why_not_report
from boligdialog.moderation.services import reports
from boligdialog.moderation.views.blueprint import blueprint


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
            reports.report(item, by=person, code=ReportCode(form.code.data), text=form.text.data or "")
            told(_("Thank you. A moderator looks at it. It stays where it is until then."))
            return redirect(request.script_root + item.path, 303)
    return page("moderation/report.html", form, item=item)
