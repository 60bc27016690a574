"""The homes of a section: lists, search, who sees what, and moving in and out (features.md rows 3, 5)."""

import io

import pytest
import sqlalchemy as sa

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.models import Membership, RoleKind
from boligdialog.accounts.services import homes as living
from boligdialog.admin.queries.checks import CHECKS
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area, Household, HouseholdState
from boligdialog.support.services import support_item

LIST = "blok;opgang;bolig\r\nBlok 1;;1\r\nBlok Ø;A;1. tv\r\nBlok Ø;A;1. th\r\n"


@pytest.fixture
def blocks(lindegaarden):
    """A section with ten homes, «Blok 1», 1 to 10."""
    return housing.sections(lindegaarden.id)[0]


@pytest.fixture
def enter(blocks):
    return f"/administration/afdelinger/{blocks.id}/boliger/nye"


def _homes():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Household))


def _agree():
    return all(not look() for look in CHECKS.values())


def _coordinator(person, area):
    people.grant_role(person, kind=RoleKind.COORDINATOR, area_id=area.id)
    person.is_strong = True
    return person


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_file_is_looked_at_and_then_entered_once(encoding, blocks, enter, clara, lindegaarden, browser):
    reader = browser(_coordinator(clara, lindegaarden))
    page = reader.get(f"/en{enter}")
    looked = reader.post(f"/en{enter}", page.form("nye") | {"file": (io.BytesIO(LIST.encode(encoding)), "boliger.csv"), "text": ""})
    assert looked.status == 200
    assert "2 new homes in Blokkene. 1 is there already" in looked.text
    assert _homes() == 23
    sent = looked.form("nye") | {"step": "enter"}
    assert [reader.post(f"/en{enter}", sent).status for _ in range(2)] == [303, 303]
    assert _homes() == 25
    assert ("Blok Ø", "A", "1. tv") in housing.homes_in(blocks.id)
    added = db.session.scalars(sa.select(Event).where(Event.kind == "HouseholdsAdded").order_by(Event.id.desc())).first()
    assert (added.payload["count"], added.by_id) == (2, clara.id)
    assert _agree()


def test_the_same_list_again_changes_nothing(enter, soeren, browser):
    reader = browser(soeren)
    for _ in range(2):
        looked = reader.send(reader.get(f"/en{enter}"), "nye", text=LIST)
        reader.post(f"/en{enter}", looked.form("nye") | {"step": "enter"})
    assert _homes() == 25
    assert "0 new homes" in reader.send(reader.get(f"/en{enter}"), "nye", text=LIST).text


@pytest.mark.parametrize("step", ["", "enter"])
def test_one_faulty_line_changes_nothing_and_all_are_named(step, enter, soeren, browser):
    reader = browser(soeren)
    text = LIST + "Blok 2;A;\r\nBlok 2;A;1\r\nBlok 2;A;" + "x" * 41
    page = reader.send(reader.get(f"/en{enter}"), "nye", text=text, step=step)
    assert page.status == 422
    assert [each.split(":")[0] for each in page.errors[1:]] == ["Line 5", "Line 7"]
    assert page.form("nye")["text"].split() == text.split()
    assert _homes() == 23


def test_the_list_can_be_changed_after_looking_at_it(enter, soeren, browser):
    reader = browser(soeren)
    looked = reader.send(reader.get(enter), "nye", text=LIST)
    again = reader.post(enter, looked.form("nye") | {"step": "change"})
    assert again.form("nye")["text"].split() == LIST.split()


def test_a_list_that_is_too_large_is_refused_with_a_sentence(enter, soeren, browser):
    reader = browser(soeren)
    page = reader.post(f"/en{enter}", reader.get(enter).form("nye") | {"text": "x" * (2 * 2**20)})
    assert page.status == 413
    assert "larger than 2 MB" in page.text


def test_ten_thousand_homes_go_through_the_pages(enter, soeren, browser):
    reader = browser(soeren)
    lines = "".join(f"Blok {n // 100};Opgang {n // 10 % 10};{n}. sal tv\r\n" for n in range(10_000))
    looked = reader.send(reader.get(enter), "nye", text="blok;opgang;bolig\r\n" + lines)
    assert looked.status == 200
    assert reader.post(enter, looked.form("nye") | {"step": "enter"}).status == 303
    assert _homes() == 10_023
    assert db.session.scalar(sa.select(Area.households).where(Area.slug == "lindegaarden")) == 10_015


def test_homes_are_found_by_number_and_by_where_they_are(blocks, soeren, browser):
    reader, url = browser(soeren), f"/administration/afdelinger/{blocks.id}/boliger"
    assert len(reader.get(url).all("a", class_="line")) == 10
    for wanted in ("H-0007", "h7", "7", "0007"):
        assert [each.get("href") for each in reader.get(f"{url}?q={wanted}").all("a", class_="line")] == ["/administration/boliger/7"]
    assert len(reader.get(f"{url}?q=blok 1").all("a", class_="line")) == 10
    assert reader.get(f"{url}?q=100%25").all("a", class_="line") == []


def test_a_long_list_goes_on_where_it_stopped(blocks, soeren, browser):
    from boligdialog.admin.services.areas import enter_homes

    enter_homes(blocks, homes=[("Blok 2", "", str(n)) for n in range(60)], by=soeren)
    reader = browser(soeren)
    page = reader.get(f"/en/administration/afdelinger/{blocks.id}/boliger")
    assert len(page.all("a", class_="line")) == 50
    assert len(reader.get(page.link("Show more")).all("a", class_="line")) == 20


def test_moderators_see_numbers_and_not_where(blocks, maja, browser):
    reader, url = browser(maja), f"/administration/afdelinger/{blocks.id}/boliger"
    page = reader.get(url)
    assert "H-0007" in page.text
    assert "Blok 1" not in page.text
    assert "H-0" not in reader.get(f"{url}?q=Blok").text.replace("H-0123", "")
    for act in ("", "/ny-beboer", "/tilstand"):
        assert reader.get(f"/administration/boliger/7{act}").status == 403
    assert reader.get(f"{url}/nye").status == 403


def test_a_home_says_how_many_and_not_who(anna, bo, soeren, browser):
    text = browser(soeren).get(f"/en/administration/boliger/{anna.household.id}").text
    assert "2 people" in text
    assert "Anna" not in text
    assert "There is none that can be used" in text


def test_a_coordinator_keeps_the_homes_of_their_area_alone(clara, erik, lindegaarden, browser):
    reader = browser(_coordinator(clara, lindegaarden))
    assert reader.get("/administration/boliger/1/ny-beboer").status == 200
    for act in ("", "/ny-beboer", "/tilstand"):
        assert reader.get(f"/administration/boliger/{erik.household.id}{act}").status == 403
    with pytest.raises(Refused):
        living.welcome_residents(erik.household, seen="", by=clara)


# --- moving (row 5) ---------------------------------------------------------------------------------


def test_new_residents_end_memberships_and_void_the_letter(anna, bo, soeren, lindegaarden, make, browser, worker):
    idea, home = make.published(lindegaarden, anna), anna.household
    support_item(idea, by=bo)
    code = people.issue_letter_code(home)
    reader, url = browser(soeren), f"/administration/boliger/{home.id}/ny-beboer"
    page = reader.get(url)
    assert [reader.send(page, "ny-beboer").status for _ in range(2)] == [303, 303]
    assert accounts.letter_code(code) is None
    assert accounts.living_in(home.id) == 0
    db.session.refresh(anna)
    assert (anna.household, idea.author.id) == (None, anna.id)
    kinds = list(db.session.scalars(sa.select(Event.kind).where(Event.kind.in_(["HomeLeft", "NewResidents"]))))
    assert sorted(kinds) == ["HomeLeft", "HomeLeft", "NewResidents"]
    worker()
    assert _agree()


def test_who_comes_in_with_the_new_letter_is_not_thrown_out_by_an_old_page(app, anna, soeren, browser):
    home, reader = anna.household, browser(soeren)
    url = f"/administration/boliger/{home.id}/ny-beboer"
    page = reader.get(url)
    assert reader.send(page, "ny-beboer").status == 303
    with app.test_request_context():
        people.enter_paper_code(people.issue_letter_code(home), by=None, device="d")
    assert reader.send(page, "ny-beboer").status == 409
    assert accounts.living_in(home.id) == 1


def test_who_waits_for_a_yes_waits_no_more(app, soeren, lindegaarden):
    home = housing.household(5)
    code = people.issue_letter_code(home)
    with app.test_request_context():
        for n in range(5):
            people.enter_paper_code(code, by=None, device=str(n))
    assert len(accounts.waiting_for_homes(soeren)) == 1
    living.welcome_residents(home, seen=accounts.home_mark(home), by=soeren)
    assert accounts.waiting_for_homes(soeren) == []


def test_old_residents_can_move_into_another_home(app, anna, soeren, lindegaarden):
    living.welcome_residents(anna.household, seen=accounts.home_mark(anna.household), by=soeren)
    with app.test_request_context():
        people.enter_paper_code(people.issue_letter_code(housing.household(9)), by=anna, device="d")
    assert anna.home_in(lindegaarden.id) == 9


@pytest.mark.parametrize("state", [HouseholdState.VACANT, HouseholdState.CLOSED])
def test_an_empty_or_closed_home_counts_nobody_until_it_is_opened(state, anna, soeren, lindegaarden, browser):
    home, reader = anna.household, browser(soeren)
    url = f"/administration/boliger/{home.id}/tilstand"
    assert reader.send(reader.get(url), "tilstand", state=state.value).status == 303
    assert accounts.living_in(home.id) == 0
    assert db.session.get_one(Area, lindegaarden.id).households == 14
    assert _agree()
    asked = reader.get(f"/administration/boliger/{home.id}/ny-beboer")
    assert asked.status == (200 if state is HouseholdState.VACANT else 409)
    assert reader.send(reader.get(url), "tilstand", state="active").status == 303
    assert db.session.get_one(Area, lindegaarden.id).households == 15
    changes = [each.payload for each in db.session.scalars(sa.select(Event).where(Event.kind == "HouseholdStateChanged"))]
    assert [(each["before"], each["after"]) for each in changes] == [("active", state), (state, "active")]


def test_new_residents_of_an_empty_home_let_it_again(soeren):
    home = housing.household(5)
    living.change_home_state(home, state=HouseholdState.VACANT, seen=accounts.home_mark(home), by=soeren)
    living.welcome_residents(home, seen=accounts.home_mark(home), by=soeren)
    assert home.state is HouseholdState.ACTIVE
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Membership).where(Membership.household_id == 5)) == 0
    assert _agree()
