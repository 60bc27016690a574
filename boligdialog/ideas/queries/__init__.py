"""Reads of ideas: one, one's own, and (lists.py) the lists."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import Person
from boligdialog.content.models import ItemState
from boligdialog.content.rules import may_read
from boligdialog.core.db import db
from boligdialog.ideas.models import Idea, IdeaStage
from boligdialog.translations.models import Translation
from boligdialog.translations.queries import WITH_NAME

_WHOLE = (joinedload(Idea.area), joinedload(Idea.author), joinedload(Idea.decided_by))


def idea(idea_id: int, *, seen_by: Person | None) -> Idea | None:
    """The idea with its area, author and deciding body and photos, if this person may know of it."""
    found = db.session.scalars(sa.select(Idea).where(Idea.id == idea_id).options(*_WHOLE, joinedload(Idea.photos))).unique().one_or_none()
    return found if found and may_read(seen_by, found) else None


def idea_in(lang: str, idea_id: int, *, seen_by: Person | None) -> tuple[Idea | None, Translation | None]:
    """The same, with its translation when it is not written in the reader's language; still one statement."""
    into = sa.and_(Translation.item_id == Idea.id, Translation.lang == lang, Idea.lang != lang)
    both = sa.select(Idea, Translation).outerjoin(Translation, into).where(Idea.id == idea_id).options(*_WHOLE, WITH_NAME)
    found, translation = db.session.execute(both).one_or_none() or (None, None)
    return (found, translation) if found and may_read(seen_by, found) else (None, None)


def idea_of(once: str, author: Person) -> Idea | None:
    """The idea that a form with this token has made already."""
    return db.session.scalar(sa.select(Idea).where(Idea.once == once, Idea.author_id == author.id))


def ideas_by(person: Person, limit: int = 50) -> list[Idea]:
    """A person's own ideas in every state but deleted, newest first."""
    mine = sa.select(Idea).where(Idea.author_id == person.id, Idea.state != ItemState.DELETED)
    return list(db.session.scalars(mine.options(joinedload(Idea.area)).order_by(Idea.created_at.desc()).limit(limit)))


def stages(items: Iterable[Any]) -> dict[int, IdeaStage]:
    """The stage of each item that is an idea: the facts of the idea's gate, one statement at most."""
    known = {each.id: each.stage for each in items if isinstance(each, Idea)}
    missing = [each.id for each in items if each.id not in known and each.kind == "idea"]
    if missing:
        known.update(db.session.execute(sa.select(Idea.id, Idea.stage).where(Idea.id.in_(missing))).tuples())
    return known
