"""Bringing the database to the newest migration, and saying whether it is there. The migrations lie at the top of the project."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parents[2] / "migrations"


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: sa.Engine, to: str = "head") -> None:
    """Run the migrations up to a revision, all or nothing."""
    _run(engine, command.upgrade, to)


def downgrade(engine: sa.Engine, to: str) -> None:
    """Run the migrations down to a revision, all or nothing."""
    _run(engine, command.downgrade, to)


def _run(engine: sa.Engine, verb: Any, to: str) -> None:
    """On SQLite with foreign keys off, for a table that is copied would empty its children, and checked afterwards."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            _set_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.exec_driver_sql("BEGIN")  # a connection of its own: elsewhere @atomic sends it (core/db.py)
                verb(_config(connection), to)
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("the migration would leave rows that point at nothing")
        finally:
            if is_sqlite:
                _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: sa.Connection, to: str) -> None:
    """By the driver, for SQLAlchemy would begin a transaction first, and inside one SQLite passes over this without a word."""
    connection.connection.cursor().execute(f"PRAGMA foreign_keys={to}")


def revisions() -> list[str]:
    """All revisions, oldest first."""
    return [each.revision for each in reversed(list(ScriptDirectory.from_config(_config()).walk_revisions()))]


def current(engine: sa.Engine) -> str | None:
    """The revision the database is at."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
