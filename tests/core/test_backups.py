"""A backup of the running house, and the way back: whole, private, and only when every checksum is right."""

import io
import json
import os
import stat
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from boligdialog import create_app
from boligdialog.core import backups, clock, files, health, migrations
from boligdialog.core.db import db
from boligdialog.core.settings import change
from boligdialog.ideas.models import Idea
from tests.databases import KIND, SERVER


@pytest.fixture
def filled(lindegaarden, anna, make):
    idea = make.pending(lindegaarden, anna, title="Et træ ved gavlen æøå")
    make.photo(idea)
    return idea.id


@pytest.fixture
def empty(tmp_path, app):
    """A house with nothing in it, on the same kind of database."""
    folder = tmp_path / "other"
    if KIND == "sqlite":
        yield create_app(INSTANCE_DIR=str(folder), SECRET_KEY="x" * 40, BASE_URL="http://localhost:8000", TESTING=True)
        return
    name = f"bd_restored_{os.getpid()}"
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    url = sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    other = create_app(DATABASE_URL=url, INSTANCE_DIR=str(folder), SECRET_KEY="x" * 40, BASE_URL="http://localhost:8000", TESTING=True)
    yield other
    with other.app_context():
        db.engine.dispose()
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def _run(app, *words):
    with app.app_context():  # of its own: a command runs in the context that is there
        return app.test_cli_runner().invoke(args=list(words))


@pytest.mark.parametrize("name", ["all.tar", "all.tar.gz"])
def test_what_was_backed_up_comes_back(name, app, empty, filled, tmp_path):
    answer = _run(app, "backup", str(tmp_path / name))
    assert answer.exit_code == 0, answer.output
    assert "2 files of photos" in answer.output
    answer = _run(empty, "restore", str(tmp_path / name))
    assert answer.exit_code == 0, answer.output
    assert _run(empty, "migrate").exit_code == 0
    with empty.app_context():
        idea = db.session.get_one(Idea, filled)
        assert idea.title == "Et træ ved gavlen æøå"
        assert all(files.path(idea.photos[0].file, size).exists() for size in files.SIZES)
        assert migrations.current(db.engine) == migrations.revisions()[-1]
        db.session.remove()
    assert "agree" in _run(empty, "check").output


def test_it_is_private_and_replaces_nothing(app, tmp_path):
    target = tmp_path / "all.tar"
    backups.make(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    before = target.read_bytes()
    answer = _run(app, "backup", str(target))
    assert answer.exit_code == 1
    assert "Choose another name" in answer.output
    assert target.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["all.tar"]
    assert _run(app, "backup", str(tmp_path / "nowhere" / "all.tar")).exit_code == 1


def test_the_secret_is_not_in_it(app, tmp_path):
    (Path(app.instance_path) / "secret.key").write_text("hemmeligt")
    backups.make(tmp_path / "all.tar")
    with tarfile.open(tmp_path / "all.tar") as archive:
        assert {each.split("/")[0] for each in archive.getnames()} <= {"manifest.json", "database.db", "database.sql", "files"}
    assert b"hemmeligt" not in (tmp_path / "all.tar").read_bytes()


def _spoiled(source, target):
    """The same archive with one letter of the database changed."""
    with tarfile.open(source) as good, tarfile.open(target, "w") as bad:
        for member in good:
            data = good.extractfile(member).read()
            if member.name.startswith("database"):
                data = data[:-1] + bytes([data[-1] ^ 1])
            bad.addfile(member, io.BytesIO(data))


def test_a_wrong_checksum_stops_it(app, empty, filled, tmp_path):
    backups.make(tmp_path / "all.tar")
    _spoiled(tmp_path / "all.tar", tmp_path / "bad.tar")
    answer = _run(empty, "restore", str(tmp_path / "bad.tar"))
    assert answer.exit_code == 1
    assert "is not what was put in" in answer.output
    with empty.app_context():
        assert migrations.current(db.engine) is None


@pytest.mark.parametrize("data", [b"", b"no archive", json.dumps({}).encode()])
def test_what_is_no_backup_is_said(data, empty, tmp_path):
    (tmp_path / "odd.tar").write_bytes(data)
    answer = _run(empty, "restore", str(tmp_path / "odd.tar"))
    assert answer.exit_code == 1
    assert "cannot be read as a backup" in answer.output


def test_an_archive_that_climbs_out_is_refused(empty, tmp_path):
    with tarfile.open(tmp_path / "odd.tar", "w") as archive:
        info = tarfile.TarInfo("../climbed.txt")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    assert _run(empty, "restore", str(tmp_path / "odd.tar")).exit_code == 1
    assert not list(tmp_path.rglob("climbed.txt"))


def test_what_nobody_put_in_is_not_brought_back(empty, app, tmp_path):
    backups.make(tmp_path / "all.tar")
    with tarfile.open(tmp_path / "all.tar", "a") as archive:
        info = tarfile.TarInfo("files/aa/smuggled.jpg")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    answer = _run(empty, "restore", str(tmp_path / "all.tar"))
    assert answer.exit_code == 1
    assert "smuggled.jpg in the backup is not what was put in" in answer.output
    assert not list(tmp_path.rglob("smuggled.jpg"))


def test_a_house_that_is_lived_in_is_not_overwritten(app, tmp_path):
    backups.make(tmp_path / "all.tar")
    answer = _run(app, "restore", str(tmp_path / "all.tar"))
    assert answer.exit_code == 1
    assert "There is a database already" in answer.output


def test_without_the_programs_of_postgresql_it_says_so(app, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "is_sqlite", lambda: False)
    monkeypatch.setattr(backups.shutil, "which", lambda _name: None)
    answer = _run(app, "backup", str(tmp_path / "all.tar"))
    assert answer.exit_code == 1
    assert "pg_dump is missing. Install" in answer.output
    assert not list(tmp_path.iterdir())


def _state():
    return next(each for each in health.vitals() if each.name == "backup").state.value


def test_its_age_is_health(app, tmp_path, browser, soeren):
    assert _state() == "unknown"
    backups.make(tmp_path / "all.tar")
    assert _state() == "good"
    assert "The last one was made" in browser(soeren).get("/en/administration/drift").text
    with time_machine.travel(clock.now() + timedelta(hours=37)):
        assert _state() == "bad"
        change(health.BACKUP_HOURS, 48)
        assert _state() == "good"
