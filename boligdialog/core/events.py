"""What happened and who listens: an append-only table that is outbox, audit log and timeline at once.

record() writes the event and one delivery a listener in the caller's transaction. After the commit the worker
runs each listener in a transaction that also marks the delivery done: exactly once, whatever is killed when.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core import clock
from boligdialog.core.db import BigInt, Key, Model, after_commit, atomic, changed, db, only_where
from boligdialog.core.jobs import every, job

log = logging.getLogger(__name__)

KINDS: dict[str, type["Happened"]] = {}


@dataclass(frozen=True, kw_only=True)
class Happened:
    """Base of all events: past tense, ids and facts, never what somebody wrote.

    by_id: the person who did it (None: the system). item_id: what it happened to, if that is an Item. is_at_once: whoever listens keeps
    a copy of what readers see, so it is never held back.
    """

    is_at_once: ClassVar[bool] = False

    by_id: int | None = None
    item_id: int | None = None

    def __init_subclass__(cls) -> None:
        """Every kind is known from the start, also before it happens for the first time."""
        _register(cls)


class Event(Model):
    """One row of history. Nothing changes it but its seal, written once (core/seals.py)."""

    __tablename__ = "event"

    id: Mapped[Key]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(60))
    by_id: Mapped[int | None] = mapped_column(BigInt)  # no foreign key: erasing a person changes no event
    item_id: Mapped[int | None] = mapped_column(BigInt)
    payload: Mapped[dict[str, Any]]
    seal_no: Mapped[int | None] = mapped_column(BigInt)

    __table_args__ = (
        sa.Index(
            "ix_event_item_id",
            "item_id",
            "id",
            **only_where("item_id IS NOT NULL"),
        ),
        sa.Index("ix_event_unsealed", "id", **only_where("seal_no IS NULL")),
    )

    def happened(self) -> Happened:
        """The event as its dataclass. Fields that it has lost since are passed over."""
        cls = KINDS[self.kind]
        known = {name: value for name, value in self.payload.items() if name in cls.__dataclass_fields__}
        return cls(by_id=self.by_id, item_id=self.item_id, **known)


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class Delivery(Model):
    """That one listener shall hear of one event, exactly once."""

    __tablename__ = "delivery"

    event_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    listener: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.WAITING)
    tries: Mapped[int] = mapped_column(sa.Integer, default=0)
    next_at: Mapped[datetime]
    last_error: Mapped[str | None] = mapped_column(sa.String(80))  # the exception's class, never its text

    __table_args__ = (sa.Index("ix_delivery_waiting", "next_at", **only_where("state = 'waiting'")),)


E = TypeVar("E", bound=Happened)
Listener = Callable[[Any, Event], None]

_listeners: dict[str, list[str]] = {}
_by_name: dict[str, Listener] = {}
_lines: dict[str, Callable[[Any, Any], "Line | None"]] = {}

_MAX_TRIES = 12
_TO_POKE = "deliveries to poke"


def on(kind: type[E]) -> Callable[[Callable[[E, Event], None]], Callable[[E, Event], None]]:
    """Hear of an event after its commit, in the worker, in a transaction of its own. Must only write to the database."""

    def add(function: Callable[[E, Event], None]) -> Callable[[E, Event], None]:
        name = f"{function.__module__.removeprefix('boligdialog.')}.{function.__name__}"
        _by_name[name] = function
        _listeners.setdefault(_register(kind), []).append(name)
        return function

    return add


@dataclass(frozen=True)
class Line:
    """One entry of a timeline: what it says, the icon beside it and whether it is done, going on or to come."""

    heading: str
    text: str = ""
    icon: str = "check"
    tone: str = "done"


def line(kind: type[E]) -> Callable[[Callable[[E, Any], Line | None]], Callable[[E, Any], Line | None]]:
    """Render an event's line in the timeline of its item: (event, item) -> Line, or None when readers shall not see it."""

    def add(function: Callable[[E, Any], Line | None]) -> Callable[[E, Any], Line | None]:
        _lines[_register(kind)] = function
        return function

    return add


def line_of(event: Event, item: Any) -> Line | None:
    """The timeline line of an event, or None."""
    render = _lines.get(event.kind)
    return render(event.happened(), item) if render else None


def _register(kind: type[Happened]) -> str:
    if KINDS.setdefault(kind.__name__, kind) is not kind:
        raise TypeError(f"two kinds of event are called {kind.__name__}")
    return kind.__name__


_EVENTS = sa.insert(Event.__table__).returning(Event.__table__.c.id, sort_by_parameter_order=True)
_DELIVERIES = sa.insert(Delivery.__table__)


_held: ContextVar[timedelta] = ContextVar("held", default=timedelta())


@contextmanager
def held_back(by: timedelta) -> Iterator[None]:
    """Nobody hears of what is recorded here until so much later: until then it can be taken back as if it had not been (call_off)."""
    token = _held.set(by)
    try:
        yield
    finally:
        _held.reset(token)


def call_off(item_id: int, *, since: datetime) -> int:
    """Nobody hears any more of what was recorded about an item since then and is still held back; how many would have."""
    recent = sa.select(Event.id).where(Event.item_id == item_id, Event.at >= since)
    mine = sa.update(Delivery).where(Delivery.event_id.in_(recent), Delivery.state == DeliveryState.WAITING, Delivery.next_at > clock.now())
    return changed(mine.values(state=DeliveryState.DONE))


def record(*happened: Happened) -> None:
    """Write down, in the caller's transaction, that something happened, and who must hear of it. Several cost what one does."""
    now = clock.now()
    db.session.flush()  # what happened stands in the database before it is said that it did
    ids = db.session.execute(_EVENTS, [_row(what, now) for what in happened]).scalars().all()
    waiting = [
        {
            "event_id": event_id,
            "listener": name,
            "state": DeliveryState.WAITING,
            "tries": 0,
            "next_at": _first_try(what, now),
        }
        for event_id, what in zip(ids, happened, strict=True)
        for name in _listeners.get(type(what).__name__, [])
    ]
    if waiting:
        db.session.execute(_DELIVERIES, waiting)
        db.session.info.setdefault(_TO_POKE, []).extend(dict.fromkeys(each["event_id"] for each in waiting if each["next_at"] == now))


def _first_try(what: Happened, now: datetime) -> datetime:
    return now if what.is_at_once else now + _held.get()


def _row(what: Happened, now: datetime) -> dict[str, Any]:
    payload = {name: value for name, value in asdict(what).items() if name not in ("by_id", "item_id")}
    return {"at": now, "kind": _register(type(what)), "by_id": what.by_id, "item_id": what.item_id, "payload": payload, "seal_no": None}


@after_commit
def _poke() -> None:
    event_ids = db.session.info.pop(_TO_POKE, ())
    if event_ids:
        deliver_all.later(*event_ids)  # one entry in the queue, however many listen: each costs a transaction there


@job
def deliver_all(*event_ids: int) -> int:
    """Let all who wait hear of these events; how many did so now."""
    waiting = sa.select(Delivery.event_id, Delivery.listener).where(
        Delivery.event_id.in_(event_ids), Delivery.state == DeliveryState.WAITING, Delivery.next_at <= clock.now()
    )
    return sum(bool(deliver(event_id, name)) for event_id, name in db.session.execute(waiting.order_by(Delivery.event_id)).all())


def deliver(event_id: int, listener: str) -> bool:
    """Let one listener hear of one event, unless it has; whether it did so now."""
    try:
        return _deliver(event_id, listener)
    except Exception as error:
        log.exception("listener %s failed on event %s", listener, event_id)
        _try_again(event_id, listener, type(error).__name__)
        return False


@atomic
def _deliver(event_id: int, listener: str) -> bool:
    mine = sa.update(Delivery).where(Delivery.event_id == event_id, Delivery.listener == listener, Delivery.state == DeliveryState.WAITING)
    if not changed(mine.values(state=DeliveryState.DONE)):  # the row lock makes a second worker wait, and find it done
        return False
    event = db.session.get_one(Event, event_id)
    _by_name[listener](event.happened(), event)
    return True


@atomic
def _try_again(event_id: int, listener: str, error: str) -> None:
    delivery = db.session.get(Delivery, (event_id, listener))
    if delivery is None or delivery.state != DeliveryState.WAITING:
        return
    delivery.tries += 1
    delivery.last_error = error[:80]
    delivery.next_at = clock.now() + backoff(delivery.tries)
    if delivery.tries >= _MAX_TRIES:
        delivery.state = DeliveryState.DEAD


def backoff(tries: int) -> timedelta:
    """How long to wait after so many failures: one minute, doubling, six hours at most."""
    return min(timedelta(minutes=2 ** max(0, tries - 1)), timedelta(hours=6))


@every(minute="*")
def sweep_deliveries() -> int:
    """Deliver what a crash, a lost queue or a failed try left; how many were delivered. Sweeps by state, never by «id > last»."""
    due = sa.select(Delivery.event_id, Delivery.listener).where(Delivery.state == DeliveryState.WAITING, Delivery.next_at <= clock.now())
    return sum(bool(deliver(event_id, name)) for event_id, name in db.session.execute(due.order_by(Delivery.event_id).limit(500)).all())


def deliver_here() -> None:
    """Deliver all that waits here and now: for data that is made before there is a worker. Part of the caller's transaction."""
    while sweep_deliveries():
        pass
    db.session.info.pop(_TO_POKE, None)
