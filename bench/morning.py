"""`python -m bench.morning`: the two long steps of the first morning, through the pages of a running server.

10,000 homes from a CSV file in under 20 seconds, 500 letters as one PDF in under 30 (see "The first morning" in docs/operations.md).
"""

import argparse
import io
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import sqlalchemy as sa
from pypdf import PdfReader

from bench import data as datasets, servers
from bench.data import Data, settings
from boligdialog import create_app
from boligdialog.accounts import services as people
from boligdialog.accounts.models import RoleKind
from boligdialog.core import migrations
from boligdialog.core.db import db
from boligdialog.core.i18n import Words
from boligdialog.housing import services as housing
from boligdialog.housing.models import Household, Tenure

HOMES_BAR, LETTERS_BAR = 20.0, 30.0  # seconds


def main() -> int:
    """Measure on each database; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.morning", description=__doc__)
    parser.add_argument("--homes", type=int, default=10_000)
    parser.add_argument("--letters", type=int, default=500)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    print(f"{servers.processor()}\n{'':12}{asked.homes:>12,} homes{asked.letters:>12,} letters")
    slow = False
    for database in asked.databases:
        if not datasets.can_reach(database):
            print(f"{database} does not answer here, and is left out.")
            continue
        with _empty(database) as data:
            homes, letters = _morning(data, asked.homes, asked.letters)
        print(f"{database:12}{homes:>16.1f} s{letters:>18.1f} s", flush=True)
        slow = slow or homes > HOMES_BAR or letters > LETTERS_BAR
    return int(slow)


def _morning(data: Data, homes: int, letters: int) -> tuple[float, float]:
    """Seconds for the list, looked at and entered, and for the letters to one block of it."""
    section_id, token = _begin(data)
    with servers.running(data, floor=False) as server:
        browser = Browser(f"http://localhost:{server.port}")
        browser.send(f"/personale/{token}")
        page = f"/administration/afdelinger/{section_id}/boliger/nye"
        lines = [f"Blok {n // letters + 1};;{n % letters + 1}" for n in range(homes)]
        form = browser.form(page, "text")
        began = time.perf_counter()
        looked_at = browser.post(page, form, file="\r\n".join(["blok;opgang;bolig", *lines]).encode())
        browser.post(page, _fields(looked_at, "text") | {"step": "enter"})
        entered = time.perf_counter() - began
        choice = urllib.parse.urlencode({"omraade": "morgenen", "hvor": f"{section_id}:Blok 1:", "hvem": "uden"})
        form = browser.form(f"/administration/breve?{choice}", "homes")
        began = time.perf_counter()
        pdf = browser.post("/administration/breve", form)
        printed = time.perf_counter() - began
    made = _homes(data), len(PdfReader(io.BytesIO(pdf)).pages)
    if made != (homes, min(letters, homes)):
        raise RuntimeError(f"{made[0]} homes and {made[1]} letters were made")
    return entered, printed


def _homes(data: Data) -> int:
    """How many homes are there."""
    with create_app(**settings(data)).app_context():
        count = db.session.scalar(sa.select(sa.func.count()).select_from(Household)) or 0
        db.session.remove()
        db.engine.dispose()
    return count


def _begin(data: Data) -> tuple[int, str]:
    """An administrator, an area and an empty section: its number, and a link to sign in with."""
    app = create_app(**settings(data))
    with app.app_context():
        migrations.upgrade(db.engine)
        person = people.add_person("administrator@example.dk", name="Kirsten")
        people.grant_role(person, kind=RoleKind.ADMINISTRATOR, area_id=None)
        area = housing.add_area("morgenen", name="Morgenen", intro=Words("Et område", "An area"))
        section = housing.add_section(area, name="Blokkene", tenure=Tenure.ALMEN, organisation=housing.add_organisation("Boligforeningen"))
        begun = section.id, people.issue_staff_link(person)
        db.session.remove()
        db.engine.dispose()
    return begun


@contextmanager
def _empty(database: str) -> Iterator[Data]:
    """An empty database in a folder of its own, and nothing of it afterwards."""
    with TemporaryDirectory() as folder:
        datasets.FOLDER = Path(folder)
        data = datasets.fresh(database, "morning")
        try:
            yield data
        finally:
            datasets.drop(data)


class Browser:
    """Somebody without scripts: cookies, forms, and an error for every answer that is none."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def send(self, path: str) -> None:
        """Press the button of a page."""
        self.post(path, self.form(path, "once"))

    def form(self, path: str, field: str) -> dict[str, str]:
        """What the form with this field would send."""
        return _fields(self.opener.open(self.root + path, timeout=60).read(), field)

    def post(self, path: str, fields: dict[str, str], file: bytes | None = None) -> bytes:
        """Send a form; the answer, or that of the page it leads to."""
        boundary = uuid4().hex
        parts = [(f'form-data; name="{name}"', value.encode()) for name, value in fields.items()]
        if file is not None:
            parts.append(('form-data; name="file"; filename="boliger.csv"', file))
        sent = b"".join(f"--{boundary}\r\nContent-Disposition: {head}\r\n\r\n".encode() + body + b"\r\n" for head, body in parts)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Origin": self.root}
        request = urllib.request.Request(self.root + path, sent + f"--{boundary}--\r\n".encode(), headers)
        return bytes(self.opener.open(request, timeout=120).read())


class _Forms(HTMLParser):
    """The fields of each form of a page that have a value."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = [{}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, or note a field."""
        given = dict(attrs)
        if tag == "form":
            self.forms.append({})
        elif tag in ("input", "textarea") and given.get("name") and given.get("type") not in ("file", "radio", "checkbox"):
            self.forms[-1][str(given["name"])] = given.get("value") or ""


def _fields(page: bytes, field: str) -> dict[str, str]:
    """What the form with this field would send, as it stands."""
    read = _Forms()
    read.feed(page.decode())
    return next(form for form in read.forms if field in form)


if __name__ == "__main__":
    sys.exit(main())
