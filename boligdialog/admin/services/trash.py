"""Deleting what was hidden, restoring it, and emptying the trash after thirty days."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import with_polymorphic

from boligdialog.accounts.models import Person
from boligdialog.admin.events import ItemHeld, ItemPurged, ItemRestored, ItemTrashed
from boligdialog.admin.models import Trash
from boligdialog.admin.queries import trash as queries
from boligdialog.admin.rules import why_not_hold, why_not_trash
from boligdialog.comments.models import Comment
from boligdialog.content import services as content
from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db, inserted
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.ideas.models import Idea
from boligdialog.moderation.models import Case, CaseNote, Cause, Outcome, Report
from boligdialog.moderation.services import submitting
from boligdialog.translations import services as translations

DAYS = 30


@atomic
def trash_item(item: Item, *, by: Person) -> bool:
    """Delete what was hidden. Links, counts and talk stay as they are for thirty days; whether it was new."""
    _hold(item)
    ensure(why_not_trash(by, item))
    now, last = clock.now(), clock.today() + timedelta(days=DAYS)
    if not inserted(Trash, item_id=item.id, by_id=by.id, at=now, purge_on=last, is_held=False):
        return False
    record(ItemTrashed(by_id=by.id, item_id=item.id))
    return True


@atomic
def restore_item(item: Item, *, by: Person) -> None:
    """Take it out of the trash, as it was when it was hidden: seen by neighbours, withdrawn, or still to be read, which stays hidden."""
    _hold(item)
    ensure(why_not_trash(by, item))
    if not changed(sa.delete(Trash).where(Trash.item_id == item.id)):
        refuse("not_in_trash", _("It is not in the trash any more."), status=409)
    if isinstance(item, Idea) and item.withdrawn_at:
        content.move(item, ItemState.WITHDRAWN)
    elif item.published_at and not _was_unread(item):
        content.publish(item, by=by)
    record(ItemRestored(by_id=by.id, item_id=item.id))


def _hold(item: Item) -> None:
    """Nobody else moves it meanwhile; it is looked at as it is now."""
    content.hold(item)
    db.session.refresh(item)


def _was_unread(item: Item) -> bool:
    """Whether a moderator hid new words of it before neighbours had seen them."""
    mine = sa.select(Case.cause).where(Case.item_id == item.id, Case.outcome.in_((Outcome.HIDE, Outcome.REFER)))
    return db.session.scalar(mine.order_by(Case.id.desc()).limit(1)) in (Cause.PENDING, Cause.FIXED)


@atomic
def hold_item(item: Item, *, by: Person, is_held: bool) -> bool:
    """Keep it from being emptied because the law may want it, or let it go; whether that was new."""
    ensure(why_not_hold(by, item))
    mine = sa.update(Trash).where(Trash.item_id == item.id, Trash.is_held.is_not(is_held))
    if not changed(mine.values(is_held=is_held)):
        return False
    record(ItemHeld(by_id=by.id, item_id=item.id, is_held=is_held))
    return True


def empty_trash() -> int:
    """Erase what has lain there for thirty days, each in a transaction of its own; how many."""
    return sum(purge_item(item_id) for item_id in queries.due())


@atomic
def purge_item(item_id: int) -> bool:
    """Erase the words and photos of something for good, if its time has come; what hangs on it hangs on an empty place."""
    gone = sa.delete(Trash).where(Trash.item_id == item_id, Trash.purge_on <= clock.today(), ~Trash.is_held)
    if not changed(gone):
        return False
    whole = with_polymorphic(Item, "*")
    item = db.session.scalars(sa.select(whole).where(whole.id == item_id)).one()
    if item.state is not ItemState.HIDDEN:  # somebody has shown it again
        return False
    submitting.close_case_of(item)
    content.remove_photos(item.photos)
    content.forget_versions(item)
    translations.drop_translations(item)
    changed(sa.update(Report).where(Report.item_id == item_id).values(text=""))  # they quote what is gone
    changed(sa.delete(CaseNote).where(CaseNote.case_id.in_(sa.select(Case.id).where(Case.item_id == item_id))))  # and so do notes
    content.move(item, ItemState.DELETED)
    item.title = "–"
    if isinstance(item, Idea | Comment):
        item.body, item.body_html = "", ""
    if isinstance(item, Comment):
        item.additions = []
    if isinstance(item, Idea) and item.withdrawn_text:
        item.withdrawn_text = "–"
    db.session.flush()
    record(ItemPurged(item_id=item.id))
    return True
