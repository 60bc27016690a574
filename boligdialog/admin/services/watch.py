"""A watchman over the worker. It lives in the process of `boligdialog run` (serve.py), for a dead worker tells nobody that it is dead."""

from datetime import timedelta

import sqlalchemy as sa

from boligdialog.accounts.models import Role, RoleKind
from boligdialog.admin.events import WorkerSilent
from boligdialog.core import clock, health, mail
from boligdialog.core.db import atomic, db
from boligdialog.core.events import Event, record
from boligdialog.core.health import State
from boligdialog.core.mail import Mail
from boligdialog.notifications.models import Notice
from boligdialog.notifications.services import tell

ALARM, AGAIN = "alarm", timedelta(hours=1)


def watch() -> int:
    """Mail administrators of all areas when the worker is silent, at most once an hour (row 213); how many mails went out.

    They are sent from here: the worker, which sends all others, is what is silent. What the server does not take now waits for it.
    """
    worker = next((each for each in health.vitals() if each.name == "worker"), None)
    if worker is None or worker.state is not State.BAD:
        return 0
    return sum(bool(mail.send(mail_id)) for mail_id in _tell_of_silence((worker.value or 0) // 60))


@atomic
def _tell_of_silence(minutes: int) -> list[int]:
    """The mails that shall go out: none when administrators were told within the hour."""
    if not health.once_in(ALARM, AGAIN):
        return []
    record(WorkerSilent(minutes=minutes))
    db.session.flush()
    event = db.session.scalars(sa.select(Event).where(Event.kind == WorkerSilent.__name__).order_by(Event.id.desc()).limit(1)).one()
    today = clock.today()
    now = (Role.from_on <= today, sa.or_(Role.to_on.is_(None), Role.to_on > today))
    tell(
        sa.select(Role.person_id).where(Role.kind == RoleKind.ADMINISTRATOR, Role.area_id.is_(None), *now),
        kind="worker_silent",
        event=event,
    )
    db.session.flush()
    mine = sa.select(Mail.id).join(Notice, sa.and_(Mail.kind == "notice", Mail.about_id == Notice.id))
    return list(db.session.scalars(mine.where(Notice.event_id == event.id).order_by(Mail.id)))
