"""Translating an item, and taking a translation away."""

from datetime import timedelta

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.core import limits
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _, language_name
from boligdialog.core.joints import facts_for
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.translations import queries, services
from boligdialog.translations.forms import TranslateForm
from boligdialog.translations.models import version_of
from boligdialog.translations.rules import why_not_remove_translation, why_not_translate

blueprint = Blueprint("translations", __name__)


@blueprint.route("/ideer/<id:item_id>/oversaet/<any(da, en):lang>", methods=["GET", "POST"])
def translate(item_id: int, lang: str) -> Response:
    """The original, and the fields for the same in another language."""
    item, person = found(content.item(item_id, seen_by=current_person())), current_person()
    if request.method == "GET":
        ensure(why_not_translate(person, item, lang, facts_for([item])))
    ensure(why_not_remove_translation(person, item))  # what is sent is kept on the page that says no
    there = queries.translation(item.id, lang)
    form = TranslateForm.of(item, lang, there)
    if form.is_sent():
        with form.keeping_text():
            limits.take("translations", str(person.id), at_most=60, per=timedelta(days=1))
            services.translate_item(item, lang=lang, by=person, seen=form.seen.data, **form.words)
            told(_("The translation into %(language)s is saved.", language=language_name(lang)))
            return redirect(request.script_root + item.path, 303)
    if form.refusal:
        form.seen.data = version_of(item)  # the page that says no shows the original of now
    return page("translations/translate.html", form, item=item, into=lang, there=there)


@blueprint.route("/ideer/<id:item_id>/oversaet/<any(da, en):lang>/slet", methods=["GET", "POST"])
def remove(item_id: int, lang: str) -> Response:
    """Take a translation away; asks once."""
    item, person = found(content.item(item_id, seen_by=current_person())), current_person()
    ensure(why_not_remove_translation(person, item))
    there, form = found(queries.translation(item.id, lang)), Form()
    if form.is_sent():
        with form.keeping_text():
            services.remove_translation(item, lang=lang, by=person)
            told(_("The translation into %(language)s is deleted.", language=language_name(lang)))
            return redirect(request.script_root + item.path, 303)
    return page("translations/remove.html", form, item=item, there=there)
