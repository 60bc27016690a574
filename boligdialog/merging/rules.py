"""Who may merge which ideas, undo it, and object."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from boligdialog.accounts.models import Person
from boligdialog.content.models import ItemState
from boligdialog.core import clock
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.ideas.models import Idea, IdeaStage
from boligdialog.ideas.rules import UNDER_WAY
from boligdialog.merging.models import Merge
from boligdialog.merging.settings import PARTS
from boligdialog.moderation.rules import why_not_own_case, why_not_review


def why_not_merge(by: Person | None, source: Idea) -> Reason | None:
    """Moderators of the area, with what neighbours see or what waits in the queue, never with their own (rows 34, 130)."""
    reason = why_not_review(by, source.area_id) or why_not_own_case(by, source.keeper)
    if reason:
        return reason
    if source.state not in (ItemState.PUBLISHED, ItemState.PENDING):
        return Reason("not_open", _("“%(title)s” is not open, so it cannot be merged.", title=source.title), status=409)
    if source.stage in UNDER_WAY:
        return Reason("under_way", _("Others are working on the idea by now, so it stays by itself."), status=409)
    return None


@dataclass(frozen=True)
class Past:
    """What was before: the ideas that are part of the source, and whether its author has said no to merging it with the target."""

    gathered: Collection[int] = ()
    has_objected: bool = False


def why_not_merge_into(by: Person | None, source: Idea, into: Idea, *, past: Past) -> Reason | None:
    """Another idea of the same area that neighbours see and that the same body decides (features.md 3.2)."""
    reason = why_not_merge(by, source)
    if reason:
        return reason
    if source.id == into.id:
        return Reason("same", _("An idea cannot be merged with itself."), _("Choose another one."), status=422)
    if into.id in past.gathered:
        return Reason("cycle", _("“%(title)s” is part of this idea already.", title=into.title), status=422)
    if past.gathered:
        text = _("Other ideas have been merged into this one.")
        return Reason("gathered", text, _("Open the other idea, and merge that into this one."), status=422)
    return _why_not_target(by, source, into, past.has_objected)


def _why_not_target(by: Person | None, source: Idea, into: Idea, has_objected: bool) -> Reason | None:
    if into.state is not ItemState.PUBLISHED or into.stage is IdeaStage.DONE:
        return Reason("closed", _("“%(title)s” is not open for support, so nobody can be moved there.", title=into.title), status=422)
    if into.area_id != source.area_id:
        return Reason("area", _("The two ideas are from two areas."), _("Residents support in their own area."), status=422)
    if source.decided_by_id and into.decided_by_id and source.decided_by_id != into.decided_by_id:
        return Reason("organ", _("The two ideas are decided by two different bodies."), _("Say first who decides them."), status=422)
    if has_objected:
        return Reason("objected", _("The author has said no to merging these two."), _("Talk to the author first."), status=422)
    return why_not_own_case(by, into.keeper)


def ends_at(merge: Merge, days: int) -> datetime:
    """Until when something can be done about it."""
    return merge.at + timedelta(days=days)


def _why_not_part(merge: Merge, days: int) -> Reason | None:
    if merge.undone_at:
        return Reason("undone", _("The two ideas stand by themselves already."), status=409)
    if merge.settled_at or clock.now() > ends_at(merge, days):
        return Reason("too_late", _("It could be undone for %(days)d days, and they are over.", days=days), status=410)
    return None


def why_not_undo_merge(by: Person | None, merge: Merge, days: int) -> Reason | None:
    """Moderators of the area, for so many days; never about their own."""
    source, target = merge.source, merge.target
    reason = why_not_review(by, source.area_id) or why_not_own_case(by, source.keeper) or why_not_own_case(by, target.keeper)
    return reason or _why_not_part(merge, days)


def why_not_object(by: Person | None, merge: Merge, days: int) -> Reason | None:
    """Whose idea was merged away, for so many days."""
    if by is None or merge.source.keeper_id != by.id:
        return Reason("not_yours", _("Only the one who sent the idea can object."))
    reason = _why_not_part(merge, days)
    if reason and reason.code == "too_late":
        text = _("You could object for %(days)d days, and they are over.", days=days)
        return Reason("too_late", text, _("Write to us if it is wrong."), status=410)
    return reason


def why_not_tell_apart(by: Person | None, one: Idea, other: Idea) -> Reason | None:
    """Moderators of the area say that two ideas of it are not the same (row 153)."""
    reason = why_not_review(by, one.area_id)
    if not reason and (one.id == other.id or one.area_id != other.area_id):
        return Reason("same", _("Those are not two ideas of one area."), status=422)
    return reason


def why_not_split(by: Person | None, idea: Idea, *, has_case: bool) -> Reason | None:
    """Moderators of the area, with what neighbours see and nobody works on, never with their own; the queue comes first (row 35)."""
    reason = why_not_review(by, idea.area_id) or why_not_own_case(by, idea.keeper)
    if reason:
        return reason
    if idea.state is not ItemState.PUBLISHED:
        return Reason("not_open", _("“%(title)s” is not open, so it cannot be split.", title=idea.title), status=409)
    if idea.stage in UNDER_WAY:
        return Reason("under_way", _("Others are working on the idea by now, so it stays by itself."), status=409)
    if has_case:
        return Reason("open_case", _("The idea is in the queue."), _("Decide that first."), status=409)
    return None


def why_not_parts(number: int) -> Reason | None:
    """Two to four new ideas."""
    if not PARTS[0] <= number <= PARTS[1]:
        return Reason("parts", _("Make %(low)d to %(high)d ideas of it.", low=PARTS[0], high=PARTS[1]), status=422)
    return None


def why_not_by_split(verb: str, by: Any, item: Any, is_split: bool | None) -> Reason | None:
    """The gate on the verbs of earlier features: one supports and talks about the parts."""
    if is_split and verb == "support":
        return Reason("split", _("The idea has been split. Support the new ideas instead."), status=410)
    if is_split and verb == "comment":
        return Reason("split", _("The idea has been split. Write about the new ideas instead."), status=410)
    return None
