"""A notice holds no text: it is rendered when it is shown or sent, in the receiver's language, or not at all."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from boligdialog.accounts.models import Person
from boligdialog.core.db import Key, Model, OnErasure, key_to, person_key
from boligdialog.core.events import Event


class Notice(Model):
    """That a person was told of an event, once a kind."""

    __tablename__ = "notice"

    id: Mapped[Key]
    event_id: Mapped[int] = key_to("event", ondelete="CASCADE", index=False)
    person_id: Mapped[int] = person_key(OnErasure.DELETE, ondelete="CASCADE")
    kind: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="joined")
    person: Mapped[Person] = relationship()

    __table_args__ = (sa.UniqueConstraint("event_id", "person_id", "kind"),)
