"""Whoever supports a thing follows it; a home hears that it was entered on paper."""

from boligdialog.accounts import queries as accounts
from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.content.rules import may_read
from boligdialog.core.db import db
from boligdialog.core.events import Event, on
from boligdialog.core.i18n import _
from boligdialog.notifications.models import Notice, Topic
from boligdialog.notifications.services import Wording, follow_by_itself, tell, wording
from boligdialog.support import queries
from boligdialog.support.events import ItemSupported, PaperSupportEntered


@on(ItemSupported)
def supporter_follows(happened: ItemSupported, event: Event) -> None:
    """They hear what becomes of it, unless they stopped following it before."""
    item, person = db.session.get(Item, happened.item_id), db.session.get(Person, happened.by_id)
    if item and person:
        follow_by_itself(item, person)


@on(PaperSupportEntered)
def tell_home(happened: PaperSupportEntered, event: Event) -> None:
    """Those who live there hear of it: it is theirs to take away."""
    tell(accounts.who_lives_in(happened.household_id), kind="paper_support", event=event)


@wording("paper_support", Topic.NEWS)
def paper_support(notice: Notice) -> Wording | None:
    """«Your household supports “A bench by the laundry” on paper»; nothing once it is taken away, or they have moved."""
    item, home = db.session.get(Item, notice.event.item_id), notice.event.payload["household_id"]
    if item is None or not may_read(notice.person, item) or notice.person.home_in(item.area_id) != home:
        return None
    if queries.paper_support(item.id, home) is None:
        return None
    subject = _("Your household supports “%(title)s” on paper", title=item.title)
    text = _("We have entered it from a sheet. If nobody in your home has asked for it, you can take it away on the page.")
    return Wording(subject, f"{subject}. {text}", item.path)
