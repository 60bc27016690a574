"""Web and worker as real processes: killed at any moment, every person still has one notice for each event."""

import os
import signal
import socket
import subprocess
import sys
import time
from email import message_from_bytes
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from boligdialog.accounts.models import Person
from boligdialog.core import clock
from boligdialog.core.db import changed, db
from boligdialog.core.events import Delivery, DeliveryState, sweep_deliveries
from boligdialog.core.mail import Mail, MailState, sweep_mail
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.services import review
from boligdialog.notifications.models import Follow, Notice, NoticeChoice, Topic, When


def _environment(app, **more):
    names = {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "INSTANCE_DIR": app.instance_path,
        "SECRET_KEY": "x" * 40,
        "SMTP_URL": "",
        "REDIS_URL": "",
    }
    return os.environ | names | {"BASE_URL": "http://localhost:8000"} | more


def _start(app, command, **more):
    return subprocess.Popen([sys.executable, "-m", "boligdialog", command], env=_environment(app, **more), start_new_session=True)


def _wait(until, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        db.session.rollback()
        if until():
            return
        time.sleep(0.1)
    raise TimeoutError


@pytest.mark.redis
def test_ten_kills_with_the_queue_in_redis_lose_nothing_and_double_nothing(app, lindegaarden, anna, clara, maja, make):
    url = {"REDIS_URL": os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")}
    lindegaarden.review = "all"
    db.session.commit()
    for n in range(30):
        idea = make.pending(lindegaarden, (anna, clara)[n % 2])
        review.publish(moderation.open_case_of(idea.id), by=maja, version=1)
    worker = _start(app, "worker", **url)
    for _kill in range(10):
        time.sleep(0.35)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        worker = _start(app, "worker", **url)
    try:
        # The sweeper comes each minute; the test does not wait for it, but does what it would do first: look by state.
        changed(sa.update(Mail).where(Mail.state == MailState.WAITING).values(next_at=clock.now()))
        db.session.commit()
        _wait(lambda: sweep_deliveries() + sweep_mail() >= 0 and _waiting() == 0)
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        assert worker.wait(20) is not None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 30
    assert len(list((Path(app.instance_path) / "outbox").glob("*.eml"))) == 6  # three each, the others are joined later


class Server:
    """A mail server that keeps the number of every mail it takes, also of one that comes twice."""

    def __init__(self):
        self.ids = []

    async def handle_DATA(self, server, session, envelope):
        self.ids.append(message_from_bytes(envelope.content)["Message-ID"])
        return "250 thank you"


@pytest.fixture
def server(app, monkeypatch):
    handler = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, server_kwargs={"hostname": "localhost"})
    controller.start()
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
    yield handler
    controller.stop(no_assert=True)


def _hundred_followers(area):
    """A hundred people who follow an area; thirty of them want a mail at once."""
    people = [Person(email=f"p{n}@example.dk", email_key=f"p{n}@example.dk", created_at=clock.now()) for n in range(100)]
    db.session.add_all(people)
    db.session.flush()
    db.session.add_all(Follow(person_id=each.id, area_id=area.id, at=clock.now(), is_on=True) for each in people)
    db.session.add_all(NoticeChoice(person_id=each.id, topic=Topic.NEWS, mail=When.NOW, page=When.NOW) for each in people[:30])
    db.session.commit()


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")  # of the test server's own
def test_ten_kills_during_a_thousand_notices_repeat_at_most_a_mail_each(app, lindegaarden, anna, make, server):
    lindegaarden.review = "off"
    _hundred_followers(lindegaarden)
    for _ in range(10):
        make.published(lindegaarden, anna)
    worker = _start(app, "worker", SMTP_URL=app.config["SMTP_URL"])
    for kill in range(10):
        _wait(lambda enough=8 * kill + 4: len(set(server.ids)) >= enough)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        changed(sa.update(Mail).where(Mail.state == MailState.WAITING).values(next_at=clock.now()))  # the lease of the dead is over
        db.session.commit()
        worker = _start(app, "worker", SMTP_URL=app.config["SMTP_URL"])
    os.killpg(worker.pid, signal.SIGTERM)
    assert worker.wait(20) is not None
    sweep_deliveries()
    sweep_mail()
    assert _waiting() == 0
    told = sa.select(Notice.person_id, sa.func.count()).where(Notice.kind == "new_idea").group_by(Notice.person_id)
    assert {n for _person, n in db.session.execute(told)} == {10}
    assert db.session.query(Notice).filter_by(kind="new_idea").count() == 1000
    assert len(set(server.ids)) == 3 * 30  # the first three of a day at once, the others wait to be joined
    assert len(server.ids) - len(set(server.ids)) <= 10


def _waiting():
    deliveries = sa.select(sa.func.count()).where(Delivery.state == DeliveryState.WAITING)
    mails = sa.select(sa.func.count()).where(Mail.state == MailState.WAITING)
    return (db.session.scalar(deliveries) or 0) + (db.session.scalar(mails) or 0)


def test_run_starts_both_restarts_either_and_stops_on_ctrl_c(app, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    log = (tmp_path / "log").open("w+")
    command = [sys.executable, "-m", "boligdialog", "run"]
    more = {"PORT": str(port), "BASE_URL": f"http://localhost:{port}", "WEB_WORKERS": "1"}
    house = subprocess.Popen(command, env=_environment(app, **more), start_new_session=True, stdout=log, stderr=log)
    try:
        _wait(lambda: _answers(port))
        children = _children(house.pid)
        assert len(children) == 2
        os.kill(children[0], signal.SIGKILL)
        _wait(lambda: len(_children(house.pid)) == 2 and children[0] not in _children(house.pid) and _answers(port))
        house.send_signal(signal.SIGINT)
        assert house.wait(40) == 0
        assert not _answers(port)
    finally:
        house.kill()
        log.close()


def _children(pid):
    listed = subprocess.run(["ps", "-o", "pid=,stat=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(line.split()[0]) for line in listed.splitlines() if "Z" not in line.split()[1]]


def _answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
