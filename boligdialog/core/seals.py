"""Events that cannot be changed unseen: every minute a job seals the new ones in a chain of digests.

A seal holds the digest of each of its rows, and its own digest is made over these and the seal before it. So a row that was
changed, taken away or put in later is found and named, and a seal that was forged breaks the chain. What is sealed is what has no
seal yet, never «id > last»: a row that a long transaction commits late, with a low number, comes into the next seal.
The database itself refuses to change or remove what is sealed (migration of this table). Why it is built so: decision 0014.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core import clock
from boligdialog.core.db import BigInt, Model, atomic, changed, db, inserted, one_view
from boligdialog.core.events import Event
from boligdialog.core.jobs import every

_BATCH = 5_000  # events of one seal
_AT_ONCE = 20  # seals of one run: a hundred thousand events a minute
_SETTLE = timedelta(seconds=5)  # what happens now is left for the next minute
_START = b"\0" * 32  # before the first seal
_ROW = 40  # bytes: eight of the number, thirty-two of the digest

_event = Event.__table__


class Seal(Model):
    """A batch of events, closed. rows: number and digest of each. When its events are dropped, the rest of it stays."""

    __tablename__ = "seal"

    no: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    previous: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    rows: Mapped[bytes] = mapped_column(sa.LargeBinary)
    count: Mapped[int] = mapped_column(sa.Integer)
    newest_at: Mapped[datetime]
    sealed_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]

    def content(self) -> dict[int, bytes]:
        """The digest of each row, by the number of its event."""
        return {int.from_bytes(self.rows[n : n + 8]): self.rows[n + 8 : n + _ROW] for n in range(0, len(self.rows), _ROW)}


@every(minute="*")
def seal_events() -> int:
    """Seal what has happened; how many events that were."""
    sealed = 0
    for _time in range(_AT_ONCE):
        n = seal_batch()
        sealed += n
        if n < _BATCH:
            break
    return sealed


@atomic
def seal_batch() -> int:
    """Close one batch. Of two workers that try at once, the number of the seal lets one through."""
    last = db.session.execute(sa.select(Seal.no, Seal.digest).order_by(Seal.no.desc()).limit(1)).one_or_none()
    no, previous = (last.no + 1, last.digest) if last else (1, _START)
    new = sa.select(_event).where(_event.c.seal_no.is_(None), _event.c.at <= clock.now() - _SETTLE).order_by(_event.c.id).limit(_BATCH)
    events = db.session.execute(new).all()
    if not events:
        return 0
    rows = b"".join(each.id.to_bytes(8) + _digest_of(each) for each in events)
    facts = {"count": len(events), "newest_at": max(each.at for each in events), "sealed_at": clock.now()}
    if not inserted(Seal, no=no, previous=previous, rows=rows, digest=_digest(no, previous, rows), **facts):
        return 0
    mine = sa.update(_event).where(_event.c.id.in_([each.id for each in events]), _event.c.seal_no.is_(None))
    if changed(mine.values(seal_no=no)) != len(events):
        raise RuntimeError("an event was sealed by somebody else")
    return len(events)


@atomic
def drop_sealed(before: datetime) -> int:
    """Forget whole batches whose newest event is older; their seals stay. How many events went."""
    young = sa.select(sa.func.min(Seal.no)).where(Seal.newest_at >= before).scalar_subquery()
    old = sa.select(Seal.no).where(Seal.newest_at < before, Seal.dropped_at.is_(None), sa.or_(young.is_(None), Seal.no < young))
    numbers = list(db.session.scalars(old))
    if not numbers:
        return 0
    changed(sa.update(Seal).where(Seal.no.in_(numbers)).values(dropped_at=clock.now()))
    return changed(sa.delete(_event).where(_event.c.seal_no.in_(numbers)))


def last_seal() -> tuple[int, str, datetime] | None:
    """Number, digest and moment of the newest seal: noted outside this machine, it proves all that came before."""
    row = db.session.execute(sa.select(Seal.no, Seal.digest, Seal.sealed_at).order_by(Seal.no.desc()).limit(1)).one_or_none()
    return (row.no, row.digest.hex(), row.sealed_at) if row else None


# --- looking for what was changed -------------------------------------------------------------------


@one_view()
def broken_seals() -> list[str]:
    """What does not fit: each line names the event, or the seal."""
    found: list[str] = []
    seals = _seals(found)
    seal = next(seals, None)
    for no, events in _by_seal():
        while seal and seal.no < no:
            found += _compared(seal, {})
            seal = next(seals, None)
        if seal is None or seal.no > no:
            found += [f"event {id_} names seal {no}, which is not there" for id_ in sorted(events)]
            continue
        found += _compared(seal, events)
        seal = next(seals, None)
    while seal:
        found += _compared(seal, {})
        seal = next(seals, None)
    return found


def _seals(found: list[str]) -> Iterator[Seal]:
    """The seals in order; what is wrong with the chain itself is noted on the way."""
    expected, previous = 1, _START
    for seal in db.session.scalars(sa.select(Seal).order_by(Seal.no).execution_options(yield_per=20)):
        found += [f"seal {no} is missing" for no in range(expected, min(seal.no, expected + 20))]
        if seal.no == expected and seal.previous != previous:
            found.append(f"seal {seal.no} does not follow from the one before it")
        if seal.digest != _digest(seal.no, seal.previous, seal.rows) or seal.count != len(seal.rows) // _ROW:
            found.append(f"seal {seal.no} was changed")
        expected, previous = seal.no + 1, seal.digest
        yield seal


def _by_seal() -> Iterator[tuple[int, dict[int, bytes]]]:
    """The digests of all sealed events as they are now, a batch at a time."""
    query = sa.select(_event).where(_event.c.seal_no.is_not(None)).order_by(_event.c.seal_no, _event.c.id)
    no, events = None, {}
    for row in db.session.execute(query.execution_options(yield_per=1000)):
        if no is not None and row.seal_no != no:
            yield no, events
            events = {}
        no = row.seal_no
        events[row.id] = _digest_of(row)
    if no is not None:
        yield no, events


def _compared(seal: Seal, events: dict[int, bytes]) -> Iterable[str]:
    """What differs between a seal and the rows that name it."""
    sealed = {} if seal.dropped_at and not events else seal.content()
    for id_ in sorted({*sealed, *events}):
        if id_ not in events:
            yield f"event {id_} of seal {seal.no} is missing"
        elif id_ not in sealed:
            yield f"event {id_} was put into seal {seal.no} later"
        elif events[id_] != sealed[id_]:
            yield f"event {id_} of seal {seal.no} was changed"


def _digest_of(row: Any) -> bytes:
    """What an event says, in one way of writing that both databases share."""
    facts = [row.id, row.at.isoformat(timespec="microseconds"), row.kind, row.by_id, row.item_id, row.payload]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).digest()


def _digest(no: int, previous: bytes, rows: bytes) -> bytes:
    return hashlib.sha256(previous + no.to_bytes(8) + rows).digest()
