"""Who reads a case now: others see it, and leave it alone until that ends by itself (row 122)."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.moderation.events import CaseClaimed
from boligdialog.moderation.models import Case
from boligdialog.moderation.rules import why_not_decide, why_not_take
from boligdialog.moderation.settings import LEASE_MINUTES


@atomic
def claim(case: Case, *, by: Person, takes_over: bool = False, is_deliberate: bool = True) -> None:
    """Read a case, or go on reading it: it is `by`'s for ten minutes. Refused with 409 while somebody else reads it.

    takes_over: `by` has been asked, and wants it all the same. is_deliberate: by a press of theirs, not by opening the page; only
    that is logged.
    """
    ensure(why_not_decide(by, case, case.item.keeper))
    mine = sa.update(Case).where(Case.id == case.id, Case.outcome.is_(None))
    if not takes_over:
        mine = mine.where(is_free_for(by))
    until = clock.now() + timedelta(minutes=LEASE_MINUTES)
    is_mine = changed(mine.values(lease_by_id=by.id, lease_until=until)) > 0
    db.session.refresh(case)
    if not is_mine:
        ensure(why_not_take(by, case))
        refuse("closed", _("The case is closed."), status=409)
    if is_deliberate or takes_over:
        record(CaseClaimed(by_id=by.id, item_id=case.item_id, case_id=case.id))


@atomic
def release(case: Case, *, by: Person) -> bool:
    """Leave it to others again; whether it was `by`'s."""
    mine = sa.update(Case).where(Case.id == case.id, Case.lease_by_id == by.id, Case.outcome.is_(None))
    return changed(mine.values(lease_by_id=None, lease_until=None)) > 0


def is_free_for(by: Person) -> Any:
    """That nobody else reads it now, for the database to say."""
    return sa.or_(Case.lease_by_id.is_(None), Case.lease_by_id == by.id, Case.lease_until <= clock.now())
