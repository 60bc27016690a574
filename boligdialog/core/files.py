"""Pictures that people send. What is kept is drawn anew by a child process; what was sent is kept nowhere.

A picture is two JPEGs under instance/files/, each readable for the service alone. Their name is a salted fingerprint: the same
picture sent twice is two pictures, so that taking one away never takes the other. Whoever stores a name in a row calls
`remove` when the row is gone; `sweep` finds what a crash left.
"""

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, TypeVar

from flask import current_app

from boligdialog.core import clock
from boligdialog.core.access import refuse
from boligdialog.core.i18n import _

View = TypeVar("View", bound=Callable[..., Any])

SIZES = (1600, 800)  # the long edge, in pixels
MAX_BYTES = 12_000_000  # 12 MB as a phone counts them
MAX_REQUEST = 12 * 2**20  # the same with a form around it
MAX_LIST = 2 * 2**20  # a list of homes
_CHILD = [sys.executable, "-I", str(Path(__file__).with_name("image_child.py")), *map(str, SIZES)]  # never imported: decoders stay out
_JPEG = b"\xff\xd8\xff"
_PATIENCE = 20  # seconds for one picture
_QUEUE = 10  # seconds that one waits for another
_one_at_a_time = threading.Lock()  # a picture may take 1.5 GiB while it is drawn


@dataclass(frozen=True)
class Picture:
    """A picture that is kept: its name, and its size in pixels at its largest."""

    name: str
    width: int
    height: int


def takes_picture(view: View) -> View:
    """Let a view take a picture: core/guard.py lets signed-in people send it more than others take."""
    view.takes_picture = True  # type: ignore[attr-defined]
    return view


def takes_list(view: View) -> View:
    """Let a view take a long list, as a file or pasted: core/guard.py lets signed-in people send it more than others take."""
    view.takes_list = True  # type: ignore[attr-defined]
    return view


def keep(sent: IO[bytes]) -> Picture:
    """Draw anew what was sent, and keep that. Refused with 422 and a sentence when it cannot be."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        shutil.copyfileobj(sent, given)
        if given.tell() > MAX_BYTES:
            refuse("too_large", _("The picture is larger than 12 MB. Choose a smaller one."), status=422)
        given.seek(0)
        _draw(given, made)
        made.seek(0)
        return _kept(made)


def path(name: str, size: int) -> Path:
    """Where a picture lies."""
    return _folder() / name[:2] / f"{name}.{size}.jpg"


def remove(name: str) -> None:
    """Take a picture away in all its sizes."""
    for size in SIZES:
        path(name, size).unlink(missing_ok=True)


def sweep(known: Callable[[Collection[str]], Collection[str]]) -> int:
    """Remove what lies here for more than a day without a row; `known` says which names have one. How many files went."""
    limit = (clock.now() - timedelta(days=1)).timestamp()
    old = [each for each in _files() if each.stat().st_mtime < limit]
    names = {_name(each) for each in old}
    lost = names - set(known(names))
    gone = [each for each in old if _name(each) in lost]
    for each in gone:
        each.unlink(missing_ok=True)
    return len(gone)


def _draw(given: IO[bytes], made: IO[bytes]) -> None:
    """Let the child work. A child that dies or dawdles leaves nothing behind but an answer that cannot be read."""
    if not _one_at_a_time.acquire(timeout=_QUEUE):
        refuse("busy", _("Many are adding pictures just now. Try again in a minute."), status=503)
    try:
        subprocess.run(  # noqa: S603 - our own program, no word of the sender's
            _CHILD, stdin=given, stdout=made, stderr=subprocess.DEVNULL, env={}, cwd="/", timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        made.truncate(0)
    finally:
        _one_at_a_time.release()


def _kept(made: IO[bytes]) -> Picture:
    """Read the child's answer and store the JPEGs."""
    try:
        said = json.loads(made.readline(1000))
    except ValueError:
        said = {}
    if said.get("refused") == "too_many_pixels":
        refuse("too_many_pixels", _("The picture has too many pixels. Choose one with 50 million at most."), status=422)
    drawn = [made.read(length) for length in said.get("lengths", ())]
    if len(drawn) != len(SIZES) or not all(each.startswith(_JPEG) for each in drawn):
        refuse("not_a_picture", _("We cannot read the file as a picture. Choose a photo as JPEG, PNG, WebP or HEIC."), status=422)
    name = hashlib.sha256(secrets.token_bytes(16) + drawn[0]).hexdigest()
    for size, data in zip(SIZES, drawn, strict=True):
        _write(path(name, size), data)
    return Picture(name, said["width"], said["height"])


def _write(where: Path, data: bytes) -> None:
    """Whole or not at all, whatever is killed when."""
    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = where.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(where)
    folder = os.open(where.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _folder() -> Path:
    folder = Path(current_app.instance_path) / "files"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _files() -> Iterator[Path]:
    return (each for each in _folder().glob("*/*") if each.is_file())


def _name(file: Path) -> str:
    return file.name.split(".")[0]
