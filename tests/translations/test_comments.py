"""A comment is an item: it is translated, labelled, read first and deleted with the same words as an idea."""

import pytest

from boligdialog.comments import services as comments
from boligdialog.core.db import db
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.services import review
from boligdialog.translations import queries
from boligdialog.translations.services import translate_item
from tests.conftest import NASTY

ARABIC = "فكرة جيدة جدا"


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.published(lindegaarden, anna)


@pytest.fixture
def comment(idea, bo, maja):
    comment = comments.write_comment(idea, text=ARABIC, by=bo, lang="da")
    translate_item(comment, lang="da", title="", body=f"En rigtig god idé {NASTY}", by=maja)
    review.publish(moderation.open_case_of(comment.id), by=maja, version=1)
    return comment


def _shown(page, comment):
    return next(each for each in page.all("article") if each.get("id") == f"c{comment.id}")


def test_it_is_read_in_the_readers_language_with_the_original_folded_below(idea, comment, browser):
    page = browser().get(f"/ideer/{idea.id}")
    assert "En rigtig god idé" in page.text
    assert "Oversat af Maja fra arabisk" in page.text
    assert _shown(page, comment).find(".//{*}details//*[@lang='ar']") is not None
    assert _shown(page, comment).find("{*}div").get("lang") is None
    assert "<script>alert" not in page.html


def test_in_another_language_the_original_stands_alone(idea, comment, browser):
    page = browser().get(f"/en/ideer/{idea.id}")
    assert _shown(page, comment).find("{*}div").get("lang") == "ar"
    assert "Translated" not in page.text


def test_it_costs_the_page_no_statement(idea, comment, browser, statements):
    counted = []
    for lang in ("", "/en"):
        browser().get(f"{lang}/ideer/{idea.id}")
        statements.clear()
        assert browser().get(f"{lang}/ideer/{idea.id}").status == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_a_moderator_finds_the_way_there_and_back(idea, comment, maja, clara, browser):
    reader = browser(maja)
    url = f"/ideer/{comment.id}/oversaet/da"
    assert url in reader.get(f"/ideer/{idea.id}").html
    assert url not in browser(clara).get(f"/ideer/{idea.id}").html
    page = reader.get(url)
    assert set(page.form()) == {"text", "seen", "once", "csrf_token"}
    answer = reader.send(page, text="En meget god idé")
    assert answer.location == f"/ideer/{idea.id}?c={comment.id}#c{comment.id}"
    assert "En meget god idé" in reader.follow(answer).text


def test_a_changed_comment_makes_it_outdated(idea, comment, bo, browser, lindegaarden):
    lindegaarden.review = "off"
    db.session.commit()
    assert "Originalen er ændret siden" not in browser().get(f"/ideer/{idea.id}").text
    comments.edit_comment(comment, text=f"{ARABIC} جدا", by=bo)
    assert "Originalen er ændret siden" in browser().get(f"/ideer/{idea.id}").text


def test_a_change_before_the_neighbours_saw_it_counts_too(idea, bo, maja, browser):
    waiting = comments.write_comment(idea, text=ARABIC, by=bo, lang="da")
    translate_item(waiting, lang="da", title="", body="En rigtig god idé", by=maja)
    comments.edit_comment(waiting, text=f"{ARABIC} جدا", by=bo)
    case = moderation.open_case_of(waiting.id)
    review.publish(case, by=maja, version=case.row_version)
    assert "Originalen er ændret siden" in browser().get(f"/ideer/{idea.id}").text


def test_words_that_are_deleted_go_in_every_language(comment, bo):
    comments.delete_comment(comment, by=bo)
    assert queries.translations_of(comment.id) == {}


def test_the_queue_shows_what_is_to_be_published(idea, bo, maja, browser):
    waiting = comments.write_comment(idea, text=ARABIC, by=bo, lang="da")
    translate_item(waiting, lang="da", title="", body="En rigtig god idé", by=bo)
    assert "En rigtig god idé" in browser(maja).get("/koe").text
