"""The data that is measured on: made once by the demo for a seed and a schema, and copied for each run, which may change the copy."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from bench import extras
from boligdialog import create_app
from boligdialog.core import migrations
from boligdialog.core.db import db

HERE = Path(__file__).parent
FOLDER = HERE / "data"
SERVER = os.environ.get("BENCH_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
SEED = 1
SECRET = "only ever used by the benchmark of this machine"


@dataclass
class Data:
    """A database, with what the requests must know of it."""

    database: str
    url: str
    folder: Path
    ideas: int
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_postgresql(self) -> bool:
        """Or SQLite."""
        return self.database == "postgresql"

    @property
    def name(self) -> str:
        """On PostgreSQL: of the database."""
        return sa.make_url(self.url).database or ""


def settings(data: Data, port: int = 8000) -> dict[str, str]:
    """The environment of a program on this data; nothing of the developer's own comes in."""
    return {
        "INSTANCE_DIR": str(data.folder), "DATABASE_URL": data.url, "SECRET_KEY": SECRET, "BASE_URL": f"http://localhost:{port}",
        "HOST": "127.0.0.1", "PORT": str(port), "REDIS_URL": "", "SMTP_URL": "", "TRUSTED_PROXIES": "0",
        "WEB_WORKERS": "2", "WEB_THREADS": "4",
    }  # fmt: skip


def can_reach(database: str) -> bool:
    """Whether the database can be measured here."""
    if database == "sqlite":
        return True
    try:
        psycopg.connect(SERVER.replace("+psycopg", ""), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def prepared(database: str, ideas: int, *, quick: bool = False) -> Data:
    """The data, made anew when it is missing or of another schema."""
    head = migrations.revisions()[-1]
    stamp = hashlib.sha256(f"{head} {extras.VERSION}".encode()).hexdigest()[:8]
    made = _data(database, f"{ideas}_{SEED}_{stamp}", ideas)
    facts = made.folder / "facts.json"
    if not facts.exists():
        for old in FOLDER.glob(f"{database}_{ideas}_*"):
            drop(Data(database, _url(database, old.name.removeprefix(f"{database}_"), old), old, ideas))
        print(f"Making {ideas:,} ideas on {database} …", flush=True)
        _make(made, quick)
        facts.write_text(json.dumps(made.facts))
    made.facts = json.loads(facts.read_text())
    return made


def copied(made: Data) -> Data:
    """A copy for one run, with fresh sessions."""
    copy = _data(made.database, "run", made.ideas)
    drop(copy)
    copy.folder.mkdir(parents=True)
    if made.is_postgresql:
        _server(f"CREATE DATABASE {copy.name} TEMPLATE {made.name} STRATEGY file_copy")
    else:
        shutil.copyfile(made.folder / "bench.db", copy.folder / "bench.db")
    copy.facts = dict(made.facts)
    with _app(copy).app_context():
        extras.sign_in(copy.facts)
        db.session.remove()
        db.engine.dispose()
    return copy


def open_cases(data: Data) -> int:
    """How many wait in the queue."""
    with _engine(data).begin() as connection:
        return int(connection.scalar(sa.text("SELECT count(*) FROM moderation_case WHERE outcome IS NULL")) or 0)


def close_cases(data: Data, *, but: int) -> None:
    """Leave the first of the queue open."""
    first = "SELECT id FROM moderation_case WHERE outcome IS NULL ORDER BY rank, id LIMIT :but"
    with _engine(data).begin() as connection:
        connection.execute(
            sa.text(f"UPDATE moderation_case SET outcome = 'closed', decided_at = opened_at WHERE outcome IS NULL AND id NOT IN ({first})"),
            {"but": but},
        )


def _engine(data: Data) -> sa.Engine:
    return sa.create_engine(data.url, poolclass=sa.NullPool)


def drop(data: Data) -> None:
    """Leave nothing of it."""
    if data.is_postgresql:
        _server(f"DROP DATABASE IF EXISTS {data.name} WITH (FORCE)")
    shutil.rmtree(data.folder, ignore_errors=True)


def _data(database: str, name: str, ideas: int) -> Data:
    folder = FOLDER / f"{database}_{name}"
    return Data(database, _url(database, name, folder), folder, ideas)


def _url(database: str, name: str, folder: Path) -> str:
    if database == "sqlite":
        return f"sqlite:///{folder / 'bench.db'}"
    return sa.make_url(SERVER).set(database=f"boligdialog_bench_{name}").render_as_string(hide_password=False)


def _server(*statements: str) -> None:
    with psycopg.connect(SERVER.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _app(data: Data) -> Any:
    return create_app(**settings(data))


def fresh(database: str, name: str) -> Data:
    """An empty database of this name."""
    data = _data(database, name, 0)
    _clear(data)
    return data


def _clear(data: Data) -> None:
    drop(data)
    data.folder.mkdir(parents=True)
    if data.is_postgresql:
        _server(f"CREATE DATABASE {data.name} TEMPLATE template0 ENCODING 'UTF8'")


def _make(data: Data, quick: bool) -> None:
    _clear(data)
    _demo(data)
    with _app(data).app_context():
        data.facts = extras.add(quick)
        db.session.remove()
        db.engine.dispose()
    _settle(data)


def _demo(data: Data) -> None:
    command = [sys.executable, "-m", "boligdialog", "demo", "--ideas", str(data.ideas), "--seed", str(SEED)]
    subprocess.run(command, env={**os.environ, **settings(data)}, check=True, stdout=subprocess.DEVNULL)


def _settle(data: Data) -> None:
    """Statistics for the planner, and nothing left to tidy up in the middle of a slice."""
    if data.is_postgresql:
        with psycopg.connect(data.url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")
    else:
        file = sqlite3.connect(data.folder / "bench.db", isolation_level=None)
        file.execute("ANALYZE")
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()
