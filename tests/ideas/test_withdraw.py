"""Withdrawing an idea that neighbours have seen, and bringing it back (row 33)."""

from datetime import timedelta

import pytest

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.comments import services as comments
from boligdialog.content.models import ItemState
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.ideas import services
from boligdialog.ideas.models import Idea, IdeaStage, WithdrawWhy
from boligdialog.ideas.queries import lists
from boligdialog.ideas.rules import why_not_edit, why_not_restore, why_not_withdraw, why_not_withdraw_because
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode, ReportCode
from boligdialog.moderation.queries import lists as waiting
from boligdialog.moderation.services import reports, review
from boligdialog.notifications import queries as notifications
from boligdialog.search import queries as search
from boligdialog.support.services import support_item, withdraw_support
from tests.conftest import NASTY


@pytest.fixture
def idea(lindegaarden, anna, make):
    """An idea of Anna, whose texts appear at once by now."""
    for _ in range(3):
        make.published(lindegaarden, anna)
    return make.published(lindegaarden, anna, title="En bænk ved vaskeriet")


def _refused(act, *args, **values):
    with pytest.raises(Refused) as refused:
        act(*args, **values)
    return refused.value.reason.code


@pytest.mark.parametrize(
    ("state", "stage", "code"),
    [
        (ItemState.PUBLISHED, IdeaStage.NEW, None),
        (ItemState.PUBLISHED, IdeaStage.ANSWERED, None),
        (ItemState.PUBLISHED, IdeaStage.IN_INITIATIVE, "under_way"),
        (ItemState.PUBLISHED, IdeaStage.DONE, "under_way"),
        (ItemState.PENDING, IdeaStage.NEW, "unseen"),
        (ItemState.HIDDEN, IdeaStage.NEW, "unseen"),
        (ItemState.WITHDRAWN, IdeaStage.NEW, "withdrawn"),
    ],
)
def test_who_may_withdraw_when(state, stage, code, anna, bo, maja):
    idea = Idea(state=state, stage=stage, author_id=anna.id, area_id=1)
    reason = why_not_withdraw(anna, idea)
    assert (reason and reason.code) == code
    assert [why_not_withdraw(by, idea).code for by in (None, bo, maja)] == ["not_yours"] * 3


@pytest.mark.parametrize(
    ("why", "text", "is_read_first", "code"),
    [
        ("solved", "", False, None),
        ("solved", "Den står der nu", False, None),
        ("other", "", False, "no_text"),
        ("other", "Vi er flyttet", False, None),
        ("other", "x" * 201, False, "text_length"),
        ("other", "Ring 20 30 40 50", False, "private"),
        ("solved", "", True, None),
        ("solved", "Køb ure", True, "unread"),
        ("other", "Køb ure", True, "unread"),
    ],
)
def test_why_one_may_withdraw(why, text, is_read_first, code):
    reason = why_not_withdraw_because(WithdrawWhy(why), text, is_read_first=is_read_first)
    assert (reason and reason.code) == code


@pytest.mark.parametrize(("days", "code"), [(0, None), (30, None), (31, "too_late")])
def test_it_can_be_brought_back_for_thirty_days(days, code, anna, bo):
    since = clock.now() - timedelta(days=days) + timedelta(minutes=1)
    idea = Idea(state=ItemState.WITHDRAWN, author_id=anna.id, area_id=1, withdrawn_at=since)
    reason = why_not_restore(anna, idea, 30)
    assert (reason and reason.code) == code
    assert why_not_restore(bo, idea, 30).code == "not_yours"


def test_it_is_closed_and_says_why(idea, anna, bo, browser):
    support_item(idea, by=bo)
    services.withdraw_idea(idea, why=WithdrawWhy.OTHER, text=NASTY, by=anna)
    assert _refused(support_item, idea, by=anna) == _refused(withdraw_support, idea, by=bo) == "withdrawn"
    assert _refused(comments.write_comment, idea, text="For sent", by=bo, lang="da") == "withdrawn"
    page = browser().get(f"/ideer/{idea.id}")
    assert NASTY in page.text
    for said in ("Trukket tilbage", "Støtten er lukket, fordi", "Samtalen er lukket, fordi", "Anna trak idéen tilbage"):
        assert said in page.text


def test_numbers_lists_and_search(idea, lindegaarden, anna, worker, browser):
    services.withdraw_idea(idea, why=WithdrawWhy.SOLVED, by=anna)
    worker()
    assert not any(look() for look in CHECKS.values())
    assert lists.area_with_counts("lindegaarden")[1] == {"waiting": 3, "withdrawn": 1}
    assert [hit.item.id for hit in search.find("vaskeriet", seen_by=None).rows] == [idea.id]
    assert "Trukket tilbage" in browser().get("/soeg?q=vaskeriet").text
    page = browser().get("/lindegaarden/ideer")
    assert idea.title not in page.text
    assert "Alle 3" in page.text
    assert idea.title in browser().get(page.link("Trukket tilbage 1")).text
    assert search.similar("En bænk ved vaskeriet", area_id=lindegaarden.id, seen_by=None, kind="idea") == []


def test_an_area_whose_only_idea_is_withdrawn_still_leads_to_it(lindegaarden, anna, make, browser):
    idea = make.published(lindegaarden, anna)
    services.withdraw_idea(idea, why=WithdrawWhy.SOLVED, by=anna)
    assert browser().get("/lindegaarden/ideer").link("Trukket tilbage 1")


def test_undone_it_is_as_before(idea, anna, bo, worker, browser):
    support_item(idea, by=bo)
    promise = (idea.next_kind, idea.next_on, idea.published_at)
    services.withdraw_idea(idea, why=WithdrawWhy.CHANGED_MIND, by=anna)
    reader = browser(anna)
    reader.send(reader.get(f"/ideer/{idea.id}"), "/hent-frem")
    db.session.refresh(idea)
    assert (idea.state, idea.withdrawn_why) == (ItemState.PUBLISHED, None)
    assert (idea.next_kind, idea.next_on, idea.published_at) == promise
    assert withdraw_support(idea, by=bo)
    worker()
    assert not any(look() for look in CHECKS.values())


def test_followers_hear_of_both_and_nothing_of_what_was_undone(idea, anna, bo, clara, worker):
    support_item(idea, by=bo)
    worker()
    services.withdraw_idea(idea, why=WithdrawWhy.SOLVED, text="Den står der nu", by=anna)
    worker()
    notice = notifications.notices(seen_by=bo)[0]
    assert notice.kind == "idea_withdrawn"
    assert notifications.notices(seen_by=clara) == []
    services.restore_idea(idea, by=anna)
    worker()
    assert [each.kind for each in notifications.notices(seen_by=bo)][:2] == ["idea_restored", "idea_withdrawn"]


def test_on_paper_the_whole_way(idea, anna, bo, browser):
    support_item(idea, by=bo)
    reader = browser(anna)
    page = reader.get(reader.get(f"/ideer/{idea.id}").link("Træk den tilbage"))
    nothing = reader.send(page, "/traek-tilbage")
    assert (nothing.status, len(nothing.errors)) == (422, 1)
    other = reader.send(page, "/traek-tilbage", reason="other", text=" ")
    assert (other.status, len(other.errors)) == (422, 1)
    done = reader.send(page, "/traek-tilbage", reason="other", text="Vi har fundet på noget bedre")
    assert done.status == 303
    assert "Vi har fundet på noget bedre" in browser(bo).get(f"/ideer/{idea.id}").text
    assert reader.get(f"/ideer/{idea.id}/traek-tilbage").status == 409


def test_an_author_whom_we_read_first_is_offered_no_words(lindegaarden, clara, make, browser):
    idea = make.published(lindegaarden, clara)
    reader = browser(clara)
    page = reader.get(f"/ideer/{idea.id}/traek-tilbage")
    assert "text" not in page.form("/traek-tilbage")
    assert reader.send(page, "/traek-tilbage", reason="other", text="Køb ure").status == 422
    assert reader.send(page, "/traek-tilbage", reason="solved", text="Køb ure").status == 303
    assert "Køb ure" not in browser().get(f"/ideer/{idea.id}").text


def test_what_waited_to_be_read_goes_with_it(lindegaarden, clara, bo, maja, make):
    idea = make.published(lindegaarden, clara)
    services.edit_idea(idea, title="En helt anden titel", why="", place_id=None, reason="Bedre sådan", by=clara)
    services.withdraw_idea(idea, why=WithdrawWhy.CHANGED_MIND, by=clara)
    assert waiting.length(maja).n == 0


def test_a_decision_on_a_notice_does_not_bring_it_back_but_can_hide_it(idea, anna, bo, clara, maja):
    reports.report(idea, by=bo, code=ReportCode.SPAM, text="")
    services.withdraw_idea(idea, why=WithdrawWhy.SOLVED, by=anna)
    case = moderation.open_case_of(idea.id)
    assert _refused(review.ask_edit, case, by=maja, version=case.row_version, reason=ReasonCode.TONE, text="Ret lidt i den") == "published"
    review.keep(case, by=maja, version=case.row_version)
    assert idea.state is ItemState.WITHDRAWN
    reports.report(idea, by=clara, code=ReportCode.HATE, text="")
    case = moderation.open_case_of(idea.id)
    review.hide(case, by=maja, version=case.row_version, reason=ReasonCode.TONE, text="Det kan vi ikke vise.")
    assert idea.state is ItemState.HIDDEN
    assert why_not_edit(anna, idea).code == "closed"  # it is not put right to stand among the others again


def test_what_has_become_a_piece_of_work_stays(idea, anna, browser):
    changed(Idea.__table__.update().where(Idea.__table__.c.id == idea.id).values(stage=IdeaStage.IN_INITIATIVE, decided_by_id=1))
    db.session.commit()
    assert browser(anna).get(f"/ideer/{idea.id}/traek-tilbage").status == 409
