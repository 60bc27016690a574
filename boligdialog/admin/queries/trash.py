"""What is hidden, and what of it has been deleted; for moderators, each in their areas."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import with_polymorphic

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import HELPERS
from boligdialog.admin.models import Trash
from boligdialog.admin.rules import WATCHERS
from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.housing.models import Area

MOST = 100  # of each on the page

_item = Item.__table__


def _hidden(seen_by: Person) -> sa.Select[Any]:
    of_item = (_item.c.id, _item.c.ref, _item.c.kind, _item.c.title, _item.c.lang)
    columns = (*of_item, Area.name.label("area"), Trash.at, Trash.purge_on, Trash.is_held)
    tables = _item.join(Area.__table__, Area.id == _item.c.area_id).outerjoin(Trash.__table__, Trash.item_id == _item.c.id)
    areas = seen_by.areas_as(*HELPERS, *WATCHERS)
    mine = [] if areas is None else [_item.c.area_id.in_(areas)]
    return sa.select(*columns).select_from(tables).where(_item.c.state == ItemState.HIDDEN, *mine)


def trashed(seen_by: Person) -> list[Any]:
    """What is in the trash, first what goes first."""
    rows = _hidden(seen_by).where(Trash.item_id.is_not(None)).order_by(Trash.purge_on, _item.c.id)
    return list(db.session.execute(rows.limit(MOST)))


def hidden(seen_by: Person) -> list[Any]:
    """What is hidden and not in the trash, newest first."""
    rows = _hidden(seen_by).where(Trash.item_id.is_(None)).order_by(_item.c.id.desc())
    return list(db.session.execute(rows.limit(MOST)))


def hidden_item(item_id: int, *, seen_by: Person | None) -> Item | None:
    """Something hidden, whole, for those who may delete or restore it."""
    whole = with_polymorphic(Item, "*")
    item = db.session.scalars(sa.select(whole).where(whole.id == item_id, whole.state == ItemState.HIDDEN)).one_or_none()
    return item if item and seen_by and seen_by.has_role(*HELPERS, *WATCHERS, area_id=item.area_id) else None


def due() -> list[int]:
    """What has been in the trash for its thirty days and is not held."""
    return list(db.session.scalars(sa.select(Trash.item_id).where(Trash.purge_on <= clock.today(), ~Trash.is_held).limit(1000)))
