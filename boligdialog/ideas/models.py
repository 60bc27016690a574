"""An idea is an Item with a text, a stage and a body that can decide it."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.content.models import Item, ItemState
from boligdialog.core.db import BigInt, key_to
from boligdialog.core.i18n import Words, lazy_gettext as _l
from boligdialog.organs.models import Organ


class IdeaStage(StrEnum):
    """How far an idea has come with those who can decide it. Hiding never touches it (features.md 3.2)."""

    NEW = "new"
    CONSIDERING = "considering"
    ANSWERED = "answered"
    IN_INITIATIVE = "in_initiative"
    DONE = "done"


#: The status that readers see, for a published idea; the words are in templates/components/chip.html.
STATUS_OF_STAGE = {
    IdeaStage.NEW: "waiting",
    IdeaStage.CONSIDERING: "considering",
    IdeaStage.ANSWERED: "answered",
    IdeaStage.IN_INITIATIVE: "in_progress",
    IdeaStage.DONE: "done",
}
STAGE_OF_STATUS = {status: stage for stage, status in STATUS_OF_STAGE.items()}


def shown_status(state: ItemState, stage: IdeaStage) -> str:
    """The one status that readers see: a function of state and stage."""
    return STATUS_OF_STAGE[stage] if state is ItemState.PUBLISHED else str(state)


class Idea(Item):
    """One idea. `decided_by` is set by a moderator, with a line why."""

    __tablename__ = "idea"

    id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[str] = mapped_column(sa.Text)
    body_html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int] = mapped_column(sa.Integer)
    stage: Mapped[IdeaStage] = mapped_column(default=IdeaStage.NEW, index=True)
    decided_by_id: Mapped[int | None] = key_to("organ")
    decided_why: Mapped[Words | None]

    decided_by: Mapped[Organ | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"polymorphic_identity": "idea", "inherit_condition": id == Item.id}  # type: ignore[dict-item]
    __table_args__ = (  # type: ignore[assignment]
        sa.CheckConstraint("length(body) <= 2000", name="body"),
        sa.CheckConstraint("stage = 'new' OR decided_by_id IS NOT NULL", name="decided_by"),
    )

    noun = _l("idea")
    promise = ("answer", "ideas.answer_days")  # an answer within fourteen days of publication (row 136)

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
        return self.status if self.state is ItemState.PUBLISHED else None

    def search_text(self) -> str:
        """Title and reasons."""
        return f"{self.title}\n{self.body}"
