"""Whether the house runs: signs of life that jobs leave, and what they say together. No secrets, no names, no texts."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core import clock
from boligdialog.core.db import Model, atomic, changed, db, insert
from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.jobs import every
from boligdialog.core.settings import Setting


class SignOfLife(Model):
    """When something was last done: by the worker, by mail, by a backup, by a reminder of the year."""

    __tablename__ = "sign_of_life"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    at: Mapped[datetime]


WORKER, MAIL, BACKUP = "worker", "mail", "backup"
UNITS = {"disk": "free_mib"}  # all others are seconds

SILENT = timedelta(minutes=5)  # a worker that says nothing for so long is taken for dead (row 213)
LATE = timedelta(minutes=10)  # what is due and waits longer is a queue that does not move
BACKUP_HOURS = Setting(
    "site.backup_hours", 36, _l("Hours after which a backup is too old"), 1, 720,
    _l("How it runs turns red when the newest backup is older. It counts from the first backup."),
)  # fmt: skip
ROOM = 200 * 2**20  # bytes that must be free beside the database


@atomic
def give_sign(name: str) -> None:
    """Leave a sign that something was done now."""
    row = insert(SignOfLife).values(name=name, at=clock.now())
    db.session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"at": row.excluded.at}))


@every(minute="*")
def worker_lives() -> None:
    """The worker's sign."""
    give_sign(WORKER)


class State(StrEnum):
    """How a part of the house does."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Vital:
    """One of the things that health looks at: its state, and the number behind it (seconds, or MiB that are free)."""

    name: str
    state: State
    value: int | None = None


def database_answers() -> bool:
    """Whether the database answers."""
    try:
        db.session.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        return False
    return True


def vitals() -> list[Vital]:
    """All that health looks at, in two statements beside the first."""
    if not database_answers():
        return [Vital("database", State.BAD), _disk()]
    rows = db.session.execute(sa.select(SignOfLife.name, SignOfLife.at).where(SignOfLife.name.in_((WORKER, MAIL, BACKUP))))
    signs = {name: at for name, at in rows}  # noqa: C416 - rows are no pairs to mypy
    worker, backup = _age(signs.get(WORKER)), _age(signs.get(BACKUP))
    waits = _queue_age()
    return [
        Vital("database", State.GOOD),
        Vital("worker", _no_older(worker, SILENT, unknown=State.BAD), worker),
        Vital("queue", _no_older(waits, LATE, unknown=State.GOOD), waits or 0),
        _disk(),
        Vital("mail", State.GOOD if MAIL in signs else State.UNKNOWN, _age(signs.get(MAIL))),
        Vital("backup", _no_older(backup, timedelta(hours=BACKUP_HOURS.value), unknown=State.UNKNOWN), backup),
    ]


def is_well(found: list[Vital]) -> bool:
    """Whether nothing is bad. What nobody knows is not bad."""
    return all(each.state is not State.BAD for each in found)


_DUE = "SELECT min(next_at) AS at FROM {} WHERE state = 'waiting'"


def _queue_age() -> int | None:
    """For how long the oldest delivery or mail has been due."""
    both = sa.text(" UNION ALL ".join(_DUE.format(table) for table in ("delivery", "mail")))
    moments = [each for each in db.session.scalars(sa.select(both.columns(at=SignOfLife.__table__.c.at.type).subquery().c.at)) if each]
    return _age(min(moments)) if moments and min(moments) <= clock.now() else None


def _age(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, round((clock.now() - moment).total_seconds()))


def _no_older(age: int | None, limit: timedelta, *, unknown: State) -> State:
    if age is None:
        return unknown
    return State.GOOD if age <= limit.total_seconds() else State.BAD


def _disk() -> Vital:
    free = shutil.disk_usage(current_app.instance_path).free
    return Vital("disk", State.GOOD if free >= ROOM else State.BAD, free // 2**20)


@atomic
def once_in(name: str, span: timedelta) -> bool:
    """Whether nobody has done this for so long: for what is said again and again, but not too often."""
    row = insert(SignOfLife).values(name=name, at=clock.now())
    again = {"index_elements": ["name"], "set_": {"at": row.excluded.at}}
    return changed(row.on_conflict_do_update(**again, where=SignOfLife.__table__.c.at <= clock.now() - span)) == 1


@atomic
def first_time(name: str) -> bool:
    """Whether nobody has done this before: for what happens once a year, whoever is asked to do it."""
    row = insert(SignOfLife).values(name=name, at=clock.now()).on_conflict_do_nothing()
    return changed(row) == 1
