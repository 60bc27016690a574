"""What need not be kept for ever goes by itself (row 206). What somebody keeps for a case stays, with all that was said of it (row 207)."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Mute
from boligdialog.admin.models import Trash
from boligdialog.admin.settings import LOG_MONTHS, REPORT_DAYS
from boligdialog.core import clock, seals
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import Event
from boligdialog.moderation.models import Case, CaseNote, Report

_held = sa.select(Trash.item_id).where(Trash.is_held)


def forget_log() -> int:
    """Whole batches of sealed events that are older than the setting; their seals stay. How many events went.

    Nothing goes that is younger than the first step of something held: a batch goes whole, and the ones before it went first.
    """
    return seals.drop_sealed(min(_months_ago(LOG_MONTHS.value), _first_of_held() or clock.now()))


def _months_ago(months: int) -> datetime:
    return clock.now() - timedelta(days=months * 365 // 12 + 1)


def _first_of_held() -> datetime | None:
    return db.session.scalar(sa.select(sa.func.min(Event.at)).where(Event.item_id.in_(_held)))


@atomic
def forget_report_words() -> int:
    """The words of notices about what was decided long ago, unless it is open again, decided anew, or held; how many."""
    old = (Report.text != "", Report.at <= _limit(), Report.item_id.not_in(_recent()), Report.item_id.not_in(_held))
    return changed(sa.update(Report).where(*old).values(text=""))


@atomic
def forget_notes() -> int:
    """What moderators wrote to each other goes as the words of notices do: so long after the decision, unless it is open again or held."""
    old = sa.select(Case.id).where(Case.item_id.not_in(_recent()), Case.item_id.not_in(_held))
    return changed(sa.delete(CaseNote).where(CaseNote.at <= _limit(), CaseNote.case_id.in_(old)))


@atomic
def forget_mutes() -> int:
    """That somebody was muted, as long after it as the log is kept; how many."""
    limit = _months_ago(LOG_MONTHS.value)
    over = sa.func.coalesce(Mute.ended_at, Mute.until, Mute.asked_at)
    return changed(sa.delete(Mute).where(over < limit))


def _limit() -> datetime:
    return clock.now() - timedelta(days=REPORT_DAYS.value)


def _recent() -> sa.Select[Any]:
    """The items about which something is open, or was decided of late."""
    return sa.select(Case.item_id).where(sa.or_(Case.outcome.is_(None), Case.decided_at > _limit()))
