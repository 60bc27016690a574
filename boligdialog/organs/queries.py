"""Reads of bodies and of who decides what. All of it is public."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import column_property, joinedload

from boligdialog.accounts.models import Person, Role
from boligdialog.core import clock, words
from boligdialog.core.db import db, fixed
from boligdialog.core.i18n import Words
from boligdialog.organs.models import Organ, OrganKind, Route, Term


def _who_answers() -> sa.ColumnElement[Words | None]:
    organ, board = Organ.__table__, Organ.__table__.alias("board")
    sits = (board.c.kind == OrganKind.BOARD, board.c.section_id == organ.c.section_id, board.c.to_on.is_(None))
    its_board = sa.select(board.c.name).where(*sits).order_by(board.c.position, board.c.id).limit(fixed(1)).scalar_subquery()
    return sa.case(
        (organ.c.kind == OrganKind.MEETING, sa.func.coalesce(its_board.correlate(organ), organ.c.name)),
        (organ.c.kind != OrganKind.RESIDENTS, organ.c.name),
    )


#: Whose answer comes within the days. A meeting sits once a year, so its board answers; for the residents themselves we do (None).
WHO_ANSWERS = _who_answers()
Organ.answered_by = column_property(WHO_ANSWERS)


def organs_for(area_id: int) -> list[Organ]:
    """The bodies that can decide about something in an area: its own first, then the municipality's."""
    mine = sa.select(Organ).where(sa.or_(Organ.area_id == area_id, Organ.area_id.is_(None)), Organ.to_on.is_(None))
    return list(db.session.scalars(mine.order_by(Organ.area_id.is_(None), Organ.position, Organ.id)))


def organ(organ_id: int) -> Organ | None:
    """The body with this number."""
    return db.session.get(Organ, organ_id)


def routes(area_id: int) -> list[Route]:
    """Who decides what in an area."""
    return list(db.session.scalars(sa.select(Route).where(Route.area_id == area_id, ~Route.is_retired).order_by(Route.position, Route.id)))


def elsewhere(area_id: int) -> list[Route]:
    """What does not belong on the platform in an area: things for the estate office, and what is nobody else's business."""
    return [each for each in routes(area_id) if not each.is_public]


def belongs_elsewhere(text: str, area_id: int) -> list[Route]:
    """What an idea seems to be instead of one, by the words in it (row 30). A guess: whoever wrote it knows better."""
    marks = db.session.execute(_MARKS, {"area_id": area_id}).all()
    seems = {id_ for id_, said in marks if words.mentions(text, f"{said.da},{said.en}".split(","))}
    return [each for each in elsewhere(area_id) if each.id in seems] if seems else []


_route = Route.__table__
_MARKS = sa.select(_route.c.id, _route.c.words).where(
    _route.c.area_id == sa.bindparam("area_id"), ~_route.c.is_retired, ~_route.c.is_public
)


def all_routes(area_id: int) -> list[Route]:
    """The table with what is retired, which stands last."""
    return list(db.session.scalars(sa.select(Route).where(Route.area_id == area_id).order_by(Route.is_retired, Route.position, Route.id)))


def route(route_id: int) -> Route | None:
    """A row of the table."""
    return db.session.get(Route, route_id)


def routes_to(organ_id: int) -> int:
    """How many subjects belong to a body."""
    mine = (Route.organ_id == organ_id, ~Route.is_retired)
    return db.session.scalar(sa.select(sa.func.count()).select_from(Route).where(*mine)) or 0


def bodies(area_id: int | None) -> list[Organ]:
    """The bodies of an area alone, or of the municipality, with those that were closed at the end."""
    return list(
        db.session.scalars(sa.select(Organ).where(Organ.area_id == area_id).order_by(Organ.to_on.is_not(None), Organ.position, Organ.id))
    )


def terms(organ_id: int, *, ended_since: date | None = None) -> list[Term]:
    """Who sits in a body today or will, and who has left since a day; by the first day."""
    shown = sa.or_(Role.to_on.is_(None), Role.to_on > (ended_since or clock.today()), Role.to_on == ended_since)
    mine = sa.select(Term).join(Role, Role.id == Term.role_id).where(Term.organ_id == organ_id, shown)
    return list(db.session.scalars(mine.options(joinedload(Term.role).joinedload(Role.person)).order_by(Role.from_on, Role.id)).unique())


def seats(person: Person | None) -> set[int]:
    """The bodies in which a person sits today."""
    mine = [role.id for role in person.roles if role.is_active] if person else []
    return set(db.session.scalars(sa.select(Term.organ_id).where(Term.role_id.in_(mine)))) if mine else set()


def sits_in(person: Person | None, area_id: int | None = None) -> list[Organ]:
    """The same as bodies, of an area or of all; no statement for those who hold no role there."""
    mine = [role.id for role in person.roles if role.is_active and area_id in (None, role.area_id)] if person else []
    terms = sa.select(Term.organ_id).where(Term.role_id.in_(mine))
    return list(db.session.scalars(sa.select(Organ).where(Organ.id.in_(terms)).order_by(Organ.area_id, Organ.position))) if mine else []
