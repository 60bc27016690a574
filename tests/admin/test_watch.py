"""A dead worker cannot say that it is dead: a watchman in the process of `run` does, once an hour, to administrators of all areas."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from boligdialog.accounts import services as people
from boligdialog.accounts.models import RoleKind
from boligdialog.admin.services.watch import watch
from boligdialog.core import clock, envelope, health, mail
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.core.mail import Mail, MailState
from boligdialog.notifications.models import Topic, When
from boligdialog.notifications.services import choose
from boligdialog.serve import Processes


@pytest.fixture
def sent(app, monkeypatch):
    """What goes out, without any worker."""
    letters = []
    monkeypatch.setattr(envelope, "hand_over", lambda letter, **_more: letters.append(letter))
    return letters


@pytest.fixture
def silent(app):
    """The worker gave its last sign six minutes ago."""
    with time_machine.travel(clock.now() - timedelta(minutes=6)):
        health.worker_lives()


def test_nobody_is_disturbed_while_it_works(app, sent):
    health.worker_lives()
    assert watch() == 0
    assert sent == []


def test_administrators_of_all_areas_hear_of_it_once_an_hour(silent, sent, soeren, maja, clara, lindegaarden):
    people.grant_role(clara, kind=RoleKind.ADMINISTRATOR, area_id=lindegaarden.id)
    choose(dict.fromkeys(Topic, (When.NEVER, When.NEVER)), by=soeren)  # it always comes
    assert watch() == 1
    assert [each.to for each in sent] == ["soeren@example.dk"]
    assert "6 minutter" in sent[0].text
    assert "/administration/drift" in sent[0].text
    assert sent[0].stop_url == ""
    for minutes in (1, 30, 59):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
            assert watch() == 0
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert watch() == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Event).where(Event.kind == "WorkerSilent")) == 2


def test_two_watchmen_say_it_once(silent, sent, app):
    def one():
        with app.app_context():
            watch()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(sent) == 1


def test_what_the_server_does_not_take_waits_for_the_worker(silent, app, monkeypatch):
    def broken(_letter, **_more):
        raise OSError

    monkeypatch.setattr(envelope, "hand_over", broken)
    assert watch() == 0
    waiting = db.session.scalars(sa.select(Mail)).one()
    assert (waiting.state, waiting.tries) == (MailState.WAITING, 1)
    monkeypatch.undo()
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert mail.sweep_mail() == 1


def test_the_watchman_stumbles_and_goes_on(monkeypatch):
    rounds = []

    def stumble():
        rounds.append(1)
        processes.stopping = len(rounds) == 3
        raise RuntimeError

    monkeypatch.setattr("boligdialog.serve._ROUND", 0.01)
    processes = Processes({}, watch=stumble)
    processes._watch(stumble)
    assert len(rounds) == 3
