"""One message to one address, in their language. A row says that it shall be sent; the text is made when it is sent.

At least once: a worker killed between sending and marking repeats at most that one mail, with the same Message-ID.
How it is put into an envelope and handed to a server is in core/envelope.py.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core import clock, envelope, health, tokens
from boligdialog.core.db import BigInt, Key, Model, after_commit, atomic, changed, db, insert, only_where
from boligdialog.core.envelope import Letter
from boligdialog.core.events import backoff
from boligdialog.core.i18n import address_in, force_locale
from boligdialog.core.jobs import every, job
from boligdialog.core.memory import forget, remembered

log = logging.getLogger(__name__)

_GIVE_UP_AFTER = timedelta(days=5)
_LEASE = timedelta(minutes=5)  # how long a worker may be busy with one mail before another takes it
_SWEEP = timedelta(seconds=50)  # a server that answers slowly does not keep the sweeper from its other work for longer
REFUSALS = 3  # so many mails in a row that a server would not take for an address, and it gets no more
_TO_POKE = "mails to poke"


class MailState(StrEnum):
    """Where a mail stands. Dropped: nobody may or wants to read it any more. Refused: the receiver's server will never take it."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    REFUSED = "refused"
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


class MailRefusal(Model):
    """How many mails in a row an address was refused for good. Kept as a keyed hash: no address is stored."""

    __tablename__ = "mail_refusal"

    address_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    n: Mapped[int] = mapped_column(sa.Integer)
    last_at: Mapped[datetime]


_writers: dict[str, Callable[[int], Letter | None]] = {}


def letter(kind: str) -> Callable[[Callable[[int], Letter | None]], Callable[[int], Letter | None]]:
    """The function that writes mails of a kind: takes the id they are about, returns nothing when it shall not go."""

    def add(function: Callable[[int], Letter | None]) -> Callable[[int], Letter | None]:
        _writers[kind] = function
        return function

    return add


def post(kind: str, about_id: int, *, lang: str) -> None:
    """Decide, in the caller's transaction, that a mail shall go out; once for each (kind, about_id)."""
    post_each(kind, sa.select(sa.literal(about_id), sa.literal(lang)))


def post_each(kind: str, about: sa.Select) -> None:
    """The same for every row (about_id, lang) of a query, in one statement."""
    now, rows = clock.now(), about.subquery()
    about_id, lang = rows.c
    given = {"kind": kind, "state": MailState.WAITING, "tries": 0, "created_at": now, "next_at": now}
    columns = [sa.literal(value, Mail.__table__.c[name].type) for name, value in given.items()]
    select = sa.select(about_id, lang, *columns).where(sa.true())  # SQLite reads ON CONFLICT as a join without a WHERE
    row = insert(Mail).from_select(["about_id", "lang", *given], select).on_conflict_do_nothing().returning(Mail.__table__.c.id)
    db.session.info.setdefault(_TO_POKE, []).extend(db.session.scalars(row).all())


def link(path: str, lang: str = "da") -> str:
    """The address of a page for a mail: always from BASE_URL, never from a request."""
    return f"{current_app.config['BASE_URL']}{address_in(lang, path)}"


@after_commit
def _poke() -> None:
    for mail_id in db.session.info.pop(_TO_POKE, ()):
        send.later(mail_id)


# --- sending --------------------------------------------------------------------------------------


@job
def send(mail_id: int) -> bool:
    """Send one mail, if it is due and no other worker has it; whether it went out."""
    mail = _claim(mail_id)
    if mail is None:
        return False
    try:
        with force_locale(mail.lang):
            written = _writers[mail.kind](mail.about_id)
        if written is None or (not written.is_asked_for and is_stopped(written.to)):
            _mark(mail_id, MailState.DROPPED)
            return False
        envelope.hand_over(written, lang=mail.lang, number=mail.id, at=mail.created_at)
    except envelope.RefusedForGood as refused:
        _refused(mail_id, refused.address)
        return False
    except Exception as error:
        log.warning("mail %s failed: %s", mail_id, type(error).__name__)
        _failed(mail_id, type(error).__name__)
        return False
    _sent(mail_id, written.to)
    return True


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
def _sent(mail_id: int, address: str) -> None:
    _mark(mail_id, MailState.SENT)
    health.give_sign(health.MAIL)
    if changed(sa.delete(MailRefusal).where(MailRefusal.address_hash == _hash(address))):
        forget()


@atomic
def _refused(mail_id: int, address: str) -> None:
    _mark(mail_id, MailState.REFUSED)
    row = insert(MailRefusal).values(address_hash=_hash(address), n=1, last_at=clock.now())
    more = {"n": MailRefusal.__table__.c.n + 1, "last_at": row.excluded.last_at}
    db.session.execute(row.on_conflict_do_update(index_elements=["address_hash"], set_=more))
    forget()


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
    until, sent = clock.now() + _SWEEP, 0
    due = sa.select(Mail.id).where(Mail.state == MailState.WAITING, Mail.next_at <= clock.now()).order_by(Mail.id).limit(200)
    for mail_id in db.session.scalars(due).all():
        if clock.now() > until:
            break
        sent += bool(send(mail_id))
    return sent


# --- addresses that mail does not reach -------------------------------------------------------------


def is_stopped(address: str) -> bool:
    """Whether an address gets no more mail because its server refused the last ones. Codes to sign in with still go."""
    return _hash(address) in _stopped()


@remembered
def _stopped() -> frozenset[bytes]:
    return frozenset(db.session.scalars(sa.select(MailRefusal.address_hash).where(MailRefusal.n >= REFUSALS)))


def _hash(address: str) -> bytes:
    return tokens.keyed_hash("mail refusal", address.lower())


@every(minute="23", hour="3")
@atomic
def try_refused_again() -> int:
    """After half a year an address may work again; how many were forgotten."""
    return changed(sa.delete(MailRefusal).where(MailRefusal.last_at < clock.now() - timedelta(days=182)))
