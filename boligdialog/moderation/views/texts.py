"""Moderators keep what they have to say often, and use it."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts
from boligdialog.content.rules import REVIEWERS
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _
from boligdialog.core.marks import mark_of
from boligdialog.core.paging import number_in
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.moderation.forms import SavedTextForm
from boligdialog.moderation.models import Case, SavedText
from boligdialog.moderation.queries import texts as queries
from boligdialog.moderation.rules import why_not_keep_text, why_not_review
from boligdialog.moderation.services import texts as services
from boligdialog.moderation.views.blueprint import blueprint


@blueprint.route("/koe/tekster")
def saved_texts() -> str:
    """All of them, as they read in each language."""
    person = current_person()
    ensure(why_not_review(person))
    shown = [(each, queries.examples(each.text, each.area.name if each.area else "")) for each in queries.texts_of(person)]
    return render_template("moderation/texts.html", texts=[(each, read, why_not_keep_text(person, each.area_id)) for each, read in shown])


@blueprint.route("/koe/tekster/ny", methods=["GET", "POST"])
def add_text() -> Response:
    """One more."""
    person = current_person()
    ensure(why_not_review(person))
    form = SavedTextForm()
    areas = accounts.areas_of(person, *REVIEWERS)
    form.offer_areas([(each.id, each.name) for each in areas], everywhere=why_not_keep_text(person, None) is None)
    if form.is_sent() and not request.form.get("preview"):
        with form.keeping_text():
            services.add_text(area_id=form.area_id, **form.said, by=person, once=form.once.data)
            told(_("The text is saved."))
            return redirect(url_for(".saved_texts"), 303)
    return _form_page(form, None, next((each.name for each in areas if str(each.id) == form.area.data), ""))


@blueprint.route("/koe/tekster/<id:text_id>", methods=["GET", "POST"])
def change_text(text_id: int) -> Response:
    """Say it in another way."""
    person = current_person()
    saved = found(queries.text(text_id, seen_by=person))
    ensure(why_not_keep_text(person, saved.area_id))
    data = {"name": saved.name, "reason": saved.reason_code or "", "text_da": saved.text.da, "text_en": saved.text.en}
    form = SavedTextForm(data=data | {"seen": mark_of(saved)})
    del form.area
    if form.is_sent() and not request.form.get("preview"):
        with form.keeping_text():
            services.change_text(saved, **form.said, by=person, seen=form.seen.data)
            told(_("The text is saved."))
            return redirect(url_for(".saved_texts"), 303)
    return _form_page(form, saved, saved.area.name if saved.area else "")


def _form_page(form: SavedTextForm, saved: SavedText | None, area: str) -> Response:
    """The form; below it how the text reads, when that was asked for and can be said."""
    wants = request.method == "POST" and request.form.get("preview") and not form.errors
    return page("moderation/text.html", form, saved=saved, read=queries.examples(form.said["text"], area) if wants else [])


@blueprint.route("/koe/tekster/<id:text_id>/slet", methods=["GET", "POST"])
def remove_text(text_id: int) -> Response:
    """Offer it no more; asks once."""
    person = current_person()
    saved = found(queries.text(text_id, seen_by=person))
    ensure(why_not_keep_text(person, saved.area_id))
    form = Form()
    if form.is_sent():
        with form.keeping_text():
            services.remove_text(saved, by=person)
            told(_("The text is deleted."))
            return redirect(url_for(".saved_texts"), 303)
    return page("moderation/remove_text.html", form, saved=saved)


def chosen_text(case: Case) -> dict[str, str]:
    """What the saved text that the address names fills in, as its receiver reads it."""
    number = number_in("tekst", 1, 10**17)
    if number is None:
        return {}
    saved = found(next((each for each in queries.offered(case) if each.id == number), None))
    return {"text": queries.for_receiver(saved, case)} | ({"reason": saved.reason_code} if saved.reason_code else {})
