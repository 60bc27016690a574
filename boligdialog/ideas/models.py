"""An idea is an Item with a text, a stage and a body that can decide it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.content.models import Item, ItemState
from boligdialog.core.db import BigInt, Key, Model, key_to
from boligdialog.core.i18n import Words, lazy_gettext as _l
from boligdialog.core.text import RENDERER_VERSION, language_of, to_html
from boligdialog.organs.models import Organ


class IdeaStage(StrEnum):
    """How far an idea has come with those who can decide it. Hiding never touches it (features.md 3.2)."""

    NEW = "new"
    CONSIDERING = "considering"
    ANSWERED = "answered"
    IN_INITIATIVE = "in_initiative"
    DONE = "done"


class WithdrawWhy(StrEnum):
    """Why its author withdrew an idea (features.md row 33)."""

    SOLVED = "solved"
    STARTED = "started"
    DUPLICATE = "duplicate"
    CHANGED_MIND = "changed_mind"
    OTHER = "other"

    @property
    def label(self) -> Any:
        """In words."""
        return _WHYS[self]


_WHYS = {
    WithdrawWhy.SOLVED: _l("The problem is solved"),
    WithdrawWhy.STARTED: _l("Somebody has begun on it already"),
    WithdrawWhy.DUPLICATE: _l("The same idea is here already"),
    WithdrawWhy.CHANGED_MIND: _l("I have changed my mind"),
    WithdrawWhy.OTHER: _l("Another reason"),
}

#: The status that readers see, for a published idea; the words are in templates/components/chip.html.
STATUS_OF_STAGE = {
    IdeaStage.NEW: "waiting",
    IdeaStage.CONSIDERING: "considering",
    IdeaStage.ANSWERED: "answered",
    IdeaStage.IN_INITIATIVE: "in_progress",
    IdeaStage.DONE: "done",
}
#: What lists can be narrowed to; ideas that were withdrawn are in no other list.
WITHDRAWN = str(ItemState.WITHDRAWN)
STAGE_OF_STATUS = {status: stage for stage, status in STATUS_OF_STAGE.items()}


def shown_status(state: ItemState, stage: IdeaStage) -> str:
    """The one status that readers see: a function of state and stage."""
    return STATUS_OF_STAGE[stage] if state is ItemState.PUBLISHED else str(state)


class Idea(Item):
    """One idea. `decided_by` is set by a moderator, with a line why; the three of `withdrawn` by its author, until it is undone."""

    __tablename__ = "idea"

    id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[str] = mapped_column(sa.Text)
    body_html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int] = mapped_column(sa.Integer)
    stage: Mapped[IdeaStage] = mapped_column(default=IdeaStage.NEW, index=True)
    decided_by_id: Mapped[int | None] = key_to("organ")
    decided_why: Mapped[Words | None]
    withdrawn_why: Mapped[WithdrawWhy | None]
    withdrawn_text: Mapped[str | None] = mapped_column(sa.String(200))
    withdrawn_at: Mapped[datetime | None]

    decided_by: Mapped[Organ | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"polymorphic_identity": "idea", "inherit_condition": id == Item.id}  # type: ignore[dict-item]
    __table_args__ = (  # type: ignore[assignment]
        sa.CheckConstraint("length(body) <= 2000", name="body"),
        sa.CheckConstraint("stage = 'new' OR decided_by_id IS NOT NULL", name="decided_by"),
        sa.CheckConstraint("(withdrawn_why IS NULL) = (withdrawn_at IS NULL)", name="withdrawn"),
        sa.CheckConstraint("withdrawn_why <> 'other' OR withdrawn_text IS NOT NULL", name="withdrawn_text"),
    )

    noun = _l("idea")
    promise = ("answer", "ideas.answer_days")  # an answer within fourteen days of publication (row 136)
    longest = (80, 2000)  # row 26, fixed: cards and posters are drawn for it

    @property
    def path(self) -> str:
        """Its own page."""
        return f"/ideer/{self.id}"

    @property
    def status(self) -> str:
        """The status that readers see."""
        return shown_status(self.state, self.stage)

    @property
    def listed_as(self) -> str | None:
        """The status under which the area's numbers count it."""
        return self.status if self.state in (ItemState.PUBLISHED, ItemState.WITHDRAWN) else None

    @property
    def text(self) -> str:
        """The reasons."""
        return self.body

    @property
    def text_html(self) -> str:
        """The reasons as safe HTML."""
        return self.body_html

    def put(self, title: str, text: str) -> None:
        """Another title and other reasons, in the language that they are in."""
        self.title, self.body, self.body_html, self.renderer_version = title, text, to_html(text), RENDERER_VERSION
        self.lang = language_of(f"{title} {text}", self.lang)

    @property
    def said(self) -> dict[str, Any]:
        """With why it was withdrawn."""
        return super().said | {"withdrawn": self.withdrawn_text}

    def say(self, said: dict[str, Any]) -> None:
        """With why it was withdrawn."""
        super().say(said)
        self.withdrawn_text = said["withdrawn"]

    is_decided = True

    def hand_to(self, organ_id: int | None) -> int | None:
        """The body that can decide it; why is said anew."""
        before, self.decided_by_id = self.decided_by_id, organ_id
        self.decided_why = None
        return before

    def search_text(self) -> str:
        """Title and reasons."""
        return f"{self.title}\n{self.body}"


class Sheet(Model):
    """One printed slip: its number stands on it, so that what is written on it is entered once (features.md row 173).

    item_id: what was entered from it; free again when that is taken back.
    """

    __tablename__ = "sheet"

    id: Mapped[Key]
    area_id: Mapped[int] = key_to("area")
    printed_on: Mapped[date]
    item_id: Mapped[int | None] = key_to("item", ondelete="SET NULL", unique=True, index=False)

    @property
    def name(self) -> str:
        """«S-0123»."""
        return f"S-{self.id:04d}"
