"""A comment is an Item: it is reviewed, reported, translated and found like everything people make."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock
from boligdialog.core.db import BigInt, Model, OnErasure, key_to, person_key
from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.text import RENDERER_VERSION, excerpt, to_html
from boligdialog.organs.models import Organ


class CommentKind(StrEnum):
    """What somebody means by it (features.md row 41)."""

    COMMENT = "comment"
    QUESTION = "question"
    EXPERIENCE = "experience"
    SUGGESTION = "suggestion"

    @property
    def label(self) -> Any:
        """In words."""
        return _LABELS[self]


_LABELS = {
    CommentKind.COMMENT: _l("Comment"),
    CommentKind.QUESTION: _l("Question"),
    CommentKind.EXPERIENCE: _l("Experience"),
    CommentKind.SUGGESTION: _l("Suggestion"),
}


class Comment(Item):
    """One answer. `parent_id` is what it is about; `thread_id` the comment of the first level it stands below, if any.

    answers_id: whom it answers, which may be another reply. rank: 0 for a body's voice, which stands first; 1 for all others.
    from_id: what it was written about, when that has been merged with what it stands below now.
    additions: what was added when the text could no longer be changed, as {"at", "html"}, oldest first.
    """

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    about_id: Mapped[int] = key_to("item", index=False)
    from_id: Mapped[int | None] = key_to("item", index=False)
    thread_id: Mapped[int | None] = key_to("item")
    answers_id: Mapped[int | None] = key_to("item")
    meant_as: Mapped[CommentKind]
    rank: Mapped[int] = mapped_column(sa.Integer)
    body: Mapped[str] = mapped_column(sa.Text)
    body_html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int] = mapped_column(sa.Integer)
    additions: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    edited_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = key_to("item")  # the reply that answers this question

    about: Mapped[Item] = relationship(foreign_keys=[about_id])
    organ: Mapped[Organ | None] = relationship(foreign_keys=[Item.organ_id])

    __mapper_args__ = {"polymorphic_identity": "comment", "inherit_condition": id == Item.id}  # type: ignore[dict-item]
    __table_args__ = (  # type: ignore[assignment]
        sa.Index("ix_comment_talk", "about_id", "thread_id", "rank", "id"),
        sa.CheckConstraint("length(body) <= 1500", name="body"),
        sa.CheckConstraint("rank IN (0, 1)", name="rank"),
        sa.CheckConstraint("(thread_id IS NULL) = (answers_id IS NULL)", name="two_levels"),
    )

    noun = _l("comment")
    longest = (0, 1500)

    @property
    def path(self) -> str:
        """The page of what it is about, opened where the comment stands."""
        return f"{self.about.path}?c={self.id}#c{self.id}"

    @property
    def edit_path(self) -> str:
        """Where its author changes it."""
        return f"/kommentarer/{self.id}/ret"

    @property
    def promise(self) -> tuple[str, str] | None:  # type: ignore[override]
        """A question is answered within so many days (row 41)."""
        return ("answer", "comments.answer_days") if self.meant_as is CommentKind.QUESTION and not self.answered_by_id else None

    @property
    def counted_at(self) -> list[int]:
        """What it is about, and the comment above it."""
        return [self.about_id] + ([self.thread_id] if self.thread_id else [])

    @property
    def listed_as(self) -> None:
        """Areas do not count it."""

    @property
    def is_gone(self) -> bool:
        """Whether one grey line stands in its place."""
        return self.state in (ItemState.HIDDEN, ItemState.DELETED)

    @property
    def text(self) -> str:
        """What was written."""
        return self.body

    @property
    def text_html(self) -> str:
        """The same as safe HTML."""
        return self.body_html

    def put(self, title: str, text: str) -> None:
        """Another text; its title is the beginning of it."""
        self.title, self.body, self.body_html, self.renderer_version = excerpt(text, 80) or "–", text, to_html(text), RENDERER_VERSION

    @property
    def said(self) -> dict[str, Any]:
        """With what was added below."""
        return super().said | {"additions": self.additions}

    def say(self, said: dict[str, Any]) -> None:
        """With what was added below."""
        super().say(said)
        self.additions = said["additions"]

    def search_text(self) -> str:
        """All of it, additions left out."""
        return self.body


class Thanks(Model):
    """One person thanks for one comment: the primary key is the rule (row 46)."""

    __tablename__ = "thanks"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info={"on_erasure": OnErasure.DELETE}
    )
    at: Mapped[datetime]


class SlowTalk(Model):
    """That the conversation about an item is slow for some days: one comment per person in so many minutes (row 44).

    It ends by itself; what is over stays, so that whoever changes it next is told when somebody was quicker. reason: for all to read.
    """

    __tablename__ = "slow_talk"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    minutes: Mapped[int] = mapped_column(sa.Integer)
    days: Mapped[int] = mapped_column(sa.Integer)
    reason: Mapped[str] = mapped_column(sa.String(200))
    by_id: Mapped[int] = person_key(OnErasure.KEEP, index=False)
    begins_at: Mapped[datetime]
    until: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(sa.Integer)

    __table_args__ = (
        sa.CheckConstraint("minutes IN (30, 120, 1440)", name="minutes"),
        sa.CheckConstraint("days BETWEEN 1 AND 7", name="days"),
        sa.CheckConstraint("until >= begins_at", name="until"),
        sa.CheckConstraint("length(reason) >= 10", name="reason"),
    )

    @property
    def is_on(self) -> bool:
        """Whether it holds now."""
        return clock.now() < self.until

    @property
    def every(self) -> timedelta:
        """How long everybody waits between two comments."""
        return timedelta(minutes=self.minutes)

    @property
    def every_label(self) -> Any:
        """The same in words."""
        return SLOW_EVERY[self.minutes]


SLOW_EVERY = {30: _l("30 minutes"), 120: _l("2 hours"), 1440: _l("24 hours")}
