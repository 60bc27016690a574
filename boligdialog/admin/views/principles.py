"""Other words for what we agreed to hold on to, and measures to inspire (rows 19 and 22)."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.admin.forms.governance import MeasureForm, PrincipleForm, spread, words
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.principles import queries, services
from boligdialog.principles.rules import why_not_change_principles


@blueprint.route("/administration/principper")
def principles() -> Response:
    """All ten."""
    ensure(why_not_change_principles(current_person()))
    return page("admin/principles.html", principles=queries.principles())


@blueprint.route("/administration/principper/<id:no>", methods=["GET", "POST"])
def principle(no: int) -> Response:
    """The wording of one, and its measures."""
    person = current_person()
    ensure(why_not_change_principles(person))
    shown = found(queries.principle(no))
    texts = spread(title=shown.title, text=shown.text, source_note=shown.source_note)
    form = PrincipleForm(data={"is_provisional": shown.is_provisional, **texts})
    if form.is_sent():
        with form.keeping_text():
            seen = request.form.get("version", "")
            version = services.change_principle(
                shown, version=int(seen) if seen.isdigit() and len(seen) < 10 else 0, by=person, **form.values()
            )
            told(_("Version %(version)d holds from today. Earlier versions keep their addresses.", version=version))
            return redirect(url_for(".principle", no=no), 303)
    return page("admin/principle.html", form, principle=shown, seen=request.form.get("version", shown.version))


@blueprint.route("/administration/principper/<id:no>/tiltag", methods=["GET", "POST"])
def add_measure(no: int) -> Response:
    """A measure more."""
    person, form = current_person(), MeasureForm()
    ensure(why_not_change_principles(person))
    shown = found(queries.principle(no))
    if form.is_sent():
        with form.keeping_text():
            services.add_measure(shown, text=words(form, "text"), by=person)
            told(_("The measure has been added."))
            return redirect(url_for(".principle", no=no), 303)
    return page("admin/add_measure.html", form, principle=shown)


@blueprint.route("/administration/tiltag/<id:measure_id>", methods=["GET", "POST"])
def measure(measure_id: int) -> Response:
    """Say a measure in another way, take it off the page or show it again."""
    person = current_person()
    ensure(why_not_change_principles(person))
    shown = found(queries.measure(measure_id))
    no, form = shown.principle.no, MeasureForm(data=spread(text=shown.text))
    if form.is_sent():
        with form.keeping_text():
            is_retired = shown.is_retired != (request.form.get("show") == "turn")
            services.change_measure(shown, text=words(form, "text"), is_retired=is_retired, by=person)
            told(_("It is changed."))
            return redirect(url_for(".principle", no=no), 303)
    return page("admin/measure.html", form, measure=shown, no=no)
