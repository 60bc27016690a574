"""A case: one item, one cause, one outcome with a reason."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.core import clock
from boligdialog.core.db import BigInt, Key, Model, OnErasure, key_to, only_where, person_key
from boligdialog.core.i18n import Words, lazy_gettext as _l
from boligdialog.housing.models import Area
from boligdialog.organs.models import Organ, Route


class Cause(StrEnum):
    """Why a case was opened."""

    PENDING = "pending"
    FIXED = "fixed"  # the author has done what we asked: to the front of the queue
    REPORTED = "reported"  # a reader gave us notice; it stays where it is until somebody has looked
    CHANGED = "changed"  # its author wants to say something else; readers see the old words until somebody has read the new ones
    APPEALED = "appealed"  # its author disagrees with a decision; somebody else looks at it again

    @property
    def label(self) -> Any:
        """In words, as a filter of the queue."""
        return _CAUSES[self]


_CAUSES = {
    Cause.PENDING: _l("New"),
    Cause.FIXED: _l("Put right by the author"),
    Cause.REPORTED: _l("Notice from a reader"),
    Cause.CHANGED: _l("A change of what can be read"),
    Cause.APPEALED: _l("Appeal"),
}


class Outcome(StrEnum):
    """What a moderator did."""

    PUBLISH = "publish"
    KEEP = "keep"  # looked at, and left as it is
    ASK_EDIT = "ask_edit"
    REDACT = "redact"  # shown without some of its words
    HIDE = "hide"
    MOVE = "move"  # to another area or section
    ROUTE = "route"  # to the body that can decide it
    REFER = "refer"  # the wrong channel: its author hears whom to call
    UPHELD = "upheld"  # an appeal was right: the decision is undone
    DENIED = "denied"  # an appeal was not: the decision stands
    CLOSED = "closed"  # the author took it back, or changed it so that nobody need look


#: What an author may appeal against.
APPEALABLE = frozenset({Outcome.ASK_EDIT, Outcome.REDACT, Outcome.HIDE, Outcome.MOVE, Outcome.REFER})
#: What needs no reason: nothing is taken from anybody.
FRIENDLY = frozenset({Outcome.PUBLISH, Outcome.KEEP, Outcome.CLOSED})


class ReasonCode(StrEnum):
    """Why something cannot be shown as it is."""

    PERSONAL_DATA = "personal_data"
    TONE = "tone"
    UNCLEAR = "unclear"
    WRONG_PLACE = "wrong_place"
    SPAM = "spam"
    UNLAWFUL = "unlawful"

    @property
    def label(self) -> Any:
        """In words, as the author reads it."""
        return _LABELS[self]


_LABELS = {
    ReasonCode.PERSONAL_DATA: _l("It says something about a particular person"),
    ReasonCode.TONE: _l("The tone"),
    ReasonCode.UNCLEAR: _l("Hard to understand"),
    ReasonCode.WRONG_PLACE: _l("It belongs somewhere else"),
    ReasonCode.SPAM: _l("Advertising or the same thing many times"),
    ReasonCode.UNLAWFUL: _l("It may be against the law"),
}


class ReportCode(StrEnum):
    """What a reader gives notice of (features.md row 121)."""

    PERSONAL_DATA = "personal_data"
    DANGER = "danger"
    HATE = "hate"
    CONFLICT = "conflict"
    SPAM = "spam"
    WRONG_PLACE = "wrong_place"

    @property
    def label(self) -> Any:
        """In words."""
        return _NOTICES[self]


_NOTICES = {
    ReportCode.PERSONAL_DATA: _l("It says something private about somebody"),
    ReportCode.DANGER: _l("Somebody may be in danger"),
    ReportCode.HATE: _l("It is hateful or threatening"),
    ReportCode.CONFLICT: _l("A quarrel between neighbours"),
    ReportCode.SPAM: _l("Advertising or the same thing many times"),
    ReportCode.WRONG_PLACE: _l("It belongs somewhere else"),
}


class TextRule(StrEnum):
    """What our own reading of a text may find (features.md row 135). It hides nothing and asks nobody outside."""

    CPR = "cpr"
    PHONE = "phone"
    WORD = "word"
    REPEAT = "repeat"
    LINK = "link"

    @property
    def label(self) -> Any:
        """In words, for the moderator."""
        return _FINDINGS[self]


_FINDINGS = {
    TextRule.CPR: _l("There may be a CPR number in it"),
    TextRule.PHONE: _l("There may be a phone number in it"),
    TextRule.WORD: _l("It holds words from the list"),
    TextRule.REPEAT: _l("The author has sent the same before"),
    TextRule.LINK: _l("It links to another site"),
}


class Case(Model):
    """What a moderator must look at. One open case an item; a decision carries the row version it was made on.

    priority, rank: how urgent it is, and where that puts it in the queue (rules.rank_of). is_late: the moderators have been told that
    it is. assignee_id: who asked its author for what has been put right, and reads it first. organ_id, route_id: where a decision sent
    it. before: what the item was, so that the decision can be undone; emptied when the time to appeal is over. appeal_of_id: the
    decision that this case looks at again; not_by_id: who made that one and so cannot make this one, which the database itself
    refuses. appeal_text: what the author says to it. lease_by_id, lease_until: who reads it now, and for how long others leave it
    alone; it ends by itself.
    """

    __tablename__ = "moderation_case"

    id: Mapped[Key]
    item_id: Mapped[int] = key_to("item", ondelete="CASCADE")
    area_id: Mapped[int] = key_to("area", index=False)
    cause: Mapped[Cause]
    priority: Mapped[int] = mapped_column(sa.Integer, default=0)
    rank: Mapped[int] = mapped_column(sa.Integer)
    is_late: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    assignee_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL", index=False)
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    outcome: Mapped[Outcome | None]
    reason_code: Mapped[ReasonCode | None]
    public_text: Mapped[str | None] = mapped_column(sa.Text)
    decided_by_id: Mapped[int | None] = person_key(OnErasure.KEEP)
    decided_at: Mapped[datetime | None]
    organ_id: Mapped[int | None] = key_to("organ", index=False)
    route_id: Mapped[int | None] = key_to("route", index=False)
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    appeal_of_id: Mapped[int | None] = mapped_column(BigInt)
    not_by_id: Mapped[int | None] = mapped_column(BigInt)
    appeal_text: Mapped[str | None] = mapped_column(sa.String(500))
    lease_by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL", index=False)
    lease_until: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(sa.Integer, default=1)

    item: Mapped[Item] = relationship(lazy="joined")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    lease_by: Mapped[Person | None] = relationship(foreign_keys=[lease_by_id])
    organ: Mapped[Organ | None] = relationship()
    route: Mapped[Route | None] = relationship()
    appeal_of: Mapped["Case | None"] = relationship(
        remote_side="Case.id", foreign_keys=[appeal_of_id], primaryjoin="Case.appeal_of_id == Case.id"
    )

    __table_args__ = (
        sa.Index(
            "uq_moderation_case_open",
            "item_id",
            unique=True,
            **only_where("outcome IS NULL"),
        ),
        sa.Index("ix_moderation_case_queue", "area_id", "rank", "id", **only_where("outcome IS NULL")),
        sa.Index("ix_moderation_case_whole_queue", "rank", "id", **only_where("outcome IS NULL")),
        sa.Index("ix_moderation_case_assignee", "assignee_id", "rank", "id", **only_where("outcome IS NULL AND assignee_id IS NOT NULL")),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided_at"),
        sa.CheckConstraint("outcome IS NULL OR outcome = 'closed' OR decided_by_id IS NOT NULL", name="decided_by"),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('publish', 'keep', 'closed') OR (reason_code IS NOT NULL AND length(public_text) > 0)",
            name="reason",
        ),
        sa.CheckConstraint("(outcome = 'route') = (organ_id IS NOT NULL)", name="organ"),
        sa.CheckConstraint("(cause = 'appealed') = (appeal_of_id IS NOT NULL)", name="appeal"),
        sa.CheckConstraint("(appeal_of_id IS NULL) = (not_by_id IS NULL)", name="not_by"),
        sa.CheckConstraint("decided_by_id <> not_by_id", name="another_person"),
        sa.CheckConstraint("outcome NOT IN ('upheld', 'denied') OR cause = 'appealed'", name="appeal_outcome"),
        sa.UniqueConstraint("id", "decided_by_id"),
        sa.UniqueConstraint("appeal_of_id"),
        sa.ForeignKeyConstraint(["appeal_of_id", "not_by_id"], ["moderation_case.id", "moderation_case.decided_by_id"]),
    )

    def is_leased_to_another(self, person: Person | None) -> bool:
        """Whether somebody else is reading it now."""
        is_leased = self.lease_by_id is not None and self.lease_until is not None and self.lease_until > clock.now()
        return is_leased and (person is None or self.lease_by_id != person.id)

    def is_leased_to(self, person: Person | None) -> bool:
        """Whether this person is reading it, as others see it."""
        is_leased = self.lease_until is not None and self.lease_until > clock.now()
        return is_leased and person is not None and self.lease_by_id == person.id


class Report(Model):
    """One reader's notice about one item: one each, and the household of the moment, for its people count once."""

    __tablename__ = "report"

    id: Mapped[Key]
    item_id: Mapped[int] = key_to("item", ondelete="CASCADE", index=False)
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE")
    household_id: Mapped[int | None] = key_to("household")
    code: Mapped[ReportCode]
    text: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("item_id", "person_id"),)


class CaseNote(Model):
    """What moderators write to each other about a case (features.md row 133). In no output for anybody else."""

    __tablename__ = "case_note"

    id: Mapped[Key]
    case_id: Mapped[int] = key_to("moderation_case", ondelete="CASCADE")
    by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")
    text: Mapped[str] = mapped_column(sa.String(1000))
    at: Mapped[datetime]
    once: Mapped[str | None] = mapped_column(sa.String(32), unique=True)  # the form's token

    by: Mapped[Person | None] = relationship()
    mentions: Mapped[list["NoteMention"]] = relationship()

    __table_args__ = (sa.CheckConstraint("length(text) > 0", name="text"),)


class NoteMention(Model):
    """Whom a note asks to read it."""

    __tablename__ = "note_mention"

    note_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("case_note.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info={"on_erasure": OnErasure.DELETE}
    )

    person: Mapped[Person] = relationship()


class SavedText(Model):
    """What moderators have to say often, in both languages, with places for what differs (features.md row 127).

    area_id: where it is offered; None: in all areas. reason_code: the reason that it goes with, if with one.
    """

    __tablename__ = "saved_text"

    id: Mapped[Key]
    area_id: Mapped[int | None] = key_to("area")
    name: Mapped[str] = mapped_column(sa.String(60))
    text: Mapped[Words]
    reason_code: Mapped[ReasonCode | None]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")
    once: Mapped[str | None] = mapped_column(sa.String(32), unique=True)  # the form's token

    area: Mapped[Area | None] = relationship()

    marked: ClassVar = ("name", "text", "reason_code")  # what its form shows (core/marks.py)
