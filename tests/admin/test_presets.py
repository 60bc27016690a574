"""Four ways for an area to begin: seen before they are used, written down, taken back."""

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services as people
from boligdialog.accounts.models import RoleKind
from boligdialog.admin.services import areas as setup
from boligdialog.admin.settings import PRESETS, USUAL, preset_of
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.core.i18n import Words
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area, ReviewMode, Visibility


def _events(*kinds):
    return {each.kind: each.payload for each in db.session.scalars(sa.select(Event).where(Event.kind.in_(kinds)).order_by(Event.id))}


def _url(area, chosen=""):
    return f"/administration/omraader/{area.id}/begyndelse" + (f"?valg={chosen}" if chosen else "")


def test_there_are_four_and_no_two_are_the_same():
    assert len(PRESETS) == 4
    assert len({(each.visibility, each.review) for each in PRESETS.values()}) == 4
    assert (PRESETS[USUAL].visibility, PRESETS[USUAL].review) == (Visibility.PUBLIC, ReviewMode.NEW)


@pytest.mark.parametrize("name", PRESETS)
def test_a_new_area_begins_as_chosen(name, soeren, browser):
    reader = browser(soeren)
    assert reader.send(reader.get("/administration/omraader/nyt"), "nyt", name="Enghaven", slug="enghaven", preset=name).status == 303
    area = housing.area("enghaven")
    assert (area.visibility, area.review) == (PRESETS[name].visibility, PRESETS[name].review)
    assert _events("PresetUsed")["PresetUsed"] == {"area_id": area.id, "preset": name, "before_preset": None}


def test_a_way_that_is_none_of_the_four_is_refused(soeren, browser):
    reader = browser(soeren)
    sent = reader.get("/administration/omraader/nyt").form("nyt") | {"name": "Eng", "slug": "eng", "preset": "odd"}
    assert reader.post("/administration/omraader/nyt", sent).status == 422
    assert housing.area("eng") is None


def test_what_it_changes_is_seen_before_it_is_done(soeren, lindegaarden, browser):
    reader = browser(soeren)
    text = reader.get(f"/en{_url(lindegaarden, 'neighbours')}").text
    assert "Now: Everybody, also without logging in" in text
    assert "Then: Only those who live here, when they are logged in" in text
    assert "As now: What new people write" in text
    assert db.session.get_one(Area, lindegaarden.id).visibility is Visibility.PUBLIC
    assert reader.get(_url(lindegaarden, "odd")).status == 400


def test_it_is_written_down_with_before_and_after_and_can_be_taken_back(soeren, lindegaarden, browser):
    reader = browser(soeren)
    assert reader.send(reader.get(_url(lindegaarden, "trial")), "begyndelse").status == 303
    area = db.session.get_one(Area, lindegaarden.id)
    assert (preset_of(area), area.review, area.visibility) == ("trial", ReviewMode.OFF, Visibility.BOARD)
    said = _events("PresetUsed", "AreaChanged", "VisibilityChanged")
    assert said["PresetUsed"] == {"area_id": area.id, "preset": "trial", "before_preset": "open"}
    assert said["AreaChanged"]["changes"] == {"review": ["new", "off"]}
    assert (said["VisibilityChanged"]["before"], said["VisibilityChanged"]["visibility"]) == ("public", "board")
    logged = reader.get("/en/administration/log?slags=PresetUsed").text
    assert "way to begin: A trial with the board" in logged
    assert "way before: Open" in logged
    assert any(f"valg={USUAL}" in link.get("href", "") for link in reader.get(_url(lindegaarden)).all("a"))
    assert reader.send(reader.get(_url(lindegaarden, USUAL)), "begyndelse").status == 303
    assert preset_of(db.session.get_one(Area, lindegaarden.id)) == USUAL


def test_a_mix_of_its_own_is_none_of_them(soeren, lindegaarden, browser):
    values = {"slug": "lindegaarden", "name": "Lindegården", "intro": lindegaarden.intro}
    setup.change_area(lindegaarden, **values, review=ReviewMode.ALL, visibility=Visibility.BOARD, by=soeren)
    assert preset_of(lindegaarden) is None
    assert "a mix of its own" in browser(soeren).get(f"/en{_url(lindegaarden)}").text


def test_who_looks_after_another_area_cannot(clara, roennebakken, lindegaarden, app):
    people.grant_role(clara, kind=RoleKind.ADMINISTRATOR, area_id=roennebakken.id)
    clara.is_strong = True
    with app.test_request_context("/"):
        setup.use_preset(roennebakken, preset="careful", by=clara)
        with pytest.raises(Refused):
            setup.use_preset(lindegaarden, preset="careful", by=clara)
        with pytest.raises(Refused):
            setup.open_area("eng", name="Eng", intro=Words("Eng"), by=clara)


def test_who_was_slower_is_told_and_sees_it_as_it_is_now(soeren, lindegaarden, browser):
    reader = browser(soeren)
    page = reader.get(_url(lindegaarden, "neighbours"))
    setup.use_preset(lindegaarden, preset="careful", by=soeren)
    late = reader.send(page, "begyndelse")
    assert late.status == 409
    assert db.session.get_one(Area, lindegaarden.id).visibility is Visibility.PUBLIC
    assert reader.send(late, "begyndelse").status == 303
    assert preset_of(db.session.get_one(Area, lindegaarden.id)) == "neighbours"
