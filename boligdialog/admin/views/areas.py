"""How a municipality is set up: who lets homes, and the areas."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts.rules import why_not_administer, why_not_see_homes
from boligdialog.admin.forms.housing import REVIEWS, TENURES, VISIBILITIES, AreaForm, NewAreaForm, OrganisationForm, PresetForm
from boligdialog.admin.queries.homes import areas_of
from boligdialog.admin.services import areas as setup
from boligdialog.admin.settings import PRESETS, USUAL, preset_of
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.i18n import _
from boligdialog.core.marks import mark_of
from boligdialog.core.paging import choice_in, refuse_unknown
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.housing import queries as housing
from boligdialog.housing.services import taken_slugs


@blueprint.route("/administration/udlejere", methods=["GET", "POST"])
def organisations() -> Response:
    """Who lets homes, and one more."""
    person, form = current_person(), OrganisationForm()
    ensure(why_not_administer(person, None))
    if form.is_sent():
        with form.keeping_text():
            setup.add_organisation(form.name.data or "", by=person)
            told(_("%(name)s is in the list.", name=form.name.data))
            return redirect(url_for(".organisations"), 303)
    return page("admin/organisations.html", form, organisations=housing.organisations())


@blueprint.route("/administration/udlejere/<id:organisation_id>", methods=["GET", "POST"])
def rename_organisation(organisation_id: int) -> Response:
    """Another name for one of them."""
    person = current_person()
    ensure(why_not_administer(person, None))
    organisation = found(housing.organisation_by_id(organisation_id))
    form = OrganisationForm(obj=organisation)
    if form.is_sent():
        with form.keeping_text():
            setup.rename_organisation(organisation, name=form.name.data or "", by=person)
            told(_("It is saved."))
            return redirect(url_for(".organisations"), 303)
    return page("admin/organisation.html", form, organisation=organisation)


@blueprint.route("/administration/omraader")
def areas() -> str:
    """The areas that this reader looks after."""
    person = current_person()
    ensure(why_not_see_homes(person, None))
    return render_template("admin/areas.html", areas=areas_of(person), may_add=why_not_administer(person, None) is None)


@blueprint.route("/administration/omraader/nyt", methods=["GET", "POST"])
def add_area() -> Response:
    """One more area."""
    person = current_person()
    ensure(why_not_administer(person, None))
    form = NewAreaForm(taken_slugs())
    form.taken -= setup.slug_made_by(form.once.data)
    if form.is_sent():
        with form.keeping_text():
            area = setup.open_area(**form.values, by=person, once=form.once.data)
            told(_("%(area)s is there, with places and bodies to begin with. Add its first section.", area=form.name.data))
            return redirect(url_for(".area", area_id=area.id), 303)
    return page("admin/area_form.html", form, area=None)


@blueprint.route("/administration/omraader/<id:area_id>")
def area(area_id: int) -> str:
    """One area: its sections with their homes, and the ways to change it."""
    person = current_person()
    area = found(housing.area_by_id(area_id))
    ensure(why_not_see_homes(person, area.id))
    return render_template(
        "admin/area.html", area=area, sections=housing.sections(area.id), counts=housing.homes_by_state(area.id), tenures=TENURES,
        places=housing.places(area.id), may_change=why_not_administer(person, area.id) is None, visibilities=VISIBILITIES, reviews=REVIEWS,
        preset=PRESETS.get(preset_of(area) or ""),
    )  # fmt: skip


@blueprint.route("/administration/omraader/<id:area_id>/ret", methods=["GET", "POST"])
def change_area(area_id: int) -> Response:
    """Another name, address, intro; who reads what."""
    person = current_person()
    area = found(housing.area_by_id(area_id))
    ensure(why_not_administer(person, area.id))
    form = AreaForm(taken_slugs(but=area), area)
    if form.is_sent():
        with form.keeping_text():
            setup.change_area(area, **form.values, by=person)
            told(_("It is saved."))
            return redirect(url_for(".area", area_id=area_id), 303)
    return page("admin/area_form.html", form, area=area)


@blueprint.route("/administration/omraader/<id:area_id>/begyndelse", methods=["GET", "POST"])
def area_preset(area_id: int) -> Response:
    """The four ways to begin; the one in the address is shown with what it would change before it does."""
    person = current_person()
    area = found(housing.area_by_id(area_id))
    ensure(why_not_administer(person, area.id))
    refuse_unknown("valg")
    chosen, now = choice_in("valg", PRESETS), preset_of(area)
    form = PresetForm(data={"preset": chosen, "seen": mark_of(area)})
    if form.is_sent():
        with form.keeping_text():
            setup.use_preset(area, preset=form.preset.data or "", by=person, seen=form.seen.data)
            told(_("It is changed. Everybody sees it that way from now on."))
            return redirect(url_for(".area", area_id=area_id), 303)
    return page(
        "admin/area_preset.html", form, area=area, presets=PRESETS, now=now, usual=USUAL, chosen=PRESETS[chosen] if chosen else None,
        visibilities=VISIBILITIES, reviews=REVIEWS,
    )  # fmt: skip
