"""Setting up a municipality: who lets homes, areas, sections and places."""

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services as people
from boligdialog.accounts.models import RoleKind
from boligdialog.accounts.rules import why_not_administer, why_not_keep_homes, why_not_see_homes
from boligdialog.admin.services import areas as setup
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.core.i18n import Words
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area, PlaceKind, ReviewMode, Section, Tenure, Visibility
from boligdialog.organs.models import Organ, OrganKind, Route
from tests.conftest import NASTY

NEW = {"name": "Enghaven", "intro": Words("Ved engen.", "By the meadow."), "preset": "neighbours"}


def _kinds():
    return list(db.session.scalars(sa.select(Event.kind).order_by(Event.id)))


def _as(person, kind, area=None):
    people.grant_role(person, kind=kind, area_id=area.id if area else None)
    person.is_strong = True
    return person


@pytest.mark.parametrize(
    ("role", "where", "set_up", "keep", "see"),
    [
        (None, None, "nn", "nn", "nn"),
        (RoleKind.BOARD, "here", "nn", "nn", "nn"),
        (RoleKind.MODERATOR, None, "nn", "nn", "yy"),
        (RoleKind.MODERATOR, "here", "nn", "nn", "yn"),
        (RoleKind.COORDINATOR, "here", "nn", "yn", "yn"),
        (RoleKind.COORDINATOR, None, "nn", "yy", "yy"),
        (RoleKind.ADMINISTRATOR, "here", "yn", "yn", "yn"),
        (RoleKind.ADMINISTRATOR, None, "yy", "yy", "yy"),
    ],
)
def test_who_may_set_up_keep_and_see(role, where, set_up, keep, see, clara, lindegaarden, roennebakken):
    if role:
        _as(clara, role, lindegaarden if where else None)
    for rule, wanted in ((why_not_administer, set_up), (why_not_keep_homes, keep), (why_not_see_homes, see)):
        answers = "".join("n" if rule(clara, area.id) else "y" for area in (lindegaarden, roennebakken))
        assert answers == wanted, rule.__name__
        assert rule(None, lindegaarden.id)
    assert (why_not_administer(clara, None) is None) is (role is RoleKind.ADMINISTRATOR and not where)


def test_staff_rights_need_a_strong_sign_in(soeren, lindegaarden):
    soeren.is_strong = False
    assert why_not_administer(soeren, lindegaarden.id)
    assert why_not_keep_homes(soeren, lindegaarden.id)


def test_a_new_area_begins_with_places_and_bodies(soeren):
    area = setup.open_area("enghaven", **NEW, by=soeren)
    assert (area.visibility, area.slug) == (Visibility.RESIDENTS, "enghaven")
    assert len(housing.places(area.id)) == 11
    assert {"AreaAdded", "PlaceAdded"} <= set(_kinds())


def test_sections_bring_their_bodies_and_fill_the_table(soeren):
    area = setup.open_area("enghaven", **NEW, by=soeren)
    first = setup.add_section(area, name="Nord", tenure=Tenure.ALMEN, organisation="Boligselskabet", by=soeren)
    names = {each.name.da for each in db.session.scalars(sa.select(Organ).where(Organ.section_id == first.id))}
    assert "afdelingsmødet" in names
    rules = next(each for each in db.session.scalars(sa.select(Route).where(Route.area_id == area.id)) if "Husorden" in each.subject.da)
    assert rules.organ.name.da == "afdelingsmødet"
    setup.add_section(area, name="Syd", tenure=Tenure.MUNICIPAL, organisation="Kommunen", by=soeren)
    names = {each.name.da for each in db.session.scalars(sa.select(Organ).where(Organ.area_id == area.id))}
    assert {"afdelingsmødet i Nord", "beboermødet i Syd"} <= names


@pytest.mark.parametrize("slug", ["administration", "en", "lindegaarden", "Æble", "x", "ideer", "static"])
def test_a_short_name_that_is_taken_or_odd_is_refused(slug, soeren):
    with pytest.raises(Refused) as refused:
        setup.open_area(slug, **NEW, by=soeren)
    assert refused.value.reason.status == 422


def test_a_double_press_makes_one(soeren, browser):
    reader = browser(soeren)
    page = reader.get("/administration/omraader/nyt")
    sent = page.form("nyt") | {"name": "Enghaven", "slug": "enghaven"}
    answers = [reader.post("/administration/omraader/nyt", sent) for _ in range(2)]
    assert [each.status for each in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    url = f"{answers[0].location}/afdelinger/ny"
    section = reader.get(url).form("afdelinger") | {"name": "Nord", "tenure": "almen", "new_organisation": "Boligselskabet"}
    assert {reader.post(url, section).status for _ in range(2)} == {303}
    url = f"{answers[0].location}/steder"
    place = reader.get(url).form("steder") | {"da": "Hønsehuset", "kind": "other"}
    assert {reader.post(url, place).status for _ in range(2)} == {303}
    area = housing.area("enghaven")
    assert len(housing.sections(area.id)) == 1
    assert [each.name.da for each in housing.places(area.id)].count("Hønsehuset") == 1


def test_all_faults_at_once_and_the_text_kept(soeren, browser):
    reader = browser(soeren)
    page = reader.send(reader.get("/en/administration/omraader/nyt"), "nyt", name="", slug="administration", intro_da=NASTY)
    assert page.status == 422
    assert len(page.errors) == 2
    assert page.form("nyt")["intro_da"] == NASTY


def test_the_old_address_leads_to_the_new_and_can_be_taken_back(soeren, lindegaarden, browser):
    reader = browser(soeren)
    url = f"/administration/omraader/{lindegaarden.id}/ret"
    assert reader.send(reader.get(url), "ret", slug="linden", name="Linden").status == 303
    assert browser().get("/lindegaarden/ideer").location.endswith("/linden/ideer")
    assert reader.send(reader.get(url), "ret", slug="lindegaarden").status == 303
    assert browser().get("/linden/ideer").location.endswith("/lindegaarden/ideer")
    slugs = [each.payload for each in db.session.scalars(sa.select(Event).where(Event.kind == "SlugChanged"))]
    assert slugs[0] | {"before": "lindegaarden", "after": "linden"} == slugs[0]


def test_changes_stand_in_the_log_with_before_and_after(soeren, lindegaarden):
    values = {"slug": "lindegaarden", "name": "Lindegården", "intro": lindegaarden.intro}
    for _ in range(2):
        setup.change_area(lindegaarden, **values, review=ReviewMode.ALL, visibility=Visibility.BOARD, by=soeren)
    events = list(db.session.scalars(sa.select(Event).where(Event.kind.in_(["AreaChanged", "VisibilityChanged"]))))
    assert len(events) == 2
    assert events[0].payload["changes"] == {"review": ["new", "all"]}
    assert events[1].payload["before"] == "public"


def test_the_form_says_who_will_see_what(soeren, lindegaarden, browser):
    page = browser(soeren).get(f"/en/administration/omraader/{lindegaarden.id}/ret")
    assert "Everybody, also without logging in" in page.text
    assert "also for what has been written already" in page.text


def test_a_section_changes_its_tenure(soeren, lindegaarden, browser):
    section = housing.sections(lindegaarden.id)[0]
    reader = browser(soeren)
    url = f"/administration/afdelinger/{section.id}/ret"
    assert reader.send(reader.get(url), "ret", tenure="municipal").status == 303
    assert db.session.get_one(Section, section.id).tenure.words.votes_per_household == 1
    event = db.session.scalars(sa.select(Event).where(Event.kind == "SectionChanged")).one()
    assert event.payload["changes"] == {"tenure": ["almen", "municipal"]}


def test_two_sections_of_an_area_have_two_names(soeren, lindegaarden, browser):
    reader = browser(soeren)
    url = f"/administration/omraader/{lindegaarden.id}/afdelinger/ny"
    page = reader.send(reader.get(url), "afdelinger", name="Blokkene", tenure="almen", organisation="1")
    assert page.status == 422
    assert page.form("afdelinger")["name"] == "Blokkene"


def test_organisations_are_added_and_renamed_once(soeren, browser):
    reader = browser(soeren)
    for _ in range(2):
        assert reader.send(reader.get("/administration/udlejere"), "udlejere", name=NASTY[:80]).status == 303
    names = [each.name for each in housing.organisations()]
    assert len(names) == 3
    url = f"/administration/udlejere/{housing.organisation('Gentofte Kommune').id}"
    assert reader.send(reader.get(url), "udlejere", name="Boligforeningen Prøve").status == 422
    assert reader.send(reader.get(url), "udlejere", name="Kommunen").status == 303
    assert housing.organisation("Kommunen")


def test_places_move_and_retire_and_keep_their_links(soeren, anna, lindegaarden, make, browser):
    idea = make.published(lindegaarden, anna)
    first, second = housing.places(lindegaarden.id)[:2]
    reader = browser(soeren)
    url = f"/administration/steder/{first.id}"
    assert reader.send(reader.get(url), "steder", after=str(second.id)).status == 303
    assert [each.id for each in housing.places(lindegaarden.id)][:2] == [second.id, first.id]
    assert reader.send(reader.get(url), "steder", is_retired="y").status == 303
    assert first.id not in [each.id for each in housing.places(lindegaarden.id)]
    assert first.name.da in browser().get(f"/ideer/{idea.id}").text


def test_an_administrator_of_one_area_changes_no_other(clara, lindegaarden, roennebakken, browser):
    reader = browser(_as(clara, RoleKind.ADMINISTRATOR, lindegaarden))
    assert reader.get(f"/administration/omraader/{lindegaarden.id}/ret").status == 200
    place = housing.places(roennebakken.id)[0]
    for url in (
        f"/administration/omraader/{roennebakken.id}", f"/administration/omraader/{roennebakken.id}/ret", "/administration/omraader/nyt",
        "/administration/udlejere", f"/administration/steder/{place.id}", f"/administration/omraader/{roennebakken.id}/steder",
    ):  # fmt: skip
        assert reader.get(url).status == 403, url
    assert "Rønnebakken" not in [*map(str, reader.get("/administration/omraader").text.split())]
    with pytest.raises(Refused):
        setup.add_place(roennebakken, kind=PlaceKind.OTHER, name=Words("X", ""), by=clara)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Area)) == 2


def _bodies(section):
    return {each.name.da for each in db.session.scalars(sa.select(Organ).where(Organ.section_id == section.id))}


def _route(area, subject):
    return next(each for each in db.session.scalars(sa.select(Route).where(Route.area_id == area.id)) if subject in each.subject.da)


def _decides(area, subject):
    return _route(area, subject).organ.name.da


def _change(section, by, **more):
    values = {"name": section.name, "tenure": section.tenure, "organisation": section.organisation} | more
    return setup.change_section(section, **values, by=by)


def test_the_bodies_of_a_section_follow_its_tenure_and_so_do_their_subjects(soeren):
    area = setup.open_area("enghaven", **NEW, by=soeren)
    section = setup.add_section(area, name="Nord", tenure=Tenure.ALMEN, organisation="Boligselskabet", by=soeren)
    assert _decides(area, "Budget") == "afdelingsmødet"
    assert _change(section, soeren, tenure=Tenure.MUNICIPAL) == 3
    assert _bodies(section) == {"beboerrepræsentanterne", "beboermødet", "ejendomskontoret", "udlejeren"}
    assert _decides(area, "Budget") == "udlejeren"
    assert _decides(area, "Husorden") == "beboermødet"
    assert _kinds()[-1] == "RouteChanged"
    assert _change(section, soeren, tenure=Tenure.PRIVATE_RENTAL) == 0
    assert _change(section, soeren, tenure=Tenure.ALMEN) == 3
    assert _decides(area, "Budget") == "afdelingsmødet"


def test_what_somebody_has_named_or_given_away_stays(soeren):
    area = setup.open_area("enghaven", **NEW, by=soeren)
    section = setup.add_section(area, name="Nord", tenure=Tenure.ALMEN, organisation="Boligselskabet", by=soeren)
    board = db.session.scalars(sa.select(Organ).where(Organ.section_id == section.id, Organ.kind == OrganKind.BOARD)).one()
    board.name = Words("de syv", "the seven")
    _route(area, "Budget").organ_id = board.id
    db.session.commit()
    assert _change(section, soeren, tenure=Tenure.MUNICIPAL) == 2
    assert "de syv" in _bodies(section)
    assert _decides(area, "Budget") == "de syv"


def test_a_new_name_of_a_section_goes_into_the_names_of_its_bodies(soeren):
    area = setup.open_area("enghaven", **NEW, by=soeren)
    first = setup.add_section(area, name="Nord", tenure=Tenure.ALMEN, organisation="Boligselskabet", by=soeren)
    second = setup.add_section(area, name="Syd", tenure=Tenure.MUNICIPAL, organisation="Kommunen", by=soeren)
    assert _change(first, soeren, name="Nordre", tenure=Tenure.MUNICIPAL) == 4
    assert "beboermødet i Nordre" in _bodies(first)
    assert "beboermødet i Syd" in _bodies(second)


def test_whoever_changes_it_reads_what_it_did(soeren, lindegaarden, browser):
    section, reader = housing.sections(lindegaarden.id)[0], browser(soeren)
    url = f"/en/administration/afdelinger/{section.id}/ret"
    page = reader.follow(reader.send(reader.get(url), "ret", tenure="municipal"))
    assert "3 bodies have got the names that go with it." in page.text
