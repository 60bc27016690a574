"""What our own reading finds in the words that wait for a moderator (row 135)."""

from datetime import timedelta

import sqlalchemy as sa

from boligdialog.content import queries as things
from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.moderation.models import TextRule
from boligdialog.moderation.rules import findings_in
from boligdialog.moderation.settings import REPEAT_DAYS, WATCHED_WORDS


def findings(item: Item) -> dict[TextRule, list[str]]:
    """What is found in the words that a moderator is to read, with the words from the list. Nothing of it is stored."""
    waiting = things.waiting_version(item.id) if item.is_visible else None
    title, text = (waiting.title, waiting.body) if waiting else (item.title, item.text)
    return findings_in(f"{title}\n{text}", watched=WATCHED_WORDS.value, is_repeated=_is_repeated(item, title))


def _is_repeated(item: Item, title: str) -> bool:
    """Whether its author has sent something that begins with the same words of late, and has not taken that back."""
    if item.author_id is None:
        return False
    since = clock.now() - timedelta(days=REPEAT_DAYS)
    same = (Item.author_id == item.author_id, Item.id != item.id, Item.title == title, Item.created_at >= since)
    return db.session.scalar(sa.select(Item.id).where(*same, Item.state != ItemState.DELETED).limit(1)) is not None
