"""The way to the queue, for those who empty it; and the queue's gate."""

from typing import Any

from flask import url_for

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.core.i18n import _, language_name
from boligdialog.core.joints import gate, panel
from boligdialog.moderation import queries
from boligdialog.moderation.models import Case
from boligdialog.moderation.queries import notes, texts
from boligdialog.moderation.queries.findings import findings
from boligdialog.moderation.rules import why_not_mute, why_not_note, why_not_review, why_not_unread

gate("moderation", facts=queries.trusted_after, why_not=why_not_unread)


@panel("nav")
def navigation(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The queue in the navigation. No number: it would cost every page a statement."""
    return None if why_not_review(person) else ("", {"url": url_for("moderation.queue"), "label": _("The queue")})


@panel("queue", Item, at=10)
def found_in_text(item: Item, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Why its words may have brought a case up the queue."""
    found = findings(item)
    return ("moderation/_findings.html", {"found": found}) if found else None


@panel("case", Case)
def notes_on_case(case: Case, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """What moderators have written to each other about it, and the way to write more."""
    if why_not_note(person, case, case.item.keeper):
        return None
    return "moderation/_notes.html", {"notes": notes.notes(case), "write_url": url_for("moderation.notes", case_id=case.id)}


@panel("reason", Case)
def saved_texts(case: Case, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """What moderators have saved to say, above the field where they say it."""
    offered = texts.offered(case)
    lang = language_name(texts.language_of_receiver(case))
    return ("moderation/_saved_texts.html", {"texts": offered, "language": lang}) if offered else None


@panel("desk", at=90)
def way_to_saved_texts(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The way to keeping them."""
    return None if why_not_review(person) else ("moderation/_texts_way.html", {})


@panel("admin_house", at=50)
def saved_texts_in_desk(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The same among the lines of the administration."""
    if why_not_review(person):
        return None
    hint = _("What moderators say often, in both languages")
    return "", {"label": _("Saved texts"), "hint": hint, "url": url_for("moderation.saved_texts"), "icon": "pencil"}


@panel("case", Case, at=80)
def muting_of_author(case: Case, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """That its author is muted, or the way to that."""
    author = case.item.author
    if author is None or why_not_mute(person, author, case.area_id):
        return None
    return "moderation/_muting.html", {"mute": author.mute_in(case.area_id), "case": case}


@panel("admin_house", at=51)
def mutes_in_desk(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Who is muted."""
    if why_not_review(person):
        return None
    return "", {"label": _("Who is muted"), "hint": _("For how long, and why"), "url": url_for("moderation.mutes"), "icon": "clock"}


@panel("mine", Person, at=5)
def mute_on_my_page(person: Person, _reader: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Where one cannot write now, until when, why, and what to do."""
    mine = [each for each in person.mutes if each.is_on]
    return ("moderation/_muted.html", {"mutes": mine}) if mine else None
