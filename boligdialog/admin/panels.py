"""The ways of those who look after homes, beside the queue and on their own page."""

from typing import Any

from boligdialog.accounts import queries as accounts
from boligdialog.accounts.models import Person
from boligdialog.admin.rules import why_not_help
from boligdialog.core.joints import panel


@panel("desk")
def beside_the_queue(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """How many wait to be counted to a home."""
    waiting = len(accounts.waiting_for_homes(person)) if person and not why_not_help(person) else 0
    return ("admin/_waiting.html", {"waiting": waiting}) if waiting else None


@panel("mine", Person)
def on_my_page(person: Person, _reader: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The two pages, for those who may open them."""
    return None if why_not_help(person) else ("admin/_on_my_page.html", {})
