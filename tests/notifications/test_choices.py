"""Five topics, three answers, two places; and what becomes of them."""

import pytest
import sqlalchemy as sa

from boligdialog.core import events
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.mail import Mail
from boligdialog.notifications import queries
from boligdialog.notifications.models import MAIL_DEFAULT, Notice, NoticeChoice, Topic, When
from boligdialog.notifications.services import TOPIC_OF, choose, follow, tell


def _all(mail, page=When.NOW):
    return dict.fromkeys(Topic, (mail, page))


def _event():
    return db.session.scalars(sa.select(events.Event).order_by(events.Event.id.desc())).first()


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.published(lindegaarden, anna)


def _one(person, kind="new_idea"):
    tell([person], kind=kind, event=_event())
    db.session.commit()
    return db.session.scalars(sa.select(Notice).where(Notice.person_id == person.id).order_by(Notice.id.desc())).first()


def test_every_kind_of_notice_belongs_to_a_topic(app):
    always = {kind for kind, topic in TOPIC_OF.items() if topic is None}
    roles, pauses = {"role_granted", "role_ended", "role_changed"}, {"muted", "mute_asked", "mute_ended"}
    assert always == roles | pauses | {"note", "late_cases", "worker_silent"}
    assert set(TOPIC_OF.values()) - {None} <= set(Topic)
    assert TOPIC_OF["published"] is Topic.REVIEW
    assert len(Topic) == 5


def test_who_has_chosen_nothing_gets_answers_at_once_and_the_rest_on_thursday(idea, bo):
    assert queries.choices(bo.id) == {topic: (when, When.NOW) for topic, when in MAIL_DEFAULT.items()}
    assert _one(bo).mail is When.WEEKLY
    assert _one(bo, "considered").mail is When.NOW


@pytest.mark.parametrize("when", [When.NOW, When.WEEKLY, When.NEVER])
def test_a_notice_follows_the_choice(idea, bo, when):
    choose(_all(when), by=bo)
    assert _one(bo).mail is when
    assert db.session.query(Mail).filter_by(kind="notice").count() == (1 if when is When.NOW else 0)


def test_never_and_never_makes_no_notice(idea, bo):
    choose(_all(When.NEVER, When.NEVER), by=bo)
    assert _one(bo) is None


def test_without_an_address_nothing_waits_for_a_mail(idea, bo):
    bo.email = bo.email_key = None
    db.session.commit()
    assert _one(bo).mail is When.NEVER


def test_a_topic_never_chosen_for_the_page_is_not_on_it(idea, bo):
    choose(_all(When.NOW, When.NEVER), by=bo)
    _one(bo)
    assert queries.notices(seen_by=bo) == []


def test_a_topic_for_thursday_is_on_the_page_from_thursday(idea, bo, time_machine):
    time_machine.move_to("2026-11-25 12:00 +0100")  # a Wednesday
    choose(_all(When.NEVER, When.WEEKLY), by=bo)
    _one(bo)
    assert queries.notices(seen_by=bo) == []
    time_machine.move_to("2026-11-26 16:01 +0100")
    assert len(queries.notices(seen_by=bo)) == 1


def test_the_page_shows_what_holds_and_keeps_what_is_chosen(bo, browser):
    reader = browser(bo)
    page = reader.get("/min-side/besked")
    assert page.form()["mail_news"] == "weekly"
    assert reader.send(page, mail_news="never", page_answers="weekly").status == 303
    assert queries.choices(bo.id)[Topic.NEWS] == (When.NEVER, When.NOW)
    assert queries.choices(bo.id)[Topic.ANSWERS] == (When.NOW, When.WEEKLY)


@pytest.mark.parametrize("value", ["daily", "hourly", "", "<script>"])
def test_an_unknown_choice_is_asked_again(value, bo, browser):
    reader = browser(bo)
    answer = reader.send(reader.get("/min-side/besked"), mail_news=value)
    assert answer.status == 422
    assert answer.errors == ["Vælg en af mulighederne på siden."]
    assert db.session.query(NoticeChoice).count() == 0


@pytest.mark.parametrize("chosen", [{}, _all(When.DAILY), {Topic.NEWS: (When.NOW, When.NOW)}])
def test_the_service_refuses_what_no_form_would_send(bo, chosen):
    with pytest.raises(Refused) as refused:
        choose(chosen, by=bo)
    assert refused.value.reason.status == 422


def test_the_page_lists_what_is_followed_with_a_way_to_stop(idea, lindegaarden, bo, browser):
    follow(idea, by=bo)
    follow(lindegaarden, by=bo)
    reader = browser(bo)
    page = reader.get("/min-side/besked")
    assert "Lindegården" in page.text
    assert reader.send(page, "/lindegaarden/foelg").location.startswith("/min-side/besked#")
    assert not queries.is_followed_by(lindegaarden, bo)
