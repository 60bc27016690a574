"""Reads of what was merged."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from boligdialog.accounts.models import Person
from boligdialog.comments.models import Comment
from boligdialog.content.models import Item, ItemCount, ItemState
from boligdialog.content.rules import may_open, may_read
from boligdialog.core.db import db
from boligdialog.ideas.models import Idea
from boligdialog.merging.models import Merge, NotAlike, Part, UndoneWhy
from boligdialog.merging.rules import Past, why_not_merge_into
from boligdialog.search import queries as search
from boligdialog.search.queries.marks import Piece, excerpt, marked
from boligdialog.support.models import CarriedPaper, CarriedSupport, PaperSupport, Support

_MOST_STEPS = 20  # of a way from one idea to the next; none is that long

_LIVE = (Merge.undone_at.is_(None),)
_WHOLE = (
    joinedload(Merge.source).joinedload(Idea.area), joinedload(Merge.source).joinedload(Idea.author).lazyload("*"),
    joinedload(Merge.target).joinedload(Idea.author).lazyload("*"),
)  # fmt: skip


def merge_of(source_id: int, *, seen_by: Person | None) -> Merge | None:
    """The merge of an idea that is part of another now, if this person may know of it."""
    found = db.session.scalar(sa.select(Merge).where(Merge.source_id == source_id, *_LIVE).options(*_WHOLE))
    return found if found and found.source.state is ItemState.MERGED and may_open(seen_by, found.source) else None


def last_merge(source_id: int) -> Merge | None:
    """The last merge of an idea, undone or not: for the notice about it."""
    return db.session.scalar(sa.select(Merge).where(Merge.source_id == source_id).order_by(Merge.id.desc()).limit(1).options(*_WHOLE))


def merge_by_id(merge_id: int) -> Merge | None:
    """One merge with its two ideas."""
    return db.session.get(Merge, merge_id, options=_WHOLE)


def leads_to(item_id: int, *, seen_by: Person | None) -> Item | None:
    """The idea that another one is part of by now, if this person may read it; None for what was not merged."""
    item = db.session.get(Item, item_id)
    for _step in range(_MOST_STEPS):
        if item is None or item.state is not ItemState.MERGED or not may_open(seen_by, item):
            break
        item = db.session.scalar(sa.select(Item).join(Merge, Merge.target_id == Item.id).where(Merge.source_id == item.id, *_LIVE))
    return item if item and item.id != item_id and may_read(seen_by, item) else None


def merged_into(target_id: int) -> list[Merge]:
    """What was merged into an idea, oldest first."""
    mine = sa.select(Merge).where(Merge.target_id == target_id, *_LIVE).options(*_WHOLE)
    return list(db.session.scalars(mine.order_by(Merge.id)))


def past_of(source_id: int, target_id: int) -> Past:
    """What was before with two ideas. What was merged into the source counts as long as that can be undone."""
    part = sa.select(Merge.source_id).where(Merge.target_id == source_id, Merge.settled_at.is_(None), *_LIVE)
    no = sa.exists().where(Merge.source_id == source_id, Merge.target_id == target_id, Merge.undone_why == UndoneWhy.OBJECTION)
    return Past(frozenset(db.session.scalars(part)), bool(db.session.scalar(sa.select(no))))


@dataclass(frozen=True)
class Returning:
    """What undoing gives back to an idea."""

    supports: int
    paper: int
    comments: int


def what_returns(merge: Merge) -> Returning:
    """Of what was carried, what is still there."""
    columns = (CarriedSupport.from_id, CarriedPaper.from_id, Comment.__table__.c.from_id)
    numbers = (sa.select(sa.func.count(each)).where(each == merge.source_id).scalar_subquery() for each in columns)
    return Returning(*db.session.execute(sa.select(*numbers)).one())


class Preview:
    """What would go from one idea to another. `both`: who is there already, and so counts once."""

    def __init__(self, source: Idea, into: Idea) -> None:
        self.counts = db.session.get_one(ItemCount, source.id)
        self.supports = _number(Support, source.id)
        self.supports_both = _both(Support, "person_id", source.id, into.id)
        self.paper = _number(PaperSupport, source.id)
        self.paper_both = _both(PaperSupport, "household_id", source.id, into.id)


def _number(rows: type[Support] | type[PaperSupport], item_id: int) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows).where(rows.item_id == item_id)) or 0


def _both(rows: type[Support] | type[PaperSupport], whose: str, one: int, other: int) -> int:
    owner = getattr(rows, whose)
    there = sa.select(owner).where(rows.item_id == other)
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows).where(rows.item_id == one, owner.in_(there))) or 0


# --- what looks alike -----------------------------------------------------------------------------

HINTS = 3


@dataclass(frozen=True)
class Hint:
    """An idea that looks like another: pieces of both, where what they share is marked (search/queries/marks.py)."""

    idea: Idea
    supports: int
    title: list[Piece]
    text: list[Piece]
    own_title: list[Piece]
    own_text: list[Piece]


def hints(idea: Idea, *, seen_by: Person, most: int = HINTS) -> list[Hint]:
    """The ideas that look most like one and can be merged with it, without those that somebody has told apart from it."""
    apart = sa.select(NotAlike.lower_id, NotAlike.higher_id).where(sa.or_(NotAlike.lower_id == idea.id, NotAlike.higher_id == idea.id))
    but = {idea.id}.union(*(tuple(row) for row in db.session.execute(apart)))
    found = search.similar(idea.title, area_id=idea.area_id, seen_by=seen_by, kind="idea", but=but, only_here=True)
    keepers = {each.item.keeper_id for each in found} - {None}
    homes = (lazyload("*"), joinedload(Person.memberships).lazyload("*"))  # the rule asks for them: in one read for all
    kept = db.session.scalars(sa.select(Person).where(Person.id.in_(keepers)).options(*homes)).unique().all() if keepers else []
    fit = [(each.item, each.supports) for each in found if isinstance(each.item, Idea) and _fits(seen_by, idea, each.item)]
    del kept
    return [_hint(idea, other, supports) for other, supports in fit[:most]]


def _fits(by: Person, idea: Idea, other: Idea) -> bool:
    return why_not_merge_into(by, idea, other, past=Past()) is None


def _hint(idea: Idea, other: Idea, supports: int) -> Hint:
    ours, theirs = (search.said_in(f"{each.title} {each.body}") for each in (idea, other))
    said = (marked(other.title, ours), excerpt(other.body, ours), marked(idea.title, theirs), excerpt(idea.body, theirs))
    return Hint(other, supports, *said)


# --- what was split -------------------------------------------------------------------------------


def pieces(idea: Idea) -> list[str]:
    """The text in the pieces that can be chosen: its paragraphs, or the sentences of the one that there is."""
    paragraphs = [each.strip() for each in re.split(r"\n{2,}", idea.body) if each.strip()]
    return paragraphs if len(paragraphs) != 1 else [each for each in re.split(r"(?<=[.!?])\s+", paragraphs[0]) if each]


def parts_of(source_id: int, *, seen_by: Person | None) -> list[Idea]:
    """The ideas that were made of one, those that this person may read."""
    mine = sa.select(Idea).join(Part, Part.idea_id == Idea.id).where(Part.source_id == source_id).options(joinedload(Idea.counts))
    return [each for each in db.session.scalars(mine.order_by(Idea.id)) if may_read(seen_by, each)]


def split(items: Iterable[Any]) -> dict[int, bool]:
    """Which of these were split: the facts of the gate. Only what was archived can have been, so most pages ask nothing."""
    ids = [each.id for each in items if each.state is ItemState.ARCHIVED and each.kind == "idea"]
    if not ids:
        return {}
    return dict.fromkeys(db.session.scalars(sa.select(Part.source_id).where(Part.source_id.in_(ids))), True)


def supported_among(person: Person | None, ideas: Iterable[Idea]) -> set[int]:
    """Which of these ideas a person supports."""
    if person is None:
        return set()
    mine = sa.select(Support.item_id).where(Support.person_id == person.id, Support.item_id.in_([each.id for each in ideas]))
    return set(db.session.scalars(mine))
