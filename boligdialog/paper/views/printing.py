"""Posters and QR codes, open to all who may read what they lead to; slips, for those who hand them out."""

import re
from datetime import timedelta
from typing import Any

from flask import Response as FlaskResponse, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts
from boligdialog.accounts.rules import why_not_see
from boligdialog.content.rules import HANDS_OUT
from boligdialog.core import limits, mail, qr
from boligdialog.core.access import Refused, current_person, ensure, found, public
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

_KINDS = {"o": "area", "i": "idea", "s": "place"}
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
    return render_template("paper/area_posters.html", area=area, places=housing.places(area.id), sheets=_SHEETS)


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


# --- QR codes -------------------------------------------------------------------------------------


@blueprint.route("/q/<code>")
@public
def scanned(code: str) -> Response:
    """What a QR code opens: counts, and leads to the thing; when it is gone, to its area."""
    address = found(_leads_to(code))
    if request.method == "GET" and _is_counted(code):  # not when a messenger asks with HEAD for a preview
        printing.count_scan(code)
    return redirect(address, 302)


def _is_counted(code: str) -> bool:
    """A few times a network: whoever asks again and again writes nothing more."""
    try:
        limits.take_lightly("scans", f"{limits.network()} {code}", at_most=20, per=timedelta(minutes=10))
    except Refused:
        return False
    return True


@blueprint.route("/qr/<code>")
@public
def qr_page(code: str) -> str:
    """A QR code to print, with its short address beneath."""
    found(_leads_to(code))
    person = current_person()
    times = queries.scans(code) if not why_not_print_slips(person, _area_of(code)) else None
    return render_template("paper/qr.html", code=code, name=_name(code), address=_short(code), times=times)


@blueprint.route("/qr/<code>.svg")
@public
def qr_svg(code: str) -> Response:
    """The drawing alone."""
    found(_leads_to(code))
    return FlaskResponse(qr.svg(printing.qr_address(code)), mimetype="image/svg+xml")


def _number(code: str) -> tuple[str, int]:
    """Kind and number of a code such as o12; 404 for what is none."""
    match = re.fullmatch(r"([ois])([1-9][0-9]{0,17})", code)
    if not match:
        abort(404)
    return _KINDS[match[1]], int(match[2])


def _area_of(code: str) -> int:
    """The area of what a code is about."""
    kind, number = _number(code)
    if kind == "area":
        return number
    return found(ideas.idea(number, seen_by=current_person()) if kind == "idea" else queries.place(number)).area_id


def _leads_to(code: str) -> str | None:
    """The page that a code opens. Things that are gone, and what may not be read, lead to their area, which is always open."""
    kind, number = _number(code)
    if kind == "area":
        area = housing.area_by_id(number)
        return url_for("pages.area", slug=area.slug) if area else None
    if kind == "idea":
        return _idea_address(number)
    place = queries.place(number)
    area = housing.area_by_id(place.area_id) if place else None
    if place is None or area is None:
        return None
    is_open = not place.is_retired and not why_not_see(current_person(), area)
    return url_for("ideas.overview", slug=area.slug, sted=place.id) if is_open else url_for("pages.area", slug=area.slug)


def _idea_address(number: int) -> str | None:
    idea = ideas.idea(number, seen_by=current_person())
    return url_for("ideas.show", idea_id=number) if idea else None


def _short(code: str) -> str:
    """The address to type: as short as there is one."""
    kind, number = _number(code)
    path = {"area": lambda: f"/{found(housing.area_by_id(number)).slug}", "idea": lambda: f"/i/{number}", "place": lambda: f"/q/{code}"}[
        kind
    ]()
    return mail.link(path).split("://")[1]


def _name(code: str) -> str:
    """What the code is about."""
    kind, number = _number(code)
    if kind == "area":
        return found(housing.area_by_id(number)).name
    if kind == "idea":
        return found(ideas.idea(number, seen_by=current_person())).title
    place = found(queries.place(number))
    return _("%(place)s in %(area)s", place=place.name, area=found(housing.area_by_id(place.area_id)).name)


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
