"""Whom somebody follows, what they want to hear of and when, and what they were told.

A notice holds no text: it is rendered when it is shown or sent, in the receiver's language, or not at all.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.accounts.models import Person
from boligdialog.core.db import BigInt, Key, Model, OnErasure, key_to, only_where, person_key
from boligdialog.core.events import Event
from boligdialog.core.i18n import lazy_gettext as _l


class Topic(StrEnum):
    """The five kinds of things that one can be told of (features.md row 145). Each kind of notice belongs to one."""

    ANSWERS = "answers"
    REPLIES = "replies"
    REVIEW = "review"
    NEWS = "news"
    VOTES = "votes"

    @property
    def label(self) -> Any:
        """As it is read on the page of choices and in the foot of a mail."""
        return _TOPICS[self]


_TOPICS = {
    Topic.ANSWERS: _l("answers and decisions on what you follow"),
    Topic.REPLIES: _l("replies to you"),
    Topic.REVIEW: _l("what a moderator does with your texts"),
    Topic.NEWS: _l("new ideas and changes in what you follow"),
    Topic.VOTES: _l("votes and meetings"),
}


class When(StrEnum):
    """When somebody hears of a thing. Nobody chooses daily: it is what becomes of «at once» when that is too often."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


#: What a person can choose, each with its words.
CHOICES = {When.NOW: _l("At once"), When.WEEKLY: _l("Together on Thursday"), When.NEVER: _l("Never")}

#: Who has chosen nothing gets the weekly mail; at once what answers them (features.md row 144).
MAIL_DEFAULT = {Topic.ANSWERS: When.NOW, Topic.REPLIES: When.NOW, Topic.REVIEW: When.NOW, Topic.NEWS: When.WEEKLY, Topic.VOTES: When.WEEKLY}
PAGE_DEFAULT = dict.fromkeys(Topic, When.NOW)


def _when(name: str) -> Mapped[Any]:
    """A column of When; its check is called after the column, for a table may have two."""
    words = [str(when) for when in When]
    enum = sa.Enum(When, name=name, native_enum=False, create_constraint=True, length=40, values_callable=lambda _enum: words)
    return mapped_column(enum)


class Follow(Model):
    """That a person follows one thing. Switched off it stays, so that nothing follows it again by itself (row 146).

    from_id: the item that they followed, which was merged with this one; None when they chose this one themselves.
    """

    __tablename__ = "follow"

    id: Mapped[Key]
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE")
    item_id: Mapped[int | None] = key_to("item", ondelete="CASCADE", index=False)
    area_id: Mapped[int | None] = key_to("area", ondelete="CASCADE", index=False)
    principle_id: Mapped[int | None] = key_to("principle", ondelete="CASCADE", index=False)
    place_id: Mapped[int | None] = key_to("place", ondelete="CASCADE", index=False)
    organ_id: Mapped[int | None] = key_to("organ", ondelete="CASCADE", index=False)
    from_id: Mapped[int | None] = key_to("item", index=False)
    at: Mapped[datetime]
    is_on: Mapped[bool]

    __table_args__ = (
        sa.UniqueConstraint("item_id", "person_id"),
        sa.UniqueConstraint("area_id", "person_id"),
        sa.UniqueConstraint("principle_id", "person_id"),
        sa.UniqueConstraint("place_id", "person_id"),
        sa.UniqueConstraint("organ_id", "person_id"),
        sa.CheckConstraint(
            "CASE WHEN item_id IS NULL THEN 0 ELSE 1 END + CASE WHEN area_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN principle_id IS NULL THEN 0 ELSE 1 END + CASE WHEN place_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN organ_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_thing",
        ),
    )


class NoticeChoice(Model):
    """When a person hears of a topic, by mail and on the page. Without a row the defaults hold."""

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info={"on_erasure": OnErasure.DELETE}
    )
    topic: Mapped[Topic] = mapped_column(primary_key=True)
    mail: Mapped[When] = _when("mail")
    page: Mapped[When] = _when("page")

    __table_args__ = (sa.CheckConstraint("mail <> 'daily' AND page <> 'daily'", name="not_daily"),)


class Digest(Model):
    """One mail that joins notices of a person: on Thursdays, or on a day with many. The key is what makes it one."""

    __tablename__ = "digest"

    id: Mapped[Key]
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE")
    rhythm: Mapped[When]
    due_at: Mapped[datetime]

    person: Mapped[Person] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("person_id", "rhythm", "due_at"),
        sa.CheckConstraint("rhythm IN ('daily', 'weekly')", name="joins"),
    )


class Notice(Model):
    """That a person was told of an event, once a kind; with what they wanted of it when it happened."""

    __tablename__ = "notice"

    id: Mapped[Key]
    event_id: Mapped[int] = key_to("event", ondelete="CASCADE", index=False)
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE", index=False)
    kind: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail: Mapped[When] = _when("mail")
    page: Mapped[When] = _when("page")
    digest_id: Mapped[int | None] = key_to("digest", ondelete="SET NULL")  # the mail that joins it with others

    event: Mapped[Event] = relationship(lazy="joined")
    person: Mapped[Person] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("event_id", "person_id", "kind"),
        sa.Index("ix_notice_person_id", "person_id", "id"),
        sa.Index("ix_notice_to_join", "mail", "created_at", **only_where("digest_id IS NULL AND mail IN ('daily', 'weekly')")),
    )
