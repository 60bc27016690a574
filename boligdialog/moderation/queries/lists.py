"""The queue: what waits in a moderator's areas."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.content.rules import REVIEWERS
from boligdialog.core.db import db, fixed
from boligdialog.housing.models import Area
from boligdialog.moderation.models import Case

PAGE = 50


def _open_cases(areas: Collection[int] | None) -> Sequence[sa.ColumnElement[bool]]:
    return [Case.outcome.is_(None)] + ([] if areas is None else [Case.area_id.in_(areas)])


def queue(person: Person, *, limit: int = PAGE) -> list[sa.Row]:
    """What waits in a moderator's areas, most urgent first: (id, title, area, kind, cause, opened_at, due_on)."""
    areas = person.areas_as(*REVIEWERS)
    return list(db.session.execute(_queue(None if areas is None else frozenset(areas), limit)))


@lru_cache(maxsize=64)
def _queue(areas: frozenset[int] | None, limit: int) -> Any:
    return (
        sa.select(Case.id, Item.title, Item.lang, Area.name.label("area"), Item.kind, Case.cause, Case.opened_at, Case.due_on)
        .join(Item, Item.id == Case.item_id)
        .join(Area, Area.id == Case.area_id)
        .where(*_open_cases(areas))
        .order_by(Case.priority.desc(), Case.opened_at, Case.id)
        .limit(fixed(limit))
    )


def queue_length(person: Person) -> int:
    """How many things wait in a moderator's areas."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Case).where(*_open_cases(person.areas_as(*REVIEWERS)))) or 0
