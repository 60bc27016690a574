"""Two who change the same thing at once: the slower one is told, sees both, and decides."""

import pytest

from boligdialog.admin.services import areas as setup
from boligdialog.core.db import db
from boligdialog.core.i18n import Words
from boligdialog.core.marks import mark_of
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area, Place, PlaceKind, Section, Tenure
from boligdialog.organs import queries as organs, services as looking_after
from boligdialog.organs.models import Organ, Route
from tests import town
from tests.conftest import NASTY


def _area(by, area):
    values = {"slug": area.slug, "intro": area.intro, "review": area.review, "visibility": area.visibility}
    setup.change_area(area, **values, name="Kvikt navn", by=by)
    return area


def _section(by, area):
    section = housing.sections(area.id)[0]
    setup.change_section(section, name="Kvikt navn", tenure=section.tenure, organisation=section.organisation, by=by)
    return section


def _place(by, area):
    place = housing.all_places(area.id)[0]
    setup.change_place(place, kind=PlaceKind.OTHER, name=Words("Kvikt navn", "Quick"), after=0, is_retired=False, by=by)
    return place


def _organ(by, area):
    organ = organs.bodies(area.id)[0]
    looking_after.change_organ(organ, name=Words("Kvikt navn", "Quick"), kind=organ.kind, can_decide=True, contact="", by=by)
    return organ


def _route(by, area):
    route = organs.all_routes(area.id)[0]
    looking_after.change_route(route, subject=Words("Kvikt navn", "Quick"), by=by)
    return route


CASES = {
    "area": (Area, _area, lambda area: f"/administration/omraader/{area.id}/ret", "name"),
    "section": (Section, _section, lambda area: f"/administration/afdelinger/{housing.sections(area.id)[0].id}/ret", "name"),
    "place": (Place, _place, lambda area: f"/administration/steder/{housing.all_places(area.id)[0].id}", "da"),
    "organ": (Organ, _organ, lambda area: f"/administration/organer/{organs.bodies(area.id)[0].id}", "name_da"),
    "route": (Route, _route, lambda area: f"/administration/emne/{organs.all_routes(area.id)[0].id}", "subject_da"),
}


def _called(thing):
    name = getattr(thing, "subject", None) or thing.name
    return getattr(name, "da", name)


@pytest.mark.parametrize("what", CASES)
def test_the_slower_one_is_told_sees_both_and_decides(what, soeren, lindegaarden, browser):
    kind, quick, url, field = CASES[what]
    reader, address = browser(soeren), url(lindegaarden)
    form = address.rsplit("/", 1)[1]
    page = reader.get(f"/en{address}")
    changed = quick(soeren, lindegaarden)
    typed = f"{NASTY[:28]} mit"
    late = reader.send(page, form, **{field: typed})
    assert late.status == 409
    assert _called(db.session.get_one(kind, changed.id)) == "Kvikt navn"
    assert "Somebody has changed it since you opened the page." in late.text
    assert late.form(form)[field] == typed
    assert "Kvikt navn" in ["".join(each.itertext()) for each in late.all("dd")]
    assert reader.send(late, form).status == 303
    assert _called(db.session.get_one(kind, changed.id)) == typed


@pytest.mark.parametrize("what", CASES)
def test_without_another_nothing_stands_in_the_way(what, soeren, lindegaarden, browser):
    _kind, _quick, url, field = CASES[what]
    reader, address = browser(soeren), url(lindegaarden)
    assert reader.send(reader.get(address), address.rsplit("/", 1)[1], **{field: "Mit navn"}).status == 303
    assert reader.get(address).form(address.rsplit("/", 1)[1])[field] == "Mit navn"


def test_the_mark_follows_what_the_form_shows_and_nothing_else(lindegaarden, roennebakken):
    before = mark_of(lindegaarden)
    lindegaarden.households += 1
    assert mark_of(lindegaarden) == before
    lindegaarden.intro = Words(lindegaarden.intro.da, "Else")
    assert mark_of(lindegaarden) != before
    section = housing.sections(roennebakken.id)[0]
    before = mark_of(section)
    section.tenure = Tenure.ALMEN
    assert mark_of(section) != before


def test_of_two_who_save_at_once_one_is_told(soeren, lindegaarden, at_once):
    seen = mark_of(lindegaarden)
    values = {"slug": lindegaarden.slug, "intro": lindegaarden.intro, "review": lindegaarden.review, "visibility": lindegaarden.visibility}

    def save(n):
        area = housing.area("lindegaarden")
        setup.change_area(area, **values, name=f"Navn {n}", by=town.load("soeren"), seen=seen)

    assert sorted(at_once(4, save), key=str) == [None, "stale", "stale", "stale"]
