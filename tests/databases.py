"""A database of its own for every test, on SQLite or PostgreSQL (TEST_DATABASE): copied from a prepared one."""

import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from boligdialog.core import migrations
from boligdialog.core.db import db
from tests import town

KIND = os.environ.get("TEST_DATABASE", "sqlite")
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None  # a test needs no disk


class SQLite:
    """A file; the prepared copy is put back into it with backup()."""

    def __init__(self, worker: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"boligdialog-{worker}-", dir=MEMORY))
        self.path = self.folder / "test.db"
        self.url = f"sqlite:///{self.path}"

    def prepare(self, app: Flask) -> None:
        """Migrate, fill, and keep a copy."""
        with app.app_context():
            migrations.upgrade(db.engine)
            town.build()
            db.engine.dispose()
        source = sqlite3.connect(self.path)
        self.prepared = sqlite3.connect(":memory:")
        source.backup(self.prepared)
        source.close()

    def reset(self, app: Flask) -> None:
        """Make the database as it was prepared."""
        with app.app_context():
            db.engine.dispose()
        target = sqlite3.connect(self.path)
        self.prepared.backup(target)
        target.close()


class PostgreSQL:
    """A database a worker. Before each test its rows are put back; where a test has changed tables, it is copied anew from a template.

    To drop a database makes the server write everything to its disk first: far longer than most tests take.
    """

    def __init__(self, worker: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"boligdialog-{worker}-", dir=MEMORY))
        self.name = f"bd_test_{os.getpid()}_{worker}"
        self.url = sa.make_url(SERVER).set(database=self.name).render_as_string(hide_password=False)
        self.is_altered = True  # so that the first test opens the connection
        self.connection: Any = None

    def _server(self, *statements: str) -> None:
        with psycopg.connect(SERVER.replace("+psycopg", ""), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def prepare(self, app: Flask) -> None:
        """Migrate, fill, keep the rows beside the tables, and all of it as the template."""
        self._server(f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8'")
        with app.app_context():
            migrations.upgrade(db.engine)
            town.build()
            db.engine.dispose()
            with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
                _keep_rows(connection)
            event.listen(db.engine, "before_cursor_execute", self._notice)
        self._server(
            f"ALTER DATABASE {self.name} RENAME TO {self.name}_template", f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template"
        )

    def _notice(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.is_altered |= statement.lstrip().upper().startswith(("CREATE", "ALTER", "DROP", "TRUNCATE"))

    def reset(self, app: Flask) -> None:
        """Make the database as it was prepared."""
        with app.app_context():
            db.engine.dispose()
        if self.is_altered:
            self._server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template")
            self._connect()
            self.is_altered = False
            return
        self.connection.execute("SELECT prepared.put_back()")

    def _connect(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True)

    def drop(self) -> None:
        """Leave nothing behind."""
        if self.connection:
            self.connection.close()
        self._server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"DROP DATABASE IF EXISTS {self.name}_template WITH (FORCE)")


def _keep_rows(connection: Any) -> None:
    """Copy what the tables hold into a schema of its own, with a function that puts it back, past keys and triggers."""
    connection.execute("CREATE SCHEMA prepared")
    names = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
    script = [
        "PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        *(f'DELETE FROM public."{name}"' for name in names),
    ]
    columns = (
        "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"
    )
    for name in names:
        if connection.execute(f'SELECT EXISTS (SELECT 1 FROM public."{name}")').fetchone()[0]:
            these = connection.execute(columns, (name,)).fetchone()[0]
            connection.execute(f'CREATE TABLE prepared."{name}" AS TABLE public."{name}"')
            script.append(f'INSERT INTO public."{name}" ({these}) OVERRIDING SYSTEM VALUE SELECT {these} FROM prepared."{name}"')
    for name, last in connection.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"):
        script.append(f"PERFORM setval('public.\"{name}\"', {last or 1}, {'true' if last else 'false'})")
    body = "; ".join(script)
    head = "CREATE FUNCTION prepared.put_back() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica"
    connection.execute(f"{head} AS $$ BEGIN {body}; END $$")
