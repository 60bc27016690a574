"""An author disagrees: one press, another person, five working days; who is right gets all of it back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.ideas import services as ideas
from boligdialog.moderation import queries
from boligdialog.moderation.models import Case, Outcome, ReasonCode, ReportCode
from boligdialog.moderation.services import appeals, redacting, reports, review
from boligdialog.support.services import support_item

WHY = {"reason": ReasonCode.TONE, "text": "Skriv det lidt venligere, så viser vi det."}


@pytest.fixture
def hidden(lindegaarden, anna, bo, maja, make):
    """Anna's idea, that had a supporter when Maja hid it."""
    idea = make.published(lindegaarden, anna, title="Flere bænke i gården")
    support_item(idea, by=bo)
    reports.report(idea, by=bo, code=ReportCode.CONFLICT, text="")
    return _decided(review.hide, idea, maja)


def _decided(service, item, by, **values):
    case = queries.open_case_of(item.id)
    service(case, by=by, version=case.row_version, **WHY, **values)
    return case


def _refused(act, *args, **values):
    with pytest.raises(Refused) as refused:
        act(*args, **values)
    return refused.value.reason


def test_by_one_press_it_is_asked_for_and_somebody_else_gives_it_back(hidden, anna, maja, soeren, browser, outbox):
    reader, item_id = browser(anna), hidden.item_id
    page = reader.get(f"/afgoerelse/{hidden.id}")
    assert "Skriv det lidt venligere" in page.text
    before = db.session.get_one(Item, item_id).published_at
    assert reader.send(page, f"/afgoerelse/{hidden.id}", text="Jeg skrev pænt.").status == 303
    case = queries.open_case_of(item_id)
    assert "Jeg skrev pænt." in browser(soeren).get(f"/koe/{case.id}").text
    assert "Lad en anden" in browser(maja).get(f"/koe/{case.id}").text
    other = browser(soeren)
    answer = other.get(f"/koe/{case.id}/medhold")
    assert other.send(answer, "/medhold", text="Du har ret. Teksten er i orden.").status == 303
    item = db.session.get_one(Item, item_id)
    assert (item.state, item.published_at, item.counts.supports) == (ItemState.PUBLISHED, before, 1)
    assert "Du har ret. Teksten er i orden." in outbox()[-1].get_content()
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def test_pressed_twice_it_is_one_and_its_day_is_five_working_days_on(hidden, anna):
    assert appeals.appeal(hidden, by=anna) is True
    assert appeals.appeal(hidden, by=anna) is False
    assert queries.appeal_of(hidden.id).due_on == clock.add_working_days(clock.today(), 5)


def test_the_first_decision_stands_with_a_line(hidden, anna, soeren, browser, outbox):
    appeals.appeal(hidden, by=anna)
    case = queries.appeal_of(hidden.id)
    assert _refused(appeals.deny, case, by=soeren, version=case.row_version, text="  ").status == 422
    appeals.deny(case, by=soeren, version=case.row_version, text="Tonen er stadig for hård.")
    assert case.item.state is ItemState.HIDDEN
    assert "Tonen er stadig for hård." in outbox()[-1].get_content()
    page = browser(anna).get(f"/afgoerelse/{hidden.id}")
    assert "Tonen er stadig for hård." in page.text
    assert _refused(appeals.appeal, case, by=anna).code == "nothing"  # once


@pytest.mark.parametrize("act", [appeals.uphold, appeals.deny])
def test_whoever_decided_first_is_refused_by_us_and_by_the_database(hidden, anna, maja, browser, act):
    appeals.appeal(hidden, by=anna)
    case = queries.appeal_of(hidden.id)
    assert _refused(act, case, by=maja, version=case.row_version, text="Nej, det er i orden.").code == "same_person"
    direct = browser(maja).post(f"/koe/{case.id}/{act.__name__.replace('uphold', 'medhold').replace('deny', 'afvis')}", {})
    assert direct.status in (400, 403, 422)
    values = {"outcome": "denied", "decided_at": clock.now(), "reason_code": "tone", "public_text": "Nej"}
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(Case).where(Case.id == case.id).values(decided_by_id=maja.id, **values))
    db.session.rollback()
    with pytest.raises(sa.exc.IntegrityError):  # nor by saying that somebody else decided first
        db.session.execute(sa.update(Case).where(Case.id == case.id).values(not_by_id=anna.id))
    db.session.rollback()
    db.session.refresh(case)
    assert case.outcome is None


def test_a_moderator_does_not_decide_their_own_appeal(lindegaarden, maja, soeren, make, browser):
    idea = make.pending(lindegaarden, maja)
    first = _decided(review.hide, idea, soeren)
    appeals.appeal(first, by=maja)
    case = queries.appeal_of(first.id)
    assert _refused(appeals.uphold, case, by=maja, version=1, text="Jeg har jo ret.").code == "own_case"


def test_others_and_later_it_is_refused(hidden, anna, bo, clara, browser):
    assert [_refused(appeals.appeal, hidden, by=each).code for each in (None, bo, clara)] == ["not_yours"] * 3
    assert browser(bo).get(f"/afgoerelse/{hidden.id}").status == 404
    changed(sa.update(Case).where(Case.id == hidden.id).values(decided_at=clock.now() - timedelta(days=14)))
    db.session.commit()
    assert _refused(appeals.appeal, hidden, by=anna).status == 410


def test_what_was_friendly_is_not_appealed_against(lindegaarden, anna, make):
    idea = make.published(lindegaarden, anna)
    assert _refused(appeals.appeal, queries.last_decisions([idea.id])[idea.id], by=anna).code == "nothing"


def test_given_back_to_its_author_it_is_shown_when_they_were_right(lindegaarden, anna, maja, soeren, make):
    idea = make.pending(lindegaarden, anna)
    first = _decided(review.ask_edit, idea, maja)
    appeals.appeal(first, by=anna)
    assert _refused(ideas.edit_idea, idea, title="En helt anden titel", why="", place_id=None, by=anna).code == "appealed"
    case = queries.appeal_of(first.id)
    appeals.uphold(case, by=soeren, version=case.row_version, text="Du har ret.")
    assert (idea.state, idea.next_kind) == (ItemState.PUBLISHED, "answer")


def test_words_come_back_when_the_author_was_right(lindegaarden, anna, bo, maja, soeren, make):
    idea = make.published(lindegaarden, anna, title="En bænk ved Ringvejen")
    reports.report(idea, by=bo, code=ReportCode.PERSONAL_DATA, text="")
    first = _decided(redacting.redact, idea, maja, words="Ringvejen")
    assert idea.title == "En bænk ved […]"
    appeals.appeal(first, by=anna)
    case = queries.appeal_of(first.id)
    appeals.uphold(case, by=soeren, version=case.row_version, text="Det er en vej.")
    assert idea.title == "En bænk ved Ringvejen"


def test_moved_it_comes_back(lindegaarden, roennebakken, anna, bo, maja, soeren, make, worker):
    idea = make.published(lindegaarden, anna)
    reports.report(idea, by=bo, code=ReportCode.WRONG_PLACE, text="")
    first = _decided(review.move, idea, maja, area=roennebakken)
    appeals.appeal(first, by=anna)
    case = queries.appeal_of(first.id)
    appeals.uphold(case, by=soeren, version=case.row_version, text="Du har ret.")
    worker()
    assert (idea.area_id, case.outcome) == (lindegaarden.id, Outcome.UPHELD)
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def test_a_declined_change_is_shown_when_the_author_was_right(lindegaarden, clara, anna, maja, soeren, make):
    idea = make.published(lindegaarden, clara, title="En bænk ved porten")
    ideas.edit_idea(idea, title="En bænk ved muren", why="", place_id=None, by=clara, reason="Der er sol")
    first = _decided(review.ask_edit, idea, maja)
    appeals.appeal(first, by=clara)
    case = queries.appeal_of(first.id)
    appeals.uphold(case, by=soeren, version=case.row_version, text="Du har ret.")
    assert idea.title == "En bænk ved muren"
