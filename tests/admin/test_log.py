"""Administrators read what has happened, each in their areas; never what somebody wrote, nor whom they support."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services as people
from boligdialog.accounts.events import HomeGranted, HouseholdJoined
from boligdialog.accounts.models import RoleKind
from boligdialog.admin.queries import log
from boligdialog.admin.views.words import KIND_WORDS
from boligdialog.core import clock
from boligdialog.core.db import atomic, db
from boligdialog.core.events import KINDS, Event, record
from boligdialog.ideas.services import sort_idea
from boligdialog.support.services import enter_paper_support, remove_paper_support, support_item
from tests import town
from tests.pages import words as read

URL = "/administration/log"


@atomic
def record_of(*happened):
    for each in happened:
        record(each)


@pytest.fixture
def area_administrator(app, lindegaarden):
    """Dorte administers one area only."""
    dorte = town.load("dorte")
    people.grant_role(dorte, kind=RoleKind.ADMINISTRATOR, area_id=lindegaarden.id, from_on=clock.today() - timedelta(days=1))
    dorte = town.load("dorte")
    dorte.is_strong = True
    return dorte


def test_an_idea_is_followed_step_by_step(browser, soeren, lindegaarden, anna, make):
    idea = make.published(lindegaarden, anna)
    page = browser(soeren).get(f"{URL}?sag={idea.ref}")
    assert "Anna sendte idéen" in page.text
    assert "Naboerne kan se idéen" in page.text
    assert "Maja" in page.text


def test_no_text_and_no_supporter_is_shown(browser, soeren, lindegaarden, anna, bo, make):
    idea = make.published(lindegaarden, anna, title="Et hemmeligt ord: kvadratrod", why="Fordi kvadratrod er sjovt at sige")
    support_item(idea, by=bo)
    reader = browser(soeren)
    shown = reader.get(f"{URL}?slags=ItemSupported")
    assert "Hvem det var, vises ikke" in shown.text
    assert "Bo" not in [row for row in shown.text.split() if row == "Bo"]
    assert "kvadratrod" not in reader.get(URL).text
    assert "Nogen støttede" not in reader.get(f"{URL}?hvem={bo.id}").text.split("Vis", 1)[1]


def test_who_is_found_by_name_address_and_number(app, anna, lindegaarden, make):
    make.pending(lindegaarden, anna)
    for words in ("anna", "Anna", "anna@example.dk", str(anna.id)):
        assert log.people_called(words) == (anna.id,)
    assert log.people_called("Nobody") == ()
    assert log.people_called("9" * 40) == ()


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("hvem=Anna", True),
        ("hvem=Clara", False),
        ("hvem=%27%3B--", False),
        ("slags=IdeaProposed", True),
        ("slags=CommentWritten", False),
        ("fra=2020-01-01&til=2099-01-01", True),
        ("til=2020-01-01", False),
        ("fra=2099-01-01", False),
        ("sag=999999", False),
    ],
)
def test_filters(query, finds, browser, soeren, lindegaarden, anna, make):
    make.pending(lindegaarden, anna)
    page = browser(soeren).get(f"{URL}?{query}")
    assert page.status == 200
    assert ("Anna sendte idéen" in page.text) is finds


@pytest.mark.parametrize(
    ("query", "status"),
    [("fra=i+morgen", 422), ("til=99999-01-01", 422), ("sag=%3Cscript%3E", 422), ("slags=Odd", 400), ("efter=x", 400), ("odd=1", 400)],
)
def test_what_cannot_be_is_said(query, status, browser, soeren):
    assert browser(soeren).get(f"{URL}?{query}").status == status


def test_long_logs_have_pages_and_few_statements(browser, soeren, lindegaarden, anna, make, statements):
    for _time in range(30):
        make.published(lindegaarden, anna)
    reader = browser(soeren)
    reader.get(URL)
    statements.clear()
    first = reader.get(URL)
    assert len(statements) <= 10, statements
    assert len(first.all("ul", class_="log")[0]) == log.PAGE
    second = reader.get(first.link("Vis tidligere"))
    assert not set(_numbers(first)) & set(_numbers(second))
    assert reader.get(second.link("Fra begyndelsen")).status == 200


def _numbers(page):
    return [word for word in page.text.split() if word.isdigit() and int(word) > 100]


def test_an_area_has_its_own_log(browser, area_administrator, lindegaarden, roennebakken, anna, erik, make):
    here, there = make.pending(lindegaarden, anna), make.pending(roennebakken, erik)
    text = browser(area_administrator).get(URL).text
    assert here.ref in text
    assert there.ref not in text
    assert "Rønnebakken" not in text
    assert browser(area_administrator).get("/administration/drift").status == 403


def _entries(page):
    """The entries of the log on a page."""
    return [read(entry) for entries in page.all("ul", class_="log") for entry in entries]


def test_who_moved_where_is_for_those_of_all_areas(browser, soeren, area_administrator, lindegaarden, anna, app):
    home = anna.household
    with app.test_request_context("/"):
        record_of(HouseholdJoined(by_id=anna.id, household_id=home.id))
        record_of(HomeGranted(by_id=soeren.id, person_id=anna.id, household_id=home.id))
    for kind, who in (("HouseholdJoined", "Hvem det var, vises ikke"), ("HomeGranted", "Søren")):
        here = _entries(browser(area_administrator).get(f"{URL}?slags={kind}"))[0]
        assert home.name in here
        assert who in here
        assert "Anna" not in here
        assert "Anna" in _entries(browser(soeren).get(f"{URL}?slags={kind}"))[0]
    assert not _entries(browser(area_administrator).get(f"{URL}?slags=HouseholdJoined&hvem=Anna"))
    assert not _entries(browser(area_administrator).get(f"{URL}?slags=HouseholdJoined&hvem={anna.id}"))
    assert _entries(browser(soeren).get(f"{URL}?slags=HouseholdJoined&hvem=anna@example.dk"))


def test_who_of_a_home_takes_support_on_paper_away_is_theirs(browser, soeren, area_administrator, lindegaarden, anna, clara, maja, make):
    idea, home = make.published(lindegaarden, clara), anna.household
    enter_paper_support(idea, numbers=[home.number], by=maja)
    remove_paper_support(idea, household_id=home.id, by=anna)
    for reader in (soeren, area_administrator):
        entered, removed = (_entries(browser(reader).get(f"{URL}?slags=PaperSupport{what}"))[0] for what in ("Entered", "Removed"))
        assert "Maja" in entered
        assert "Anna" not in removed
        assert "Hvem det var, vises ikke" in removed
        assert not _entries(browser(reader).get(f"{URL}?slags=PaperSupportRemoved&hvem={anna.id}"))


def test_an_address_is_no_question_for_those_of_one_area(browser, soeren, area_administrator, lindegaarden, anna, make):
    make.pending(lindegaarden, anna)
    for address in ("anna@example.dk", "nobody@example.dk"):
        page = browser(area_administrator).get(f"{URL}?hvem={address}")
        assert page.status == 422
        assert "Skriv et navn eller et nummer" in page.text
        assert not _entries(page)
    assert _entries(browser(area_administrator).get(f"{URL}?hvem=Anna"))
    assert _entries(browser(soeren).get(f"{URL}?hvem=anna@example.dk"))


def test_the_data_protection_officer_reads_it_too(browser, clara, lindegaarden, roennebakken, anna, erik, make):
    people.grant_role(clara, kind=RoleKind.DPO, area_id=lindegaarden.id)
    clara.is_strong = True
    here, there = make.pending(lindegaarden, anna), make.pending(roennebakken, erik)
    text = browser(clara).get(URL).text
    assert here.ref in text
    assert there.ref not in text


def test_only_administrators_read_it(browser, anna, maja):
    assert browser(anna).get(URL).status == 403
    assert browser(maja).get(URL).status == 403


def test_an_erased_person_and_a_kind_of_old_are_no_fault(browser, soeren, lindegaarden, anna, make, app):
    idea = make.pending(lindegaarden, anna)
    db.session.add(Event(at=clock.now(), kind="SomethingOld", by_id=98765, item_id=idea.id, payload={"odd": "x", "area_id": 77}))
    db.session.commit()
    text = browser(soeren).get(URL).text
    assert "Something old" in text
    assert "98765" in text


def test_every_kind_of_event_has_words(app):
    assert sorted(set(KINDS) - set(KIND_WORDS)) == [], "say in words what it is: admin/views/words.py"


def test_nobody_can_hide_in_the_log_by_sorting(browser, soeren, maja, lindegaarden, anna, make):
    sort_idea(make.published(lindegaarden, anna), organ=None, why=None, principles=[], by=maja)
    assert "Maja" in browser(soeren).get(f"{URL}?slags=IdeaSorted").text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Event)) > 0
