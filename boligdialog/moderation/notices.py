"""What authors hear from review: that it is shown, what to change, why it was hidden."""

from collections.abc import Callable

from boligdialog.content.events import ItemPublished
from boligdialog.content.models import Item, ItemState
from boligdialog.core import i18n
from boligdialog.core.db import db
from boligdialog.core.events import Event, on
from boligdialog.core.i18n import _
from boligdialog.moderation import queries
from boligdialog.moderation.events import ChangeDeclined, ChangeShown, EditAsked, ItemHidden
from boligdialog.notifications.models import Notice, Topic
from boligdialog.notifications.services import Wording, tell_author, wording


@on(ItemPublished)
def tell_published(happened: ItemPublished, event: Event) -> None:
    """The author hears that neighbours can see it."""
    tell_author(event, kind="published")


@on(EditAsked)
def tell_edit_asked(happened: EditAsked, event: Event) -> None:
    """The author hears what to change."""
    tell_author(event, kind="edit_asked")


@on(ItemHidden)
def tell_hidden(happened: ItemHidden, event: Event) -> None:
    """The author hears why it was hidden."""
    tell_author(event, kind="hidden")


@on(ChangeShown)
def tell_change_shown(happened: ChangeShown, event: Event) -> None:
    """The author hears that neighbours read the new words."""
    tell_author(event, kind="change_shown")


@on(ChangeDeclined)
def tell_change_declined(happened: ChangeDeclined, event: Event) -> None:
    """The author hears why the old words stay."""
    tell_author(event, kind="change_declined")


@wording("published", Topic.REVIEW)
def published(notice: Notice) -> Wording | None:
    """«Your neighbours can see your idea now.»"""
    item = db.session.get(Item, notice.event.item_id)
    if item is None or not item.is_visible:
        return None
    text = _("Your neighbours can now see and support “%(title)s”.", title=item.title)
    if item.next_on:
        text += " " + _("You get an answer by %(day)s at the latest.", day=i18n.long_day(item.next_on))
    return Wording(_("Your neighbours can see “%(title)s”", title=item.title), text, item.path)


@wording("edit_asked", Topic.REVIEW)
def edit_asked(notice: Notice) -> Wording | None:
    """«Please change something.»"""
    return _with_reason(
        notice,
        ItemState.RETURNED,
        lambda title: _("Please change something in “%(title)s”", title=title),
        lambda title: _("We have read “%(title)s”. We cannot show it as it is. Change it and we'll read it again first.", title=title),
        lambda item: item.edit_path,
    )


@wording("change_shown", Topic.REVIEW)
def change_shown(notice: Notice) -> Wording | None:
    """«Your neighbours see your change now.»"""
    item = db.session.get(Item, notice.event.item_id)
    if item is None or not item.is_visible:
        return None
    subject = _("Your neighbours see your change of “%(title)s”", title=item.title)
    return Wording(subject, f"{subject}. {_('Those who support or follow it hear of it.')}", item.path)


@wording("change_declined", Topic.REVIEW)
def change_declined(notice: Notice) -> Wording | None:
    """«We do not show your change as it is.»"""
    return _with_reason(
        notice,
        ItemState.PUBLISHED,
        lambda title: _("Please change something in your change of “%(title)s”", title=title),
        lambda title: _(
            "We have read your change of “%(title)s”. We cannot show it as it is, so your old text stays for now.", title=title
        ),
        lambda item: item.edit_path,
    )


@wording("hidden", Topic.REVIEW)
def hidden(notice: Notice) -> Wording | None:
    """«We have hidden it, because …»"""
    return _with_reason(
        notice,
        ItemState.HIDDEN,
        lambda title: _("We have hidden “%(title)s”", title=title),
        lambda title: _("We have hidden “%(title)s”. Only you can see it now. Do you disagree? Call us or write to us.", title=title),
        lambda item: item.path,
    )


Words = Callable[[str], str]


def _with_reason(notice: Notice, state: ItemState, subject: Words, text: Words, page: Callable[[Item], str]) -> Wording | None:
    case = queries.case_by_id(notice.event.payload["case_id"])
    if case is None or case.item.state is not state or case.reason_code is None:
        return None
    title = case.item.title
    reason = _("Reason: %(reason)s", reason=case.reason_code.label)
    calls = [f"{label}: {phone}" for route in queries.calls_instead(case) for label, phone in route.contact_rows if phone]
    parts = [text(title), f"{reason}\n{case.public_text}", "\n".join([_("Call instead:"), *calls]) if calls else ""]
    return Wording(subject(title), "\n\n".join(filter(None, parts)), page(case.item))
