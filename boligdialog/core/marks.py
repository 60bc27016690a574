"""No edit wins unseen: a form carries a mark of what its page showed, and the service compares under a lock."""

import hashlib
import json
from dataclasses import asdict, is_dataclass
from typing import Any

import sqlalchemy as sa

from boligdialog.core.access import refuse
from boligdialog.core.db import Model, db
from boligdialog.core.i18n import _

STALE = "stale"  # the code of the refusal: the form then shows how it is now beside what was typed


def mark_of(row: Model) -> str:
    """A short word that changes with the columns that the form of this row shows (`marked` of its table)."""
    values = {name: getattr(row, name) for name in row.marked}
    return hashlib.sha256(json.dumps(values, default=_plain, sort_keys=True).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def ensure_as_shown(row: Model, seen: str | None) -> None:
    """Refuse with 409 when somebody changed the row after the page was shown. None: no page was (a command, another service)."""
    if seen is None:
        return
    kind: Any = type(row)
    db.session.execute(sa.select(kind.id).where(kind.id == row.id).with_for_update())
    db.session.refresh(row)
    if seen != mark_of(row):
        refuse(STALE, _("Somebody has changed it since you opened the page."), _("Save once more if your words are to hold."), status=409)
