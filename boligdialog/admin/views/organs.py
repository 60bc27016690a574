"""Bodies, who sits in them, what they hand over, and who decides what (rows 7 and 83)."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts
from boligdialog.admin.forms.governance import MemberForm, OrganForm, RouteForm, spread
from boligdialog.admin.queries import governance
from boligdialog.admin.rules import why_not_run_house
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core import clock
from boligdialog.core.access import current_person, ensure, found, prove_again_first
from boligdialog.core.forms import Form, options
from boligdialog.core.i18n import _, capital
from boligdialog.core.marks import mark_of
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.organs import queries, services
from boligdialog.organs.models import Organ, Route
from boligdialog.organs.rules import why_not_change_organs, why_not_change_routes, why_not_hand_over, why_not_seat


@blueprint.route("/administration/organer")
def organs() -> Response:
    """The bodies of the areas, and of the municipality."""
    person = current_person()
    ensure(why_not_run_house(person))
    groups: list[tuple[Any, list[Organ]]] = [(area, queries.bodies(area.id)) for area in governance.administered_areas(person)]
    if why_not_change_organs(person, None) is None:
        groups.append((None, queries.bodies(None)))
    return page("admin/organs.html", groups=groups)


@blueprint.route("/administration/organer/ny/<int:area_id>", methods=["GET", "POST"])
def add_organ(area_id: int) -> Response:
    """A body more: of an area, or with 0 of the municipality."""
    person, form = current_person(), OrganForm()
    area = found(housing.area_by_id(area_id)) if area_id else None
    ensure(why_not_change_organs(person, area_id or None))
    if form.is_sent():
        with form.keeping_text():
            organ = services.add_organ(area_id or None, by=person, **form.values())
            told(_("The body has been added."))
            return redirect(url_for(".organ", organ_id=organ.id), 303)
    return page("admin/add_organ.html", form, area=area)


@blueprint.route("/administration/organer/<id:organ_id>", methods=["GET", "POST"])
def organ(organ_id: int) -> Response:
    """One body: what it is called, and who sits in it."""
    person = current_person()
    ensure(why_not_run_house(person))
    shown = found(queries.organ(organ_id))
    ensure(why_not_change_organs(person, shown.area_id))
    values = spread(name=shown.name) | {"can_decide": shown.can_decide, "contact": shown.contact}
    form = OrganForm(data={"kind": shown.kind.value, "seen": mark_of(shown), **values})
    if form.is_sent():
        with form.keeping_text():
            services.change_organ(shown, by=person, seen=form.seen.data, **form.values())
            told(_("It is changed."))
            return redirect(url_for(".organ", organ_id=organ_id), 303)
    terms = queries.terms(organ_id, ended_since=clock.today() - governance.LOOK_BACK)
    return page("admin/organ.html", form, organ=shown, terms=terms, can_seat=why_not_seat(person, shown) is None, hinted=accounts.hinted)


@blueprint.route("/administration/organer/<id:organ_id>/medlem", methods=["GET", "POST"])
def seat(organ_id: int) -> Response:
    """Let somebody sit in a body."""
    person, form = current_person(), MemberForm(data={"from_on": clock.today()})
    ensure(why_not_run_house(person))
    shown = found(queries.organ(organ_id))
    ensure(why_not_seat(person, shown))
    stale = prove_again_first()
    if stale:
        return stale
    if form.is_sent():
        with form.keeping_text():
            services.seat(shown, form.email.data or "", from_on=form.from_on.data or clock.today(), to_on=form.to_on.data, by=person)
            told(_("They have been added, and will be told by mail."))
            return redirect(url_for(".organ", organ_id=organ_id), 303)
    return page("admin/seat.html", form, organ=shown)


@blueprint.route("/administration/organer/<id:organ_id>/luk", methods=["GET", "POST"])
def close_organ(organ_id: int) -> Response:
    """A body is there no more."""
    person, form = current_person(), Form()
    ensure(why_not_run_house(person))
    shown = found(queries.organ(organ_id))
    ensure(why_not_change_organs(person, shown.area_id))
    if form.is_sent():
        with form.keeping_text():
            services.close_organ(shown, by=person)
            told(_("The body has been closed."))
            return redirect(url_for(".organs"), 303)
    return page("admin/close_organ.html", form, organ=shown)


@blueprint.route("/administration/organer/<id:organ_id>/overdragelse")
def hand_over(organ_id: int) -> Response:
    """Who comes and goes, and what a body has before it: for its members and for administrators."""
    person = current_person()
    shown = found(queries.organ(organ_id))
    ensure(why_not_hand_over(person, shown, organ_id in queries.seats(person)))
    is_admin = why_not_change_organs(person, shown.area_id) is None
    return page("admin/hand_over.html", organ=shown, over=governance.hand_over(shown), is_admin=is_admin)


# --- who decides what ---------------------------------------------------------------------------------


@blueprint.route("/administration/hvem-bestemmer")
def routes() -> Response:
    """The areas whose tables one may change."""
    person = current_person()
    ensure(why_not_run_house(person))
    return page("admin/routes.html", areas=governance.administered_areas(person))


@blueprint.route("/administration/hvem-bestemmer/<slug:slug>")
def area_routes(slug: str) -> Response:
    """The table of an area."""
    area = _area(slug)
    return page("admin/area_routes.html", area=area, routes=queries.all_routes(area.id))


def _area(slug: str) -> Area:
    area = found(housing.area(slug))
    ensure(why_not_change_routes(current_person(), area.id))
    return area


@blueprint.route("/administration/hvem-bestemmer/<slug:slug>/ny", methods=["GET", "POST"])
def add_route(slug: str) -> Response:
    """A subject more."""
    area = _area(slug)
    form = _with_organs(RouteForm(data={"is_public": True}), area.id)
    if form.is_sent():
        with form.keeping_text():
            services.add_route(area, by=current_person(), **form.values())
            told(_("The subject has been added."))
            return redirect(url_for(".area_routes", slug=slug), 303)
    return page("admin/add_route.html", form, area=area)


def _with_organs(form: RouteForm, area_id: int) -> RouteForm:
    form.organ.choices = options(("", _("Nobody in public")), *((each.id, capital(each.name)) for each in queries.organs_for(area_id)))
    return form


def _route(route_id: int) -> Route:
    ensure(why_not_run_house(current_person()))
    route = found(queries.route(route_id))
    ensure(why_not_change_routes(current_person(), route.area_id))
    return route


@blueprint.route("/administration/emne/<id:route_id>", methods=["GET", "POST"])
def route(route_id: int) -> Response:
    """One subject."""
    shown = _route(route_id)
    area = found(housing.area_by_id(shown.area_id))
    lines = "\n".join(f"{label.da}; {label.en}; {phone}" for label, phone in shown.contact_rows)
    values = spread(subject=shown.subject, example=shown.example, how=shown.how, words=shown.words) | {"seen": mark_of(shown)}
    form = RouteForm(data={"organ": str(shown.organ_id or ""), "is_public": shown.is_public, "contacts": lines, **values})
    _with_organs(form, shown.area_id)
    if form.is_sent():
        with form.keeping_text():
            services.change_route(shown, by=current_person(), seen=form.seen.data, **form.values())
            told(_("It is changed."))
            return redirect(url_for(".area_routes", slug=area.slug), 303)
    return page("admin/route.html", form, route=shown, area=area)


@blueprint.route("/administration/emne/<id:route_id>/flyt", methods=["POST"])
def move_route(route_id: int) -> Response:
    """One place up or down; off the page, or on it again."""
    shown, area_id, to = _route(route_id), _route(route_id).area_id, request.form.get("to")
    if to in ("up", "down"):
        services.move_route(shown, by=current_person(), up=to == "up")
    elif to in ("away", "back"):
        services.change_route(shown, by=current_person(), is_retired=to == "away")
    return redirect(url_for(".area_routes", slug=found(housing.area_by_id(area_id)).slug), 303)
