"""The demo as a running house: a database of its own, gunicorn before it, and links that sign people in.

The tests of this folder stand on it, and so does tools/screenshots.py.
"""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, StorageState

from boligdialog import create_app
from boligdialog.accounts import queries as accounts, services as people
from boligdialog.admin.services.demo import build_demo
from boligdialog.core import clock, events, mail, migrations
from boligdialog.core.db import db
from boligdialog.housing import queries as housing
from boligdialog.ideas.models import Idea
from boligdialog.moderation import queries as moderation
from boligdialog.serve import web_command

QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"


def launch(playwright: Playwright) -> Browser:
    """The Chromium of this machine: tools/test.py names it in CHROMIUM."""
    return playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=QUIET.split())


@dataclass
class Demo:
    """A running demo, and what lies behind its pages."""

    app: Flask
    url: str
    ids: dict[str, int | str] = field(default_factory=dict)
    signed_in: dict[str, StorageState] = field(default_factory=dict)

    def sign_in(self, page: Page, name: str) -> None:
        """Open somebody's link and press its button; the next time their cookie is at hand."""
        with self.app.app_context():
            person = accounts.person_by_email(f"{name}@example.dk")
            assert person, f"nobody is called {name} in the demo"
            token = people.issue_staff_link(person, token=f"demo{name}", life=timedelta(days=1), is_demo=True)
        page.goto(f"{self.url}/personale/{token}")
        page.locator("main form button").click()
        page.wait_for_url(re.compile(f"{self.url}/(en)?$"))
        self.signed_in[name] = page.context.storage_state()

    def work(self) -> None:
        """What the worker does, until nothing waits: deliver, then send. The seconds in which a decision can be undone are over."""
        with self.app.app_context():
            db.session.execute(
                sa.update(events.Delivery).where(events.Delivery.state == events.DeliveryState.WAITING).values(next_at=clock.now())
            )
            db.session.commit()
            while events.sweep_deliveries():
                pass
            while mail.sweep_mail():
                pass

    def last_mail(self, to: str) -> str:
        """The text of the newest mail to an address; waits for the page that asks for it."""
        for _try in range(50):
            self.work()
            paths = sorted(Path(self.app.instance_path, "outbox").glob("*.eml"))
            mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
            mine = [each for each in mails if each["To"] == to]
            if mine:
                return str(mine[-1].get_content())
            time.sleep(0.1)
        raise AssertionError(f"no mail to {to}")

    def letter(self, household_no: int) -> str:
        """A fresh code for the letter of a household."""
        with self.app.app_context():
            household = housing.household_by_number(household_no)
            assert household
            return people.issue_letter_code(household)

    def case_of(self, title: str) -> int:
        """The open case of the idea with this title."""
        with self.app.app_context():
            case = moderation.open_case_of(db.session.scalars(sa.select(Idea.id).where(Idea.title == title)).one())
            assert case
            return case.id


@contextmanager
def running_demo(folder: Path, port: int | None = None) -> Iterator[Demo]:
    """Build the demo in an empty folder, and serve it on a port (default: any free one) until the block ends."""
    port = port or _free_port()
    settings = {
        "INSTANCE_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'demo.db'}", "BASE_URL": f"http://localhost:{port}",
        "HOST": "127.0.0.1", "PORT": str(port), "WEB_WORKERS": "1", "WEB_THREADS": "8", "REDIS_URL": "", "SMTP_URL": "",
        "SECRET_KEY": "", "TRUSTED_PROXIES": "0",
    }  # fmt: skip
    app = create_app(**settings)
    with app.app_context():
        migrations.upgrade(db.engine)
        build_demo()
    with (
        (folder / "web.log").open("wb") as log,
        subprocess.Popen(web_command(app), env=os.environ | settings, stdout=log, stderr=log) as web,
    ):
        try:
            _wait_for(port)
            yield Demo(app, settings["BASE_URL"])
        finally:
            web.terminate()
            with app.app_context():
                db.engine.dispose()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for(port: int) -> None:
    for _try in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError("the demo does not answer")
