"""Keeping somebody from writing for some days. It ends by itself; a long one needs two people."""

from datetime import timedelta

import sqlalchemy as sa

from boligdialog.accounts.models import Mute, Person
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.text import tidy_line
from boligdialog.moderation.events import MuteAsked, MuteEnded, PersonMuted
from boligdialog.moderation.models import Case
from boligdialog.moderation.queries import mutes as queries
from boligdialog.moderation.rules import why_not_confirm_mute, why_not_end_mute, why_not_mute, why_not_mute_for
from boligdialog.moderation.settings import ALONE_DAYS


@atomic
def mute_person(case: Case, *, days: int, reason: str, everywhere: bool = False, by: Person, once: str | None = None) -> Mute:
    """Keep the author of what a case is about from writing in its area, or everywhere. Over seven days it waits for another person.

    Short ones within a month count together. The same form token makes one, however often it is sent.
    """
    to, area_id, reason = case.item.author, None if everywhere else case.area_id, tidy_line(reason)
    if to is None:
        refuse("nobody", _("Nobody here has written it under a name."), status=409)
    ensure(why_not_mute(by, to, area_id) or why_not_mute_for(days, reason))
    db.session.execute(sa.select(Person.id).where(Person.id == to.id).with_for_update())  # of two at once the second sees the first
    there = queries.open_mute(to.id, area_id)
    if there and once and there.once == once:
        return there
    if there:
        refuse("muted", _("Somebody has done that already."), _("See who is muted."), status=409)
    needs_second = days + queries.days_of_late(to.id, area_id) > ALONE_DAYS
    mute = Mute(
        person_id=to.id, area_id=area_id, case_id=case.id, days=days, needs_second=needs_second, reason=reason, asked_by_id=by.id,
        asked_at=clock.now(), once=once,
    )  # fmt: skip
    if not needs_second:
        mute.begins_at, mute.until = mute.asked_at, mute.asked_at + timedelta(days=days)
    db.session.add(mute)
    db.session.flush()
    kind = MuteAsked if needs_second else PersonMuted
    record(kind(by_id=by.id, item_id=case.item_id, mute_id=mute.id, person_id=to.id, area_id=area_id, days=days))
    return mute


@atomic
def confirm_mute(mute: Mute, *, by: Person) -> None:
    """Say yes to a long one, as the second person: it begins now."""
    ensure(why_not_confirm_mute(by, mute))
    now = clock.now()
    waiting = sa.update(Mute).where(Mute.id == mute.id, Mute.begins_at.is_(None), Mute.ended_at.is_(None))
    if not changed(waiting.values(confirmed_by_id=by.id, begins_at=now, until=now + timedelta(days=mute.days))):
        refuse("answered", _("It does not wait for a yes any more."), status=409)
    record(PersonMuted(by_id=by.id, mute_id=mute.id, person_id=mute.person_id, area_id=mute.area_id, days=mute.days))
    db.session.refresh(mute)


@atomic
def end_mute(mute: Mute, *, by: Person) -> None:
    """Let somebody write again before the time is over, or say no to what waits."""
    ensure(why_not_end_mute(by, mute))
    was_on = mute.is_on
    if not changed(sa.update(Mute).where(Mute.id == mute.id, Mute.ended_at.is_(None)).values(ended_at=clock.now(), ended_by_id=by.id)):
        refuse("over", _("It is over already."), status=409)
    record(MuteEnded(by_id=by.id, mute_id=mute.id, person_id=mute.person_id, area_id=mute.area_id, days=mute.days, was_on=was_on))
    db.session.refresh(mute)
