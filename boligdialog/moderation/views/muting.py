"""Keeping the author of something from writing for some days, and the yes of a second person."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.moderation import queries
from boligdialog.moderation.forms import MuteForm
from boligdialog.moderation.models import Case
from boligdialog.moderation.queries import mutes as reading
from boligdialog.moderation.rules import why_not_confirm_mute, why_not_end_mute, why_not_mute, why_not_review
from boligdialog.moderation.services import muting
from boligdialog.moderation.views.blueprint import blueprint


@blueprint.route("/koe/<id:case_id>/pause", methods=["GET", "POST"])
def mute(case_id: int) -> Response:
    """For how long, where, and why."""
    person = current_person()
    case = found(queries.case(case_id, seen_by=person))
    author = found(case.item.author)
    ensure(why_not_mute(person, author, case.area_id))
    form = MuteForm()
    if why_not_mute(person, author, None):
        del form.everywhere
    if form.is_sent():
        with form.keeping_text():
            everywhere = bool(form.everywhere and form.everywhere.data)
            made = muting.mute_person(
                case, days=form.days_no, reason=form.reason.data or "", everywhere=everywhere, by=person, once=form.once.data
            )
            told(_said(case, waits=made.waits))
            return redirect(url_for(".mutes"), 303)
    return page("moderation/mute.html", form, case=case, author=author, of_late=reading.days_of_late(author.id, case.area_id))


def _said(case: Case, *, waits: bool) -> str:
    name = (case.item.author.name if case.item.author else None) or _("A resident")
    if waits:
        return _("Another moderator must say yes before %(name)s is muted. They hear of it now.", name=name)
    return _("%(name)s is muted and hears why.", name=name)


@blueprint.route("/koe/pauser")
def mutes() -> str:
    """Who is muted, and what waits for a yes."""
    person = current_person()
    ensure(why_not_review(person))
    shown = [(each, why_not_confirm_mute(person, each), why_not_end_mute(person, each)) for each in reading.mutes(person)]
    return render_template("moderation/mutes.html", mutes=shown)


@blueprint.route("/koe/pauser/<id:mute_id>/ja", methods=["POST"])
def confirm_mute(mute_id: int) -> Response:
    """The second person says yes."""
    mute_, form = found(reading.mute(mute_id, seen_by=current_person())), Form()
    if form.is_sent():
        muting.confirm_mute(mute_, by=current_person())
        told(_("%(name)s is muted and hears why.", name=mute_.person.name or _("A resident")))
    return redirect(url_for(".mutes"), 303)


@blueprint.route("/koe/pauser/<id:mute_id>/slut", methods=["POST"])
def end_mute(mute_id: int) -> Response:
    """Not any more, or not at all."""
    mute_, form = found(reading.mute(mute_id, seen_by=current_person())), Form()
    if form.is_sent():
        was_on = mute_.is_on
        muting.end_mute(mute_, by=current_person())
        name = mute_.person.name or _("A resident")
        told(_("%(name)s can write again and hears of it.", name=name) if was_on else _("%(name)s is not muted.", name=name))
    return redirect(url_for(".mutes"), 303)
