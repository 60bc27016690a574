"""QR codes: open to all who may read what they lead to; those of entrances to those who hand out paper (features.md row 172)."""

import re
from dataclasses import dataclass
from datetime import timedelta

from flask import Response as FlaskResponse, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts.rules import why_not_see
from boligdialog.core import limits, mail, qr
from boligdialog.core.access import Refused, current_person, ensure, found, public
from boligdialog.core.i18n import _
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.ideas import queries as ideas
from boligdialog.paper import queries
from boligdialog.paper.rules import why_not_print_slips
from boligdialog.paper.services import printing
from boligdialog.paper.views.blueprint import blueprint

_CODE = re.compile(r"([ois])([1-9][0-9]{0,17})|(e)([1-9][0-9]{0,9})x[0-9a-f]{8}", re.ASCII)


@dataclass(frozen=True)
class Target:
    """What a code is about: its area, its name, the page it opens, and a short address to type instead."""

    area: Area
    name: str
    page: str
    typed: str
    is_known: bool = True  # an entrance that is there now
    is_open: bool = True  # its name may be read by all; where homes lie is for those who hand out paper


@blueprint.route("/q/<code>")
@public
def scanned(code: str) -> Response:
    """What a QR code opens: counts, and leads to the thing; when it is gone, to its area."""
    target = found(_target(code))
    if request.method == "GET" and target.is_known and _is_counted(code):  # not when a messenger asks with HEAD for a preview
        printing.count_scan(code)
    return redirect(target.page, 302)


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
    target = _printable(code)
    times = None if why_not_print_slips(current_person(), target.area.id) else queries.scans(code)
    return render_template("paper/qr.html", code=code, name=target.name, address=mail.link(target.typed).split("://")[1], times=times)


@blueprint.route("/qr/<code>.svg")
@public
def qr_svg(code: str) -> Response:
    """The drawing alone."""
    _printable(code)
    return FlaskResponse(qr.svg(printing.qr_address(code)), mimetype="image/svg+xml")


def _printable(code: str) -> Target:
    """What a code is about, for whoever wants to print it."""
    target = found(_target(code))
    if not target.is_open:
        ensure(why_not_print_slips(current_person(), target.area.id))
    return target


def _target(code: str) -> Target | None:
    """What a code such as o12 is about; None when there is no such thing, or the reader may not know of it."""
    match = _CODE.fullmatch(code)
    if not match:
        return None
    kind, number = match[1] or match[3], int(match[2] or match[4])
    if kind == "o":
        return _area(number)
    if kind == "i":
        return _idea(number)
    return _place(number, code) if kind == "s" else _entrance(number, code)


def _area(number: int) -> Target | None:
    area = housing.area_by_id(number)
    return Target(area, area.name, _page_of(area), f"/{area.slug}") if area else None


def _idea(number: int) -> Target | None:
    idea = ideas.idea(number, seen_by=current_person())
    return Target(idea.area, idea.title, url_for("ideas.show", idea_id=number), f"/i/{number}") if idea else None


def _place(number: int, code: str) -> Target | None:
    """The ideas about a place; when it is retired, or closed to this reader, its area, which is always open."""
    place = queries.place(number)
    area = housing.area_by_id(place.area_id) if place else None
    if place is None or area is None:
        return None
    is_shown = not place.is_retired and not why_not_see(current_person(), area)
    page = url_for("ideas.overview", slug=area.slug, sted=place.id) if is_shown else _page_of(area)
    return Target(area, _("%(place)s in %(area)s", place=place.name, area=area.name), page, f"/q/{code}")


def _entrance(section_id: int, code: str) -> Target | None:
    """The area: what differs is only how often this one was opened."""
    section = housing.section(section_id)
    if section is None:
        return None
    name = queries.entrance_codes(section.area_id).get(code)
    is_known = name is not None
    return Target(section.area, name or section.name, _page_of(section.area), f"/{section.area.slug}", is_known=is_known, is_open=False)


def _page_of(area: Area) -> str:
    return url_for("pages.area", slug=area.slug)
