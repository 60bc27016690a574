"""Who is muted, who is about to be, and who may say yes to it."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import MUTE_WAITS, Mute, Person, Role
from boligdialog.content.rules import REVIEWERS
from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.moderation.settings import MUTE_MEMORY

_WHOLE = (joinedload(Mute.person), joinedload(Mute.area), joinedload(Mute.asked_by).lazyload("*"))


def mutes(seen_by: Person) -> list[Mute]:
    """What holds or waits in a moderator's areas: what waits for a yes first, then what ends first."""
    now, areas = clock.now(), seen_by.areas_as(*REVIEWERS)
    alive = sa.or_(Mute.until > now, sa.and_(Mute.begins_at.is_(None), Mute.asked_at > now - MUTE_WAITS))
    here = [] if areas is None else [sa.or_(Mute.area_id.is_(None), Mute.area_id.in_(areas))]
    wanted = sa.select(Mute).where(Mute.ended_at.is_(None), alive, *here).options(*_WHOLE)
    return list(db.session.scalars(wanted.order_by(Mute.until.is_not(None), Mute.until, Mute.id)).unique())


def mute(mute_id: int, *, seen_by: Person) -> Mute | None:
    """One, for moderators of where it holds."""
    found = db.session.get(Mute, mute_id, options=_WHOLE)
    return found if found and seen_by.has_role(*REVIEWERS, **({"area_id": found.area_id} if found.area_id else {})) else None


def mute_by_id(mute_id: int) -> Mute | None:
    """One, for the notice about it."""
    return db.session.get(Mute, mute_id)


def days_of_late(person_id: int, area_id: int | None) -> int:
    """For how many days somebody was muted there within the last month: short ones in a row are a long one."""
    since = clock.now() - timedelta(days=MUTE_MEMORY)
    there = sa.true() if area_id is None else sa.or_(Mute.area_id.is_(None), Mute.area_id == area_id)
    mine = sa.select(sa.func.coalesce(sa.func.sum(Mute.days), 0)).where(Mute.person_id == person_id, there, Mute.begins_at >= since)
    return db.session.scalar(mine) or 0


def open_mute(person_id: int, area_id: int | None) -> Mute | None:
    """What holds or waits for a person in just this place."""
    there = Mute.area_id.is_(None) if area_id is None else Mute.area_id == area_id
    rows = db.session.scalars(sa.select(Mute).where(Mute.person_id == person_id, there, Mute.ended_at.is_(None)))
    return next((each for each in rows if each.is_on or each.waits), None)


def who_else_moderates(mute: Mute) -> sa.Select[Any]:
    """The numbers of those who may say yes to it, as a query: all who moderate there today but the one who asked."""
    today = clock.today()
    now = (Role.kind.in_(REVIEWERS), Role.from_on <= today, sa.or_(Role.to_on.is_(None), Role.to_on > today))
    there = Role.area_id.is_(None) if mute.area_id is None else sa.or_(Role.area_id.is_(None), Role.area_id == mute.area_id)
    return sa.select(Role.person_id).where(*now, there, Role.person_id != mute.asked_by_id).distinct()
