"""Review: publish, ask for a change, hide; the author hears why; two moderators never overwrite each other."""

import pytest

from boligdialog.content.models import ItemState
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.housing.models import ReviewMode
from boligdialog.moderation import queries
from boligdialog.moderation.models import Outcome, ReasonCode
from boligdialog.moderation.rules import needs_review
from boligdialog.moderation.services import review


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.pending(lindegaarden, anna, title="Flere bænke ved legepladsen")


@pytest.fixture
def case(idea):
    return queries.open_case_of(idea.id)


def _url(case, act=""):
    return f"/koe/{case.id}{act}"


def test_publishing_by_a_press(idea, case, maja, browser):
    reader = browser(maja)
    page = reader.get("/koe")
    assert idea.title in page.text
    assert reader.send(page, "/vis").status == 303
    db.session.refresh(idea)
    assert idea.state is ItemState.PUBLISHED
    assert idea.next_kind == "answer"
    assert "»" in reader.get("/koe").text


@pytest.mark.parametrize(("act", "state"), [("/ret", ItemState.RETURNED), ("/skjul", ItemState.HIDDEN)])
def test_a_no_needs_a_reason_and_reaches_the_author(idea, case, maja, anna, browser, outbox, act, state):
    reader = browser(maja)
    empty = reader.send(reader.get(_url(case, act)), act)
    assert empty.status == 422
    assert len(empty.errors) == 2
    sent = reader.send(reader.get(_url(case, act)), act, reason="personal_data", text="Der står et navn på en nabo. Skriv uden navnet.")
    assert sent.status == 303
    db.session.refresh(idea)
    assert idea.state is state
    mail = outbox()[-1]
    assert mail["To"] == "anna@example.dk"
    assert "Der står et navn på en nabo. Skriv uden navnet." in mail.get_content()
    assert "Der står et navn på en nabo." in browser(anna).get("/min-side").text


def test_what_belongs_elsewhere_comes_back_with_numbers_to_call(idea, case, maja, anna, browser, outbox):
    review.hide(case, by=maja, version=case.row_version, reason=ReasonCode.WRONG_PLACE, text="Ring til kontoret.")
    assert "112" in browser(anna).get(f"/ideer/{idea.id}").text
    assert "114" in outbox()[-1].get_content()


def test_mails_are_in_the_receivers_language(idea, case, maja, anna, outbox):
    anna.lang = "en"
    db.session.commit()
    review.publish(case, by=maja, version=1)
    assert "Your neighbours can see" in outbox()[-1]["Subject"]


def test_two_moderators_on_one_case(idea, case, maja, soeren, browser):
    slow, quick = browser(soeren), browser(maja)
    page = slow.get(_url(case, "/skjul"))
    quick.send(quick.get(_url(case)), "/vis")
    answer = slow.send(page, "/skjul", reason="tone", text="Min egen begrundelse bliver stående.")
    assert answer.status == 409
    assert "Maja" in answer.text
    db.session.refresh(idea)
    assert idea.state is ItemState.PUBLISHED


def test_the_note_of_the_slower_one_is_kept(idea, case, maja, soeren, browser):
    slow = browser(soeren)
    page = slow.get(_url(case, "/ret"))
    review.publish(case, by=maja, version=1)
    answer = slow.send(page, "/ret", reason="tone", text="Min egen begrundelse bliver stående.")
    assert "Min egen begrundelse bliver stående." in answer.html


def test_a_stale_version_is_refused(case, maja):
    with pytest.raises(Refused) as refused:
        review.publish(case, by=maja, version=99)
    assert refused.value.reason.status == 409


def test_nobody_decides_their_own_or_their_homes(lindegaarden, maja, anna, bo, make):
    own = queries.open_case_of(make.pending(lindegaarden, maja).id)
    with pytest.raises(Refused) as refused:
        review.publish(own, by=maja, version=1)
    assert refused.value.reason.code == "own_case"


def test_residents_and_boards_never_see_the_queue(case, anna, dorte, browser):
    for person in (anna, dorte):
        assert browser(person).get("/koe").status == 403
        assert browser(person).get(_url(case)).status == 404
        assert browser(person).post(_url(case, "/vis"), {}).status in (400, 404)


def test_the_empty_queue_says_so(maja, browser):
    assert browser(maja).get("/koe").status == 200


def test_an_outcome_without_reason_is_refused_by_the_service(case, maja):
    with pytest.raises(Refused) as refused:
        review.hide(case, by=maja, version=1, reason=ReasonCode.TONE, text="   ")
    assert refused.value.reason.status == 422
    db.session.refresh(case)
    assert case.outcome is None


def test_published_then_counted(idea, case, maja, anna, lindegaarden):
    review.publish(case, by=maja, version=1)
    db.session.refresh(anna)
    assert anna.published == 1
    assert case.outcome is Outcome.PUBLISH


@pytest.mark.parametrize(
    ("mode", "published", "with_home", "reviewed"),
    [
        (ReviewMode.OFF, 0, False, False), (ReviewMode.ALL, 99, True, True),
        (ReviewMode.NEW, 0, True, True), (ReviewMode.NEW, 3, False, True), (ReviewMode.NEW, 3, True, False),
    ],
)  # fmt: skip
def test_what_is_read_first(anna, ida, mode, published, with_home, reviewed):
    author = anna if with_home else ida
    author.published = published
    assert needs_review(mode, author, 3) is reviewed
