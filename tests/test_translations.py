"""Both languages are complete, and the catalogues are fresh."""

import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from boligdialog.core import clock
from boligdialog.core.i18n import CATALOGUES, Words, force_locale, long_day, number, short_day, wall_time

_spec = importlib.util.spec_from_file_location("translations_tool", Path(__file__).parents[1] / "tools" / "translations.py")
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)


@pytest.mark.parametrize("lang", tool.LANGUAGES)
def test_the_catalogue_is_complete_and_fresh(lang):
    assert list(tool.missing(lang)) == []


def test_danish_is_quoted_as_danes_do():
    said = [message.string for message in tool.stored("da") if message.id]
    assert not [text for text in said if "“" in str(text) or "”" in str(text)]


def test_a_missing_sentence_is_found(monkeypatch):
    catalog = Catalog(locale="da")
    catalog.add("Nobody has translated this", "")
    monkeypatch.setattr(tool, "collected", lambda: catalog)
    monkeypatch.setattr(tool, "stored", lambda _lang: catalog)
    assert list(tool.missing("da")) == ["not translated: Nobody has translated this"]


def test_a_lost_placeholder_is_found(monkeypatch):
    catalog = Catalog(locale="da")
    catalog.add("%(num)d of us", "nogle af os", flags=["python-format"])
    monkeypatch.setattr(tool, "collected", lambda: catalog)
    monkeypatch.setattr(tool, "stored", lambda _lang: catalog)
    assert list(tool.missing("da"))


def test_the_compiled_catalogues_are_those_of_the_project():
    for lang in tool.LANGUAGES:
        assert (CATALOGUES / lang / "LC_MESSAGES" / "messages.mo").exists(), "run make translations"


def test_days_and_numbers_in_both_languages(app):
    year = clock.today().year
    day = clock.today().replace(month=5, day=14)
    moment = clock.now().replace(year=year, month=7, day=1, hour=17, minute=0)
    with force_locale("da"):
        assert short_day(day) == "14.\xa0maj"
        assert long_day(day).endswith("den\xa014.\xa0maj")
        assert wall_time(moment) == "kl.\xa019.00"
        assert number(1250) == "1.250"
        assert str(Words("gården", "the yard")) == "gården"
    with force_locale("en"):
        assert short_day(day) == "14\xa0May"
        assert wall_time(moment) == "19:00"
        assert number(1250) == "1,250"
        assert str(Words("gården", "the yard")) == "the yard"
        assert Words("gården").lang == "da"
