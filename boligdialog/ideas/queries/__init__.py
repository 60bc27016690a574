"""Reads of ideas: one, one's own, and (lists.py) the lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import Person
from boligdialog.comments.models import Comment
from boligdialog.content.models import Attachment, Item, ItemCount, ItemState, PlaceLink, PrincipleLink
from boligdialog.content.rules import may_read
from boligdialog.core.db import db
from boligdialog.core.drafts import Draft
from boligdialog.core.i18n import Words
from boligdialog.housing import queries as housing
from boligdialog.ideas.models import Idea, IdeaStage, Sheet
from boligdialog.principles import queries as principles
from boligdialog.principles.queries import Plate
from boligdialog.support.models import Support
from boligdialog.translations.models import Translation
from boligdialog.translations.queries import WITH_NAME

_WHOLE = (
    joinedload(Idea.area), joinedload(Idea.author).lazyload("*"), joinedload(Idea.decided_by), joinedload(Idea.photos),
    joinedload(Idea.counts),
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """An idea as it is read: in the reader's language if it can be, with its principles (the main one first) and its places."""

    idea: Idea
    translation: Translation | None
    plates: list[Plate]
    places: list[tuple[int, Words]]


def idea(idea_id: int, *, seen_by: Person | None) -> Idea | None:
    """The idea with its area, author and deciding body and photos, if this person may know of it."""
    found = db.session.scalars(sa.select(Idea).where(Idea.id == idea_id).options(*_WHOLE)).unique().one_or_none()
    return found if found and may_read(seen_by, found) else None


def _reading() -> sa.Select[Any]:
    lang = sa.bindparam("lang", type_=sa.String)
    into = sa.and_(Translation.item_id == Idea.id, Translation.lang == lang, Idea.lang != lang)
    ranked = sa.cast(PrincipleLink.rank, sa.String) + ":" + sa.cast(PrincipleLink.principle_id, sa.String)
    tied = sa.select(sa.func.aggregate_strings(ranked, ",")).where(PrincipleLink.item_id == Idea.id).scalar_subquery()
    there = sa.select(sa.func.aggregate_strings(sa.cast(PlaceLink.place_id, sa.String), ","))
    columns = (Idea, Translation, tied, there.where(PlaceLink.item_id == Idea.id).scalar_subquery())
    return sa.select(*columns).outerjoin(Translation, into).where(Idea.id == sa.bindparam("idea_id")).options(*_WHOLE, WITH_NAME)


_READING = _reading()


def reading(lang: str, idea_id: int, *, seen_by: Person | None) -> Reading | None:
    """All that is read of an idea, in one statement beside what is remembered of principles and places."""
    found = db.session.execute(_READING, {"lang": lang, "idea_id": idea_id}).unique().one_or_none()
    if found is None or not may_read(seen_by, found[0]):
        return None
    idea, translation, ranks, place_ids = found
    plates, names = principles.plates(), dict(housing.all_place_names(idea.area_id))
    mine = [plates[int(each.split(":")[1])] for each in sorted((ranks or "").split(",")) if each]
    return Reading(
        idea, translation, mine, [(id_, names[id_]) for id_ in map(int, filter(None, (place_ids or "").split(","))) if id_ in names]
    )


def draft(draft_id: int, *, seen_by: Person) -> Draft | None:
    """A draft of one's own."""
    return db.session.scalar(sa.select(Draft).where(Draft.id == draft_id, Draft.person_id == seen_by.id))


def photo(photo_id: int, *, seen_by: Person) -> tuple[Attachment, Idea | Draft] | None:
    """A photo with the idea or draft that it belongs to, if this person may know of that."""
    found = db.session.get(Attachment, photo_id)
    if found is None:
        return None
    of = idea(found.item_id, seen_by=seen_by) if found.item_id else draft(found.draft_id or 0, seen_by=seen_by)
    return (found, of) if of else None


def idea_of(once: str, author: Person) -> Idea | None:
    """The idea that a form with this token has made already, for them or by them for somebody."""
    return db.session.scalar(sa.select(Idea).where(Idea.once == once, sa.func.coalesce(Idea.author_id, Idea.entered_by_id) == author.id))


def sheet(number: int | None) -> Sheet | None:
    """The printed slip with a number."""
    return db.session.get(Sheet, number, populate_existing=True) if number else None


def is_relied_on(idea: Idea) -> bool:
    """Whether it is frozen: somebody else supports it or has answered it, or it has numbered versions (row 32). One statement."""
    supports = sa.exists().where(Support.item_id == idea.id, Support.person_id != (idea.author_id or 0))
    answer = Comment.__table__.join(Item.__table__, Item.__table__.c.id == Comment.__table__.c.id)
    others = (Item.__table__.c.author_id.is_(None), Item.__table__.c.author_id != (idea.author_id or 0))
    seen = (Comment.__table__.c.about_id == idea.id, Item.__table__.c.published_at.is_not(None), sa.or_(*others))
    answers = sa.select(Comment.__table__.c.id).select_from(answer).where(*seen).exists()
    changes = sa.exists().where(ItemCount.item_id == idea.id, ItemCount.changes > 0)
    return bool(db.session.scalar(sa.select(sa.or_(supports, answers, changes))))


def ideas_by(person: Person, limit: int = 50) -> list[Idea]:
    """A person's own ideas in every state but deleted, newest first."""
    mine = sa.select(Idea).where(Idea.author_id == person.id, Idea.state != ItemState.DELETED)
    return list(db.session.scalars(mine.options(joinedload(Idea.area)).order_by(Idea.created_at.desc()).limit(limit)))


def entered_by(person: Person, area_id: int, limit: int = 20) -> list[Idea]:
    """What somebody has entered for others in an area, newest first."""
    mine = sa.select(Idea).where(Idea.entered_by_id == person.id, Idea.area_id == area_id, Idea.state != ItemState.DELETED)
    return list(db.session.scalars(mine.order_by(Idea.created_at.desc(), Idea.id.desc()).limit(limit)))


def stages(items: Iterable[Any]) -> dict[int, IdeaStage]:
    """The stage of each item that is an idea: the facts of the idea's gate, one statement at most."""
    known = {each.id: each.stage for each in items if isinstance(each, Idea)}
    missing = [each.id for each in items if each.id not in known and each.kind == "idea"]
    if missing:
        known.update(db.session.execute(sa.select(Idea.id, Idea.stage).where(Idea.id.in_(missing))).tuples())
    return known
