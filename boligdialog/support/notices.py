"""Whoever supports a thing follows it."""

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.core.db import db
from boligdialog.core.events import Event, on
from boligdialog.notifications.services import follow_by_itself
from boligdialog.support.events import ItemSupported


@on(ItemSupported)
def supporter_follows(happened: ItemSupported, event: Event) -> None:
    """They hear what becomes of it, unless they stopped following it before."""
    item, person = db.session.get(Item, happened.item_id), db.session.get(Person, happened.by_id)
    if item and person:
        follow_by_itself(item, person)
