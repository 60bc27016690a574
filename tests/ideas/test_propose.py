"""Proposing an idea: three fields, review first, nothing lost."""

import pytest
import sqlalchemy as sa

from boligdialog.content import queries as content
from boligdialog.content.models import ItemState
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.ideas import services
from boligdialog.ideas.models import Idea

URL = "/lindegaarden/ideer/ny"


def test_a_new_idea_waits_for_review(lindegaarden, anna, make):
    idea = make.pending(lindegaarden, anna)
    assert idea.state is ItemState.PENDING
    assert idea.ref.startswith("BD-")
    assert idea.next_kind == "review"


def test_three_fields_make_an_idea(browser, anna):
    reader = browser(anna)
    page = reader.get(URL)
    sent = reader.send(page, title="Flere bænke ved legepladsen", why="Der er ingen steder at sidde.", place=_place(page))
    receipt = reader.follow(sent)
    assert "Flere bænke ved legepladsen" in receipt.text
    assert receipt.status == 200


def _place(page):
    return next(each.get("value") for each in page.all("option") if each.get("value"))


def test_all_faults_at_once_and_the_text_is_kept(browser, anna):
    reader = browser(anna)
    page = reader.get(URL)
    answer = reader.send(page, title="Kort", why="Behold min tekst", place="")
    assert answer.status == 422
    assert len(answer.errors) == 2
    assert answer.form()["why"] == "Behold min tekst"
    assert answer.form()["title"] == "Kort"


def test_a_double_press_makes_one_idea(browser, anna):
    reader = browser(anna)
    page = reader.get(URL)
    first, second = (reader.send(page, title="Flere bænke ved legepladsen", place=_place(page)) for _ in range(2))
    assert first.location == second.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 1


def test_a_used_form_of_somebody_else_makes_nothing(lindegaarden, anna, bo):
    once = "a" * 32
    services.propose_idea(lindegaarden, title="En idé om bænke", why="", place_id=None, by=anna, lang="da", once=once)
    with pytest.raises(Refused) as refused:
        services.propose_idea(lindegaarden, title="En anden idé her", why="", place_id=None, by=bo, lang="da", once=once)
    assert refused.value.reason.status == 409


@pytest.mark.parametrize(
    ("title", "why"), [("kort", ""), ("x" * 81, ""), ("En god lang titel", "y" * 2001), ("En god lang titel", "[" * 200)]
)
def test_a_service_refuses_what_no_form_would_send(lindegaarden, anna, title, why):
    with pytest.raises(Refused) as refused:
        services.propose_idea(lindegaarden, title=title, why=why, place_id=None, by=anna, lang="da")
    assert refused.value.reason.status == 422


def test_a_cpr_number_is_refused_at_the_field(browser, anna):
    reader = browser(anna)
    page = reader.get(URL)
    answer = reader.send(page, title="Ring til mig 010190-1234", place=_place(page))
    assert answer.status == 422
    assert "cpr" in answer.text.casefold()


def test_a_trusted_household_is_shown_at_once(lindegaarden, anna, make):
    for _ in range(3):
        make.published(lindegaarden, anna)
    db.session.refresh(anna)
    assert make.pending(lindegaarden, anna).state is ItemState.PUBLISHED


def test_arabic_letters_say_their_language(lindegaarden, anna):
    idea = services.propose_idea(lindegaarden, title="مساعدة الأطفال في الواجبات", why="", place_id=None, by=anna, lang="da")
    assert idea.lang == "ar"


def test_a_measure_to_inspire_fills_in_the_title(browser, anna):
    page = browser(anna).get(f"{URL}?inspiration=1")
    assert len(page.form()["title"]) > 10
    assert page.form()["first"] == "1"


# --- is it quicker to call? (row 30) ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Radiatoren er gået i stykker", "Ejendomskontoret"),
        ("Vandhanen i vaskeriet drypper", "Ejendomskontoret"),
        ("The lift is broken again", "Ejendomskontoret"),
        ("Min nabo spiller høj musik", "114"),
        ("Der var indbrud i kælderen", "112"),
    ],
)
def test_what_is_no_idea_is_shown_whom_to_call(browser, anna, title, number):
    reader = browser(anna)
    page = reader.get(URL)
    answer = reader.send(page, title=title, why="Kom nu", place=_place(page))
    assert answer.status == 200
    assert answer.all("h2", id="elsewhere")
    assert number in answer.text
    assert answer.form()["why"] == "Kom nu"
    assert reader.send(answer).status == 303  # it is sent all the same


@pytest.mark.parametrize(
    "title", ["Lys på stien mellem blok 4 og vaskeriet", "Fællesspisning for alle naboer", "Kan vi tale om husordenen?"]
)
def test_an_idea_is_sent_at_once(browser, anna, title):
    reader = browser(anna)
    page = reader.get(URL)
    assert reader.send(page, title=title, place=_place(page)).status == 303


# --- principles by the author (row 20) --------------------------------------------------------------


def _numbers():
    idea = db.session.scalars(sa.select(Idea)).one()
    return [each.no for each in content.principles_of(idea.id)]


def test_an_author_may_say_which_principles(browser, anna):
    reader = browser(anna)
    page = reader.get(URL)
    reader.send(page, title="Flere bænke ved legepladsen", place=_place(page), first="3", second="5")
    assert _numbers() == [3, 5]


def test_a_principle_page_fills_in_its_own(browser, anna):
    page = browser(anna).get(f"{URL}?princip=4")
    assert page.form()["first"] == "4"


def test_a_principle_that_does_not_exist_is_asked_again(browser, anna):
    reader = browser(anna)
    page = reader.get(URL)
    answer = reader.send(page, title="Flere bænke ved legepladsen", place=_place(page), first="77")
    assert answer.status == 422
    assert answer.form()["title"] == "Flere bænke ved legepladsen"
