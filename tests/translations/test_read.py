"""Readers get a text in their own language first, labelled, with the original on the same page."""

import pytest
import sqlalchemy as sa

from boligdialog.core.db import changed, db
from boligdialog.translations.models import Translation
from boligdialog.translations.services import translate_item
from tests.conftest import NASTY
from tests.pages import words

ARABIC = "نريد مقعدا في الحديقة"


@pytest.fixture
def idea(lindegaarden, anna, maja, make):
    idea = make.published(lindegaarden, anna, title=ARABIC, why=f"{ARABIC} {NASTY}")
    translate_item(idea, lang="da", title="En bænk i haven", body=f"Fordi {NASTY}", by=maja)
    return idea


def _set(**values):
    changed(sa.update(Translation).values(**values))
    db.session.commit()


def test_the_translation_is_the_heading_and_the_original_is_folded_below(idea, browser):
    page = browser().get(f"/ideer/{idea.id}")
    assert page.h1 == "En bænk i haven"
    assert "Oversat af Maja fra arabisk" in page.text
    fold = page.all("details", class_="fold")[0]
    assert words(fold.find("{*}summary")) == "Vis originalen på arabisk"
    assert words(fold.find("{*}div")).startswith(ARABIC)
    assert fold.find(".//*[@lang='ar'][@dir='auto']") is not None
    assert "<script>alert" not in page.html


def test_whoever_reads_another_language_gets_the_original(idea, browser):
    page = browser().get(f"/en/ideer/{idea.id}")
    assert page.h1 == ARABIC
    assert page.all("h1")[0].get("lang") == "ar"
    assert "Translated" not in page.text


def test_the_original_is_read_in_its_own_language(lindegaarden, anna, maja, make, browser):
    idea = make.published(lindegaarden, anna)
    translate_item(idea, lang="en", title="A bench", body="Because", by=maja)
    assert browser().get(f"/ideer/{idea.id}").h1 == idea.title
    assert browser().get(f"/en/ideer/{idea.id}").h1 == "A bench"


def test_a_machine_is_called_a_machine(idea, browser):
    _set(is_machine=True, by_id=None)
    assert "Oversat automatisk fra arabisk" in browser().get(f"/ideer/{idea.id}").text


def test_a_forgotten_translator_leaves_the_words(idea, browser):
    _set(by_id=None)
    assert "Oversat fra arabisk" in browser().get(f"/ideer/{idea.id}").text


def test_an_outdated_translation_says_so(idea, browser):
    assert "Originalen er ændret siden" not in browser().get(f"/ideer/{idea.id}").text
    _set(of_version="0" * 32)
    assert "Originalen er ændret siden" in browser().get(f"/ideer/{idea.id}").text


def test_a_card_says_that_its_title_is_translated(idea, browser):
    card = browser().get("/lindegaarden/ideer").all("article", class_="card")[0]
    assert words(card.find(".//{*}h2")) == "En bænk i haven"
    assert "Oversat" in words(card)
    assert card.find(".//{*}h2/{*}a").get("lang") is None
    other = browser().get("/en/lindegaarden/ideer").all("article", class_="card")[0]
    assert (words(other.find(".//{*}h2")), other.find(".//{*}h2/{*}a").get("lang")) == (ARABIC, "ar")


@pytest.mark.parametrize("who", [None, "clara"])
@pytest.mark.parametrize("url", ["/lindegaarden/ideer", "/ideer/{id}"])
def test_a_translation_costs_a_page_no_statement(url, who, idea, request, browser, statements):
    reader, counted = browser(request.getfixturevalue(who) if who else None), []
    for lang, title in (("", "En bænk i haven"), ("/en", ARABIC)):
        reader.get(lang + url.format(id=idea.id))
        statements.clear()
        assert title in reader.get(lang + url.format(id=idea.id)).text
        counted.append(len(statements))
    assert counted[0] == counted[1], counted
