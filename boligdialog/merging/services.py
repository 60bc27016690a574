"""Making two ideas one, and two again. What went along knows its way back (docs/decisions/0017-merge.md)."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.comments import services as comments
from boligdialog.content import queries as things, services as content
from boligdialog.content.models import ItemCount, ItemState
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db, inserted
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea
from boligdialog.merging import queries
from boligdialog.merging.events import IdeaGathered, IdeaMerged, IdeaParted, IdeaSplit, IdeasToldApart, IdeaTakenOut, MergeUndone
from boligdialog.merging.models import Merge, NotAlike, Part, UndoneWhy
from boligdialog.merging.rules import (
    why_not_merge_into,
    why_not_object,
    why_not_parts,
    why_not_split,
    why_not_tell_apart,
    why_not_undo_merge,
)
from boligdialog.merging.settings import OBJECT_DAYS, UNDO_DAYS
from boligdialog.moderation import queries as reviewing
from boligdialog.moderation.models import Case
from boligdialog.moderation.services import review
from boligdialog.notifications import services as notifications
from boligdialog.support.models import CarriedSupport
from boligdialog.support.services import carrying


@atomic
def merge_ideas(source: Idea, *, into: Idea, by: Person, seen: tuple[int, int], case_version: int | None = None) -> Merge:
    """Make one idea part of another: supporters, marks on paper, comments and followers go along, each once.

    seen: the row_versions of both that `by` read. case_version: that of the open case about the source, which is decided with it.
    """
    _hold(source, into)
    if (source.row_version, into.row_version) != seen:
        refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)
    ensure(why_not_merge_into(by, source, into, past=queries.past_of(source.id, into.id)))
    if case := reviewing.open_case_of(source.id):
        _decide_first(case, source, by=by, version=case_version or 0)
    had, before = _numbers(source), _numbers(into)
    content.move(source, ItemState.MERGED)
    merge = Merge(source_id=source.id, target_id=into.id, by_id=by.id, at=clock.now())
    db.session.add(merge)
    db.session.flush()
    _carry(source, into)
    _count_merged(into, +1)
    record(
        IdeaMerged(by_id=by.id, item_id=source.id, target_id=into.id, **dict(zip(_NAMES, had, strict=True))),
        IdeaGathered(by_id=by.id, item_id=into.id, source_id=source.id, before=before, after=_numbers(into)),
    )
    db.session.expire_all()  # much of it was moved behind the session's back
    return merge


def _decide_first(case: Case, source: Idea, *, by: Person, version: int) -> None:
    """What waits to be read is shown with the merge; what neighbours see, and somebody gave notice of, is left as it is."""
    if source.is_visible and not things.waiting_version(source.id):
        review.keep(case, by=by, version=version)
    else:
        review.publish(case, by=by, version=version, item_version=source.row_version)


@atomic
def object_to_merge(merge: Merge, *, by: Person) -> None:
    """The author of the idea that went does not want it: the two are two again."""
    _hold(merge.source, merge.target)
    ensure(why_not_object(by, merge, OBJECT_DAYS.value))
    _part(merge, UndoneWhy.OBJECTION, by)


@atomic
def undo_merge(merge: Merge, *, by: Person) -> None:
    """A moderator makes the two ideas two again, with all that was carried and is still there."""
    _hold(merge.source, merge.target)
    ensure(why_not_undo_merge(by, merge, UNDO_DAYS.value))
    _part(merge, UndoneWhy.MODERATOR, by)


@atomic
def settle_merges() -> int:
    """After the days for undoing, keep nothing that was kept for it; how many merges that were."""
    end = clock.now() - timedelta(days=UNDO_DAYS.value)
    due = sa.select(Merge).where(Merge.at < end, Merge.undone_at.is_(None), Merge.settled_at.is_(None)).order_by(Merge.id).limit(100)
    merges = list(db.session.scalars(due.with_for_update()))
    for merge in merges:
        carrying.keep_for_good(merge.source, into=merge.target)
        notifications.keep_followers_for_good(merge.source, into=merge.target)
        merge.settled_at = clock.now()
    db.session.flush()
    return len(merges)


@atomic
def tell_apart(one: Idea, other: Idea, *, by: Person) -> bool:
    """Remember that two ideas are not the same; whether that is new."""
    ensure(why_not_tell_apart(by, one, other))
    lower, higher = sorted((one.id, other.id))
    if not inserted(NotAlike, lower_id=lower, higher_id=higher, by_id=by.id, at=clock.now()):
        return False
    record(IdeasToldApart(by_id=by.id, item_id=one.id, other_id=other.id))
    return True


@atomic
def split_idea(idea: Idea, *, parts: Sequence[tuple[str, Sequence[int]]], by: Person, version: int) -> list[Idea]:
    """Make several ideas of one, each with a title and chosen pieces of its text; it stays as the page that leads to them (row 35).

    parts: the title of each, and the numbers of its pieces (queries.pieces). Nobody's support is moved: each is asked.
    """
    _hold(idea)
    if idea.row_version != version:
        refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)
    ensure(why_not_split(by, idea, has_case=reviewing.open_case_of(idea.id) is not None) or why_not_parts(len(parts)))
    said, numbers = queries.pieces(idea), _numbers(idea)
    new = [ideas.take_out(idea, title=title, why="\n\n".join(said[n] for n in chosen), by=by) for title, chosen in parts]
    for each in new:
        if each.keeper:
            notifications.follow_by_itself(each, each.keeper)
    db.session.add_all(Part(idea_id=each.id, source_id=idea.id, by_id=by.id, at=clock.now()) for each in new)
    content.move(idea, ItemState.ARCHIVED)
    content.set_next(idea, kind=None, on=None)
    record(
        IdeaSplit(by_id=by.id, item_id=idea.id, parts=[each.id for each in new], supports=numbers[0], paper=numbers[1]),
        *(IdeaTakenOut(by_id=by.id, item_id=each.id, source_id=idea.id) for each in new),
    )
    return new


def _part(merge: Merge, why: UndoneWhy, by: Person) -> None:
    source, target = merge.source, merge.target
    mine = sa.update(Merge).where(Merge.id == merge.id, Merge.undone_at.is_(None), Merge.settled_at.is_(None))
    if not changed(mine.values(undone_at=clock.now(), undone_by_id=by.id, undone_why=why)):
        refuse("undone", _("The two ideas stand by themselves already."), status=409)
    before = _numbers(target)
    content.move(source, ItemState.PUBLISHED)
    carrying.carry_support_back(source, into=target)
    notifications.carry_followers_back(source, into=target, since=merge.at)
    comments.carry_comments_back(source, into=target)
    for other in queries.merged_into(target.id):  # who followed both others has lost the one row for two
        _carry_followers(other.source, target)
    _count_merged(target, -1)
    is_objection = why is UndoneWhy.OBJECTION
    numbers = dict(zip(_NAMES, _numbers(source), strict=True))
    record(
        MergeUndone(by_id=by.id, item_id=source.id, target_id=target.id, is_objection=is_objection, **numbers),
        IdeaParted(by_id=by.id, item_id=target.id, source_id=source.id, before=before, after=_numbers(target)),
    )
    db.session.expire_all()


def _carry(source: Idea, into: Idea) -> None:
    carrying.carry_support(source, into=into)
    _carry_followers(source, into)
    comments.carry_comments(source, into=into)


def _carry_followers(source: Idea, into: Idea) -> None:
    """Supporters too: that they follow may not have been written yet."""
    supporters = sa.select(CarriedSupport.person_id).where(CarriedSupport.from_id == source.id)
    notifications.carry_followers(source, into=into, also=supporters)


def _hold(*some: Idea) -> None:
    """All of them, in one order, and their cases before them, as in every decision: two merges of the same come one after the other."""
    both = sorted(some, key=lambda each: each.id)
    ids = [each.id for each in both]
    db.session.execute(sa.select(Case.id).where(Case.item_id.in_(ids), Case.outcome.is_(None)).order_by(Case.item_id).with_for_update())
    for each in both:
        content.hold(each)
    for each in both:
        db.session.refresh(each)


_NAMES = ("supports", "paper", "comments", "followers")


def _numbers(idea: Idea) -> list[int]:
    db.session.flush()
    counts = db.session.get_one(ItemCount, idea.id, populate_existing=True)
    return [getattr(counts, name) for name in _NAMES]


def _count_merged(target: Idea, step: int) -> None:
    changed(sa.update(ItemCount).where(ItemCount.item_id == target.id).values(merged=ItemCount.merged + step))
