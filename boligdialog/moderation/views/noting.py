"""What moderators write to each other about a case."""

from datetime import timedelta

from flask import redirect, url_for
from werkzeug.wrappers import Response

from boligdialog.core import limits
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.moderation import queries
from boligdialog.moderation.forms import NoteForm
from boligdialog.moderation.queries import notes as reading
from boligdialog.moderation.rules import why_not_note
from boligdialog.moderation.services.notes import write_note
from boligdialog.moderation.views.blueprint import blueprint


@blueprint.route("/koe/<id:case_id>/noter", methods=["GET", "POST"])
def notes(case_id: int) -> Response:
    """The notes on a case, and one more."""
    person = current_person()
    case = found(queries.case(case_id, seen_by=person))
    ensure(why_not_note(person, case, case.item.keeper))
    form = NoteForm()
    form.offer_colleagues(
        [(each.id, f"{each.name or _('No name')}, {role.kind.label}") for each, role in reading.colleagues(case, person).items()]
    )
    if form.is_sent():
        with form.keeping_text():
            limits.take("notes", str(person.id), at_most=60, per=timedelta(hours=1))
            write_note(case, text=form.text.data or "", asked=form.asked_ids, by=person, once=form.once.data)
            told(_("Your note is saved."))
            return redirect(url_for(".notes", case_id=case.id), 303)
    return page("moderation/notes.html", form, case=case, notes=reading.notes(case))
