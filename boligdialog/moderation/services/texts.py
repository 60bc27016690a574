"""Keeping what moderators have to say often."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from boligdialog.accounts.models import Person
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import Words, _
from boligdialog.core.marks import ensure_as_shown
from boligdialog.core.text import tidy, tidy_line
from boligdialog.moderation.events import SavedTextAdded, SavedTextChanged, SavedTextRemoved
from boligdialog.moderation.models import ReasonCode, SavedText
from boligdialog.moderation.rules import why_not_fill, why_not_keep_text
from boligdialog.moderation.settings import SAVED_NAME_LENGTH, SAVED_TEXT_LENGTH


@atomic
def add_text(*, area_id: int | None, name: str, text: Words, reason: ReasonCode | None, by: Person, once: str | None = None) -> bool:
    """Save a text for an area, or for all (None). The same form token saves one; whether it was new."""
    ensure(why_not_keep_text(by, area_id))
    saved = SavedText(area_id=area_id, once=once, changed_at=clock.now(), changed_by_id=by.id, reason_code=reason, **_written(name, text))
    try:
        with db.session.begin_nested():
            db.session.add(saved)
    except IntegrityError:
        return False
    record(SavedTextAdded(by_id=by.id, text_id=saved.id, area_id=area_id))
    return True


@atomic
def change_text(saved: SavedText, *, name: str, text: Words, reason: ReasonCode | None, by: Person, seen: str | None = None) -> None:
    """Let a saved text say something else. `seen`: the mark of what its page showed; refused with 409 when somebody was quicker."""
    ensure(why_not_keep_text(by, saved.area_id))
    written = _written(name, text)
    ensure_as_shown(saved, seen)
    for column, value in (written | {"reason_code": reason, "changed_at": clock.now(), "changed_by_id": by.id}).items():
        setattr(saved, column, value)
    record(SavedTextChanged(by_id=by.id, text_id=saved.id, area_id=saved.area_id))


@atomic
def remove_text(saved: SavedText, *, by: Person) -> bool:
    """Offer a text no more; what was said with it stays. Whether it was there."""
    ensure(why_not_keep_text(by, saved.area_id))
    text_id, area_id = saved.id, saved.area_id
    if not changed(sa.delete(SavedText).where(SavedText.id == text_id)):
        return False
    db.session.expunge(saved)
    record(SavedTextRemoved(by_id=by.id, text_id=text_id, area_id=area_id))
    return True


def _written(name: str, text: Words) -> dict[str, Any]:
    """What is stored. Both languages, for a resident is written to in their own."""
    name, text = tidy_line(name), Words(tidy(text.da), tidy(text.en))
    for words, (low, high) in ((name, SAVED_NAME_LENGTH), (text.da, SAVED_TEXT_LENGTH), (text.en, SAVED_TEXT_LENGTH)):
        if not low <= len(words) <= high:
            refuse("length", _("Write %(low)d to %(high)d characters.", low=low, high=high), status=422)
    ensure(why_not_fill(text.da) or why_not_fill(text.en))
    return {"name": name, "text": text}
