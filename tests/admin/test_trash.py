"""What staff delete can be restored for thirty days, as it was; then its words are gone, unless it is held."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from boligdialog.accounts import services as people
from boligdialog.accounts.models import RoleKind
from boligdialog.admin import jobs
from boligdialog.admin.models import Trash
from boligdialog.admin.services import trash
from boligdialog.comments import services as comments
from boligdialog.content import queries as content
from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock, events, files
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea, WithdrawWhy
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import Case, Cause, ReasonCode
from boligdialog.moderation.services import review
from boligdialog.search import queries as search
from boligdialog.support.services import support_item
from boligdialog.translations.services import translate_item

URL = "/administration/papirkurv"
HIDE = {"reason": ReasonCode.TONE, "text": "Skriv det venligere."}


@pytest.fixture
def hidden(lindegaarden, anna, bo, maja, make):
    """An idea with support, a comment, a photo and a translation, that neighbours saw and a moderator hid."""
    idea = make.pending(lindegaarden, anna, title="En rabarberhave ved skuret")
    make.photo(idea)
    case = moderation.open_case_of(idea.id)
    review.publish(case, by=maja, version=case.row_version)
    translate_item(idea, lang="en", title="A rhubarb garden", body="Because of the pie", by=maja)
    support_item(idea, by=bo)
    make.comment(idea, bo)
    db.session.add(Case(item_id=idea.id, area_id=idea.area_id, cause=Cause.REPORTED, rank=0, opened_at=clock.now(), due_on=clock.today()))
    db.session.commit()
    case = moderation.open_case_of(idea.id)
    review.hide(case, by=maja, version=case.row_version, **HIDE)
    return idea


def _in_days(days):
    with time_machine.travel(clock.now() + timedelta(days=days)):
        return jobs.empty_at_night()


def test_it_comes_back_as_it_was(hidden, maja, browser):
    assert trash.trash_item(hidden, by=maja)
    assert not trash.trash_item(hidden, by=maja)
    assert browser().get(f"/ideer/{hidden.id}").status == 404
    trash.restore_item(hidden, by=maja)
    counts = content.counts(hidden.id)
    assert (hidden.state, counts.supports, counts.comments) == (ItemState.PUBLISHED, 1, 1)
    assert "rabarberhave" in browser().get(f"/ideer/{hidden.id}").text


def test_after_thirty_days_its_words_and_pictures_are_gone(hidden, maja, app):
    photo = hidden.photos[0].file
    trash.trash_item(hidden, by=maja)
    assert _in_days(29) == 0
    assert _in_days(30) == 1
    idea = db.session.get_one(Idea, hidden.id)
    assert (idea.state, idea.title, idea.body, idea.body_html) == (ItemState.DELETED, "–", "", "")
    assert not files.path(photo, 800).exists()
    assert db.session.scalar(sa.text("SELECT count(*) FROM translation")) == 0
    assert db.session.get(Trash, hidden.id) is None
    assert _in_days(31) == 0


def test_nothing_deleted_is_found(hidden, maja, anna, app):
    events.sweep_deliveries()
    trash.trash_item(hidden, by=maja)
    events.sweep_deliveries()
    assert search.find("rabarberhave", seen_by=anna).rows == []
    _in_days(30)
    events.sweep_deliveries()
    assert search.find("rabarberhave", seen_by=None).rows == []


def test_the_data_protection_officer_keeps_and_lets_go_but_deletes_nothing(hidden, maja, clara, app, browser):
    trash.trash_item(hidden, by=maja)
    people.grant_role(clara, kind=RoleKind.DPO, area_id=hidden.area_id)
    clara.is_strong = True
    page = browser(clara).get("/en/administration/papirkurv")
    assert "Keep for a case" in page.text
    assert "Restore:" not in page.text
    with pytest.raises(Refused):
        trash.restore_item(hidden, by=clara)
    assert trash.hold_item(hidden, by=clara, is_held=True)
    assert trash.hold_item(hidden, by=clara, is_held=False)


def test_what_is_held_stays(hidden, maja, soeren, app):
    trash.trash_item(hidden, by=maja)
    with pytest.raises(Refused):
        trash.hold_item(hidden, by=maja, is_held=True)
    assert trash.hold_item(hidden, by=soeren, is_held=True)
    assert _in_days(400) == 0
    assert trash.hold_item(hidden, by=soeren, is_held=False)
    assert _in_days(400) == 1


def test_what_neighbours_never_saw_is_restored_to_hidden(lindegaarden, anna, maja, make, app):
    idea = make.pending(lindegaarden, anna)
    review.hide(moderation.open_case_of(idea.id), by=maja, version=1, **HIDE)
    trash.trash_item(idea, by=maja)
    trash.restore_item(idea, by=maja)
    assert db.session.get_one(Item, idea.id).state is ItemState.HIDDEN


def test_only_what_is_hidden_and_only_by_moderators(hidden, lindegaarden, anna, maja, make, app):
    with pytest.raises(Refused):
        trash.trash_item(hidden, by=anna)
    with pytest.raises(Refused):
        trash.trash_item(make.published(lindegaarden, anna), by=maja)
    with pytest.raises(Refused):
        trash.restore_item(hidden, by=maja)


def test_the_page_deletes_and_restores(hidden, browser, maja, anna):
    reader = browser(maja)
    action = f"/papirkurv/{hidden.id}"
    page = reader.follow(reader.send(reader.get(URL), action))
    assert "Den ligger i papirkurven" in page.text
    page = reader.follow(reader.send(page, action))
    assert "Den er ude af papirkurven" in page.text
    assert browser(anna).get(URL).status == 403


def test_nobody_restores_their_own(lindegaarden, maja, soeren, make):
    idea = make.pending(lindegaarden, maja)
    review.hide(moderation.open_case_of(idea.id), by=soeren, version=1, **HIDE)
    with pytest.raises(Refused) as refused:
        trash.trash_item(idea, by=maja)
    assert refused.value.reason.code == "own_case"


def test_what_was_withdrawn_is_restored_withdrawn(lindegaarden, anna, maja, make):
    idea = make.published(lindegaarden, anna)
    db.session.add(Case(item_id=idea.id, area_id=idea.area_id, cause=Cause.REPORTED, rank=0, opened_at=clock.now(), due_on=clock.today()))
    db.session.commit()
    ideas.withdraw_idea(idea, why=WithdrawWhy.SOLVED, text="", by=anna)
    case = moderation.open_case_of(idea.id)
    if case is None:
        pytest.fail("a reader's notice stays when the idea is withdrawn")
    review.hide(case, by=maja, version=case.row_version, **HIDE)
    trash.trash_item(idea, by=maja)
    trash.restore_item(idea, by=maja)
    assert idea.state is ItemState.WITHDRAWN


def test_words_that_a_moderator_refused_stay_hidden(lindegaarden, anna, bo, maja, make):
    comment = make.comment(make.published(lindegaarden, anna), bo)
    comments.edit_comment(comment, text="Ulæste ord", by=bo)
    case = moderation.open_case_of(comment.id)
    review.hide(case, by=maja, version=case.row_version, **HIDE)
    trash.trash_item(comment, by=maja)
    trash.restore_item(comment, by=maja)
    assert comment.state is ItemState.HIDDEN
