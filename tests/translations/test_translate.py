"""A text in another language: who writes it, what is stored, and that it never slips past a moderator."""

import pytest

from boligdialog.content.models import ItemState
from boligdialog.content.services import move
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.joints import facts_for
from boligdialog.core.settings import change
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode
from boligdialog.moderation.services import review
from boligdialog.moderation.settings import TRUSTED_AFTER
from boligdialog.translations import queries
from boligdialog.translations.rules import why_not_translate
from boligdialog.translations.services import translate_item
from tests.conftest import NASTY


@pytest.fixture
def pending(lindegaarden, anna, make):
    return make.pending(lindegaarden, anna)


@pytest.fixture
def published(lindegaarden, anna, make):
    return make.published(lindegaarden, anna)


def test_what_is_stored_is_tidy_safe_and_signed(pending, anna):
    translate_item(pending, lang="en", title="  A  bench ", body=f"Because {NASTY}", by=anna)
    stored = queries.translation(pending.id, "en")
    assert (stored.title, stored.by_id, stored.is_machine) == ("A bench", anna.id, False)
    assert "<script" not in stored.body_html
    assert not stored.is_outdated(pending)


def test_a_second_one_replaces_the_first(pending, anna, maja):
    translate_item(pending, lang="en", title="A bench", body="Because", by=anna)
    translate_item(pending, lang="en", title="A better bench", body="Because", by=maja)
    assert [(each.title, each.by_id) for each in queries.translations_of(pending.id).values()] == [("A better bench", maja.id)]


def test_a_translation_is_outdated_until_the_text_is_as_it_was(pending, anna):
    before = {"title": pending.title, "why": pending.body, "place_id": None, "by": anna}
    translate_item(pending, lang="en", title="A bench", body="Because", by=anna)
    ideas.edit_idea(pending, **before | {"title": "Noget helt andet end før"})
    assert queries.translation(pending.id, "en").is_outdated(pending)
    ideas.edit_idea(pending, **before)
    assert not queries.translation(pending.id, "en").is_outdated(pending)


def test_a_move_does_not_make_it_outdated(pending, anna, maja):
    translate_item(pending, lang="en", title="A bench", body="Because", by=anna)
    review.publish(moderation.open_case_of(pending.id), by=maja, version=1)
    assert not queries.translation(pending.id, "en").is_outdated(pending)


#             draft and on its way             seen by neighbours                 gone
MOMENTS = {"pending": ItemState.PENDING, "published": ItemState.PUBLISHED, "hidden": ItemState.HIDDEN}
WHO = {
    None: ("not_yours", "not_yours", "not_yours"),
    "anna": (None, "unread", "closed"),  # the author, whom a moderator reads first
    "bo": ("not_yours", "not_yours", "not_yours"),
    "dorte": ("not_yours", "not_yours", "not_yours"),
    "maja": (None, None, "closed"),
    "soeren": (None, None, "closed"),
}


@pytest.mark.parametrize("who", WHO)
def test_who_translates_when(who, request, pending, maja):
    person = request.getfixturevalue(who) if who else None
    answers = []
    for state in MOMENTS.values():
        if state is not pending.state:
            move(pending, state)
        reason = why_not_translate(person, pending, "en", facts_for([pending]))
        answers.append(reason and reason.code)
    assert tuple(answers) == WHO[who]


def test_nothing_is_translated_into_its_own_language(pending, maja):
    assert why_not_translate(maja, pending, "da", facts_for([pending])).code == "same_language"


def test_an_author_whom_we_trust_adds_it_after_publication(published, anna):
    with pytest.raises(Refused, match="unread"):
        translate_item(published, lang="en", title="A bench", body="Because", by=anna)
    change(TRUSTED_AFTER, 1)
    translate_item(published, lang="en", title="A bench", body="Because", by=anna)
    assert queries.translation(published.id, "en")


@pytest.mark.parametrize(
    ("title", "body", "code"),
    [
        ("", "Because", "title_length"),
        ("x" * 81, "Because", "title_length"),
        ("A bench", "", "body"),
        ("A bench", "x" * 2001, "body_length"),
        ("A bench", "*" * 1500, "too_many_signs"),
    ],
)
def test_the_parts_are_those_of_the_original(title, body, code, pending, anna):
    with pytest.raises(Refused, match=code):
        translate_item(pending, lang="en", title=title, body=body, by=anna)


def test_an_original_without_a_text_is_given_none(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna, why="")
    with pytest.raises(Refused, match="body"):
        translate_item(idea, lang="en", title="A bench", body="And more", by=anna)
    assert set(browser(anna).get(_url(idea)).form("")) == {"title", "seen", "once", "csrf_token"}


def test_a_kind_without_titles_is_translated_by_its_text(pending, anna, browser, monkeypatch):
    monkeypatch.setattr(Idea, "longest", (0, 2000))  # as a comment, whose title is the beginning of its text
    reader = browser(anna)
    page = reader.get(_url(pending))
    assert set(page.form()) == {"text", "seen", "once", "csrf_token"}
    assert reader.send(page, text="Because " + "it is good " * 100).status == 303
    assert queries.translation(pending.id, "en").title.startswith("Because it is good")


def test_a_moderator_does_not_publish_words_that_came_in_meanwhile(pending, anna, maja, browser):
    desk = browser(maja)
    page = desk.get("/koe")
    translate_item(pending, lang="en", title="Words that nobody has read", body="Because", by=anna)
    answer = desk.send(page, "/vis")
    assert answer.status == 409
    assert "Words that nobody has read" in answer.text
    db.session.refresh(pending)
    assert pending.state is ItemState.PENDING
    assert desk.send(answer, "/vis").status == 303


def test_the_queue_shows_the_languages_of_a_case(lindegaarden, anna, maja, make, browser):
    idea = make.pending(lindegaarden, anna, title="نريد مقعدا في الحديقة", why="")
    case = browser(maja).get("/koe")
    assert "Skrevet på arabisk." in case.text
    assert case.link("Tilføj oversættelse til dansk") == _url(idea, "da")
    translate_item(idea, lang="da", title="En bænk i haven", body="", by=anna)
    assert "En bænk i haven" in browser(maja).get("/koe").text


def test_a_case_in_the_moderators_own_language_says_nothing_about_it(pending, maja, browser):
    assert "Skrevet på" not in browser(maja).get("/koe").text


# --- the page -----------------------------------------------------------------------------------------------------


def _url(idea, lang="en"):
    return f"/ideer/{idea.id}/oversaet/{lang}"


def test_the_page_shows_the_original_and_takes_the_translation(pending, anna, browser):
    reader = browser(anna)
    idea_page = reader.get(f"/ideer/{pending.id}")
    page = reader.get(idea_page.link("Tilføj oversættelse til engelsk"))
    assert pending.title in page.text
    answer = reader.follow(reader.send(page, title=NASTY[:80], text=NASTY))
    assert "Oversættelsen til engelsk er gemt." in answer.text
    assert reader.get(answer.link("Ret oversættelsen til engelsk")).form()["title"] == NASTY[:80]


def test_bad_input_is_asked_again_with_the_text_kept(pending, anna, browser):
    reader = browser(anna)
    answer = reader.send(reader.get(_url(pending)), title="A bench", text="")
    assert answer.status == 422
    assert answer.errors == ["Skriv teksten"]
    assert answer.form()["title"] == "A bench"


def test_nobodys_cpr_number_is_translated(pending, anna, browser):
    reader = browser(anna)
    assert reader.send(reader.get(_url(pending)), title="A bench", text="For 010203-1234").status == 422


def test_an_original_that_changed_meanwhile_is_shown_first(pending, anna, browser):
    reader = browser(anna)
    page = reader.get(_url(pending))
    ideas.edit_idea(pending, title="En helt ny titel her", why="Ny grund", place_id=None, by=anna)
    answer = reader.send(page, title="A bench", text="Because")
    assert answer.status == 409
    assert "En helt ny titel her" in answer.text
    assert answer.form()["text"] == "Because"
    assert reader.send(answer).status == 303


def test_strangers_are_told_why_not(published, bo, browser):
    assert browser(bo).get(_url(published)).status == 403
    assert "oversaet" not in browser(bo).get(f"/ideer/{published.id}").html


def test_only_our_languages_have_a_page(published, maja, browser):
    assert browser(maja).get(_url(published, "fr")).status == 404
    assert browser(maja).get(_url(published, "da")).status == 422


def test_the_author_hears_of_anothers_translation_once(pending, anna, maja, outbox):
    for title in ("A bench", "A better bench"):
        translate_item(pending, lang="en", title=title, body="Because", by=maja)
    mails = [mail for mail in outbox() if "engelsk" in mail["Subject"]]
    assert len(mails) == 1
    assert "»A better bench«" in mails[0].get_content()


def test_the_author_hears_nothing_of_their_own(pending, anna, outbox):
    translate_item(pending, lang="en", title="A bench", body="Because", by=anna)
    assert not [mail for mail in outbox() if "engelsk" in mail["Subject"]]


def test_a_returned_idea_can_be_translated(pending, anna, maja):
    review.ask_edit(moderation.open_case_of(pending.id), by=maja, version=1, reason=ReasonCode.UNCLEAR, text="Skriv den også på engelsk.")
    translate_item(pending, lang="en", title="A bench", body="Because", by=anna)
    assert queries.translation(pending.id, "en")
