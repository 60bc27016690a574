"""What moderators write to each other about a case."""

from collections.abc import Collection

from sqlalchemy.exc import IntegrityError

from boligdialog.accounts.models import Person
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.text import tidy
from boligdialog.moderation.events import NoteWritten
from boligdialog.moderation.models import Case, CaseNote, NoteMention
from boligdialog.moderation.queries import notes as queries
from boligdialog.moderation.rules import why_not_note
from boligdialog.moderation.settings import NOTE_LENGTH


@atomic
def write_note(case: Case, *, text: str, asked: Collection[int] = (), by: Person, once: str | None = None) -> bool:
    """Write a note on a case; whom it asks hears of it. The same form token makes one note. Whether it was new."""
    ensure(why_not_note(by, case, case.item.keeper))
    text = tidy(text)
    if not NOTE_LENGTH[0] <= len(text) <= NOTE_LENGTH[1]:
        refuse("length", _("Write %(low)d to %(high)d characters.", low=NOTE_LENGTH[0], high=NOTE_LENGTH[1]), status=422)
    if not set(asked) <= {each.id for each in queries.colleagues(case, by)}:
        refuse("not_asked", _("You can only ask those who may decide about the case."), status=422)
    note = CaseNote(case_id=case.id, by_id=by.id, text=text, at=clock.now(), once=once)
    try:
        with db.session.begin_nested():
            db.session.add(note)
    except IntegrityError:
        return False
    db.session.add_all(NoteMention(note_id=note.id, person_id=each) for each in dict.fromkeys(asked))
    record(NoteWritten(by_id=by.id, item_id=case.item_id, case_id=case.id, note_id=note.id))
    return True
