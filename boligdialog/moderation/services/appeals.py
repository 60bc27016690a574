"""An author disagrees: somebody else looks at the decision again (row 128)."""

from boligdialog.accounts.models import Person
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, db, inserted
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.text import tidy
from boligdialog.moderation import queries
from boligdialog.moderation.events import AppealDenied, AppealUpheld, DecisionAppealed
from boligdialog.moderation.models import Case, Cause, Outcome
from boligdialog.moderation.rules import rank_of, why_not_appeal
from boligdialog.moderation.services import restoring
from boligdialog.moderation.services.deciding import decide
from boligdialog.moderation.settings import APPEAL_ANSWER_DAYS


@atomic
def appeal(case: Case, *, by: Person, text: str = "") -> bool:
    """Ask somebody else to look at a decision again, once, however often it is sent; whether it was new."""
    ensure(why_not_appeal(by, case))
    due = clock.add_working_days(clock.today(), APPEAL_ANSWER_DAYS.value)
    what = {
        "item_id": case.item_id,
        "area_id": case.item.area_id,
        "cause": Cause.APPEALED,
        "priority": 0,
        "row_version": 1,
        "is_late": False,
    }
    of = {"appeal_of_id": case.id, "not_by_id": case.decided_by_id, "appeal_text": tidy(text)[:500] or None}
    if not inserted(Case, **what, **of, rank=rank_of(0, clock.today()), opened_at=clock.now(), due_on=due):
        if queries.appeal_of(case.id):
            return False
        refuse("open", _("One of us is reading it already."), _("Wait for the answer first."), status=409)
    record(DecisionAppealed(by_id=by.id, item_id=case.item_id, case_id=case.id))
    return True


@atomic
def uphold(case: Case, *, by: Person, version: int, text: str) -> None:
    """The author was right: the first decision is undone, with a line to the author."""
    decide(case, Outcome.UPHELD, by=by, version=version, reason=_first(case).reason_code, text=text)
    restoring.give_back(_first(case), by=by)
    record(AppealUpheld(by_id=by.id, item_id=case.item_id, case_id=case.id))


@atomic
def deny(case: Case, *, by: Person, version: int, text: str) -> None:
    """The first decision stands, with a line to the author why."""
    decide(case, Outcome.DENIED, by=by, version=version, reason=_first(case).reason_code, text=text)
    record(AppealDenied(by_id=by.id, item_id=case.item_id, case_id=case.id))


def _first(case: Case) -> Case:
    """The decision that an appeal is about."""
    if case.appeal_of_id is None:
        refuse("no_appeal", _("This case is no appeal."), status=409)
    return db.session.get_one(Case, case.appeal_of_id)
