"""Server-side sessions: the cookie is a random number, the database holds its fingerprint. Log-outs are real.

A reader who only reads has no row and no cookie.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import CallbackDict

from boligdialog.core import clock, tokens
from boligdialog.core.db import Model, OnErasure, atomic, changed, db, person_key
from boligdialog.core.jobs import every

RESIDENT_IDLE, RESIDENT_LIFE = timedelta(days=30), timedelta(days=180)  # features.md row 15
STAFF_IDLE, STAFF_LIFE = timedelta(minutes=30), timedelta(hours=12)
ANONYMOUS_LIFE = timedelta(hours=24)
FRESH = timedelta(minutes=10)
_SECOND_PRESS = timedelta(seconds=30)

log = logging.getLogger(__name__)


class UserSession(Model):
    """One browser that is signed in, or has a form open."""

    __tablename__ = "user_session"

    id_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    person_id: Mapped[int | None] = person_key(OnErasure.DELETE, ondelete="CASCADE")
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    last_seen_on: Mapped[date]
    idle_until: Mapped[datetime]
    absolute_until: Mapped[datetime]
    is_strong: Mapped[bool]  # proved well enough for staff rights (row 13)
    browser: Mapped[str] = mapped_column(sa.String(40))


_ONE = sa.select(UserSession.__table__).where(UserSession.__table__.c.id_hash == sa.bindparam("fingerprint"))


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """The session of one request. A mapping for small things, plus who it belongs to."""

    def __init__(self, token: str | None = None, row: Any = None) -> None:
        """row: what its row said when the request began."""
        self.modified = self.accessed = False
        super().__init__(dict(row.data) if row is not None else None, on_update=self._touched)
        self.token, self.row = token, row
        self.person_id: int | None = row.person_id if row is not None else None
        self.is_strong = row is not None and row.is_strong
        self.is_new_person = False
        self.is_over = False
        self.is_out_of_reach = False  # the database does not answer, so nobody knows whose it is

    def _touched(self, _mapping: Any) -> None:
        self.modified = True

    @property
    def is_fresh(self) -> bool:
        """Whether the sign-in is under ten minutes old."""
        return bool(self.row is not None and self.person_id and clock.now() - self.row.created_at < FRESH)

    def begin(self, person_id: int, *, is_strong: bool = False) -> None:
        """Sign somebody in: a new number, nothing of the old session but what is said now."""
        self.clear()
        self.person_id, self.is_strong, self.is_new_person, self.modified = person_id, is_strong, True, True

    def end(self) -> None:
        """Sign out: the row goes, the cookie goes."""
        self.clear()
        self.person_id, self.is_over = None, True


class DatabaseSessions(SessionInterface):
    """Flask's session interface over UserSession."""

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """The session of the cookie, if it still holds; else an empty one that is stored only when something is put in."""
        token = request.cookies.get(self.get_cookie_name(app))
        if not token or not token.isalnum() or len(token) != 32:
            return ServerSession()
        try:
            row = db.session.execute(_ONE, {"fingerprint": tokens.fingerprint(token)}).one_or_none()
        except (sa.exc.OperationalError, sa.exc.TimeoutError):
            lost = ServerSession()
            lost.is_out_of_reach = True
            return lost
        if row is None or clock.now() >= min(row.idle_until, row.absolute_until):
            return ServerSession()
        return ServerSession(token, row)

    def get_cookie_name(self, app: Flask) -> str:
        """__Host-bd on https; on this machine over http the prefix would be refused by browsers."""
        return "__Host-bd" if app.config["IS_HTTPS"] else "bd"

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed. A page that only reads writes nothing."""
        assert isinstance(session, ServerSession)
        try:
            self._save(app, session, response)
        except (sa.exc.OperationalError, sa.exc.TimeoutError):
            log.error("a session could not be written: the database does not answer")

    def _save(self, app: Flask, session: ServerSession, response: Response) -> None:
        name = self.get_cookie_name(app)
        if session.is_over:
            if session.token:
                end_sessions(UserSession.id_hash == tokens.fingerprint(session.token))
            response.delete_cookie(name, path="/", secure=app.config["IS_HTTPS"], httponly=True, samesite="Lax")
            response.headers["Clear-Site-Data"] = '"cache"'
        elif session.is_new_person or (session.token is None and session.modified):
            token = _store_new(session)
            life = RESIDENT_LIFE if session.person_id else None
            response.set_cookie(name, token, max_age=life, path="/", secure=app.config["IS_HTTPS"], httponly=True, samesite="Lax")
        elif session.row is not None and (session.modified or _is_due(session.row)):
            _store(session, session.row)


def _idle(session: ServerSession) -> timedelta:
    if session.person_id is None:
        return _life_of_nobody(session)
    return STAFF_IDLE if session.is_strong else RESIDENT_IDLE


def _life_of_nobody(session: ServerSession) -> timedelta:
    """A day; a month while something that was typed waits for a sign-in."""
    return RESIDENT_IDLE if "pending" in session else ANONYMOUS_LIFE


def _is_due(row: Any) -> bool:
    """Whether «last seen» must be written: once a day, for staff every five minutes."""
    if row.is_strong:
        return row.idle_until - clock.now() < STAFF_IDLE - timedelta(minutes=5)
    return row.person_id is not None and row.last_seen_on != clock.today()


@atomic
def _store_new(session: ServerSession) -> str:
    now, token = clock.now(), tokens.new_token()
    if session.row is not None and session.row.person_id is None:
        # A second press of the form that signed in finds its session for a moment, and gets the same answer.
        changed(sa.update(UserSession).where(UserSession.id_hash == session.row.id_hash).values(idle_until=now + _SECOND_PRESS))
    elif session.row is not None:
        changed(sa.delete(UserSession).where(UserSession.id_hash == session.row.id_hash))
    life = _life_of_nobody(session) if session.person_id is None else STAFF_LIFE if session.is_strong else RESIDENT_LIFE
    db.session.add(
        UserSession(
            id_hash=tokens.fingerprint(token), person_id=session.person_id, data=dict(session), created_at=now, last_seen_on=clock.today(),
            idle_until=now + _idle(session), absolute_until=now + life, is_strong=session.is_strong, browser=_browser(),
        )
    )  # fmt: skip
    return token


@atomic
def _store(session: ServerSession, row: Any) -> None:
    values = {"data": dict(session), "last_seen_on": clock.today(), "idle_until": min(clock.now() + _idle(session), row.absolute_until)}
    changed(sa.update(UserSession).where(UserSession.id_hash == row.id_hash).values(**values))


@atomic
def end_sessions(*which: sa.ColumnElement[bool]) -> int:
    """Delete sessions by condition; how many went."""
    return changed(sa.delete(UserSession).where(*which))


def _browser() -> str:
    """«Firefox, Android»: enough to recognise one's own phone in the list of logins, too little to follow anybody."""
    agent = request.user_agent.string
    names = ("Edg", "Firefox", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
    pick = [next((word for word in words if word in agent), "") for words in (names, systems)]
    return ", ".join(part.replace("Edg", "Edge").replace("Macintosh", "Mac") for part in pick if part)


@every(minute="23")
def forget_old_sessions() -> int:
    """Drop sessions that are over; how many."""
    return end_sessions(sa.or_(UserSession.idle_until < clock.now(), UserSession.absolute_until < clock.now()))


def init_app(app: Flask) -> None:
    """Replace Flask's signed-cookie sessions."""
    app.session_interface = DatabaseSessions()
