"""What the tests stand on: an application, a database of their own, browsers, a worker, an outbox."""

import contextvars
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from boligdialog import create_app
from boligdialog.accounts.models import Person
from boligdialog.comments import services as comments
from boligdialog.comments.models import Comment
from boligdialog.content.models import Attachment, Item
from boligdialog.core import clock, events, files, mail, tokens
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.sessions import RESIDENT_LIFE, UserSession
from boligdialog.housing.models import Area, Place
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.services import review
from tests import town
from tests.databases import KIND, PostgreSQL, SQLite
from tests.pages import Page

NASTY = '<script>alert(1)</script> æøå ÆØÅ 🏡 "><svg onload=alert(1)> {{7*7}} Donaudampfschifffahrt'


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """In CI nothing is skipped silently, by a mark or from inside a test (tools/test.py sets REQUIRE_ALL)."""
    report = yield
    if report.skipped and os.environ.get("REQUIRE_ALL"):
        report.outcome, report.longrepr = "failed", f"nothing may be skipped here: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def _database(worker_id: str) -> Iterator[SQLite | PostgreSQL]:
    database: SQLite | PostgreSQL = SQLite(worker_id) if KIND == "sqlite" else PostgreSQL(worker_id)
    yield database
    if isinstance(database, PostgreSQL):
        database.drop()


@pytest.fixture(scope="session")
def _app(_database: SQLite | PostgreSQL) -> Iterator[Flask]:
    app = create_app(
        DATABASE_URL=_database.url, INSTANCE_DIR=str(_database.folder), BASE_URL="http://localhost:8000", SECRET_KEY="x" * 40, TESTING=True
    )
    _database.prepare(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(_app: Flask, _database: SQLite | PostgreSQL) -> Iterator[Flask]:
    """The application, with the database as it was prepared, in a context for services."""
    _database.reset(_app)
    _app.extensions["memory"] = {}
    _app.extensions.pop("light limits", None)
    for path in (Path(_app.instance_path) / "outbox").glob("*"):
        path.unlink()
    with _app.app_context():
        yield _app
        db.session.remove()
    with _app.app_context():
        db.engine.dispose()


# --- people and things ----------------------------------------------------------------------------


def _one(name: str) -> Callable[[Flask], Person]:
    @pytest.fixture(name=name)
    def person(app: Flask) -> Person:
        return town.load(name)

    return person


anna, bo, clara, dorte, erik, maja, ida, soeren = map(_one, town.NAMES)


@pytest.fixture
def lindegaarden(app: Flask) -> Area:
    """The area where most of it happens."""
    return db.session.scalars(sa.select(Area).where(Area.slug == "lindegaarden")).one()


@pytest.fixture
def roennebakken(app: Flask) -> Area:
    """The other area."""
    return db.session.scalars(sa.select(Area).where(Area.slug == "roennebakken")).one()


class Make:
    """Things for a test, committed, with titles that try to break the page."""

    def __init__(self) -> None:
        self.n = 0

    def place(self, area: Area) -> Place:
        """The first place of an area."""
        return db.session.scalars(sa.select(Place).where(Place.area_id == area.id).order_by(Place.position)).first()  # type: ignore[return-value]

    def pending(self, area: Area, by: Person, **texts: Any) -> Idea:
        """An idea that waits for review."""
        self.n += 1
        values = {"title": f"{self.n} {NASTY}"[:80], "why": f"Fordi {NASTY}\n\nhttps://example.dk/a?b=c&d", "lang": "da"} | texts
        return ideas.propose_idea(area, place_id=self.place(area).id, by=by, **values)

    def photo(self, idea: Idea, **said: Any) -> Attachment:
        """A photo of an idea, drawn by nobody."""
        self.n += 1
        picture = files.Picture(f"{self.n:064x}", 40, 30)
        for size in files.SIZES:
            files.path(picture.name, size).unlink(missing_ok=True)
            files._write(files.path(picture.name, size), b"\xff\xd8\xff")
        ideas.add_photo(idea, picture, **{"alt": f"Et billede {NASTY}"[:200], "has_people": False, "by": idea.author} | said)
        db.session.refresh(idea)
        return idea.photos[-1]

    def published(self, area: Area, by: Person, **texts: Any) -> Idea:
        """An idea that everybody sees."""
        idea = self.pending(area, by, **texts)
        case = moderation.open_case_of(idea.id)
        if case:
            review.publish(case, by=town.load("maja"), version=case.row_version)
        return idea

    def comment(self, about: Item, by: Person, **values: Any) -> Comment:
        """A comment that everybody sees."""
        self.n += 1
        comment = comments.write_comment(about, by=by, **{"text": f"{self.n} {NASTY}", "lang": "da"} | values)
        case = moderation.open_case_of(comment.id)
        if case:
            review.publish(case, by=town.load("maja"), version=case.row_version)
        return comment


@pytest.fixture
def make(app: Flask) -> Make:
    """Makes things."""
    return Make()


# --- browsers -------------------------------------------------------------------------------------


class Browser:
    """A browser without scripts. Every page it is given has passed tests/pages.py."""

    def __init__(self, app: Flask, person: Person | None = None, *, is_strong: bool | None = None) -> None:
        self.app, self.client = app, app.test_client()
        if person is not None:
            strong = person.is_strong if is_strong is None else is_strong
            self.client.set_cookie("bd", _signed_in(person, strong), domain="localhost")

    def get(self, url: str, **kwargs: Any) -> Page:
        """A page."""
        return self._ask("get", url, **kwargs)

    def post(self, url: str, data: dict[str, Any], **kwargs: Any) -> Page:
        """What a form sends, as it is given."""
        return self._ask("post", url, data=data, **kwargs)

    def send(self, page: Page, action: str = "", **values: Any) -> Page:
        """Fill in and send a form of a page."""
        return self.post(page.action(action), page.form(action) | {name: value for name, value in values.items() if value is not None})

    def follow(self, page: Page) -> Page:
        """Where a redirect leads."""
        assert page.status in (301, 302, 303), page.status
        return self.get(page.location)

    def _ask(self, method: str, url: str, **kwargs: Any) -> Page:
        db.session.rollback()
        # A context of its own: Flask would use the test's, and Flask-Login keeps the person there.
        response = contextvars.Context().run(lambda: getattr(self.client, method)(url, base_url="http://localhost:8000", **kwargs))
        db.session.rollback()
        text = response.get_data(as_text=True) if (response.mimetype or "").startswith("text") else ""
        response.close()
        return Page(url, response.status_code, dict(response.headers), text)


def _signed_in(person: Person, is_strong: bool) -> str:
    token, now = tokens.new_token(), clock.now()
    db.session.add(
        UserSession(
            id_hash=tokens.fingerprint(token), person_id=person.id, data={}, created_at=now, last_seen_on=clock.today(),
            idle_until=now + timedelta(days=1),
            absolute_until=now + RESIDENT_LIFE, is_strong=is_strong, browser="Firefox, Linux",
        )
    )  # fmt: skip
    db.session.commit()
    return token


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """browser() reads, browser(anna) is signed in."""
    return lambda person=None, **kwargs: Browser(app, person, **kwargs)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement that is sent while the test runs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


# --- many at once ---------------------------------------------------------------------------------


@pytest.fixture
def at_once(app) -> Callable[..., list[Any]]:
    """at_once(n, function): run function(0) … function(n - 1) in threads of their own; results, or the reason of a refusal."""

    def run(count: int, function: Callable[[int], Any]) -> list[Any]:
        def one(number: int) -> Any:
            with app.app_context():
                try:
                    return function(number)
                except Refused as refused:
                    return refused.reason.code
                finally:
                    db.session.remove()

        db.session.remove()
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, range(count)))

    return run


# --- what happens behind --------------------------------------------------------------------------


@pytest.fixture
def worker(app: Flask) -> Callable[[], None]:
    """Do what the worker would do: deliver, also what is held back while it can be undone, then send."""

    def work() -> None:
        db.session.execute(sa.update(events.Delivery).where(events.Delivery.tries == 0).values(next_at=clock.now()))
        db.session.commit()
        events.sweep_deliveries()
        mail.sweep_mail()

    return work


@pytest.fixture
def outbox(app: Flask, worker: Callable[[], None]) -> Callable[[], list[EmailMessage]]:
    """Let the worker work; every mail that has gone out, oldest first."""

    def mails() -> list[EmailMessage]:
        worker()
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(path.read_bytes()) for path in sorted((Path(app.instance_path) / "outbox").glob("*.eml"))]  # type: ignore[misc]

    return mails
