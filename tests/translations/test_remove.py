"""Taking a translation away: its author may, whoever wrote it."""

import pytest

from boligdialog.content.queries import timeline
from boligdialog.core.access import Refused
from boligdialog.translations import queries
from boligdialog.translations.services import remove_translation, translate_item


@pytest.fixture
def idea(lindegaarden, anna, maja, make):
    idea = make.published(lindegaarden, anna)
    translate_item(idea, lang="en", title="A bench", body="Because", by=maja)
    return idea


def test_the_author_takes_a_moderators_words_away(idea, anna, browser):
    reader = browser(anna)
    page = reader.get(f"/ideer/{idea.id}/oversaet/en/slet")
    assert "A bench" in page.text
    assert reader.send(page).status == 303
    assert queries.translation(idea.id, "en") is None
    assert reader.get(f"/ideer/{idea.id}/oversaet/en/slet").status == 404


def test_the_second_press_finds_nothing(idea, maja):
    assert [remove_translation(idea, lang="en", by=maja) for _ in range(2)] == [True, False]
    assert [each.kind for each in timeline(idea.id)].count("TranslationRemoved") == 1


def test_others_may_not(idea, bo, browser):
    with pytest.raises(Refused, match="not_yours"):
        remove_translation(idea, lang="en", by=bo)
    assert browser(bo).get(f"/ideer/{idea.id}/oversaet/en/slet").status == 403
