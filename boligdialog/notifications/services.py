"""Telling people. Features say whom, and how a notice of theirs reads; this decides how it gets there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from boligdialog.accounts.models import Person
from boligdialog.core import clock, mail
from boligdialog.core.db import db, insert
from boligdialog.core.events import Event
from boligdialog.notifications.models import Notice


@dataclass(frozen=True)
class Wording:
    """How a notice reads: a subject, the whole text of a mail, and the page it is about (a path, Danish form)."""

    subject: str
    text: str
    path: str


#: kind of notice -> how it reads for its receiver; None when they may no longer see the thing.
_wordings: dict[str, Callable[[Notice], Wording | None]] = {}


def wording(kind: str) -> Callable[[Callable[[Notice], Wording | None]], Callable[[Notice], Wording | None]]:
    """How notices of a kind read."""

    def add(function: Callable[[Notice], Wording | None]) -> Callable[[Notice], Wording | None]:
        _wordings[kind] = function
        return function

    return add


def tell(people: Iterable[Person], *, kind: str, event: Event) -> None:
    """Give each person one notice of an event, and a mail where they have an address. Called by a listener, in its transaction."""
    table = Notice.__table__
    for person in people:
        row = insert(Notice).values(event_id=event.id, person_id=person.id, kind=kind, created_at=clock.now())
        notice_id = db.session.execute(row.on_conflict_do_nothing().returning(table.c.id)).scalar()
        if notice_id and person.email:
            mail.post("notice", notice_id, lang=person.language)


def words_of(notice: Notice) -> Wording | None:
    """How a notice reads now, in the language being written."""
    return _wordings[notice.kind](notice)
