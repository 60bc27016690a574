"""Web and worker as real processes: killed at any moment, every person still has one notice for each event."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from boligdialog.core import clock
from boligdialog.core.db import changed, db
from boligdialog.core.events import Delivery, DeliveryState, sweep_deliveries
from boligdialog.core.mail import Mail, MailState, sweep_mail
from boligdialog.moderation import queries as moderation, services as review
from boligdialog.notifications.models import Notice


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


@pytest.mark.parametrize("queue", ["file", pytest.param("redis", marks=pytest.mark.redis)])
def test_ten_kills_lose_nothing_and_double_nothing(app, lindegaarden, anna, clara, maja, make, queue):
    url = {"REDIS_URL": os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")} if queue == "redis" else {}
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
    assert len(list((Path(app.instance_path) / "outbox").glob("*.eml"))) == 30


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
