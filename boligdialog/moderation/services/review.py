"""The decisions of moderators about what people write."""

from boligdialog.accounts.models import Person
from boligdialog.content import queries as things, services as content
from boligdialog.content.models import ItemState
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.housing.models import Area, Section
from boligdialog.moderation.events import (
    ChangeDeclined,
    ChangeShown,
    EditAsked,
    ItemHidden,
    ItemKept,
    ItemMoved,
    ItemReferred,
    ItemRouted,
)
from boligdialog.moderation.models import Case, Cause, Outcome, ReasonCode
from boligdialog.moderation.rules import why_not_move
from boligdialog.moderation.services.deciding import decide
from boligdialog.organs.models import Organ, Route


@atomic
def publish(case: Case, *, by: Person, version: int, item_version: int | None = None) -> None:
    """Show it to the neighbours: what nobody has seen yet, what its author has put right, or what waits beside published words.

    item_version: the row_version of the item that `by` read; a translation that came in since then has been read by nobody.
    """
    has_change = decide(case, Outcome.PUBLISH, by=by, version=version)
    if has_change:
        content.show_waiting(case.item, version=item_version)
        record(ChangeShown(by_id=by.id, item_id=case.item_id, case_id=case.id))
    else:
        content.publish(case.item, by=by, version=item_version)


@atomic
def keep(case: Case, *, by: Person, version: int) -> None:
    """Leave what neighbours see as it is. It is remembered: who looks at the next notice reads it (row 124)."""
    decide(case, Outcome.KEEP, by=by, version=version)
    record(ItemKept(by_id=by.id, item_id=case.item_id, case_id=case.id))


@atomic
def ask_edit(case: Case, *, by: Person, version: int, reason: ReasonCode, text: str) -> None:
    """Give it back to its author with what to change. Of published words the old ones stay, and the new ones stay the author's."""
    has_change = decide(case, Outcome.ASK_EDIT, by=by, version=version, reason=reason, text=text)
    if has_change:
        content.decline_waiting(case.item)
        record(ChangeDeclined(by_id=by.id, item_id=case.item_id, case_id=case.id))
        return
    _take_down(case, ItemState.RETURNED, "edit")
    record(EditAsked(by_id=by.id, item_id=case.item_id, case_id=case.id))


@atomic
def hide(case: Case, *, by: Person, version: int, reason: ReasonCode, text: str) -> None:
    """Hide it, with a reason that its author reads."""
    has_change = decide(case, Outcome.HIDE, by=by, version=version, reason=reason, text=text)
    _take_down(case, ItemState.HIDDEN, None, has_change)
    record(ItemHidden(by_id=by.id, item_id=case.item_id, case_id=case.id))


@atomic
def refer(case: Case, *, by: Person, version: int, route: Route, text: str) -> None:
    """Tell its author that this is the wrong channel, and whom to call instead; it is not shown (row 124)."""
    if route.is_public or route.area_id != case.area_id:
        refuse("no_route", _("Choose whom the author can call."), status=422)
    has_change = decide(case, Outcome.REFER, by=by, version=version, reason=ReasonCode.WRONG_PLACE, text=text, route_id=route.id)
    _take_down(case, ItemState.HIDDEN, None, has_change)
    record(ItemReferred(by_id=by.id, item_id=case.item_id, case_id=case.id))


def _take_down(case: Case, to: ItemState, next_kind: str | None, has_change: bool = False) -> None:
    """Nobody but its author reads it now. What is hidden already stays so: its place is kept for it."""
    if has_change:
        content.decline_waiting(case.item)
    if case.item.state is ItemState.HIDDEN:
        content.set_next(case.item, kind=next_kind, on=None)
    else:
        content.move(case.item, to, next_kind=next_kind, next_on=None)


@atomic
def move(case: Case, *, by: Person, version: int, area: Area, section: Section | None = None, reason: ReasonCode, text: str) -> None:
    """Put it in another area or section. What nobody has read yet is read there next; it has not begun to wait anew."""
    item, left = case.item, case.area_id
    ensure(why_not_move(item, area.id, section.id if section else None))
    places = [each.id for each in things.places_of(item.id)]
    was = {"area_id": item.area_id, "section_id": item.section_id, "places": places}
    decide(case, Outcome.MOVE, by=by, version=version, reason=reason, text=text, before=was)
    content.relocate(item, area_id=area.id, section_id=section.id if section else None)
    if case.cause is not Cause.REPORTED:
        waits = {"cause": case.cause, "priority": case.priority, "rank": case.rank, "opened_at": case.opened_at, "due_on": case.due_on}
        db.session.add(Case(item_id=item.id, area_id=area.id, **waits))
    record(ItemMoved(by_id=by.id, item_id=item.id, case_id=case.id, area_id=area.id, before_area_id=left))


@atomic
def route(case: Case, *, by: Person, version: int, item_version: int | None = None, organ: Organ, reason: ReasonCode, text: str) -> None:
    """Send it to the body that can decide it: neighbours see it, and the clock of that body's answer runs."""
    item = case.item
    if organ.area_id not in (None, case.area_id) or organ.to_on:
        refuse("no_organ", _("Choose the body that can decide it."), status=422)
    was = {"organ_id": getattr(item, "decided_by_id", None)}
    decide(case, Outcome.ROUTE, by=by, version=version, reason=reason, text=text, before=was, organ_id=organ.id)
    item.hand_to(organ.id)
    if not item.is_visible:
        content.publish(item, by=by, version=item_version)
    record(ItemRouted(by_id=by.id, item_id=item.id, case_id=case.id, organ_id=organ.id))
