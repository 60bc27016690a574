"""What all decisions have in common: who may, the reason, and that nobody was quicker."""

from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from boligdialog.accounts.models import Person
from boligdialog.content import queries as content
from boligdialog.core import clock, i18n
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.i18n import _
from boligdialog.core.text import tidy
from boligdialog.moderation.models import FRIENDLY, Case, Outcome, ReasonCode
from boligdialog.moderation.rules import why_not_by_state, why_not_decide, why_not_take
from boligdialog.moderation.services.leases import is_free_for

_FREE = {"lease_by_id": None, "lease_until": None}


@atomic
def decide(
    case: Case,
    outcome: Outcome,
    *,
    by: Person,
    version: int,
    reason: ReasonCode | None = None,
    text: str = "",
    before: dict[str, Any] | None = None,
    **more: Any,
) -> bool:
    """Close a case with an outcome, before anything is done to its item. Whether other words wait beside those that readers see.

    version: the row_version of the case that `by` read; Refused with 409 and who did what when somebody was quicker. before: what the
    item was beside its state, so that all of it can be undone.
    """
    if case.outcome is not None:
        _refuse_stale(case)
    ensure(why_not_decide(by, case, case.item.keeper) or why_not_take(by, case))
    has_change = case.item.is_visible and content.waiting_version(case.item_id) is not None
    ensure(why_not_by_state(outcome, case, has_change=has_change))
    if outcome not in FRIENDLY and not (reason and tidy(text)):
        refuse("no_reason", _("Choose a reason and write what the author can do."), status=422)
    mine = sa.update(Case).where(Case.id == case.id, Case.outcome.is_(None), Case.row_version == version, is_free_for(by))
    said = {
        "outcome": outcome,
        "reason_code": reason,
        "public_text": tidy(text) or None,
        "before": _before(case, outcome, has_change, before or {}),
    }
    values = said | more | {"decided_by_id": by.id, "decided_at": clock.now(), "row_version": version + 1} | _FREE
    if not changed(mine.values(**values)):
        db.session.refresh(case)
        ensure(why_not_take(by, case))
        _refuse_stale(case)
    for name, value in values.items():
        set_committed_value(case, name, value)
    return has_change


def _before(case: Case, outcome: Outcome, has_change: bool, more: dict[str, Any]) -> dict[str, Any] | None:
    """Where the item stands, so that a decision about it can be undone; nothing when a change takes the place of what it said."""
    item = case.item
    if has_change and outcome in (Outcome.PUBLISH, Outcome.REDACT):
        return more or None
    return more | {
        "has_change": has_change,
        "state": str(item.state),
        "next": [item.next_kind, item.next_on.isoformat() if item.next_on else None],
        "is_first": item.published_at is None,
    }


def what_was_decided(case: Case) -> str:
    """Who did what and when, as other moderators read it."""
    who, at = (case.decided_by.name if case.decided_by else None) or _("A moderator"), i18n.when(case.decided_at) if case.decided_at else ""
    return {
        Outcome.PUBLISH: _("%(name)s showed it to the neighbours %(when)s.", name=who, when=at),
        Outcome.KEEP: _("%(name)s left it as it is %(when)s.", name=who, when=at),
        Outcome.ASK_EDIT: _("%(name)s asked for a change %(when)s.", name=who, when=at),
        Outcome.REDACT: _("%(name)s took words out of it %(when)s.", name=who, when=at),
        Outcome.HIDE: _("%(name)s hid it %(when)s.", name=who, when=at),
        Outcome.MOVE: _("%(name)s moved it %(when)s.", name=who, when=at),
        Outcome.ROUTE: _("%(name)s sent it to the body that can decide it %(when)s.", name=who, when=at),
        Outcome.REFER: _("%(name)s told the author whom to call %(when)s.", name=who, when=at),
        Outcome.UPHELD: _("%(name)s undid the first decision %(when)s.", name=who, when=at),
        Outcome.DENIED: _("%(name)s let the first decision stand %(when)s.", name=who, when=at),
        Outcome.CLOSED: _("The author deleted it %(when)s.", when=at),
        None: _("The case has changed since you opened it."),
    }[case.outcome]


def _refuse_stale(case: Case) -> NoReturn:
    """Say who was quicker, so that nobody wonders where their decision went."""
    refuse("stale", what_was_decided(case), _("Your decision was not carried out."), status=409)
