"""Reads of bodies and of who decides what. All of it is public."""

import sqlalchemy as sa

from boligdialog.core.db import db
from boligdialog.organs.models import Organ, Route


def organs_for(area_id: int) -> list[Organ]:
    """The bodies that can decide about something in an area: its own first, then the municipality's."""
    mine = sa.select(Organ).where(sa.or_(Organ.area_id == area_id, Organ.area_id.is_(None)), Organ.to_on.is_(None))
    return list(db.session.scalars(mine.order_by(Organ.area_id.is_(None), Organ.position, Organ.id)))


def organ(organ_id: int) -> Organ | None:
    """The body with this number."""
    return db.session.get(Organ, organ_id)


def routes(area_id: int) -> list[Route]:
    """Who decides what in an area."""
    return list(db.session.scalars(sa.select(Route).where(Route.area_id == area_id).order_by(Route.position)))
