"""Changing, adding to, deleting and thanking."""

from datetime import timedelta

import pytest

from boligdialog.admin.queries.checks import wrong_comments, wrong_thanks
from boligdialog.comments import queries, services
from boligdialog.comments.models import CommentKind
from boligdialog.content import queries as content
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReportCode
from boligdialog.moderation.services import reports, review


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.published(lindegaarden, anna)


@pytest.fixture
def comment(idea, bo, make):
    return make.comment(idea, bo, text="Mine ord")


@pytest.fixture
def nobody_reads_first(lindegaarden):
    lindegaarden.review = "off"
    db.session.commit()


def _refused(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reason.code


def _an_hour_passes(comment):
    comment.published_at = clock.now() - timedelta(hours=1)
    db.session.commit()


def test_own_words_change_for_a_quarter_of_an_hour(comment, idea, bo, nobody_reads_first):
    services.edit_comment(comment, text="Andre ord", by=bo)
    assert "Andre ord" in queries.talk(idea.id, seen_by=None).threads[0].body_html
    _an_hour_passes(comment)
    assert _refused(lambda: services.edit_comment(comment, text="For sent", by=bo)) == "too_late"


def test_new_words_of_a_new_person_wait_for_a_moderator(comment, idea, bo, maja):
    services.edit_comment(comment, text="Ulæste ord", by=bo)
    assert queries.talk(idea.id, seen_by=None).threads == []
    assert wrong_comments() == []
    case = moderation.open_case_of(comment.id)
    review.publish(case, by=maja, version=case.row_version)
    assert "Ulæste ord" in queries.talk(idea.id, seen_by=None).threads[0].body_html
    assert wrong_comments() == []


def test_new_words_that_sound_private_wait_too(comment, idea, bo, nobody_reads_first):
    services.edit_comment(comment, text="Ring til Per", by=bo, read_first=True)
    assert queries.talk(idea.id, seen_by=None).threads == []


def test_a_case_that_a_reader_opened_takes_new_words_in(comment, idea, bo, clara, maja):
    reports.report(comment, by=clara, code=ReportCode.SPAM, text="")
    services.edit_comment(comment, text="Ulæste ord", by=bo)
    case = moderation.open_case_of(comment.id)
    review.publish(case, by=maja, version=case.row_version)
    assert "Ulæste ord" in queries.talk(idea.id, seen_by=None).threads[0].body_html


def test_a_question_keeps_its_clock_when_it_is_read_again(idea, bo, make, maja):
    asked = make.comment(idea, bo, meant_as=CommentKind.QUESTION)
    services.edit_comment(asked, text="Hvornår?", by=bo)
    case = moderation.open_case_of(asked.id)
    review.publish(case, by=maja, version=case.row_version)
    assert asked.next_kind == "answer"


def test_nobody_adds_what_has_not_been_read(comment, bo):
    _an_hour_passes(comment)
    assert _refused(lambda: services.add_to_comment(comment, text="Ulæste ord", by=bo)) == "read_first"


def test_they_stay_when_somebody_has_answered(comment, idea, bo, clara, make):
    make.comment(idea, clara, answers=comment)
    assert _refused(lambda: services.edit_comment(comment, text="Noget andet", by=bo)) == "answered"


def test_later_something_is_added_with_its_date(comment, idea, bo, browser, nobody_reads_first):
    _an_hour_passes(comment)
    reader = browser(bo)
    page = reader.get(f"/kommentarer/{comment.id}/ret")
    assert page.form("/ret")["text"] == ""
    reader.send(page, "/ret", text="Jeg glemte noget")
    shown = queries.talk(idea.id, seen_by=None).threads[0]
    assert "Mine ord" in shown.body_html
    assert "Jeg glemte noget" in shown.additions[0]["html"]


@pytest.mark.parametrize("act", [services.edit_comment, services.add_to_comment])
def test_nobody_changes_anothers_words(comment, clara, act):
    assert _refused(lambda: act(comment, text="Hærværk", by=clara)) == "not_yours"


def test_deleted_words_are_gone_and_replies_stay(comment, idea, bo, clara, make, browser):
    make.comment(idea, clara, answers=comment, text="Mit svar")
    reader = browser(bo)
    reader.send(reader.get(f"/kommentarer/{comment.id}/slet"), "/slet")
    page = browser().get(f"/ideer/{idea.id}")
    assert "Slettet af forfatteren" in page.text
    assert "Mine ord" not in page.html
    assert "Mit svar" in page.text
    assert (comment.body, comment.title) == ("", "–")
    assert (content.counts(idea.id).comments, wrong_comments()) == (1, [])


def test_deleted_without_replies_it_leaves_nothing(comment, idea, bo):
    services.delete_comment(comment, by=bo)
    assert queries.talk(idea.id, seen_by=None).threads == []


def test_thanks_count_once_and_can_be_taken_back(comment, clara):
    assert services.thank(comment, by=clara)
    assert not services.thank(comment, by=clara)
    assert content.counts(comment.id).thanks == 1
    assert services.withdraw_thanks(comment, by=clara)
    assert not services.withdraw_thanks(comment, by=clara)
    assert (content.counts(comment.id).thanks, wrong_thanks()) == (0, [])


def test_nobody_thanks_themselves(comment, bo):
    assert _refused(lambda: services.thank(comment, by=bo)) == "own"


def test_a_press_says_thank_you_and_another_takes_it_back(comment, idea, clara, browser):
    reader = browser(clara)
    page = reader.get(f"/ideer/{idea.id}")
    block = reader.post(page.action("/tak"), page.form("/tak"), headers={"X-Block": f"thanks-{comment.id}"})
    assert 'aria-pressed="true"' in block.html
    reader.send(reader.get(f"/ideer/{idea.id}"), "/tak")
    assert content.counts(comment.id).thanks == 0


def test_my_page_shows_what_i_wrote(comment, bo, browser):
    assert "Mine ord" in browser(bo).get("/min-side").text


def test_nobody_reads_new_words_before_a_moderator_through_the_reply_page(comment, idea, bo, clara, browser):
    reader = browser(clara)
    page = reader.get(f"/kommentarer/{comment.id}/svar")
    services.edit_comment(comment, text="Ulæste ord", by=bo)
    answer = reader.send(page, text="")
    assert "Ulæste ord" not in answer.text


def test_who_has_left_the_board_does_not_change_its_words(idea, lindegaarden, dorte, make):
    board = queries.speaks_for(dorte, lindegaarden.id)[0]
    said = make.comment(idea, dorte, organ=board)
    for role in dorte.roles:
        role.to_on = clock.today()
    db.session.commit()
    assert _refused(lambda: services.add_to_comment(said, text="Og noget mere", by=dorte)) == "not_yours"
    assert _refused(lambda: services.edit_comment(said, text="Noget andet", by=dorte)) == "not_yours"
