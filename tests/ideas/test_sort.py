"""Who decides, which principles, and that it is being considered."""

import pytest

from boligdialog.content import queries as content
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.ideas import services
from boligdialog.ideas.models import IdeaStage
from boligdialog.organs import queries as organs
from boligdialog.principles import queries as principles


@pytest.fixture
def board(lindegaarden):
    return next(each for each in organs.organs_for(lindegaarden.id) if each.kind == "board")


def test_considering_needs_a_body_that_decides(lindegaarden, anna, maja, board, make):
    idea = make.published(lindegaarden, anna)
    with pytest.raises(Refused) as refused:
        services.consider_idea(idea, by=maja)
    assert refused.value.reason.status == 422
    services.sort_idea(idea, organ=board, why=None, principles=[], by=maja)
    services.consider_idea(idea, by=maja)
    assert idea.stage is IdeaStage.CONSIDERING
    with pytest.raises(Refused) as refused:
        services.consider_idea(idea, by=maja)
    assert refused.value.reason.status == 409


def test_the_form_sorts(lindegaarden, anna, maja, board, make, browser):
    idea = make.published(lindegaarden, anna)
    reader = browser(maja)
    page = reader.get(f"/ideer/{idea.id}/ordn")
    answer = reader.send(page, "/ordn", organ=str(board.id), why_da="fordi det er hverdag", first="9", second="6")
    assert answer.status == 303
    db.session.refresh(idea)
    assert idea.decided_by_id == board.id
    assert [each.no for each in content.principles_of(idea.id)] == [9, 6]


def test_a_principle_twice_is_refused_with_the_text_kept(lindegaarden, anna, maja, make, browser):
    idea = make.published(lindegaarden, anna)
    reader = browser(maja)
    answer = reader.send(reader.get(f"/ideer/{idea.id}/ordn"), "/ordn", why_da="Behold mig", first="9", second="9")
    assert answer.status == 422
    assert answer.form("/ordn")["why_da"] == "Behold mig"


def test_residents_cannot_sort(lindegaarden, anna, dorte, board, make):
    idea = make.published(lindegaarden, anna)
    for person in (anna, dorte):
        with pytest.raises(Refused):
            services.sort_idea(idea, organ=board, why=None, principles=[principles.principle(1)], by=person)


def test_the_considered_idea_tells_its_author(lindegaarden, anna, maja, board, make, outbox):
    idea = make.published(lindegaarden, anna, title="Flere bænke i gården")
    services.sort_idea(idea, organ=board, why=None, principles=[], by=maja)
    services.consider_idea(idea, by=maja)
    assert "Flere bænke i gården" in outbox()[-1]["Subject"]
