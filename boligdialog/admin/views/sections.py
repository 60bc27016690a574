"""Sections of an area and the places that ideas can be about."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts.rules import why_not_administer
from boligdialog.admin.forms.housing import KINDS, ChangePlaceForm, PlaceForm, SectionForm
from boligdialog.admin.services import areas as setup
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.i18n import _, ngettext
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.housing import queries as housing


@blueprint.route("/administration/omraader/<id:area_id>/afdelinger/ny", methods=["GET", "POST"])
def add_section(area_id: int) -> Response:
    """One more section."""
    person, area = current_person(), found(housing.area_by_id(area_id))
    ensure(why_not_administer(person, area.id))
    form = SectionForm(housing.organisations())
    if form.is_sent():
        with form.keeping_text():
            section = setup.add_section(area, **form.values, by=person, once=form.once.data)
            told(_("%(section)s is there. Enter its homes.", section=form.name.data))
            return redirect(url_for(".enter_homes", section_id=section.id), 303)
    return page("admin/section_form.html", form, area=area, section=None)


@blueprint.route("/administration/afdelinger/<id:section_id>/ret", methods=["GET", "POST"])
def change_section(section_id: int) -> Response:
    """Another name, organisation or tenure."""
    person, section = current_person(), found(housing.section(section_id))
    ensure(why_not_administer(person, section.area_id))
    form = SectionForm(housing.organisations(), section)
    area_id = section.area_id
    if form.is_sent():
        with form.keeping_text():
            renamed = setup.change_section(section, **form.values, seen=form.seen.data, by=person)
            told(_("It is saved.") + (" " + _said_of_bodies(renamed) if renamed else ""))
            return redirect(url_for(".area", area_id=area_id), 303)
    return page("admin/section_form.html", form, area=section.area, section=section)


def _said_of_bodies(renamed: int) -> str:
    return ngettext(
        "%(num)d body has got the name that goes with it. Look at who decides what.",
        "%(num)d bodies have got the names that go with it. Look at who decides what.",
        renamed,
    )


@blueprint.route("/administration/omraader/<id:area_id>/steder", methods=["GET", "POST"])
def places(area_id: int) -> Response:
    """The places of an area, and one more."""
    person, area = current_person(), found(housing.area_by_id(area_id))
    ensure(why_not_administer(person, area.id))
    form = PlaceForm()
    if form.is_sent():
        with form.keeping_text():
            setup.add_place(area, **form.values, by=person, once=form.once.data)
            told(_("%(place)s is in the list.", place=form.da.data))
            return redirect(url_for(".places", area_id=area_id), 303)
    return page("admin/places.html", form, area=area, places=housing.all_places(area.id), kinds=KINDS)


@blueprint.route("/administration/steder/<id:place_id>", methods=["GET", "POST"])
def change_place(place_id: int) -> Response:
    """Another name or order, or nobody chooses it any more."""
    person, place = current_person(), found(housing.place(place_id))
    ensure(why_not_administer(person, place.area_id))
    area_id = place.area_id
    form = ChangePlaceForm(place, [each for each in housing.all_places(area_id) if each.id != place_id])
    if form.is_sent():
        with form.keeping_text():
            setup.change_place(place, **form.values, by=person)
            told(_("It is saved."))
            return redirect(url_for(".places", area_id=area_id), 303)
    return page("admin/place.html", form, place=place)
