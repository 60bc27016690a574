"""Posters, open to all who may read what they lead to; slips, for those who hand them out."""

from typing import Any

from flask import abort, render_template
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts
from boligdialog.content.rules import HANDS_OUT
from boligdialog.core.access import current_person, ensure, found, public
from boligdialog.core.forms import options
from boligdialog.core.i18n import _, language
from boligdialog.core.templating import page
from boligdialog.housing import queries as housing
from boligdialog.ideas import queries as ideas
from boligdialog.paper import queries
from boligdialog.paper.forms import SlipsForm
from boligdialog.paper.rules import why_not_poster, why_not_print_slips
from boligdialog.paper.services import printing
from boligdialog.paper.views.blueprint import blueprint
from boligdialog.paper.views.letters import pdf_answer

_SHEETS = ("da-a4", "da-a3", "en-a4", "en-a3")


# --- posters --------------------------------------------------------------------------------------


@blueprint.route("/administration/plakater")
def posters() -> str:
    """The areas whose posters somebody may hang."""
    ensure(why_not_print_slips(current_person()))
    return render_template("paper/posters.html", areas=accounts.areas_of(current_person(), *HANDS_OUT))


@blueprint.route("/<slug:slug>/plakat")
@public
def area_posters(slug: str) -> str:
    """The posters of an area, and its QR codes."""
    area = found(housing.area(slug))
    entrances = {} if why_not_print_slips(current_person(), area.id) else queries.entrance_codes(area.id)
    times, places = queries.scans_of(entrances), housing.places(area.id)
    return render_template("paper/area_posters.html", area=area, places=places, entrances=entrances, times=times, sheets=_SHEETS)


@blueprint.route("/<slug:slug>/plakat/<sheet>.pdf")
@public
def area_poster(slug: str, sheet: str) -> Response:
    """One of them."""
    area, (lang, size) = found(housing.area(slug)), _sheet(sheet)
    return pdf_answer(printing.area_poster(area, lang=lang, size=size), f"plakat-{area.slug}-{lang}-{size}")


@blueprint.route("/ideer/<id:idea_id>/plakat")
@public
def idea_posters(idea_id: int) -> str:
    """The posters of an idea."""
    read = found(ideas.reading(language(), idea_id, seen_by=current_person()))
    ensure(why_not_poster(read.idea))
    return render_template("paper/idea_posters.html", idea=read.idea, shown=read.translation or read.idea, sheets=_SHEETS)


@blueprint.route("/ideer/<id:idea_id>/plakat/<sheet>.pdf")
@public
def idea_poster(idea_id: int, sheet: str) -> Response:
    """One of them."""
    lang, size = _sheet(sheet)
    read = found(ideas.reading(lang, idea_id, seen_by=current_person()))
    return pdf_answer(printing.idea_poster(read, lang=lang, size=size), f"plakat-{read.idea.ref}-{lang}-{size}")


def _sheet(word: str) -> tuple[str, str]:
    """Language and size of a poster, by the word in its address."""
    if word not in _SHEETS:
        abort(404)
    return word[:2], word[3:]


# --- slips ----------------------------------------------------------------------------------------


@blueprint.route("/administration/sedler", methods=["GET", "POST"])
def slips() -> Response:
    """For which area, and how many."""
    person = current_person()
    ensure(why_not_print_slips(person))
    areas = accounts.areas_of(person, *HANDS_OUT)
    form = SlipsForm(data=_first(areas))
    form.area.choices = options(("", _("Choose an area")), *((area.id, area.name) for area in areas))
    if form.is_sent():
        with form.keeping_text():
            area = next(each for each in areas if str(each.id) == form.area.data)
            made = printing.print_slips(area, number=int(form.number.data), lang=form.lang.data, by=person)
            return pdf_answer(made, f"sedler-{area.slug}", is_secret=True)
    return page("paper/slips.html", form)


def _first(areas: list[Any]) -> dict[str, str]:
    """What is chosen beforehand: the one area there is."""
    return {"area": str(areas[0].id)} if len(areas) == 1 else {}
