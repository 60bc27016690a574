"""What has waited longer than we promise, and what need not be kept for an appeal any more."""

from datetime import timedelta

import sqlalchemy as sa

from boligdialog.core import clock
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.moderation.events import CasesLate
from boligdialog.moderation.models import Case
from boligdialog.moderation.rules import LATE
from boligdialog.moderation.settings import APPEAL_DAYS


@atomic
def mark_late() -> int:
    """Move what is late since the last time up in the queue, and tell the moderators of each area once; how many cases (row 129)."""
    is_new = (Case.outcome.is_(None), Case.due_on < clock.today(), ~Case.is_late)
    late = sa.update(Case).where(*is_new).values(is_late=True, rank=Case.rank - LATE).returning(Case.area_id)
    areas = list(db.session.scalars(late, execution_options={"synchronize_session": False}))
    told = [CasesLate(area_id=area_id, count=areas.count(area_id)) for area_id in sorted(set(areas))]
    if told:
        record(*told)
    return len(areas)


@atomic
def forget_before() -> int:
    """What decisions replaced, words that were taken out among it, once nobody can appeal any more; how many."""
    appeals = Case.__table__.alias("appeals")
    is_open = sa.exists().where(appeals.c.appeal_of_id == Case.id, appeals.c.outcome.is_(None))
    old = (Case.before.is_not(None), Case.decided_at < clock.now() - timedelta(days=APPEAL_DAYS), ~is_open)
    return changed(sa.update(Case).where(*old).values(before=None))
