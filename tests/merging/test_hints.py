"""What an idea in the queue looks like: three likeliest, merged in two presses, told apart for good (row 153)."""

import pytest
import sqlalchemy as sa

from boligdialog.content.models import ItemState
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.ideas.models import Idea
from boligdialog.merging import queries
from boligdialog.merging.services import merge_ideas, tell_apart
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReportCode
from boligdialog.moderation.services import reports, restoring
from boligdialog.support.models import Support
from boligdialog.support.services import support_item


@pytest.fixture
def pending(lindegaarden, roennebakken, anna, clara, dorte, erik, make, worker):
    """An idea of Anna that waits, beside four that look like it and two that do not."""
    for n in range(4):
        make.published(
            lindegaarden, (clara, dorte)[n % 2], title=f"En bænk ved vaskeriet {n}", why="Der er langt at gå, og bænken mangler."
        )
    make.published(lindegaarden, clara, title="Flere cykelstativer i gården")
    make.published(roennebakken, erik, title="En bænk ved vaskeriet på bakken")
    worker()
    return make.pending(lindegaarden, anna, title="En bænk foran vaskeriet", why="Min mormor går langt efter en bænk.")


def _case_page(reader, idea):
    return reader.get(f"/koe/{moderation.open_case_of(idea.id).id}")


def test_three_likeliest_of_the_area_with_shared_words_marked(pending, maja, browser):
    page = _case_page(browser(maja), pending)
    assert "Den ligner 3 idéer" in page.text
    assert len([each for each in page.all("a") if "/saml/" in each.get("href", "")]) == 3
    marked = {"".join(each.itertext()) for each in page.all("mark")}
    assert marked == {"bænk", "bænken", "vaskeriet", "langt"}
    assert "cykelstativer" not in page.text.split("Den ligner")[1]
    assert "bakken" not in page.text.split("Den ligner")[1].split("Hvad gør du")[0]


def test_merged_in_two_presses(pending, anna, maja, browser):
    other = queries.hints(pending, seen_by=maja)[0].idea
    support_item(other, by=anna)
    other_id, reader = other.id, browser(maja)
    preview = reader.get(_case_page(reader, pending).link(f"Saml med denne: {other.title}"))
    assert "Sagen i køen bliver afgjort samtidig" in preview.text
    assert reader.send(preview, "").location == f"/ideer/{other_id}#samling"
    assert db.session.get_one(Idea, pending.id).state is ItemState.MERGED
    assert moderation.open_case_of(pending.id) is None
    assert db.session.scalars(sa.select(Support.item_id)).all() == [other_id]


def test_a_decision_that_a_merge_made_is_undone_with_the_merge_alone(lindegaarden, clara, pending, maja, bo, make):
    case = moderation.open_case_of(pending.id)
    other = queries.hints(pending, seen_by=maja)[0].idea
    merge_ideas(pending, into=other, by=maja, seen=(pending.row_version, other.row_version), case_version=case.row_version)
    seen = make.published(lindegaarden, clara, title="En bænk mere ved vaskeriet")
    reports.report(seen, by=bo, code=ReportCode.SPAM, text="")
    kept = moderation.open_case_of(seen.id)
    merge_ideas(seen, into=other, by=maja, seen=(seen.row_version, other.row_version), case_version=kept.row_version)
    for decided in (case, kept):
        with pytest.raises(Refused) as refused:
            restoring.undo(decided, by=maja)
        assert refused.value.reason.code == "lasting"
        assert decided.item.state is ItemState.MERGED


def test_what_was_told_apart_is_not_asked_about_again(pending, maja, browser):
    hints = queries.hints(pending, seen_by=maja)
    reader = browser(maja)
    answer = reader.send(_case_page(reader, pending), f"/ikke-ens/{hints[0].idea.id}")
    page = reader.get(answer.location)
    assert "Vi spørger ikke om de to igen" in page.text
    shown = {each.idea.id for each in queries.hints(pending, seen_by=maja)}
    assert len(shown) == 3  # the fourth moves up
    assert hints[0].idea.id not in shown
    assert not tell_apart(hints[0].idea, pending, by=maja)  # from either side, once
    assert db.session.scalar(sa.select(sa.func.count()).where(Event.kind == "IdeasToldApart")) == 1


def test_only_moderators_tell_apart_and_only_two_ideas_of_an_area(pending, roennebakken, anna, dorte, erik, maja, make):
    other, far = queries.hints(pending, seen_by=maja)[0].idea, make.published(roennebakken, erik)
    for by, two, code in ((anna, (pending, other), "not_moderator"), (maja, (pending, pending), "same"), (maja, (pending, far), "same")):
        with pytest.raises(Refused) as refused:
            tell_apart(*two, by=by)
        assert refused.value.reason.code == code


def test_an_own_idea_and_one_that_looks_like_none_show_nothing(lindegaarden, clara, maja, make, browser):
    idea = make.pending(lindegaarden, clara, title="Noget helt andet end alle andre")
    assert "Den ligner" not in _case_page(browser(maja), idea).text


def test_hints_cost_as_many_statements_whoever_wrote_them(pending, maja, statements):
    assert maja.homes | pending.author.homes  # who reads, and what, is known already
    statements.clear()
    queries.hints(pending, seen_by=maja)
    assert len(statements) <= 5, statements
