"""The decisions of moderators."""

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content import queries as things, services as content
from boligdialog.content.models import ItemState
from boligdialog.core import clock, i18n
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.text import tidy
from boligdialog.moderation.events import ChangeDeclined, ChangeShown, EditAsked, ItemHidden, ItemKept
from boligdialog.moderation.models import Case, Outcome, ReasonCode
from boligdialog.moderation.rules import why_not_decide


@atomic
def publish(case: Case, *, by: Person, version: int, item_version: int | None = None) -> None:
    """Show it to the neighbours, or leave what they see as it is. Refused with 409 and who did what when somebody was quicker.

    item_version: the row_version of the item that `by` read; a translation that came in since then has been read by nobody.
    What waits beside published words is what is shown.
    """
    _decide(case, Outcome.PUBLISH, by=by, version=version)
    if case.item.state is ItemState.PUBLISHED and things.waiting_version(case.item_id):
        content.show_waiting(case.item, version=item_version)
        record(ChangeShown(by_id=by.id, item_id=case.item_id, case_id=case.id))
    elif case.item.is_visible:
        record(ItemKept(by_id=by.id, item_id=case.item_id, case_id=case.id))
    else:
        content.publish(case.item, by=by, version=item_version)


@atomic
def ask_edit(case: Case, *, by: Person, version: int, reason: ReasonCode, text: str) -> None:
    """Give it back to its author with what to change. Of published words the old ones stay, and the new ones stay the author's."""
    is_change = things.waiting_version(case.item_id) is not None
    if case.item.is_visible and not is_change:
        refuse("published", _("The neighbours can see it. Leave it as it is, or hide it with a reason."), status=409)
    _decide(case, Outcome.ASK_EDIT, by=by, version=version, reason=reason, text=text)
    if is_change:
        content.decline_waiting(case.item)
        record(ChangeDeclined(by_id=by.id, item_id=case.item_id, case_id=case.id))
        return
    content.move(case.item, ItemState.RETURNED)
    content.set_next(case.item, kind="edit", on=None)
    record(EditAsked(by_id=by.id, item_id=case.item_id, case_id=case.id))


@atomic
def hide(case: Case, *, by: Person, version: int, reason: ReasonCode, text: str) -> None:
    """Hide it, with a reason that its author reads."""
    _decide(case, Outcome.HIDE, by=by, version=version, reason=reason, text=text)
    content.move(case.item, ItemState.HIDDEN)
    content.set_next(case.item, kind=None, on=None)
    record(ItemHidden(by_id=by.id, item_id=case.item_id, case_id=case.id))


def _decide(case: Case, outcome: Outcome, *, by: Person, version: int, reason: ReasonCode | None = None, text: str | None = None) -> None:
    ensure(why_not_decide(by, case, case.item.keeper))
    if outcome is not Outcome.PUBLISH and not (reason and text and tidy(text)):
        refuse("no_reason", _("Choose a reason and write what the author can do."), status=422)
    mine = sa.update(Case).where(Case.id == case.id, Case.outcome.is_(None), Case.row_version == version)
    values = {
        "outcome": outcome,
        "reason_code": reason,
        "public_text": tidy(text) if text else None,
        "decided_by_id": by.id,
        "decided_at": clock.now(),
    }
    if not changed(mine.values(row_version=Case.row_version + 1, **values)):
        db.session.refresh(case)
        _refuse_stale(case)
    db.session.refresh(case)


def _refuse_stale(case: Case) -> None:
    """Say who did what and when, so that nobody wonders where their decision went."""
    who, at = (case.decided_by.name if case.decided_by else None) or _("A moderator"), i18n.when(case.decided_at) if case.decided_at else ""
    text = {
        Outcome.PUBLISH: _("%(name)s showed it to the neighbours %(when)s.", name=who, when=at),
        Outcome.ASK_EDIT: _("%(name)s asked for a change %(when)s.", name=who, when=at),
        Outcome.HIDE: _("%(name)s hid it %(when)s.", name=who, when=at),
        Outcome.CLOSED: _("The author deleted it %(when)s.", when=at),
        None: _("The case has changed since you opened it."),
    }[case.outcome]
    refuse("stale", text, _("Your decision was not carried out."), status=409)
