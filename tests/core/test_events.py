"""Events are delivered exactly once, whatever is repeated, lost or killed; mails at least once."""

import json

import pytest
import sqlalchemy as sa
from huey.registry import Message

from boligdialog.accounts.events import SignInCodeAsked
from boligdialog.accounts.services import ask_code
from boligdialog.core import clock, envelope, events, jobs
from boligdialog.core.db import changed, db
from boligdialog.core.events import Delivery, DeliveryState, Event
from boligdialog.core.mail import Mail, MailState
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.services import review
from boligdialog.notifications.models import Notice


def test_a_rolled_back_service_leaves_no_event(lindegaarden, anna, make):
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Event))
    with pytest.raises(Exception):  # noqa: B017, PT011 - any refusal
        make.pending(lindegaarden, anna, title="kort")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Event)) == before


def test_twenty_deliveries_of_one_event_make_one_notice(lindegaarden, anna, maja, make):
    idea = make.pending(lindegaarden, anna)
    review.publish(moderation.open_case_of(idea.id), by=maja, version=1)
    rows = db.session.execute(sa.select(Delivery.event_id, Delivery.listener)).all()
    done = [events.deliver(event_id, listener) for _ in range(20) for event_id, listener in rows]
    assert sum(done) == len(rows)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 1


def test_the_sweeper_finds_what_the_queue_lost(lindegaarden, anna, maja, make, app):
    idea = make.pending(lindegaarden, anna)
    review.publish(moderation.open_case_of(idea.id), by=maja, version=1)
    app.extensions["huey"].flush()
    assert events.sweep_deliveries() > 0
    assert events.sweep_deliveries() == 0


def test_a_failing_listener_is_tried_again_and_given_up_at_last(app, monkeypatch):
    name = "accounts.notices.send_code"
    monkeypatch.setitem(events._by_name, name, lambda *_: 1 / 0)
    ask_code("anna@example.dk", browser="b", lang="da")
    for _ in range(12):
        changed(sa.update(Delivery).values(next_at=clock.now()))
        db.session.commit()
        events.sweep_deliveries()
    delivery = db.session.scalars(sa.select(Delivery).where(Delivery.listener == name)).one()
    assert (delivery.state, delivery.last_error) == (DeliveryState.DEAD, "ZeroDivisionError")


def test_a_failed_mail_waits_and_goes_out_later_with_the_same_id(app, monkeypatch, outbox):
    real, sent = envelope.hand_over, []
    monkeypatch.setattr(envelope, "hand_over", lambda *_, **__: 1 / 0)
    ask_code("anna@example.dk", browser="b", lang="da")
    assert outbox() == []
    monkeypatch.setattr(
        envelope, "hand_over", lambda letter, **row: (sent.append(envelope.sealed(letter, **row)["Message-ID"]), real(letter, **row))
    )
    for _ in range(2):  # as if the worker had been killed between sending and marking
        changed(sa.update(Mail).values(state=MailState.WAITING, next_at=clock.now()))
        db.session.commit()
        outbox()
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_a_mail_that_may_no_longer_be_read_is_dropped(lindegaarden, anna, maja, make, outbox, app):
    idea = make.pending(lindegaarden, anna)
    review.ask_edit(moderation.open_case_of(idea.id), by=maja, version=1, reason="tone", text="Skriv det venligere.")
    events.sweep_deliveries()
    idea.state = "pending"
    db.session.commit()
    assert outbox() == []
    assert db.session.scalar(sa.select(Mail.state)) is MailState.DROPPED


def test_an_event_carries_ids_and_no_words(lindegaarden, anna, make):
    make.pending(lindegaarden, anna, title="Et hemmeligt ord: kvadratrod")
    for event in db.session.scalars(sa.select(Event)):
        assert "kvadratrod" not in json.dumps(event.payload)


def test_a_pickle_in_the_queue_is_not_read(app):
    with pytest.raises(ValueError):  # noqa: PT011
        jobs.JSONSerializer()._deserialize(b"\x80\x04K\x01.")


def test_a_job_survives_the_queue_as_json(app):
    huey = app.extensions["huey"]
    huey.flush()
    app.extensions["jobs"]["core.events.deliver_all"](1)
    task = huey.dequeue()
    assert isinstance(huey.serializer.deserialize(huey.serialize_task(task)), Message)
    assert list(task.args) == [1]


def test_kinds_of_events_are_known_by_name(app):
    assert events.KINDS["SignInCodeAsked"] is SignInCodeAsked
