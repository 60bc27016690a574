"""The floor's way to its database: psycopg or sqlite3, one connection a thread, nothing in between."""

import json
import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

URL = os.environ.get("BENCH_DATABASE", "")
IS_SQLITE = URL.startswith("sqlite")
_here = threading.local()


def _connect() -> Any:
    if not IS_SQLITE:
        options = "-c statement_timeout=8000 -c lock_timeout=5000 -c timezone=UTC"
        return psycopg.connect(URL.replace("+psycopg", ""), autocommit=True, row_factory=dict_row, options=options)
    connection = sqlite3.connect(URL.removeprefix("sqlite:///"), isolation_level=None)
    connection.row_factory = sqlite3.Row
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON"):  # as the house
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _own() -> Any:
    if not hasattr(_here, "connection"):
        _here.connection = _connect()
    return _here.connection


def sql(text: str) -> str:
    """A statement with :names, in the dialect of the database; once, when the program starts."""
    if IS_SQLITE:
        return text.replace("string_agg(", "group_concat(")
    return re.sub(r"(?<![:\w]):(\w+)", r"%(\1)s", text.replace("%", "%%"))


def rows(statement: str, **values: Any) -> list[Any]:
    """What a statement finds."""
    return _own().execute(statement, values).fetchall()  # type: ignore[no-any-return]


def one(statement: str, **values: Any) -> Any:
    """Its only row, or None."""
    return _own().execute(statement, values).fetchone()


def run(statement: str, **values: Any) -> int:
    """How many rows a statement changed."""
    return int(_own().execute(statement, values).rowcount)


@contextmanager
def transaction() -> Iterator[None]:
    """All of it or nothing; on SQLite writers wait in line."""
    connection = _own()
    connection.execute("BEGIN IMMEDIATE" if IS_SQLITE else "BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def danish(words: Any) -> str:
    """The Danish half of a text in two languages."""
    if words is None:
        return ""
    return str((words if isinstance(words, dict) else json.loads(words))["da"])


def moment(value: datetime) -> datetime | str:
    """As the house stores it: SQLite has no type for it."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if IS_SQLITE else value


def day(value: Any) -> date:
    """The day of what the database gave."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value.date() if isinstance(value, datetime) else value


def when(value: Any) -> datetime:
    """The moment of what the database gave."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
