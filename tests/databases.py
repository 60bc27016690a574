"""A database of its own for every test, on SQLite or PostgreSQL (TEST_DATABASE): copied from a prepared one."""

import os
import sqlite3
import tempfile
from pathlib import Path

import psycopg
import sqlalchemy as sa
from flask import Flask

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
    """A database a worker, made from a template for each test."""

    def __init__(self, worker: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"boligdialog-{worker}-", dir=MEMORY))
        self.name = f"bd_test_{os.getpid()}_{worker}"
        self.url = sa.make_url(SERVER).set(database=self.name).render_as_string(hide_password=False)

    def _server(self, *statements: str) -> None:
        with psycopg.connect(SERVER.replace("+psycopg", ""), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def prepare(self, app: Flask) -> None:
        """Migrate, fill, and keep it as the template."""
        self._server(f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8'")
        with app.app_context():
            migrations.upgrade(db.engine)
            town.build()
            db.engine.dispose()
        self._server(
            f"ALTER DATABASE {self.name} RENAME TO {self.name}_template", f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template"
        )

    def reset(self, app: Flask) -> None:
        """Make the database as it was prepared."""
        with app.app_context():
            db.engine.dispose()
        self._server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template")

    def drop(self) -> None:
        """Leave nothing behind."""
        self._server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"DROP DATABASE IF EXISTS {self.name}_template WITH (FORCE)")
