"""What administrators read: settings with who changed them, and what a body has before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.content.models import ItemState
from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.core.settings import SETTINGS, Setting, StoredSetting
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.ideas.models import Idea, IdeaStage
from boligdialog.organs import queries as organs
from boligdialog.organs.models import Organ, Term

LOOK_BACK = timedelta(days=60)


@dataclass(frozen=True)
class ShownSetting:
    """A setting, what holds, and who changed it last."""

    setting: Setting[Any]
    value: int | str
    is_default: bool
    changed_at: datetime | None
    changed_by: str | None


def settings() -> list[ShownSetting]:
    """All that an administrator may change."""
    columns = (StoredSetting.name, StoredSetting.value, StoredSetting.changed_at, Person.name)
    rows = db.session.execute(sa.select(*columns).outerjoin(Person, Person.id == StoredSetting.changed_by_id))
    stored = {name: (value, at, who) for name, value, at, who in rows}
    nothing: tuple[dict[str, Any], None, None] = ({}, None, None)
    shown = []
    for setting in SETTINGS.values():
        value, at, who = stored.get(setting.name, nothing)
        if not setting.is_fixed:
            shown.append(
                ShownSetting(setting, value.get("is", setting.default), value.get("is", setting.default) == setting.default, at, who)
            )
    return shown


def setting(name: str) -> ShownSetting | None:
    """One of them."""
    return next((each for each in settings() if each.setting.name == name), None)


def administered_areas(by: Person) -> list[Area]:
    """The areas that somebody administers."""
    mine = by.areas_as(RoleKind.ADMINISTRATOR)
    return [area for area in housing.areas() if mine is None or area.id in mine]


@dataclass(frozen=True)
class HandOver:
    """Who comes, who goes, and what a body has before it."""

    sitting: list[Term]
    leaving: list[Term]
    joining: list[Term]
    left: list[Term]
    ideas: list[Idea]


def hand_over(organ: Organ) -> HandOver:
    """What those who join a body take over today: its open ideas by deadline, and who leaves or left within sixty days."""
    today = clock.today()
    terms = organs.terms(organ.id, ended_since=today - LOOK_BACK)
    now = [each for each in terms if each.role.is_active]
    ends = [each for each in now if each.role.to_on and each.role.to_on <= today + LOOK_BACK]
    joins = [each for each in terms if each.role.from_on > today]
    gone = [each for each in terms if each.role.is_over]
    return HandOver(now, ends, joins, gone, _open_ideas(organ.id))


def _open_ideas(organ_id: int) -> list[Idea]:
    mine = (Idea.decided_by_id == organ_id, Idea.state == ItemState.PUBLISHED, Idea.stage != IdeaStage.DONE)
    first = (Idea.next_on.is_(None), Idea.next_on, Idea.id)
    return list(db.session.scalars(sa.select(Idea).where(*mine).options(joinedload(Idea.area)).order_by(*first).limit(200)))
