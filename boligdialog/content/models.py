"""Item: one narrow row for everything people meet by its own address, follow, report, translate or find."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.accounts.models import Person
from boligdialog.core.db import BigInt, Key, Model, OnErasure, key_to, only_where, person_key
from boligdialog.core.i18n import _, lazy_gettext as _l
from boligdialog.housing.models import Area, Place


class ItemState(StrEnum):
    """Where a thing stands with us; moved by content and moderation alone (features.md 3.2)."""

    DRAFT = "draft"
    PENDING = "pending"
    RETURNED = "returned"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    ARCHIVED = "archived"
    DELETED = "deleted"


#: Which moves exist; everything else is refused by `move`.
MOVES: dict[ItemState, frozenset[ItemState]] = {
    ItemState.DRAFT: frozenset({ItemState.PENDING, ItemState.PUBLISHED, ItemState.DELETED}),
    ItemState.PENDING: frozenset({ItemState.PUBLISHED, ItemState.RETURNED, ItemState.HIDDEN, ItemState.DELETED}),
    ItemState.RETURNED: frozenset({ItemState.PENDING, ItemState.PUBLISHED, ItemState.DELETED}),
    ItemState.PUBLISHED: frozenset(
        {ItemState.PENDING, ItemState.HIDDEN, ItemState.WITHDRAWN, ItemState.MERGED, ItemState.ARCHIVED, ItemState.DELETED}
    ),
    ItemState.HIDDEN: frozenset({ItemState.PENDING, ItemState.PUBLISHED, ItemState.WITHDRAWN, ItemState.DELETED}),
    ItemState.WITHDRAWN: frozenset({ItemState.PUBLISHED, ItemState.HIDDEN, ItemState.DELETED}),
    ItemState.MERGED: frozenset({ItemState.PUBLISHED}),
    ItemState.ARCHIVED: frozenset({ItemState.PUBLISHED, ItemState.DELETED}),
    ItemState.DELETED: frozenset(),
}

#: What everybody may read.
VISIBLE = frozenset({ItemState.PUBLISHED, ItemState.WITHDRAWN, ItemState.ARCHIVED})


class Channel(StrEnum):
    """How the words came of somebody who did not write here themselves (features.md row 174)."""

    PAPER = "paper"
    PHONE = "phone"
    MEETING = "meeting"
    DOOR = "door"

    @property
    def label(self) -> Any:
        """In words."""
        return _CHANNELS[self][0]

    @property
    def byline(self) -> Any:
        """In place of an author's name."""
        return _CHANNELS[self][1]


_CHANNELS = {
    Channel.PAPER: (_l("On paper"), _l("A resident · handed in on paper")),
    Channel.PHONE: (_l("By phone"), _l("A resident · told by phone")),
    Channel.MEETING: (_l("At a meeting"), _l("A resident · told at a meeting")),
    Channel.DOOR: (_l("At the door"), _l("A resident · told at the door")),
}


class Item(Model):
    """What all things share. A column enters only if every list reads it.

    shuffle: a random number, indexed by area and state, for the fair order. popularity: its supports as they were some
    minutes ago; a hot counter in an indexed row would be slow. once: the form's token, so that a double press makes one
    row. next_kind/next_on: what happens next and when, written through services.set_next. on_behalf/entered_by_id: how the
    words came of somebody who has no sign-in here, and who typed them in; such an item has no author.
    """

    __tablename__ = "item"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(sa.String(20))
    ref: Mapped[str] = mapped_column(sa.String(20), unique=True)
    area_id: Mapped[int] = key_to("area", index=False)
    section_id: Mapped[int | None] = key_to("section")
    parent_id: Mapped[int | None] = key_to("item")
    author_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")
    organ_id: Mapped[int | None] = key_to("organ")  # for whom the author speaks
    on_behalf: Mapped[Channel | None]
    entered_by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")
    lang: Mapped[str] = mapped_column(sa.String(8))
    title: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[ItemState]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    next_kind: Mapped[str | None] = mapped_column(sa.String(20))
    next_on: Mapped[date | None]
    shuffle: Mapped[int] = mapped_column(sa.Integer)
    popularity: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    once: Mapped[str | None] = mapped_column(sa.String(32), unique=True)
    row_version: Mapped[int] = mapped_column(sa.Integer, default=1)

    area: Mapped[Area] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])
    counts: Mapped["ItemCount"] = relationship(viewonly=True)
    photos: Mapped[list["Attachment"]] = relationship(order_by="Attachment.id", viewonly=True)

    __mapper_args__ = {"polymorphic_on": "kind"}
    __table_args__ = (
        sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name="title"),
        sa.CheckConstraint(
            "state NOT IN ('published', 'withdrawn', 'archived', 'merged') OR published_at IS NOT NULL", name="published_at"
        ),
        sa.CheckConstraint("entered_by_id IS NULL OR on_behalf IS NOT NULL", name="entered_by"),
        sa.Index("ix_item_fair", "area_id", "kind", "state", "shuffle", "id"),
        sa.Index("ix_item_newest", "area_id", "kind", "state", "published_at", "id"),
        sa.Index("ix_item_next", "area_id", "kind", "state", "next_on", "id"),
        sa.Index("ix_item_popular", "area_id", "kind", "state", "popularity", "id"),
    )

    #: How a kind is called in an address and in sentences; each child says its own.
    noun: ClassVar[Any] = ""

    #: What we promise when it is published: (next_kind, name of the setting that holds the days); each kind its own.
    promise: ClassVar[tuple[str, str] | None] = None

    #: The most characters of its title and of its text, in the original and in translations. A title of 0 is not written
    #: by anybody: it is the beginning of the text, as in a comment.
    longest: ClassVar[tuple[int, int]] = (200, 0)

    @property
    def path(self) -> str:
        """The Danish address of the page where it is read. Each kind says its own."""
        raise NotImplementedError

    @property
    def edit_path(self) -> str:
        """The Danish address of the page where its author changes it."""
        return f"{self.path}/ret"

    @property
    def counted_at(self) -> list[int]:
        """The items that count it among their comments while it is published."""
        return []

    @property
    def is_visible(self) -> bool:
        """Whether everybody may read it."""
        return self.state in VISIBLE

    @property
    def listed_as(self) -> str | None:
        """The status under which lists count it; None when they do not. Each kind may say more."""
        return str(self.state) if self.state is ItemState.PUBLISHED else None

    @property
    def keeper(self) -> Person | None:
        """Who answers for it here: its author, or who entered it for somebody."""
        return self.entered_by if self.on_behalf and self.author_id is None else self.author

    @property
    def keeper_id(self) -> int | None:
        """Their number."""
        return self.author_id or self.entered_by_id

    @property
    def byline(self) -> str:
        """Who says it, for all to read. Never who entered it for somebody."""
        name = self.author.name if self.author else None
        return name or str(self.on_behalf.byline if self.on_behalf else _("A resident"))

    def is_own(self, person: Person | None) -> bool:
        """Whether somebody answers for it: its author, or who entered it. They read their own in every state but deleted and merged."""
        return person is not None and self.keeper_id == person.id and self.state is not ItemState.DELETED

    @property
    def text(self) -> str:
        """What it says below its title, as it was written. Each kind with a text gives its own."""
        return ""

    @property
    def text_html(self) -> str:
        """The same as safe HTML."""
        return ""

    def put(self, title: str, text: str) -> None:
        """Give it another title and text. Each kind that is changed after publication says how (content.services.rewrite)."""
        raise NotImplementedError

    @property
    def said(self) -> dict[str, Any]:
        """All of its words, to be kept, or given back by `say`. Each kind with more than a title and a text adds the rest."""
        return {"title": self.title, "text": self.text}

    def say(self, said: dict[str, Any]) -> None:
        """Let it say these words, in all the places that `said` names."""
        self.put(said["title"], said["text"])

    def hand_to(self, organ_id: int | None) -> int | None:
        """Say which body can decide it; which one was said before. Only kinds that somebody decides know how."""
        raise NotImplementedError

    #: Whether some body decides it, so that it can be sent there.
    is_decided: ClassVar[bool] = False

    def search_text(self) -> str:
        """What can be found by search. Each kind adds its own."""
        return self.title


class ItemCount(Model):
    """The numbers of one item: narrow and without indexes, because a hot counter in an indexed row is three times slower.

    changes: its numbered changes, which is the number of its versions less the first; changed_at: when readers got the last one.
    merged: how many other things have been merged into it. slow_until: until then its conversation is slow, so that a page which has
    the numbers need not ask (`SlowTalk` says how).
    """

    __tablename__ = "item_count"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    supports: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    households: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    paper: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    comments: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    thanks: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    followers: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    changes: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    merged: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    changed_at: Mapped[datetime | None]
    slow_until: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint(
            "supports >= 0 AND households >= 0 AND paper >= 0 AND comments >= 0 AND thanks >= 0 AND followers >= 0", name="never_below_zero"
        ),
    )


class Version(Model):
    """What an item said from a moment on: number 1 is what it said at first, made together with number 2 (row 32).

    n: its number; None while a moderator has not read it, then readers see the one before. at: when it was written, and once it is
    shown, when that was. place_id: the place it is about. reason: why it was changed, for all to read; the first has none.
    is_declined: a moderator has read it, and it is not shown; it stays for its author to write anew.
    """

    __tablename__ = "version"

    id: Mapped[Key]
    item_id: Mapped[int] = key_to("item", ondelete="CASCADE", index=False)
    n: Mapped[int | None] = mapped_column(sa.Integer)
    title: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    place_id: Mapped[int | None] = key_to("place")
    by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")
    at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(sa.String(200))
    is_declined: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    by: Mapped[Person | None] = relationship()
    place: Mapped[Place | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("item_id", "n"),
        sa.Index("uq_version_waiting", "item_id", unique=True, **only_where("n IS NULL")),
        sa.CheckConstraint("n >= 1", name="n"),
        sa.CheckConstraint("(n IS NOT NULL AND n = 1) = (reason IS NULL)", name="reason"),
        sa.CheckConstraint("NOT is_declined OR n IS NULL", name="declined"),
    )


class AreaCount(Model):
    """How many things of a kind an area has, by the status that readers see. Kept by the same transactions (rule R6)."""

    __tablename__ = "area_count"

    area_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("area.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    status: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    n: Mapped[int] = mapped_column(sa.Integer, default=0)

    __table_args__ = (sa.CheckConstraint("n >= 0", name="never_below_zero"),)


class ReferenceCounter(Model):
    """The last number given in a year: BD-2026-0123 is never used twice."""

    __tablename__ = "reference_counter"

    year: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(sa.Integer)


class PrincipleLink(Model):
    """That an item goes with a principle: rank 0 is the main one, 1 and 2 are more (features.md row 20)."""

    __tablename__ = "principle_link"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    principle_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("principle.id"), primary_key=True, index=True)
    rank: Mapped[int] = mapped_column(sa.Integer)

    __table_args__ = (sa.UniqueConstraint("item_id", "rank"), sa.CheckConstraint("rank BETWEEN 0 AND 2", name="rank"))


class PlaceLink(Model):
    """That an item is about a place."""

    __tablename__ = "place_link"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    place_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("place.id"), primary_key=True, index=True)


class Attachment(Model):
    """A photo of an item, or of a draft until that is sent. Each takes one of the places 0 to 4, so there are never six.

    file: the name of two JPEGs, see core/files.py. has_people: somebody can be seen, so a moderator looks first.
    once: the form's token, so that a double press makes one row.
    """

    __tablename__ = "attachment"

    id: Mapped[Key]
    item_id: Mapped[int | None] = key_to("item", ondelete="CASCADE", index=False)
    draft_id: Mapped[int | None] = key_to("draft", ondelete="CASCADE", index=False)
    position: Mapped[int] = mapped_column(sa.Integer)
    file: Mapped[str] = mapped_column(sa.String(64), unique=True)
    width: Mapped[int] = mapped_column(sa.Integer)
    height: Mapped[int] = mapped_column(sa.Integer)
    alt: Mapped[str] = mapped_column(sa.String(200))
    has_people: Mapped[bool]
    by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")
    once: Mapped[str | None] = mapped_column(sa.String(32), unique=True)
    created_at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("item_id", "position"),
        sa.UniqueConstraint("draft_id", "position"),
        sa.CheckConstraint("(item_id IS NULL) <> (draft_id IS NULL)", name="one_owner"),
        sa.CheckConstraint("position BETWEEN 0 AND 4", name="position"),
        sa.CheckConstraint("width > 0 AND height > 0", name="size"),
        sa.CheckConstraint("length(alt) > 0", name="alt"),
    )
