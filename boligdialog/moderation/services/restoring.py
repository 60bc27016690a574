"""Undoing a decision: what it did to the item is taken back."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content import services as content
from boligdialog.content.models import VISIBLE, Item, ItemState, Version
from boligdialog.core.db import changed
from boligdialog.moderation.models import Case, Outcome
from boligdialog.moderation.services import redacting


def give_back(case: Case, *, by: Person) -> None:
    """An appeal was right: neighbours see again what they saw, or what they should have seen, where and as it stood.

    Part of the service that decides it. What its author has changed meanwhile stays as the author wants it.
    """
    item, was = case.item, case.before or {}
    _back_to_its_place(item, was)
    if "words" in was and redacting.all_words(item) == was["left"]:
        content.claim(item)
        redacting.say(item, was["words"])
    waiting = sa.update(Version).where(Version.item_id == item.id, Version.n.is_(None), Version.is_declined)
    if case.outcome is Outcome.ASK_EDIT and item.is_visible and changed(waiting.values(is_declined=False)):
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


def _next_as(item: Item, was: dict[str, Any]) -> None:
    kind, on = was["next"]
    content.set_next(item, kind=kind, on=date.fromisoformat(on) if on else None)
