"""Taking a decision back: at once by whoever made it, or because an appeal was right."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from boligdialog.accounts.models import Person
from boligdialog.content import services as content
from boligdialog.content.models import VISIBLE, Item, ItemState, Version
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import call_off, record
from boligdialog.core.i18n import _
from boligdialog.moderation.events import DecisionUndone
from boligdialog.moderation.models import Case, Outcome
from boligdialog.moderation.rules import why_not_undo
from boligdialog.moderation.services import redacting
from boligdialog.moderation.settings import UNDO_SECONDS


@atomic
def undo(case: Case, *, by: Person) -> None:
    """Take one's decision back at once: item and case are as they were, and nobody hears that they were not."""
    ensure(why_not_undo(by, case, UNDO_SECONDS.value))
    item, was, decided_at = case.item, case.before or {}, case.decided_at or clock.now()
    if case.outcome is Outcome.MOVE:
        changed(sa.delete(Case).where(Case.item_id == item.id, Case.outcome.is_(None), Case.id > case.id))
    _reopen(case)
    _back_to_its_place(item, was)
    if "words" in was:
        if redacting.all_words(item) != was["left"]:
            refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)
        redacting.say(item, was["words"])
    if "organ_id" in was:
        item.hand_to(was["organ_id"])
    if was["has_change"]:
        changed(_declined(item).values(is_declined=False))
    _back_to_its_state(item, was)
    call_off(item.id, since=decided_at)
    record(DecisionUndone(by_id=by.id, item_id=item.id, case_id=case.id))


def _reopen(case: Case) -> None:
    """Refused when another case about it has been opened meanwhile, or an appeal."""
    nothing = dict.fromkeys(("outcome", "reason_code", "public_text", "decided_by_id", "decided_at", "organ_id", "route_id", "before"))
    mine = sa.update(Case).where(Case.id == case.id, Case.row_version == case.row_version)
    try:
        with db.session.begin_nested():
            is_open = changed(mine.values(**nothing, row_version=Case.row_version + 1)) > 0
    except IntegrityError:
        is_open = False
    if not is_open:
        refuse("stale", _("The case has changed since you opened it."), _("Look at it again."), status=409)
    for name, value in nothing.items():
        set_committed_value(case, name, value)
    set_committed_value(case, "row_version", case.row_version + 1)


def _back_to_its_state(item: Item, was: dict[str, Any]) -> None:
    kind, on = was["next"]
    then: dict[str, Any] = {"next_kind": kind, "next_on": date.fromisoformat(on) if on else None}
    if was["is_first"] and item.published_at:
        then["published_at"] = None
        changed(sa.update(Person).where(Person.id == item.author_id).values(published=Person.published - 1))
    if item.state != was["state"]:
        content.move(item, ItemState(was["state"]), **then)
    else:
        _next_as(item, was)


def _declined(item: Item) -> sa.Update:
    return sa.update(Version).where(Version.item_id == item.id, Version.n.is_(None), Version.is_declined)


def give_back(case: Case, *, by: Person) -> None:
    """An appeal was right: neighbours see again what they saw, or what they should have seen, where and as it stood.

    Part of the service that decides it. What its author has changed meanwhile stays as the author wants it.
    """
    item, was = case.item, case.before or {}
    _back_to_its_place(item, was)
    if "words" in was and redacting.all_words(item) == was["left"]:
        content.claim(item)
        redacting.say(item, was["words"])
    if case.outcome is Outcome.ASK_EDIT and item.is_visible and changed(_declined(item).values(is_declined=False)):
        content.show_waiting(item)
    if not item.is_visible and was.get("state") in VISIBLE:
        content.move(item, ItemState(was["state"]))
    elif not item.is_visible:
        content.publish(item, by=by)
    if was.get("next", [None])[0] not in (None, "review"):
        _next_as(item, was)


def _back_to_its_place(item: Item, was: dict[str, Any]) -> None:
    if "area_id" in was and (item.area_id, item.section_id) != (was["area_id"], was["section_id"]):
        content.relocate(item, area_id=was["area_id"], section_id=was["section_id"])
        content.choose_places(item, place_ids=was["places"])


def _next_as(item: Item, was: dict[str, Any]) -> None:
    kind, on = was["next"]
    content.set_next(item, kind=kind, on=date.fromisoformat(on) if on else None)
