"""Principles change by versions; old addresses keep theirs; measures come and go."""

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services as people
from boligdialog.accounts.models import RoleKind
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.core.i18n import Words
from boligdialog.principles import queries, services
from tests import town
from tests.conftest import NASTY

WORDING = {
    "title": Words("Et nyt navn", "A new name"),
    "text": Words("En ny tekst", "A new text"),
    "source_note": Words("Udvalget", "The committee"),
    "is_provisional": False,
}


@pytest.fixture(autouse=True)
def _in_words(app):
    with app.test_request_context("/"):
        yield


def test_an_edit_is_a_new_version_and_old_links_keep_theirs(soeren, browser):
    principle = queries.principle(1)
    before = str(principle.title)
    assert services.change_principle(principle, version=1, by=soeren, **WORDING) == 2
    assert browser().get("/principper/1").h1 == "Et nyt navn"
    assert browser().get("/en/principper/1").h1 == "A new name"
    assert browser().get("/principper/1/version/1").h1 == before
    assert queries.version(queries.principle(1), 2).valid_from == clock.today()
    assert db.session.scalars(sa.select(Event.payload).where(Event.kind == "PrincipleChanged")).one()["after"] == 2


def test_provisional_stays_until_it_is_taken_away(soeren, browser):
    mark = "Midlertidig formulering"
    services.change_principle(queries.principle(1), version=1, by=soeren, **WORDING | {"is_provisional": True})
    assert mark in browser().get("/principper/1").text
    services.change_principle(queries.principle(1), version=2, by=soeren, **WORDING)
    assert mark not in browser().get("/principper/1").text
    assert mark in browser().get("/principper/1/version/1").text


def test_who_edits_an_old_version_is_told(soeren):
    services.change_principle(queries.principle(1), version=1, by=soeren, **WORDING)
    with pytest.raises(Refused) as refused:
        services.change_principle(queries.principle(1), version=1, by=soeren, **WORDING | {"title": Words("Et tredje", "A third")})
    assert refused.value.reason.status == 409
    assert services.change_principle(queries.principle(1), version=2, by=soeren, **WORDING) == 2


def test_only_administrators_of_all_areas(lindegaarden, maja, ida, anna):
    people.grant_role(ida, kind=RoleKind.ADMINISTRATOR, area_id=lindegaarden.id)
    ida.is_strong = True
    for person in (maja, ida, anna):
        with pytest.raises(Refused):
            services.change_principle(queries.principle(1), version=1, by=person, **WORDING)
        with pytest.raises(Refused):
            services.add_measure(queries.principle(1), text=Words("a", "b"), by=person)


def test_the_page_edits_and_keeps_the_text(soeren, browser):
    reader = browser(soeren)
    page = reader.get("/administration/principper/1")
    faulty = reader.send(page, title_da="", text_da=NASTY)
    assert faulty.status == 422
    assert faulty.form()["text_da"] == NASTY
    assert reader.send(faulty, title_da=NASTY[:80]).status == 303
    assert reader.send(page, title_da="For sent").status == 409
    assert browser().get("/principper/1").h1.startswith("<script>alert(1)</script>")


def test_a_measure_is_added_changed_retired_and_shown_again(soeren, browser):
    reader = browser(soeren)
    reader.send(reader.get("/administration/principper/1/tiltag"), text_da="Fællesspisning", text_en="Eating together")
    assert "Fællesspisning" in browser().get("/principper/1").text
    measure = queries.principle(1).measures[-1]
    path = f"/administration/tiltag/{measure.id}"
    reader.send(reader.get(path), text_da="Grill")
    assert "Grill" in browser().get("/principper/1").text
    reader.send(reader.get(path), show="turn")
    assert "Grill" not in browser().get("/principper/1").text
    reader.send(reader.get(path), show="turn")
    assert "Grill" in browser().get("/principper/1").text
    assert town.load("soeren").id in set(db.session.scalars(sa.select(Event.by_id).where(Event.kind == "MeasureChanged")))
