"""Our own reading of a text brings it up the queue and says why. It hides nothing, and nothing leaves the server."""

import socket

import pytest

from boligdialog.comments import services as comments
from boligdialog.content.models import ItemState
from boligdialog.core import text
from boligdialog.core.db import db
from boligdialog.core.settings import change
from boligdialog.ideas import services as ideas
from boligdialog.moderation import queries
from boligdialog.moderation.models import TextRule
from boligdialog.moderation.queries.findings import findings
from boligdialog.moderation.rules import URGENT
from boligdialog.moderation.settings import WATCHED_WORDS


@pytest.mark.parametrize(
    "source", ["010190-1234", "Hun har 0101901234 som nummer", "311299 0001", "01-01-90-1234", "(010190–x) 010190 - 1234"]
)
def test_a_cpr_number_is_found(source):
    assert text.holds_cpr(source)


@pytest.mark.parametrize(
    "source", ["12 34 56 78", "990190-1234", "011390-1234", "01019012345", "BD-2026-0123", "010190 og 1234", "+45 12 10 56 78"]
)
def test_other_numbers_are_not(source):
    assert not text.holds_cpr(source)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Du er en IDIOT!", ["idiot*"]), ("Idioterne igen", ["idiot*"]), ("superidiot", []), ("Svinet", []), ("et svin.", ["svin"]),
        ("Vi kunne slå  ihjel", ["slå ihjel"]), ("(a+)+", ["(a+)+"]), ("", []),
    ],
)  # fmt: skip
def test_words_of_the_list_are_found_as_words(source, found):
    assert text.words_found(source, "idiot*, svin, slå ihjel, , *, (a+)+") == found


def _case(item):
    db.session.expire_all()
    return queries.open_case_of(item.id)


def _pending(make, area, by, why="Fordi", title="En helt almindelig idé"):
    return make.pending(area, by, title=title, why=why)


def test_what_is_plain_stays_in_its_place(make, lindegaarden, anna, maja, browser):
    idea = _pending(make, lindegaarden, anna)
    assert (_case(idea).priority, findings(idea)) == (0, {})
    assert "Kig efter" not in browser(maja).get(f"/koe/{_case(idea).id}").text


@pytest.mark.parametrize(
    ("why", "rule"),
    [
        ("Min nabo er et svin", TextRule.WORD), ("Se www.example.dk", TextRule.LINK), ("Ring 12 34 56 78", TextRule.PHONE),
        ("Hun er 010190-1234", TextRule.CPR),
    ],
)  # fmt: skip
def test_each_rule_brings_it_up_and_says_why(make, lindegaarden, anna, maja, browser, why, rule):
    plain, found = _pending(make, lindegaarden, anna), _pending(make, lindegaarden, anna, why, title="En anden idé til gården")
    assert list(findings(found)) == [rule]
    assert _case(found).priority > _case(plain).priority
    page = browser(maja).get("/koe")
    assert str(rule.label) in page.text
    assert page.text.index(found.title) < page.text.index(plain.title)
    assert found.state is ItemState.PENDING


def test_the_same_again_is_found_and_what_was_taken_back_is_not(make, lindegaarden, anna, clara):
    first = _pending(make, lindegaarden, anna)
    again = _pending(make, lindegaarden, anna)
    assert TextRule.REPEAT in findings(again)
    ideas.take_back_idea(first, by=anna)
    assert findings(again) == {}
    assert findings(_pending(make, lindegaarden, clara)) == {}


def test_words_written_later_bring_it_up_and_never_down(make, lindegaarden, anna, clara):
    idea = _pending(make, lindegaarden, anna)
    ideas.edit_idea(idea, title=idea.title, why="Hun er 010190-1234", place_id=None, by=anna)
    assert _case(idea).priority == URGENT
    ideas.edit_idea(idea, title=idea.title, why="Nu uden", place_id=None, by=anna)
    assert _case(idea).priority == URGENT
    comment = comments.write_comment(make.published(lindegaarden, clara), text="Hvad nu?", by=anna, lang="da")
    comments.edit_comment(comment, text="Hvad nu, svin?", by=anna)
    assert _case(comment).priority == 8


def test_a_change_that_waits_is_what_is_read(make, lindegaarden, anna):
    idea = make.published(lindegaarden, anna, title="En helt almindelig idé", why="")
    ideas.edit_idea(idea, title=idea.title, why="Nabo 010190-1234", place_id=None, reason="Bedre sådan", by=anna)
    assert list(findings(idea)) == [TextRule.CPR]
    assert _case(idea).priority == URGENT


def test_nothing_is_ever_hidden_by_it(make, lindegaarden, anna):
    anna.published = 99
    db.session.commit()
    idea = _pending(make, lindegaarden, anna, "Mit svin af en nabo, 010190-1234, www.example.dk")
    assert idea.state is ItemState.PUBLISHED


def test_an_administrator_writes_the_list(make, lindegaarden, anna, soeren, browser):
    idea = _pending(make, lindegaarden, anna, "Min rabarber")
    reader = browser(soeren)
    page = reader.get("/administration/indstillinger/moderation.watched_words")
    assert reader.send(page, value="rabarber, grød").status == 303
    assert findings(idea) == {TextRule.WORD: ["rabarber"]}
    change(WATCHED_WORDS, "")
    assert findings(idea) == {}


def test_nothing_leaves_the_server(make, lindegaarden, anna, monkeypatch):
    idea = _pending(make, lindegaarden, anna, "Et svin, www.example.dk, 12 34 56 78")
    found = findings(idea)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("somebody outside was asked"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: pytest.fail("somebody outside was asked"))
    assert findings(idea) == found
