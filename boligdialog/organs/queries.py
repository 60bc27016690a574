"""Reads of bodies and of who decides what. All of it is public."""

import sqlalchemy as sa
from sqlalchemy.orm import column_property

from boligdialog.core import words
from boligdialog.core.db import db
from boligdialog.core.i18n import Words
from boligdialog.organs.models import Organ, OrganKind, Route


def _who_answers() -> sa.ColumnElement[Words | None]:
    organ, board = Organ.__table__, Organ.__table__.alias("board")
    sits = (board.c.kind == OrganKind.BOARD, board.c.section_id == organ.c.section_id, board.c.to_on.is_(None))
    its_board = sa.select(board.c.name).where(*sits).order_by(board.c.position, board.c.id).limit(1).scalar_subquery()
    return sa.case(
        (organ.c.kind == OrganKind.MEETING, sa.func.coalesce(its_board.correlate(organ), organ.c.name)),
        (organ.c.kind != OrganKind.RESIDENTS, organ.c.name),
    )


#: Whose answer comes within the days. A meeting sits once a year, so its board answers; for the residents themselves we do (None).
Organ.answered_by = column_property(_who_answers())


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


def elsewhere(area_id: int) -> list[Route]:
    """What does not belong on the platform in an area: things for the estate office, and what is nobody else's business."""
    return [each for each in routes(area_id) if not each.is_public]


def belongs_elsewhere(text: str, area_id: int) -> list[Route]:
    """What an idea seems to be instead of one, by the words in it (row 30). A guess: whoever wrote it knows better."""
    return [each for each in elsewhere(area_id) if words.mentions(text, f"{each.words.da},{each.words.en}".split(","))]
