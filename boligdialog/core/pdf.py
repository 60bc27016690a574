"""What is printed: a typst template and its data become a tagged PDF (PDF/UA-1), offline and in a child process.

`paper/letter.typ` is `boligdialog/paper/templates/letter.typ`. Data goes in as JSON, never glued into source, so a title such as
`#import "x"` comes out as it was typed. Signs that none of our fonts shows become a ◊. Nothing that is printed is stored.
"""

import json
import logging
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from boligdialog.core.access import Reason, Refused
from boligdialog.core.i18n import _

MAX_DATA = 16 * 2**20
PACKAGE = Path(__file__).parents[1]
FOLDER = PACKAGE / "ui" / "static" / "dist" / "print"
BOX = "◊"  # stands for a sign that we cannot show
_CHILD = Path(__file__).with_name("pdf_child.py")  # never imported: the typesetter stays out
_PATIENCE = 90  # seconds for one document
_RETRY = 20  # seconds after which who found no place may ask again
_few_at_a_time = threading.BoundedSemaphore(2)
_open_to_all = threading.BoundedSemaphore(1)  # of these two places, those that everybody may ask for
_NEVER = ("Cc", "Cs", "Co", "Cn")  # no sign of these is printed, whatever a font has for it
_UNSEEN = ("Cf", "Mn", *_NEVER)  # a sign of these that we cannot show goes without a trace

log = logging.getLogger(__name__)


class Svg(str):
    """A drawing of our own among the data: it goes as it is."""

    __slots__ = ()


def document(template: str, data: dict[str, Any], *, is_open: bool = False) -> bytes:
    """The PDF of a template. Signs that the standard would refuse are left out in a second try.

    is_open: everybody may ask for it, and all who do share one of the two places. Nobody waits for a place: a request that waits
    holds one of the few threads that answer all readers.
    """
    with _place(_open_to_all) if is_open else nullcontext(), _place(_few_at_a_time):
        return _document(template, data)


@contextmanager
def _place(places: threading.BoundedSemaphore) -> Iterator[None]:
    if not places.acquire(blocking=False):
        raise Refused(Reason("busy", _("Many are printing just now. Try again in a minute."), status=503, retry_after=_RETRY))
    try:
        yield
    finally:
        places.release()


def _document(template: str, data: dict[str, Any]) -> bytes:
    for signs in ("all", "plain"):
        made = _made(template, json.dumps(_each(data, lambda text, known=signs: printable(text, known))))  # type: ignore[misc]
        if made.startswith(b"%PDF"):
            return made
    log.error("no document came of %s", template)
    raise RuntimeError(f"no document came of {template}")


def printable(text: str, known: str = "all") -> str:
    """A text with nothing in it that our fonts cannot show."""
    shown = _signs()[known]
    return "".join(
        sign if sign == "\n" or (sign in shown and _is_text(sign)) else _instead(sign) for sign in unicodedata.normalize("NFC", text)
    )


def _is_text(sign: str) -> bool:
    return unicodedata.category(sign) not in _NEVER


def _instead(sign: str) -> str:
    return "" if unicodedata.category(sign) in _UNSEEN else BOX


@cache
def _signs() -> dict[str, frozenset[str]]:
    """Which signs the fonts show: «all» of them together, «plain» the first alone."""
    known = json.loads((FOLDER / "signs.json").read_text())
    return {name: frozenset(chr(point) for low, high in runs for point in range(low, high + 1)) for name, runs in known.items()}


def _each(data: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text in it changed."""
    if isinstance(data, str):
        return data if isinstance(data, Svg) else change(data)
    if isinstance(data, dict):
        return {name: _each(value, change) for name, value in data.items()}
    return [_each(value, change) for value in data] if isinstance(data, list | tuple) else data


def _made(template: str, data: str) -> bytes:
    """Let the child work; nothing when it dies, dawdles or breaks the standard."""
    if len(data) > MAX_DATA:
        raise ValueError("too much to print at once")
    with TemporaryFile() as given, TemporaryFile() as made:
        given.write(data.encode())
        given.seek(0)
        _run(template, given, made)
        made.seek(0)
        return made.read()


def _run(template: str, given: IO[bytes], made: IO[bytes]) -> None:
    feature, name = template.split("/", 1)
    command = [sys.executable, "-I", str(_CHILD), str(PACKAGE), str(PACKAGE / feature / "templates" / name), str(FOLDER)]
    try:
        subprocess.run(  # noqa: S603 - our own program, no word that anybody typed
            command, stdin=given, stdout=made, stderr=subprocess.DEVNULL, env={}, cwd="/", timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        made.truncate(0)
