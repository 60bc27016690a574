"""The database: one session, transactions that are all or nothing, and settings for SQLite and PostgreSQL."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from functools import cache, wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeVar

import psycopg
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from boligdialog.core import clock
from boligdialog.core.i18n import Words

P = ParamSpec("P")
R = TypeVar("R")

#: 64-bit whole numbers; on SQLite INTEGER, which alone gives a row its own number.
BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class UTCDateTime(sa.TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database, on both databases."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a moment without a zone: nobody knows when it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class BilingualText(sa.TypeDecorator[Words]):
    """A text in Danish and English in one JSON column; loaded as `Words`."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Words | None, dialect: sa.Dialect) -> dict[str, str] | None:
        """Both languages, the English one may be empty."""
        return None if value is None else {"da": value.da, "en": value.en}

    def process_result_value(self, value: dict[str, str] | None, dialect: sa.Dialect) -> Words | None:
        """The stored pair as `Words`."""
        return None if value is None else Words(value["da"], value["en"])


def _values(enum: type[Enum]) -> list[str]:
    return [str(member.value) for member in enum]


_metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _Base(DeclarativeBase):
    # Not type_annotation_map in this body: Flask-SQLAlchemy then refuses the class.
    registry = registry(
        metadata=_metadata,
        type_annotation_map={
            datetime: UTCDateTime(),
            Words: BilingualText(),
            dict[str, Any]: sa.JSON(),
            StrEnum: sa.Enum(StrEnum, native_enum=False, create_constraint=True, values_callable=_values, length=40),
        },
    )


db = SQLAlchemy(model_class=_Base, disable_autonaming=True)


class Model(db.Model):  # type: ignore[name-defined]
    """What every table inherits from; the one place where mypy is told that db.Model is a class."""

    __abstract__ = True


#: A primary key that the database counts up.
Key = Annotated[int, mapped_column(BigInt, primary_key=True)]


def key_to(table: str, *, ondelete: str | None = None, **kw: Any) -> Mapped[Any]:
    """A foreign key to the id of another table, indexed unless said otherwise."""
    kw.setdefault("index", True)
    return mapped_column(BigInt, sa.ForeignKey(f"{table}.id", ondelete=ondelete), **kw)


def only_where(condition: str) -> dict[str, Any]:
    """Make an index partial on both databases: sa.Index(…, **only_where("to_on IS NULL"))."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


class OnErasure(StrEnum):
    """What happens to a row when the person it points at is erased (domain.md 6.3)."""

    FORGET = "forget"  # the key is set to NULL, the row stays
    DELETE = "delete"  # the row goes with the person
    KEEP = "keep"  # stays: the person row itself is emptied, and the number alone names nobody


def person_key(on_erasure: OnErasure, **kw: Any) -> Mapped[Any]:
    """A foreign key to a person; says what erasure does (tests/test_privacy.py refuses a key that does not)."""
    return key_to("person", info={"on_erasure": on_erasure}, **kw)


# --- transactions ---------------------------------------------------------------------------------

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_one_view: ContextVar[bool] = ContextVar("one view", default=False)
_after_commit: list[Callable[[], None]] = []


def after_commit(hook: Callable[[], None]) -> None:
    """Register what runs, best effort, after every outermost commit of a service."""
    _after_commit.append(hook)


def atomic(service: Callable[P, R]) -> Callable[P, R]:
    """All of a service or nothing of it; called from another service it is part of that one.

    Ends the read transaction first: on SQLite one that has read and then writes after somebody else's commit
    is refused at once, whatever the timeout. Objects are read again under the lock when they are touched.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _writing.get():
            return service(*args, **kwargs)
        db.session.rollback()
        with _written():
            return service(*args, **kwargs)

    return run


@contextmanager
def one_transaction() -> Iterator[None]:
    """A press as a whole: the thing it is about is read, the try is counted and the services are called in one transaction.

    Unlike @atomic it does not read again what the request has read before: who the reader is. So load the thing itself inside,
    and make the answer from it there: after the block it would be read once more.
    """
    if _writing.get():
        yield
        return
    _end_reading()
    with _written():
        yield


def _end_reading() -> None:
    """End the read transaction, and let objects keep what they said."""
    session = db.session()
    session.expire_on_commit = False
    try:
        session.commit()
    finally:
        session.expire_on_commit = True


@contextmanager
def _written() -> Iterator[None]:
    """Commit what the block does, or nothing of it."""
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)
    for hook in _after_commit:
        hook()


@contextmanager
def one_view() -> Iterator[None]:
    """Several statements see the same moment, which a cursor that is read bit by bit needs on PostgreSQL. Nothing is written."""
    if _writing.get():
        yield
        return
    db.session.rollback()
    token = _one_view.set(True)
    try:
        yield
    finally:
        _one_view.reset(token)
        db.session.rollback()


_BY_NUMBER = {"synchronize_session": False, "preserve_rowcount": True}


def changed(statement: sa.UpdateBase, values: Mapping[str, Any] | None = None) -> int:
    """Run an UPDATE or DELETE inside a service, with the values of its parameters; how many rows it changed."""
    return int(db.session.execute(statement, values, execution_options=_BY_NUMBER).rowcount)  # type: ignore[attr-defined]


def insert(model: type[Model]) -> Any:
    """The INSERT of the database in use, which knows ON CONFLICT."""
    return (sqlite if is_sqlite() else postgresql).insert(model.__table__)


def inserted(model: type[Model], **values: Any) -> bool:
    """Insert a row unless a unique key stands in the way; whether it was inserted. Never check-then-insert."""
    result: Any = db.session.execute(_insert_if_new(model.__table__, is_sqlite()), values, execution_options=_BY_NUMBER)
    return int(result.rowcount) == 1


@cache
def _insert_if_new(table: sa.FromClause, for_sqlite: bool) -> Any:
    return (sqlite if for_sqlite else postgresql).insert(table).on_conflict_do_nothing()


def fixed(number: int) -> sa.ColumnElement[int]:
    """A number that is written into the statement, such as a LIMIT: with one that comes later PostgreSQL plans each time anew."""
    return sa.literal_column(str(int(number)), sa.Integer)


def local_day(moment: Any) -> sa.ColumnElement[date]:
    """The day in Copenhagen on which the moment of a column falls, worked out by the database, so that it can group by days."""
    if is_sqlite():
        return sa.func.local_day(moment, type_=sa.Date())
    return sa.cast(sa.func.timezone(sa.literal_column("'Europe/Copenhagen'"), moment), sa.Date)


def is_sqlite() -> bool:
    """Whether the database in use is SQLite."""
    return db.engine.dialect.name == "sqlite"


# --- the two databases ----------------------------------------------------------------------------

_RESTED = 1.0  # seconds without use after which a connection is asked whether it lives

_POSTGRESQL = {
    "hide_parameters": True,  # a trace in the log never quotes what residents wrote
    "pool_size": 4,
    "max_overflow": 4,
    "pool_timeout": 5,
    "connect_args": {"options": "-c statement_timeout=8000 -c lock_timeout=5000 -c timezone=UTC", "connect_timeout": 5},
}


def init_app(app: Flask) -> None:
    """Bind the database to the application."""
    url = sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _POSTGRESQL if url.get_backend_name() == "postgresql" else {"hide_parameters": True})
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).touch(mode=0o600)  # e-mail addresses are for its owner alone; the journals follow its mode
    db.init_app(app)
    with app.app_context():
        (prepare_sqlite if is_sqlite() else prepare_postgresql)(db.engine)


def prepare_sqlite(engine: sa.Engine) -> None:
    """WAL with FULL, so that an acknowledged write survives a crash; our own BEGIN, so that writers wait in line."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("local_day", 1, _local_day, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _local_day(stored: str | None) -> str | None:
    return stored and clock.local_day(datetime.fromisoformat(stored).replace(tzinfo=UTC)).isoformat()


def prepare_postgresql(engine: sa.Engine) -> None:
    """No BEGIN and no ROLLBACK around what is only read: each would be a wait for the server. Each statement sees what is committed.

    Whether the server is still there is asked only of connections that have rested.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.autocommit = True

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if _writing.get():
            connection.exec_driver_sql("BEGIN")
        elif _one_view.get():
            connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    @event.listens_for(engine, "checkin")
    def _checkin(_connection: Any, record: Any) -> None:
        record.info["rests since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _checkout(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("rests since", time.monotonic()) < _RESTED:
            return
        try:
            connection.execute("SELECT 1")
        except psycopg.OperationalError as gone:
            raise sa.exc.DisconnectionError from gone  # SQLAlchemy opens another one
