"""Writing a comment: review first, two levels, counts that agree, nothing lost."""

import pytest
import sqlalchemy as sa

from boligdialog.admin.queries.checks import wrong_comments
from boligdialog.comments import queries, services
from boligdialog.comments.models import Comment, CommentKind
from boligdialog.content import queries as content
from boligdialog.content.models import Item, ItemState
from boligdialog.core import drafts
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode, ReportCode
from boligdialog.moderation.services import reports, review


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.published(lindegaarden, anna)


def _talk(idea, person=None, **kw):
    return queries.talk(idea.id, seen_by=person, **kw).threads


def _refused(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reason.code


def test_a_comment_of_somebody_new_waits_and_only_they_see_it(idea, bo, clara):
    comment = services.write_comment(idea, text="Godt set", by=bo, lang="da")
    assert comment.state is ItemState.PENDING
    assert [each.id for each in _talk(idea, bo)] == [comment.id]
    assert _talk(idea, clara) == _talk(idea) == []
    assert content.counts(idea.id).comments == 0


def test_published_it_is_seen_and_counted(idea, bo, make):
    comment = make.comment(idea, bo)
    assert [each.id for each in _talk(idea)] == [comment.id]
    assert content.counts(idea.id).comments == 1


def test_a_reply_to_a_reply_stands_on_the_second_level_and_says_whom_it_answers(idea, anna, bo, clara, make):
    top = make.comment(idea, bo)
    reply = make.comment(idea, clara, answers=top)
    make.comment(idea, anna, answers=reply)
    (thread,) = _talk(idea)
    assert [(each.name, each.answers_name) for each in thread.answers] == [("Clara", None), ("Anna", "Clara")]
    assert (thread.replies, content.counts(idea.id).comments) == (2, 3)
    assert wrong_comments() == []


def test_hidden_ones_leave_the_counts_and_a_grey_line_with_the_reason(idea, bo, maja, make, browser):
    comment = make.comment(idea, bo, text="Noget om naboens helbred")
    reports.report(comment, by=maja, code=ReportCode.PERSONAL_DATA, text="")
    case = moderation.open_case_of(comment.id)
    review.hide(case, by=maja, version=case.row_version, reason=ReasonCode.PERSONAL_DATA, text="Skriv om gården i stedet")
    assert content.counts(idea.id).comments == 0
    page = browser().get(f"/ideer/{idea.id}")
    assert "Noget om naboens helbred" not in page.text
    assert "Skjult af en moderator" in page.text
    assert wrong_comments() == []


def test_it_is_written_in_the_browser(idea, bo, browser):
    reader = browser(bo)
    page = reader.get(f"/ideer/{idea.id}")
    answer = reader.send(page, "/kommentar", text="Kan den stå i skyggen?", meant_as="question")
    assert answer.status == 303
    shown = reader.get(answer.location.split("#")[0])
    assert "Kan den stå i skyggen?" in shown.text
    assert "En af os læser din kommentar først" in shown.text


def test_a_double_press_makes_one_comment(idea, bo, browser):
    reader = browser(bo)
    page = reader.get(f"/ideer/{idea.id}")
    one, two = (reader.send(page, "/kommentar", text="Godt set") for _ in range(2))
    assert one.location == two.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 1501, "Mit CPR er 010190-1234"])
def test_faults_keep_the_text(idea, bo, browser, text):
    reader = browser(bo)
    page = reader.get(f"/ideer/{idea.id}/kommentar")
    answer = reader.send(page, "/kommentar", text=text)
    assert answer.status == 422
    assert answer.errors
    assert answer.form("/kommentar")["text"] == text.strip()


@pytest.mark.parametrize("text", ["Ring 20 30 40 50", "skriv til bo@example.dk", "Hun bor på 3. tv", "Ring +45 20304050"])
def test_what_sounds_private_is_asked_about_and_read_first(idea, lindegaarden, anna, browser, text, make):
    for _ in range(3):
        make.published(lindegaarden, anna)  # now she is trusted
    reader = browser(anna)
    page = reader.get(f"/ideer/{idea.id}/kommentar")
    asked = reader.send(page, "/kommentar", text=text)
    assert asked.status == 422
    sent = reader.send(asked, "/kommentar", private_ok="y")
    assert sent.status == 303
    assert db.session.scalars(sa.select(Comment)).one().state is ItemState.PENDING


@pytest.mark.parametrize("text", ["Det koster 12.500 kr.", "I 2025 og 2026", "Blok 3, 2. sal", "Kl. 12.30"])
def test_numbers_of_daily_life_are_not_private(idea, bo, browser, text):
    reader = browser(bo)
    assert reader.send(reader.get(f"/ideer/{idea.id}/kommentar"), "/kommentar", text=text).status == 303


def test_a_reply_to_what_was_hidden_is_told_and_keeps_the_text(idea, bo, clara, maja, make, browser):
    top = make.comment(idea, bo)
    make.comment(idea, bo, answers=top)
    reader = browser(clara)
    page = reader.get(f"/kommentarer/{top.id}/svar")
    reports.report(top, by=clara, code=ReportCode.HATE, text="")
    case = moderation.open_case_of(top.id)
    review.hide(case, by=maja, version=case.row_version, reason=ReasonCode.TONE, text="Skriv pænere til andre")
    answer = reader.send(page, "/svar", text="Mit svar")
    assert answer.status == 410
    assert answer.form("/svar")["text"] == "Mit svar"


def test_what_is_hidden_between_the_page_and_the_press_is_not_answered(idea, bo, clara, make, browser, monkeypatch):
    top, writer = make.comment(idea, clara), browser(bo)
    url = f"/kommentarer/{top.id}/svar"
    fields = writer.get(url).form(url) | {"text": "Det er jeg enig i.", "meant_as": "comment"}

    def meanwhile():
        with db.engine.begin() as moderator:
            moderator.execute(sa.update(Item).where(Item.id == top.id).values(state=ItemState.HIDDEN))

    monkeypatch.setattr(drafts, "saved", meanwhile)
    answer = writer.post(url, fields)
    assert answer.status == 410
    assert "Det er jeg enig i." in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


def test_the_draft_of_a_reply_stands_in_no_other_answer(idea, bo, clara, make, browser):
    first, second = make.comment(idea, bo), make.comment(idea, bo)
    reader = browser(clara)
    page = reader.get(f"/kommentarer/{first.id}/svar")
    reader.send(page, "/svar", text="Kun til den første", save_draft="1")
    assert reader.get(f"/kommentarer/{first.id}/svar").form("/svar")["text"] == "Kun til den første"
    for other in (f"/kommentarer/{second.id}/svar", f"/ideer/{idea.id}/kommentar"):
        assert reader.get(other).form(other)["text"] == ""


def test_the_old_address_of_a_reply_leads_on_and_an_open_form_is_still_taken(idea, bo, clara, make, browser):
    top = make.comment(idea, bo)
    reader = browser(clara)
    old = f"/ideer/{idea.id}/kommentar?svar={top.id}"
    assert (reader.get(old).status, reader.get(old).location) == (301, f"/kommentarer/{top.id}/svar")
    page = reader.get(f"/kommentarer/{top.id}/svar")
    assert reader.post(old, page.form("/svar") | {"text": "Et svar fra før"}).status == 303
    assert db.session.scalars(sa.select(Comment).where(Comment.answers_id == top.id)).one().text == "Et svar fra før"


def test_a_closed_idea_takes_no_comment(idea, bo):
    idea.state = ItemState.WITHDRAWN
    db.session.commit()
    assert _refused(lambda: services.write_comment(idea, text="For sent", by=bo, lang="da")) == "withdrawn"


@pytest.mark.parametrize(("who", "code"), [(None, "sign_in"), ("ida", "no_name")])
def test_who_may_not_yet_is_told_what_is_missing(idea, who, code, request):
    person = request.getfixturevalue(who) if who else None
    assert _refused(lambda: services.write_comment(idea, text="Hej", by=person, lang="da")) == code


def test_written_before_the_sign_in_it_is_sent_by_it(idea, browser, bo, outbox):
    reader = browser()
    asked = reader.send(reader.get(f"/ideer/{idea.id}/kommentar"), "/kommentar", text="Godt set")
    at_code = reader.follow(reader.send(reader.get(asked.location), "/log-ind?back", email="bo@example.dk"))
    answer = reader.send(at_code, "/log-ind/kode", code=outbox()[-1]["Subject"][:6])
    comment = db.session.scalars(sa.select(Comment)).one()
    assert (comment.author_id, answer.location) == (bo.id, comment.path)


def test_signed_out_the_page_has_no_token(idea, bo, make, browser):
    make.comment(idea, bo)
    page = browser().get(f"/ideer/{idea.id}")
    assert "csrf" not in page.html
    assert page.headers["Cache-Control"].startswith("public")


# --- voices, questions ------------------------------------------------------------------------------


def _board(person, area):
    return queries.speaks_for(person, area.id)[0]


def test_only_who_holds_a_role_speaks_for_a_body(idea, lindegaarden, dorte, bo):
    organ = _board(dorte, lindegaarden)
    assert _refused(lambda: services.write_comment(idea, text="Vi siger ja", by=bo, lang="da", organ=organ)) == "not_yours"


def test_the_voice_of_the_board_stands_first(idea, lindegaarden, dorte, bo, make):
    make.comment(idea, bo)
    voice = make.comment(idea, dorte, organ=_board(dorte, lindegaarden))
    first = _talk(idea)[0]
    assert first.id == voice.id
    assert str(first.organ).startswith("bestyrelsen")


def test_a_question_waits_for_an_answer_and_a_voice_answers_it(idea, lindegaarden, dorte, bo, make):
    question = make.comment(idea, bo, meant_as=CommentKind.QUESTION)
    assert question.next_kind == "answer"
    answer = make.comment(idea, dorte, answers=question, organ=_board(dorte, lindegaarden))
    assert answer.state is ItemState.PUBLISHED  # the board answers for its words: nobody reads them first
    assert (question.answered_by_id, question.next_on) == (answer.id, None)


def test_who_asked_says_which_reply_is_the_answer(idea, bo, clara, anna, make, browser):
    question = make.comment(idea, bo, meant_as=CommentKind.QUESTION)
    reply = make.comment(idea, clara, answers=question)
    assert _refused(lambda: services.accept_answer(question, answer=reply, by=anna)) == "not_yours"
    reader = browser(bo)
    answer = reader.send(reader.get(f"/kommentarer/{reply.id}/svaret"), f"/kommentarer/{reply.id}/svaret")
    assert answer.status == 303
    assert "Besvaret" in reader.get(f"/ideer/{idea.id}").text


def test_people_hear_of_replies_and_of_comments_on_their_ideas(idea, anna, bo, clara, make, outbox):
    top = make.comment(idea, bo)
    make.comment(idea, clara, answers=top)
    by_person = {}
    for mail in outbox():
        by_person.setdefault(mail["To"], []).append(mail["Subject"])
    assert any("har svaret dig" in subject for subject in by_person["bo@example.dk"])
