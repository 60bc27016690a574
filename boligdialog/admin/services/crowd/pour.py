"""Many rows at once: COPY on PostgreSQL, executemany on SQLite; indexes are made when all rows are there."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from boligdialog.core.db import Model, db, is_sqlite

_ENOUGH = 50_000  # rows that wait in Python


class Pourer:
    """Takes rows as tuples and writes them in the order of its tables, so that what is pointed at is there first."""

    def __init__(self, tables: dict[type[Model], str]) -> None:
        """tables: the columns of each, as words; in the order in which rows are written."""
        self.columns = {model: words.split() for model, words in tables.items()}
        self.rows: dict[type[Model], list[tuple[Any, ...]]] = {model: [] for model in tables}
        self.waiting = 0

    def add(self, model: type[Model], *row: Any) -> None:
        """One row, in the order of its columns."""
        self.rows[model].append(row)
        self.waiting += 1
        if self.waiting >= _ENOUGH:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        for model, rows in self.rows.items():
            if rows:
                _write(model.__table__, self.columns[model], rows)
                rows.clear()
        self.waiting = 0


def _write(table: sa.FromClause, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    connection = db.session.connection()
    columns = list(zip(*rows, strict=True))
    for n, name in enumerate(names):
        bind = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        if bind:
            columns[n] = tuple(value if value is None else bind(value) for value in columns[n])
    cursor = connection.connection.cursor()
    listed = ", ".join(names)
    if is_sqlite():
        marks = ", ".join("?" * len(names))
        cursor.executemany(f"INSERT INTO {table.name} ({listed}) VALUES ({marks})", zip(*columns, strict=True))  # type: ignore[attr-defined] # noqa: S608 - our own names
    else:
        with cursor.copy(f"COPY {table.name} ({listed}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in zip(*columns, strict=True):
                copy.write_row(row)


@contextmanager
def without_indexes(models: Iterable[type[Model]]) -> Iterator[None]:
    """Take the indexes of these tables away, and make them again when the rows are there. Keys stay."""
    connection = db.session.connection()
    if is_sqlite():
        connection.exec_driver_sql("PRAGMA cache_size = -500000")
    else:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '256MB'")
    indexes = [index for model in models for index in sorted(model.__table__.indexes, key=lambda each: str(each.name))]  # type: ignore[attr-defined]
    there = [index for index in indexes if sa.inspect(connection).has_index(index.table.name, index.name)]
    for index in there:
        index.drop(connection)
    yield
    for index in there:
        index.create(connection)
    if is_sqlite():
        connection.exec_driver_sql("PRAGMA cache_size = -2000")
    else:
        connection.exec_driver_sql("ANALYZE")


def next_id(model: type[Model]) -> int:
    """The number of the next row."""
    return (db.session.scalar(sa.select(sa.func.max(model.__table__.c.id))) or 0) + 1


def count_on_from(model: type[Model]) -> None:
    """Let the database number the next rows after those that brought a number."""
    if not is_sqlite():
        name = model.__table__.name  # type: ignore[attr-defined]
        db.session.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))  # noqa: S608 - our own names
