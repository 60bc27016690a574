"""Reads of one's own notices."""

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.core.db import db
from boligdialog.notifications.models import Notice


def latest(*, seen_by: Person, limit: int = 20) -> list[Notice]:
    """A person's newest notices."""
    return list(db.session.scalars(sa.select(Notice).where(Notice.person_id == seen_by.id).order_by(Notice.id.desc()).limit(limit)))


def notice(notice_id: int) -> Notice | None:
    """One notice, for the mail about it."""
    return db.session.get(Notice, notice_id)
