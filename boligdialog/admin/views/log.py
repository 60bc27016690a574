"""The log: what has happened, for administrators."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts.models import Person
from boligdialog.admin.queries import log
from boligdialog.admin.rules import why_not_read_log, why_not_see_who
from boligdialog.admin.views import words
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.content import queries as content
from boligdialog.core.access import current_person, ensure
from boligdialog.core.events import KINDS, Event, line_of
from boligdialog.core.i18n import _
from boligdialog.core.paging import choice_in, cursor_in, encode_cursor, refuse_unknown
from boligdialog.core.templating import page
from boligdialog.ideas.models import Idea


@dataclass(frozen=True)
class Entry:
    """One event as the page says it."""

    row: Any
    heading: str
    facts: list[tuple[str, str]]
    is_named: bool


@blueprint.route("/administration/log")
def read_log() -> Response:
    """All events, newest first; the address keeps what was chosen, so it can be saved."""
    person = current_person()
    ensure(why_not_read_log(person))
    refuse_unknown("slags", "hvem", "sag", "fra", "til", "efter")
    after = cursor_in("efter", int)
    faults: dict[str, str] = {}
    wanted = log.Filter(choice_in("slags", KINDS), *_who_and_what(person, faults), _day("fra", faults), _day("til", faults))
    rows, last = ([], None) if faults else log.events(wanted, seen_by=person, after=after[0] if after else None)
    return page(
        "admin/log.html", entries=_entries(rows, person), kinds=words.kinds(), given=request.args, faults=faults,
        by_address=why_not_see_who(person) is None, next_url=_here(efter=encode_cursor(last)) if last else None,
        first_url=_here() if after else None, status=422 if faults else 200,
    )  # fmt: skip


def _who_and_what(person: Person, faults: dict[str, str]) -> tuple[tuple[int, ...] | None, int | None]:
    who, what = (request.args.get(name, "").strip()[:100] for name in ("hvem", "sag"))
    if "@" in who and (reason := why_not_see_who(person)):
        faults["hvem"], who = reason.text, ""
    people = log.people_called(who) if who else None
    item_id = (int(what) if what.isascii() and what.isdigit() and len(what) <= 18 else content.item_by_ref(what[:20])) if what else None
    if what and item_id is None:
        faults["sag"] = _("Write a number such as BD-2026-0123.")
    return people, item_id


def _day(name: str, faults: dict[str, str]) -> date | None:
    given = request.args.get(name, "").strip()
    if not given:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= 2999:
        faults[name] = _("Write the day as year-month-day, for example 2026-05-14.")
    return day


def _here(**more: str) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "efter" and value}
    return url_for(".read_log", **(kept | more))


def _entries(rows: list[Any], seen_by: Person) -> list[Entry]:
    ideas, names = log.ideas_of(rows), log.names_in(rows)
    nameless, faceless = log.nameless(seen_by), log.faceless(seen_by)
    return [
        Entry(row, _heading(row, ideas.get(row.item_id)), words.facts_of(_facts(row, faceless), names), row.kind not in nameless)
        for row in rows
    ]


def _facts(row: Any, faceless: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in row.payload.items() if name != "person_id" or row.kind not in faceless}


def _heading(row: Any, idea: Idea | None) -> str:
    """As the timeline says it where it does; else by its kind."""
    event = Event(kind=row.kind, at=row.at, by_id=row.by_id, item_id=row.item_id, payload=row.payload)
    line = line_of(event, idea) if idea and row.kind in KINDS else None
    return line.heading if line else words.kind_words(row.kind)
