"""What has happened to ideas of late, as everybody may read it."""

from typing import Any

import sqlalchemy as sa

from boligdialog.content.events import ItemPublished
from boligdialog.content.models import Item, ItemState
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.housing.models import Area, Visibility
from boligdialog.ideas.events import IdeaConsidered

NEWS = (ItemPublished.__name__, IdeaConsidered.__name__)
LOOK_BACK = 5_000  # events: what happened long before is no news, and is not searched for


def latest_moves(limit: int = 3) -> list[Any]:
    """The ideas that moved last, each with its newest step: its kind of event and when."""
    newest = sa.select(sa.func.max(Event.id)).scalar_subquery()
    steps = (
        sa.select(Event.kind, Event.at, Item.id, Item.title, Item.lang, Area.name.label("area"))
        .join(Item, Item.id == Event.item_id)
        .join(Area, Area.id == Item.area_id)
        .where(Event.id > newest - LOOK_BACK, Event.kind.in_(NEWS))
        .where(Item.kind == "idea", Item.state == ItemState.PUBLISHED, Area.visibility == Visibility.PUBLIC)
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(limit * len(NEWS))
    )
    moved: dict[int, Any] = {}
    for row in db.session.execute(steps):
        moved.setdefault(row.id, row)
    return list(moved.values())[:limit]
