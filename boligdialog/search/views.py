"""The page of a search, and what is shown to somebody who writes an idea."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts.rules import why_not_see
from boligdialog.core.access import current_person, ensure, found, public
from boligdialog.core.i18n import address_in, language
from boligdialog.core.paging import decode_cursor, encode_cursor, number_in, refuse_unknown
from boligdialog.core.templating import page
from boligdialog.housing import queries as housing
from boligdialog.search import queries
from boligdialog.search.queries import Cursor, Hits
from boligdialog.search.rules import why_not_find
from boligdialog.search.settings import COUNTED, MOST

blueprint = Blueprint("search", __name__)


@blueprint.route("/soeg")
@public
def find() -> Response:
    """What has these words, in all areas or in one; a reference such as BD-2026-0123 leads to its page."""
    refuse_unknown("q", "omraade", "efter")
    text, slug, person = request.args.get("q", "").strip(), request.args.get("omraade", ""), current_person()
    item = queries.opened(text, seen_by=person)
    if item:
        return redirect(address_in(language(), item.path), 303)
    area = found(housing.area(slug)) if slug else None
    ensure(why_not_see(person, area) if area else None)
    reason = why_not_find(text)
    hits = Hits([]) if reason else queries.find(text, seen_by=person, area_id=area.id if area else None, after=_after())
    return page(
        "search/find.html", text=text, area=area, areas=housing.areas(), hits=hits, reason=reason, counted=COUNTED, most=MOST,
        next_url=_next_url(hits.after), status=reason.status if reason else 200,
    )  # fmt: skip


def _after() -> Cursor | None:
    """Where the page begins; 400 for what can be no place of ours."""
    given = decode_cursor(request.args.get("efter"), int, int, int, int)
    if given and not (0 <= given[0] < MOST and given[1] in (0, 1) and given[2] > 0 and given[3] in (0, 1)):
        abort(400)
    return Cursor(*given) if given else None


def _next_url(after: Cursor | None) -> str | None:
    if after is None:
        return None
    here: dict[str, Any] = {name: value for name, value in request.args.items() if name != "efter"}
    return url_for(".find", **here, efter=encode_cursor(after.shown, after.in_title, after.below or 0, after.guessed))


@blueprint.route("/soeg/ligner")
@public
def similar() -> str:
    """A part of a page for js/similar.js: the ideas that a title resembles. Empty where there are none."""
    refuse_unknown("area", "titel")
    area = found(housing.area_by_id(number_in("area", 1, 10**15) or 0))
    person = current_person()
    ensure(why_not_see(person, area))
    alike = queries.similar(request.args.get("titel", "")[:100], area_id=area.id, seen_by=person, kind="idea")
    return render_template("search/_similar.html", alike=alike, area=area)
