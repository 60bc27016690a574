"""What can become of a case beside showing and hiding it: kept, without some words, moved, sent on, referred; put right and back."""

import pytest
import sqlalchemy as sa

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.comments import services as comments
from boligdialog.content import queries as content
from boligdialog.content.models import ItemState, Version
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.housing import queries as housing
from boligdialog.ideas import services as ideas
from boligdialog.moderation import queries
from boligdialog.moderation.models import Cause, Outcome, ReasonCode, ReportCode
from boligdialog.moderation.services import redacting, reports, review
from boligdialog.organs import queries as organs
from boligdialog.support.services import support_item
from boligdialog.translations.models import Translation
from boligdialog.translations.services import translate_item

WHY = {"reason": ReasonCode.PERSONAL_DATA, "text": "Der står et navn på en nabo. Skriv uden navnet."}


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.pending(lindegaarden, anna, title="Lys hos Per Hansen", why="Spørg **Per\nHansen** eller per hansen i kælderen.")


def _case(item):
    return queries.open_case_of(item.id)


def _refused(act, *args, **values):
    with pytest.raises(Refused) as refused:
        act(*args, **values)
    return refused.value.reason


def _act(service, item, by, **values):
    case = _case(item)
    service(case, by=by, version=case.row_version, **values)
    db.session.refresh(item)
    return case


def _agrees(worker):
    worker()
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def test_what_was_kept_is_remembered_by_the_next_notice(lindegaarden, anna, bo, clara, maja, soeren, make, browser):
    idea = make.published(lindegaarden, clara)
    reports.report(idea, by=anna, code=ReportCode.SPAM, text="")
    _act(review.keep, idea, maja)
    assert idea.state is ItemState.PUBLISHED
    reports.report(idea, by=bo, code=ReportCode.CONFLICT, text="")
    page = browser(soeren).get(f"/koe/{_case(idea).id}")
    assert "Maja lod" in page.text


@pytest.mark.parametrize("act", [review.publish, review.ask_edit])
def test_what_neighbours_see_is_kept_and_not_shown_again(lindegaarden, anna, clara, maja, make, act):
    idea = make.published(lindegaarden, clara)
    reports.report(idea, by=anna, code=ReportCode.SPAM, text="")
    case = _case(idea)
    assert _refused(act, case, by=maja, version=case.row_version, **(WHY if act is review.ask_edit else {})).status == 409
    assert case.outcome is None


def test_words_leave_the_text_its_versions_its_translation_and_its_pictures(lindegaarden, anna, bo, maja, make, worker):
    idea = make.pending(lindegaarden, anna, title="Lys hos Per Hansen", why="Spørg per  hansen.")
    make.photo(idea, alt="Per Hansen ved døren")
    _act(review.publish, idea, maja)
    translate_item(idea, lang="en", title="Light at Per Hansen", body="Ask him.", by=maja)
    support_item(idea, by=bo)
    ideas.edit_idea(idea, title="Lys ved døren", why="Spørg PER HANSEN nu.", place_id=None, by=anna, reason="Per Hansen vil det")
    _act(review.publish, idea, maja)
    reports.report(idea, by=bo, code=ReportCode.PERSONAL_DATA, text="")
    case = _act(redacting.redact, idea, maja, words="Per Hansen", **WHY)
    assert (idea.title, idea.body) == ("Lys ved døren", "Spørg […] nu.")
    assert [(each.title, each.body, each.reason) for each in content.versions(idea.id, before=9, limit=9)] == [
        ("Lys ved døren", "Spørg […] nu.", "[…] vil det"), ("Lys hos […]", "Spørg […].", None),
    ]  # fmt: skip
    assert db.session.scalar(sa.select(Translation.title)) == "Light at […]"
    assert idea.photos[0].alt == "[…] ved døren"
    assert case.before["words"]["item"]["text"] == "Spørg PER HANSEN nu."
    _agrees(worker)


def test_words_leave_what_waits_and_what_was_added_below_a_comment(lindegaarden, anna, bo, maja, make):
    about = make.published(lindegaarden, anna)
    comment = make.comment(about, bo, text="Jeg er enig med jer.")
    comments.add_to_comment(comment, text="Og med A & B Olsen.", by=maja) if comment.author_id == maja.id else None
    comment.additions = [{"at": "2026-01-01T12:00:00+00:00", "html": "<p>Og med A &amp; B Olsen.</p>"}]
    db.session.commit()
    reports.report(comment, by=anna, code=ReportCode.PERSONAL_DATA, text="")
    _act(redacting.redact, comment, maja, words="A & B Olsen", **WHY)
    assert comment.additions[0]["html"] == "<p>Og med […].</p>"


@pytest.mark.parametrize(("words", "code"), [("PH", "words_length"), ("x" * 201, "words_length"), ("Peter Hansen", "no_words")])
def test_words_that_are_not_there_are_refused_and_nothing_is_decided(idea, maja, words, code):
    case = _case(idea)
    reason = _refused(redacting.redact, case, by=maja, version=1, words=words, **WHY)
    assert (reason.code, reason.status, case.outcome) == (code, 422, None)


def test_what_waits_is_shown_without_the_words(idea, maja):
    _act(redacting.redact, idea, maja, words="per hansen", **WHY)
    assert (idea.state, idea.title) == (ItemState.PUBLISHED, "Lys hos […]")


def test_by_the_page_words_that_are_not_there_keep_what_was_typed(idea, maja, browser):
    reader = browser(maja)
    page = reader.get(f"/koe/{_case(idea).id}/fjern")
    answer = reader.send(page, "/fjern", words="Peter", reason="tone", text="Der står et navn på en nabo.")
    assert answer.status == 422
    assert answer.form("/fjern")["words"] == "Peter"


def test_moved_unread_it_is_read_there_and_has_waited_as_long(idea, roennebakken, maja, worker):
    was = _case(idea)
    opened = was.opened_at
    _act(review.move, idea, maja, area=roennebakken, **WHY)
    new = _case(idea)
    assert (idea.area_id, new.area_id, new.opened_at, new.cause) == (roennebakken.id, roennebakken.id, opened, Cause.PENDING)
    assert content.places_of(idea.id) == []
    _act(review.publish, idea, maja)
    _agrees(worker)


def test_moved_in_sight_the_numbers_of_both_areas_follow(lindegaarden, roennebakken, anna, clara, maja, make, worker):
    idea = make.published(lindegaarden, clara)
    reports.report(idea, by=anna, code=ReportCode.WRONG_PLACE, text="")
    _act(review.move, idea, maja, area=roennebakken, **WHY)
    assert (idea.state, _case(idea)) == (ItemState.PUBLISHED, None)
    _agrees(worker)


def test_what_neighbours_rely_on_stays_in_its_area(lindegaarden, roennebakken, anna, bo, clara, maja, make):
    idea = make.published(lindegaarden, clara)
    support_item(idea, by=bo)
    reports.report(idea, by=anna, code=ReportCode.WRONG_PLACE, text="")
    case = _case(idea)
    values = {"by": maja, "version": case.row_version, **WHY}
    assert _refused(review.move, case, area=roennebakken, **values).code == "relied_on"
    assert _refused(review.move, case, area=lindegaarden, **values).code == "same_place"
    section = housing.sections(lindegaarden.id)[1]
    review.move(case, area=lindegaarden, section=section, **values)
    assert idea.section_id == section.id


def test_a_comment_stays_with_what_it_is_about(lindegaarden, roennebakken, anna, bo, maja, make):
    comment = make.comment(make.published(lindegaarden, anna), bo)
    reports.report(comment, by=anna, code=ReportCode.SPAM, text="")
    case = _case(comment)
    values = {"by": maja, "version": case.row_version, **WHY}
    assert _refused(review.move, case, area=roennebakken, **values).code == "comment"
    assert _refused(review.route, case, organ=organs.organs_for(1)[0], **values).code == "undecided"


def test_sent_to_a_body_it_is_shown_and_the_author_hears_to_whom(idea, lindegaarden, maja, anna, outbox, worker):
    board = organs.organs_for(lindegaarden.id)[0]
    _act(review.route, idea, maja, organ=board, **WHY)
    assert (idea.state, idea.decided_by_id, idea.next_kind) == (ItemState.PUBLISHED, board.id, "answer")
    assert "Der står et navn på en nabo." in [each.get_content() for each in outbox() if "sendt" in each["Subject"]][-1]
    _agrees(worker)


def test_a_body_of_another_area_is_refused(idea, roennebakken, maja):
    far = next(each for each in organs.organs_for(roennebakken.id) if each.area_id == roennebakken.id)
    assert _refused(review.route, _case(idea), by=maja, version=1, organ=far, **WHY).status == 422


def test_the_wrong_channel_comes_with_whom_to_call(idea, lindegaarden, maja, anna, browser, outbox):
    danger = next(each for each in organs.elsewhere(lindegaarden.id) if "112" in str(each.contacts))
    reader = browser(maja)
    page = reader.get(f"/koe/{_case(idea).id}/henvis")
    assert reader.send(page, "/henvis", route=str(danger.id), text="Det haster. Ring selv nu.").status == 303
    db.session.refresh(idea)
    assert idea.state is ItemState.HIDDEN
    mail = outbox()[-1].get_content()
    assert "112" in mail
    assert "Det haster. Ring selv nu." in mail
    shown = browser(anna).get(f"/afgoerelse/{queries.last_decisions([idea.id])[idea.id].id}")
    assert "112" in shown.text


def test_a_decision_needs_its_own_line_in_every_case_that_takes_something(idea, roennebakken, lindegaarden, maja):
    case, empty = _case(idea), {"reason": ReasonCode.TONE, "text": " \n"}
    acts = [
        (review.hide, {}), (review.ask_edit, {}), (redacting.redact, {"words": "Per Hansen"}), (review.move, {"area": roennebakken}),
        (review.route, {"organ": organs.organs_for(lindegaarden.id)[0]}),
    ]  # fmt: skip
    assert [_refused(act, case, by=maja, version=1, **what, **empty).status for act, what in acts] == [422] * len(acts)
    assert case.outcome is None


def test_the_database_refuses_an_outcome_without_a_reason(idea, maja):
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text("UPDATE moderation_case SET outcome = 'redact', decided_at = opened_at, decided_by_id = 1"))
    db.session.rollback()


# --- put right and back ----------------------------------------------------------------------------


def test_put_right_it_comes_back_first_and_stands_where_it_stood(lindegaarden, anna, bo, clara, maja, make, worker):
    idea = make.published(lindegaarden, anna, title="Lys hos Per Hansen")
    comment = make.comment(idea, bo)
    support_item(idea, by=clara)
    published = idea.published_at
    reports.report(idea, by=bo, code=ReportCode.PERSONAL_DATA, text="")
    _act(review.hide, idea, maja, **WHY)
    ideas.edit_idea(idea, title="Lys i kælderen", why="", place_id=None, by=anna)
    case = _case(idea)
    assert (idea.state, case.cause) == (ItemState.HIDDEN, Cause.FIXED)
    _act(review.publish, idea, maja)
    assert (idea.state, idea.published_at, idea.title) == (ItemState.PUBLISHED, published, "Lys i kælderen")
    assert (idea.counts.supports, idea.counts.comments, comment.state) == (1, 1, ItemState.PUBLISHED)
    _agrees(worker)


def test_put_right_twice_it_is_one_case_and_a_no_leaves_it_hidden(lindegaarden, anna, bo, maja, make):
    comment = make.comment(make.published(lindegaarden, anna), bo, text="Per Hansen larmer.")
    reports.report(comment, by=anna, code=ReportCode.PERSONAL_DATA, text="")
    _act(review.hide, comment, maja, **WHY)
    for text in ("Nogen larmer om natten.", "Nogen larmer hver nat."):
        comments.edit_comment(comment, text=text, by=bo)
    assert comment.state is ItemState.HIDDEN
    _act(review.ask_edit, comment, maja, **WHY)
    assert comment.state is ItemState.HIDDEN
    comments.edit_comment(comment, text="Der er larm hver nat.", by=bo)
    _act(review.publish, comment, maja)
    assert (comment.state, comment.body) == (ItemState.PUBLISHED, "Der er larm hver nat.")


def test_what_was_hidden_is_in_no_version_of_what_comes_back(lindegaarden, anna, bo, maja, make):
    idea = make.published(lindegaarden, anna, title="En lampe ved døren")
    support_item(idea, by=bo)
    ideas.edit_idea(idea, title="Lys hos Per Hansen", why="", place_id=None, by=anna, reason="Han vil det gerne")
    _act(review.publish, idea, maja)
    reports.report(idea, by=bo, code=ReportCode.PERSONAL_DATA, text="")
    _act(review.hide, idea, maja, **WHY)
    ideas.edit_idea(idea, title="Lys i kælderen", why="", place_id=None, by=anna)
    _act(review.publish, idea, maja)
    assert set(db.session.scalars(sa.select(Version.title))) == {"En lampe ved døren", "Lys i kælderen"}


def test_outcomes_say_themselves_to_who_was_slower(idea, roennebakken, maja, soeren):
    _act(review.move, idea, maja, area=roennebakken, **WHY)
    moved = queries.last_decisions([idea.id])[idea.id]
    assert moved.outcome is Outcome.MOVE
    reason = _refused(review.hide, moved, by=soeren, version=1, **WHY)
    assert reason.status == 409
    assert reason.text.startswith("Maja ")
