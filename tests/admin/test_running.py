"""How the house runs: for a watchman as a status, for administrators in words, with what was given up and what the night found."""

import json
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from boligdialog.accounts.services import ask_code
from boligdialog.admin import jobs
from boligdialog.admin.models import CheckResult
from boligdialog.admin.queries.checks import CHECKS
from boligdialog.admin.services import running
from boligdialog.content.models import AreaCount, ItemCount
from boligdialog.core import clock, events, files, health, mail
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.core.events import Delivery, DeliveryState, Event
from boligdialog.core.health import SignOfLife
from boligdialog.core.mail import Mail, MailState
from boligdialog.housing.models import Area
from boligdialog.notifications.models import Notice
from boligdialog.support.models import SupportHousehold
from boligdialog.support.services import support_item

URL = "/administration/drift"


def _states():
    return {each.name: each.state.value for each in health.vitals()}


def _healthz(app):
    answer = app.test_client().get("/healthz", base_url="http://localhost:8000")
    return answer.status_code, json.loads(answer.get_data())


def test_a_house_that_runs_is_well(app):
    health.worker_lives()
    status, said = _healthz(app)
    assert (status, said["status"]) == (200, "ok")
    assert said["parts"]["worker"]["state"] == "good"
    assert said["parts"]["backup"] == {"state": "unknown", "seconds": None}
    assert said["parts"]["disk"]["free_mib"] > 0


def test_a_worker_that_is_silent_for_five_minutes_makes_it_red(app):
    health.worker_lives()
    with time_machine.travel(clock.now() + timedelta(minutes=4, seconds=50)):
        assert _healthz(app)[0] == 200
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=10)):
        assert _healthz(app)[0] == 503


def test_a_worker_that_never_came_makes_it_red(app):
    assert _healthz(app)[0] == 503


def test_a_queue_that_does_not_move_makes_it_red(app):
    ask_code("anna@example.dk", browser="b", lang="da")
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        health.worker_lives()
        assert _states()["queue"] == "bad"
        events.sweep_deliveries()
        mail.sweep_mail()
        assert _states()["queue"] == "good"


def test_a_mail_that_goes_out_is_a_sign(app, outbox):
    assert _states()["mail"] == "unknown"
    ask_code("anna@example.dk", browser="b", lang="da")
    assert len(outbox()) == 1
    assert _states()["mail"] == "good"


def test_a_full_disk_makes_it_red(app, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: namedtuple("Usage", "free")(10 * 2**20))
    assert _states()["disk"] == "bad"


def test_an_old_backup_makes_it_red(app):
    health.give_sign(health.BACKUP)
    assert _states()["backup"] == "good"
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert _states()["backup"] == "bad"


def test_health_tells_no_secret(app, anna):
    text = app.test_client().get("/healthz", base_url="http://localhost:8000").get_data(as_text=True)
    for secret in (app.config["SECRET_KEY"], "@", "postgresql", "sqlite", app.instance_path):
        assert secret not in text


def test_without_a_database_it_says_so(app, monkeypatch):
    monkeypatch.setattr(health, "database_answers", lambda: False)
    client = app.test_client()
    assert client.get("/readyz", base_url="http://localhost:8000").status_code == 503
    assert _healthz(app)[1]["parts"]["database"]["state"] == "bad"


def test_administrators_read_it_in_words(browser, soeren, maja, app):
    health.worker_lives()
    page = browser(soeren).get(URL)
    assert "Sådan kører det" in page.h1
    assert browser(maja).get(URL).status == 403
    assert "Sådan kører det" in browser(soeren).get("/administration").text


def _given_up():
    ask_code("anna@example.dk", browser="b", lang="da")
    ask_code("bo@example.dk", browser="c", lang="da")
    deliveries = sorted(db.session.scalars(sa.select(Delivery.event_id)))
    events.sweep_deliveries()
    changed(sa.update(Delivery).where(Delivery.event_id == deliveries[-1]).values(state=DeliveryState.DEAD, last_error="KeyError"))
    changed(sa.update(Mail).values(state=MailState.DEAD, tries=9, last_error="TimeoutError", created_at=clock.now() - timedelta(days=6)))
    db.session.commit()


def test_what_was_given_up_can_be_tried_again(browser, soeren, app, outbox):
    _given_up()
    reader = browser(soeren)
    page = reader.get(URL)
    assert "KeyError" in page.text
    assert "TimeoutError" in page.text
    assert "anna@example.dk" not in page.html
    assert reader.send(page, "/drift/mail/").status == 303
    assert reader.send(page, "/drift/levering/").status == 303
    assert db.session.scalar(sa.select(sa.func.count()).where(Delivery.state == DeliveryState.DEAD)) == 0
    assert len(outbox()) == 1
    kinds = set(db.session.scalars(sa.select(Event.kind)))
    assert {"MailRetried", "DeliveryRetried"} <= kinds
    assert "Nogen var hurtigere" in reader.follow(reader.send(page, "/drift/levering/")).text


def test_only_administrators_of_all_areas_try_again(maja, app):
    with pytest.raises(Refused):
        running.retry_mail(1, by=maja)
    with pytest.raises(Refused):
        running.retry_delivery(1, "x", by=maja)


def test_the_night_mends_what_can_be_counted_again(lindegaarden, anna, bo, clara, make, app):
    idea = make.published(lindegaarden, anna)
    make.comment(idea, clara)
    support_item(idea, by=bo)
    for model, values in (
        (ItemCount, {"supports": 7, "households": 9, "followers": 70, "comments": 8, "thanks": 3}),
        (AreaCount, {"n": 99}),
        (Area, {"households": 5000}),
        (SupportHousehold, {"n": 12}),
    ):
        changed(sa.update(model).values(values))
    db.session.commit()
    assert jobs.check_at_night() >= 8
    left = {name: look() for name, look in CHECKS.items() if look()}
    assert not left
    results = {row.name: (row.found, row.mended) for row in db.session.scalars(sa.select(CheckResult))}
    assert results.keys() == CHECKS.keys()
    assert results["thanks"] == (2, 2)
    assert db.session.scalar(sa.select(sa.func.min(ItemCount.supports))) == 0
    assert "DifferenceFound" in set(db.session.scalars(sa.select(Event.kind)))
    assert jobs.check_at_night() == 0


def test_an_area_that_lost_its_count_gets_it_back(lindegaarden, anna, make, app):
    make.published(lindegaarden, anna)
    changed(sa.delete(AreaCount))
    db.session.commit()
    assert running.mend_area_counts() == 1
    assert CHECKS["ideas of an area"]() == []


def test_what_the_night_found_is_shown(browser, soeren, lindegaarden, anna, make, app):
    idea = make.published(lindegaarden, anna)
    changed(sa.update(ItemCount).values(supports=7))
    db.session.commit()
    jobs.check_at_night()
    page = browser(soeren).get(URL)
    assert f"item {idea.id}: 7 supports stored, 0 counted" in page.text
    assert "1 forskel, 1 rettet" in page.text


def test_a_photo_without_its_file_is_found(lindegaarden, anna, make, app):
    photo = make.photo(make.pending(lindegaarden, anna))
    assert CHECKS["photos"]() == []
    files.path(photo.file, 800).unlink()
    assert CHECKS["photos"]() == [f"photo {photo.id}: a file is missing"]


def test_administrators_are_reminded_of_the_statement_once_a_year(app, soeren, maja):
    assert jobs.remind_of_statement()
    assert not jobs.remind_of_statement()
    events.sweep_deliveries()
    assert list(db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == "statement_due"))) == [soeren.id]
    with time_machine.travel(clock.now() + timedelta(days=366)):
        assert jobs.remind_of_statement()


def test_a_sign_is_one_row(app):
    for _time in range(3):
        health.worker_lives()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignOfLife)) == 1
