"""Support on paper: once a home, counted while nobody there supports online, and the home may take it away."""

import itertools

import pytest
import sqlalchemy as sa

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.admin.services.running import MENDS
from boligdialog.content import queries as content
from boligdialog.content.models import ItemCount
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.housing.models import Household, HouseholdState
from boligdialog.ideas.models import IdeaStage
from boligdialog.notifications import queries as notices
from boligdialog.organs import queries as organs
from boligdialog.support import queries
from boligdialog.support.models import PaperSupport
from boligdialog.support.services import enter_paper_support, remove_paper_support, support_item, withdraw_support

ANNAS, DORTES, ELSEWHERE, CLARAS = 1, 2, 16, 11  # numbers of homes in tests/town.py


@pytest.fixture
def idea(lindegaarden, clara, make):
    return make.published(lindegaarden, clara)


def _paper(idea):
    counts = content.counts(idea.id)
    db.session.refresh(counts)
    return counts.households, counts.paper


def _agree():
    return {name: look() for name, look in CHECKS.items() if name != "search index" and look()}


def test_homes_are_counted_once_each(idea, maja):
    assert enter_paper_support(idea, numbers=[3, 4, 4], by=maja) == 2
    assert enter_paper_support(idea, numbers=[4, 5], by=maja) == 1
    assert _paper(idea) == (0, 3)
    assert not _agree()


#: What Anna and Bo (one home) and the paper do, in every order: the home counts once, online before paper.
STEPS = {"anna": 0, "bo": 1, "paper": 2}


@pytest.mark.parametrize("order", list(itertools.permutations(STEPS)), ids="-".join)
def test_a_home_counts_on_paper_while_nobody_there_supports_online(order, idea, anna, bo, maja):
    people, done = {"anna": anna, "bo": bo}, set()
    for verb in ("on", "off"):
        for name in order:
            if name == "paper":
                home = {"household_id": anna.home_in(idea.area_id)}
                enter_paper_support(idea, numbers=[ANNAS], by=maja) if verb == "on" else remove_paper_support(idea, by=bo, **home)
            else:
                (support_item if verb == "on" else withdraw_support)(idea, by=people[name])
            done = done | {name} if verb == "on" else done - {name}
            online = bool(done & {"anna", "bo"})
            assert _paper(idea) == (int(online), int("paper" in done and not online)), (verb, name)
    assert not _agree()


WHO_MAY = {"anna": "not_enterer", "clara": "not_enterer", "dorte": None, "maja": None, "soeren": None}


@pytest.mark.parametrize(("name", "expected"), WHO_MAY.items())
def test_who_hands_out_paper_enters_support(name, expected, idea, request):
    person = request.getfixturevalue(name)
    if expected is None:
        assert enter_paper_support(idea, numbers=[7], by=person) == 1
        return
    with pytest.raises(Refused) as refused:
        enter_paper_support(idea, numbers=[7], by=person)
    assert (refused.value.reason.code, refused.value.reason.status) == (expected, 403)


def test_one_fault_refuses_all_and_each_is_named(idea, dorte):
    db.session.scalars(sa.select(Household).where(Household.number == 5)).one().state = HouseholdState.CLOSED
    db.session.commit()
    with pytest.raises(Refused) as refused:
        enter_paper_support(idea, numbers=[3, DORTES, 5, ELSEWHERE, 999], by=dorte)
    assert refused.value.reason.status == 422
    assert all(name in refused.value.reason.text for name in ("H-0002", "H-0005", "H-0016", "H-0999"))
    assert "H-0003" not in refused.value.reason.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PaperSupport)) == 0


def test_what_is_done_is_closed_on_paper_too(idea, maja, anna):
    enter_paper_support(idea, numbers=[ANNAS], by=maja)
    idea.decided_by_id, idea.stage = organs.organs_for(idea.area_id)[0].id, IdeaStage.DONE
    db.session.commit()
    for act in (
        lambda: enter_paper_support(idea, numbers=[3], by=maja),
        lambda: remove_paper_support(idea, household_id=anna.home_in(idea.area_id), by=anna),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason.status == 410


@pytest.mark.parametrize(("name", "may"), {"bo": True, "maja": True, "clara": False, "dorte": False, "soeren": False}.items())
def test_those_who_live_there_and_who_entered_it_take_it_away(name, may, idea, anna, maja, request):
    person, home = request.getfixturevalue(name), anna.home_in(idea.area_id)
    enter_paper_support(idea, numbers=[ANNAS], by=maja)
    if may:
        assert remove_paper_support(idea, household_id=home, by=person) is True
        assert _paper(idea) == (0, 0)
        return
    with pytest.raises(Refused):
        remove_paper_support(idea, household_id=home, by=person)
    assert _paper(idea) == (0, 1)


def test_the_home_hears_of_it_until_it_is_taken_away(idea, anna, bo, clara, maja, worker, browser):
    enter_paper_support(idea, numbers=[ANNAS], by=maja)
    worker()
    told = [[each.kind for each in notices.notices(seen_by=person, limit=9)].count("paper_support") for person in (anna, bo, clara)]
    assert told == [1, 1, 0]
    assert "Din husstand støtter »" in browser(anna).get("/min-side/nyt").text
    remove_paper_support(idea, household_id=anna.home_in(idea.area_id), by=anna)
    assert "Din husstand støtter »" not in browser(bo).get("/min-side/nyt").text


def test_the_page_shows_it_apart_and_lets_the_home_take_it_away(idea, anna, clara, maja, browser):
    enter_paper_support(idea, numbers=[ANNAS, 3, 4], by=maja)
    support_item(idea, by=clara)
    assert "1 støtter fra 1 af 15 husstande. Desuden 3 husstande på papir." in browser().get(f"/ideer/{idea.id}").text
    assert "Fjern støtten på papir" not in browser(clara).get(f"/ideer/{idea.id}").text
    reader = browser(anna)
    answer = reader.send(reader.get(f"/ideer/{idea.id}"), "/papir/fjern")
    assert (answer.status, answer.location) == (303, f"/ideer/{idea.id}")
    assert "Desuden 2 husstande på papir." in browser(anna, is_strong=False).get(f"/ideer/{idea.id}").text


def test_several_numbers_at_once_by_form(idea, dorte, browser):
    reader, url = browser(dorte), f"/ideer/{idea.id}/papir"
    assert browser(dorte).get(f"/ideer/{idea.id}").link("Skriv støtte på papir ind") == url
    wrong = reader.send(reader.get(url), "/papir", homes="H-0003 hund, h 4; 0005\nH-0999 2")
    assert wrong.status == 422
    assert wrong.form("/papir")["homes"].split() == ["H-0003", "hund,", "h", "4;", "0005", "H-0999", "2"]
    assert all(word in wrong.errors[0] for word in ("hund", "H-0999", "H-0002"))
    assert _paper(idea) == (0, 0)
    assert reader.send(wrong, "/papir", homes="H-0003, h 4; 0005.").location == url
    page = reader.get(url)
    assert "3 husstande er skrevet ind." in page.text
    assert "1 husstand er skrevet ind. 1 stod der i forvejen." in reader.follow(reader.send(page, "/papir", homes="5 6")).text
    home = queries.paper_entered_by(dorte, idea.id)[0]
    assert reader.send(page, "/papir/fjern", home=str(home.id)).location == url
    assert _paper(idea) == (0, 3)


def test_homes_on_paper_take_part_in_the_area(idea, anna, maja):
    support_item(idea, by=anna)
    enter_paper_support(idea, numbers=[ANNAS, 3], by=maja)
    assert queries.households_taking_part(idea.area_id) == 2


def test_a_wrong_number_is_found_and_mended(idea, anna, maja):
    support_item(idea, by=anna)
    enter_paper_support(idea, numbers=[ANNAS, 3], by=maja)
    changed(sa.update(ItemCount).where(ItemCount.item_id == idea.id).values(paper=7))
    db.session.commit()
    assert CHECKS["households on paper"]() == [f"item {idea.id}: 7 on paper stored, 1 counted"]
    assert MENDS["households on paper"]() == 1
    assert _paper(idea) == (1, 1)
