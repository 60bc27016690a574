"""One file with all that cannot be made again: the database and the photos, each with its checksum. And the way back.

The server's secret is not in it: a backup is carried about, and the secret belongs elsewhere (docs/operations.md).
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from flask import current_app

from boligdialog.core import clock, health, migrations
from boligdialog.core.db import db, is_sqlite

_LIST = "manifest.json"
_FILES = "files"


class BackupFailed(Exception):
    """It could not be done; the text says what to do."""


def make(target: Path) -> int:
    """Write a backup of the running house, whole or not at all; how many photos are in it. A sign of life says that it was made."""
    if target.exists():
        raise BackupFailed(f"{target} is there already. Choose another name: a backup replaces none.")
    part = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder, _private(part) as file:
            dump = _dumped(Path(folder))
            with tarfile.open(fileobj=file, mode="w:gz" if target.suffix in (".gz", ".tgz") else "w") as archive:
                sums = dict(_added(archive, dump))  # the database first: a photo without a row does no harm
                said = {"made_at": clock.now().isoformat(), "migration": migrations.current(db.engine), "sha256": sums}
                _add(archive, _LIST, io.BytesIO(json.dumps(said, indent=1).encode()))
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise BackupFailed(f"{target} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    health.give_sign(health.BACKUP)
    return len(sums) - 1


def restore(source: Path) -> int:
    """Put a backup into a database that is empty; how many photos came with it. Nothing is touched when a checksum is wrong."""
    if migrations.current(db.engine) is not None:
        raise BackupFailed("There is a database already. Stop everything, move it away, and try again.")
    with tempfile.TemporaryDirectory(dir=current_app.instance_path) as folder:
        names = _unpacked(source, Path(folder))
        if _dump_name() not in names:
            raise BackupFailed("The backup is of the other kind of database. Set DATABASE_URL to one of its own kind.")
        _load(Path(folder) / _dump_name())
        photos = Path(folder) / _FILES
        if photos.exists():
            shutil.copytree(photos, Path(current_app.instance_path) / _FILES, dirs_exist_ok=True)
    return len(names) - 1


# --- the archive ------------------------------------------------------------------------------------


def _private(path: Path) -> IO[bytes]:
    """A new file that its owner alone can read: e-mail addresses are in it."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb")


def _added(archive: tarfile.TarFile, dump: Path) -> Iterator[tuple[str, str]]:
    folder = Path(current_app.instance_path)
    photos = ((path.relative_to(folder).as_posix(), path) for path in sorted((folder / _FILES).glob("*/*.jpg")))
    for name, path in ((dump.name, dump), *photos):
        try:
            with path.open("rb") as file:
                yield name, _add(archive, name, file)
        except FileNotFoundError:  # somebody has just taken the photo away
            continue


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes]) -> str:
    """One file into the archive; its checksum."""
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = file.seek(0, os.SEEK_END), 0o600, int(clock.now().timestamp())
    file.seek(0)
    archive.addfile(info, file)
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _unpacked(source: Path, folder: Path) -> set[str]:
    """All files of an archive in a folder, when each has its checksum; their names."""
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        sums: dict[str, str] = json.loads((folder / _LIST).read_text())["sha256"]
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        wrong = sorted(there - {_LIST, *sums}) + [name for name, digest in sums.items() if _sum(folder / name) != digest]
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError) as error:
        raise BackupFailed(f"{source} cannot be read as a backup ({type(error).__name__}). Take another one.") from None
    if wrong:
        raise BackupFailed(f"{wrong[0]} in the backup is not what was put in. Take another backup: this one is damaged.")
    return set(sums)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- the two databases ------------------------------------------------------------------------------


def _dump_name() -> str:
    return "database.db" if is_sqlite() else "database.sql"


def _dumped(folder: Path) -> Path:
    """A copy of the database as it is at one moment, while others go on writing."""
    dump = folder / _dump_name()
    if is_sqlite():
        with closing(sqlite3.connect(str(db.engine.url.database))) as here, closing(sqlite3.connect(dump)) as copy:
            here.backup(copy)
    else:
        _run("pg_dump", "--no-owner", "--no-privileges", f"--file={dump}")
    return dump


def _load(dump: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    if is_sqlite():
        with closing(sqlite3.connect(dump)) as copy, closing(sqlite3.connect(str(db.engine.url.database))) as here:
            copy.backup(here)
    else:
        _run("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={dump}")


def _run(program: str, *words: str) -> None:
    """A program of PostgreSQL. The password goes by its environment, where others on this machine do not see it."""
    command = shutil.which(program)
    if command is None:
        raise BackupFailed(f"{program} is missing. Install the client programs of PostgreSQL, of the version of the server or newer.")
    url = db.engine.url
    secret = {"PGPASSWORD": url.password} if url.password else {}
    where = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query).render_as_string()
    done = subprocess.run(  # noqa: S603 - no word of a stranger's
        [command, *words, f"--dbname={where}"], env=os.environ | secret, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise BackupFailed(f"{program} failed: {said[0]}")
