"""One message to one address, in their language. A row says that it shall be sent; the text is made when it is sent.

At least once: a worker killed between sending and marking repeats at most that one mail, with the same Message-ID.
"""

import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core import clock, tokens
from boligdialog.core.db import BigInt, Key, Model, after_commit, atomic, changed, db, insert, only_where
from boligdialog.core.events import backoff
from boligdialog.core.i18n import address_in, force_locale
from boligdialog.core.jobs import every, job

log = logging.getLogger(__name__)

_GIVE_UP_AFTER = timedelta(days=5)
_LEASE = timedelta(minutes=5)  # how long a worker may be busy with one mail before another takes it
_TO_POKE = "mails to poke"


@dataclass(frozen=True)
class Letter:
    """What goes out: one address, one subject line, plain text."""

    to: str
    subject: str
    text: str


class MailState(StrEnum):
    """Where a mail stands. Dropped: its receiver may no longer see what it was about."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"


class Mail(Model):
    """That a mail shall go out. Holds neither address nor text: both are looked up when it is sent."""

    __tablename__ = "mail"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(sa.String(40))
    about_id: Mapped[int] = mapped_column(BigInt)
    lang: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(sa.Integer, default=0)
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    last_error: Mapped[str | None] = mapped_column(sa.String(80))

    __table_args__ = (
        sa.UniqueConstraint("kind", "about_id"),
        sa.Index("ix_mail_waiting", "next_at", **only_where("state = 'waiting'")),
    )


_writers: dict[str, Callable[[int], Letter | None]] = {}


def letter(kind: str) -> Callable[[Callable[[int], Letter | None]], Callable[[int], Letter | None]]:
    """The function that writes mails of a kind: takes the id they are about, returns nothing when it shall not go."""

    def add(function: Callable[[int], Letter | None]) -> Callable[[int], Letter | None]:
        _writers[kind] = function
        return function

    return add


def post(kind: str, about_id: int, *, lang: str) -> None:
    """Decide, in the caller's transaction, that a mail shall go out; once for each (kind, about_id)."""
    now = clock.now()
    row = insert(Mail).values(kind=kind, about_id=about_id, lang=lang, state=MailState.WAITING, tries=0, created_at=now, next_at=now)
    mail_id = db.session.execute(row.on_conflict_do_nothing().returning(Mail.__table__.c.id)).scalar()
    if mail_id:
        db.session.info.setdefault(_TO_POKE, []).append(mail_id)


@after_commit
def _poke() -> None:
    for mail_id in db.session.info.pop(_TO_POKE, ()):
        send.later(mail_id)


@job
def send(mail_id: int) -> bool:
    """Send one mail, if it is due and no other worker has it; whether it went out."""
    mail = _claim(mail_id)
    if mail is None:
        return False
    try:
        with force_locale(mail.lang):
            written = _writers[mail.kind](mail.about_id)
        if written:
            _transport(written, mail)
    except Exception as error:
        log.warning("mail %s failed: %s", mail_id, type(error).__name__)
        _failed(mail_id, type(error).__name__)
        return False
    _mark(mail_id, MailState.SENT if written else MailState.DROPPED)
    return bool(written)


@atomic
def _claim(mail_id: int) -> Mail | None:
    now = clock.now()
    due = sa.update(Mail).where(Mail.id == mail_id, Mail.state == MailState.WAITING, Mail.next_at <= now)
    if not changed(due.values(next_at=now + _LEASE, tries=Mail.tries + 1)):
        return None
    mail = db.session.get_one(Mail, mail_id)
    db.session.expunge(mail)
    return mail


@atomic
def _mark(mail_id: int, state: MailState) -> None:
    changed(sa.update(Mail).where(Mail.id == mail_id).values(state=state, last_error=None))


@atomic
def _failed(mail_id: int, error: str) -> None:
    mail = db.session.get_one(Mail, mail_id)
    mail.last_error = error[:80]
    mail.next_at = clock.now() + backoff(mail.tries)
    if clock.now() - mail.created_at > _GIVE_UP_AFTER:
        mail.state = MailState.DEAD


@every(minute="*")
def sweep_mail() -> int:
    """Send what is due and was not sent; how many went out. Oldest first, so that each person's come in order."""
    due = sa.select(Mail.id).where(Mail.state == MailState.WAITING, Mail.next_at <= clock.now()).order_by(Mail.id).limit(200)
    return sum(bool(send(mail_id)) for mail_id in db.session.scalars(due).all())


def link(path: str, lang: str = "da") -> str:
    """The address of a page for a mail: always from BASE_URL, never from a request."""
    return f"{current_app.config['BASE_URL']}{address_in(lang, path)}"


def _transport(written: Letter, mail: Mail) -> None:
    message = _message(written, mail)
    if current_app.config["SMTP_URL"]:
        _over_smtp(message, current_app.config["SMTP_URL"])
    else:
        folder = Path(current_app.instance_path) / "outbox"
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / f"{mail.id:06d}.eml").write_bytes(message.as_bytes())


def _message(written: Letter, mail: Mail) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = written.to
    message["Subject"] = " ".join(written.subject.split())  # no line break can begin a header of its own
    message["Date"] = format_datetime(mail.created_at)
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    message["Message-ID"] = f"<{tokens.keyed_hash('message id', str(mail.id)).hex()[:24]}.{mail.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(written.text)
    message["Content-Language"] = mail.lang  # after set_content, which drops every Content- header
    return message


def _over_smtp(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with connect(parts.hostname or "localhost", parts.port or (465 if secure else 25), timeout=20) as server:
        server.ehlo()
        if not secure and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
