"""The author hears that somebody else has said their words in another language."""

from boligdialog.content.models import Item
from boligdialog.core.db import db
from boligdialog.core.events import Event, on
from boligdialog.core.i18n import _, language_name
from boligdialog.notifications.models import Notice, Topic
from boligdialog.notifications.services import Wording, tell, wording
from boligdialog.translations import queries
from boligdialog.translations.events import ItemTranslated


@on(ItemTranslated)
def tell_translated(happened: ItemTranslated, event: Event) -> None:
    """The author, or who entered it, when it is the first translation into that language and not their own."""
    item = db.session.get(Item, happened.item_id)
    if happened.is_new and item and item.keeper and item.keeper_id != happened.by_id:
        tell([item.keeper], kind="translated", event=event)


@wording("translated", Topic.REVIEW)
def translated(notice: Notice) -> Wording | None:
    """«“A bench” has been translated into English.»"""
    item, lang = db.session.get(Item, notice.event.item_id), notice.event.payload["lang"]
    there = queries.translation(item.id, lang) if item else None
    if item is None or there is None or not item.is_own(notice.person):
        return None
    subject = _("“%(title)s” has been translated into %(language)s", title=item.title, language=language_name(lang))
    text = _("Your neighbours can read it as “%(title)s”. Tell us if it is not what you mean.", title=there.title)
    return Wording(subject, f"{subject}.\n\n{text}", item.path)
