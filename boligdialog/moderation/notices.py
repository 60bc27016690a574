"""What authors hear from review: that it is shown, what to change, why it was hidden."""

from collections.abc import Callable, Collection
from datetime import timedelta

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content.events import ItemPublished
from boligdialog.content.models import VISIBLE, Item, ItemState
from boligdialog.core import clock, i18n
from boligdialog.core.db import db
from boligdialog.core.events import Event, Line, line, on
from boligdialog.core.i18n import _, ngettext
from boligdialog.core.settings import EMAIL, PHONE
from boligdialog.housing import queries as housing
from boligdialog.moderation import queries
from boligdialog.moderation.events import (
    AppealDenied,
    AppealUpheld,
    CasesLate,
    ChangeDeclined,
    ChangeShown,
    EditAsked,
    ItemHidden,
    ItemMoved,
    ItemReferred,
    ItemRouted,
    MuteAsked,
    MuteEnded,
    NoteWritten,
    PersonMuted,
    WordsRemoved,
)
from boligdialog.moderation.models import APPEALABLE, Case, ReasonCode
from boligdialog.moderation.queries import mutes, notes
from boligdialog.moderation.settings import APPEAL_ANSWER_DAYS, APPEAL_DAYS
from boligdialog.notifications.models import Notice, Topic
from boligdialog.notifications.services import Wording, tell, tell_author, wording


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


@on(WordsRemoved)
def tell_words_removed(happened: WordsRemoved, event: Event) -> None:
    """The author hears which rule took words away."""
    tell_author(event, kind="words_removed")


@on(ItemMoved)
def tell_moved(happened: ItemMoved, event: Event) -> None:
    """The author hears where it is now."""
    tell_author(event, kind="moved")


@on(ItemRouted)
def tell_routed(happened: ItemRouted, event: Event) -> None:
    """The author hears who has it now."""
    tell_author(event, kind="routed")


@on(ItemReferred)
def tell_referred(happened: ItemReferred, event: Event) -> None:
    """The author hears whom to call."""
    tell_author(event, kind="referred")


@on(AppealUpheld)
def tell_upheld(happened: AppealUpheld, event: Event) -> None:
    """The author hears that the appeal was right."""
    tell_author(event, kind="upheld")


@on(AppealDenied)
def tell_denied(happened: AppealDenied, event: Event) -> None:
    """The author hears that the decision stands."""
    tell_author(event, kind="denied")


@on(CasesLate)
def tell_late(happened: CasesLate, event: Event) -> None:
    """Whoever looks after the queue of the area hears of what is late."""
    tell(queries.reviewers_of(happened.area_id), kind="late_cases", event=event)


@line(WordsRemoved)
def words_removed_line(happened: WordsRemoved, item: Item) -> Line:
    """«A moderator took some words out: it says something about a particular person»."""
    return Line(_("A moderator took some words out"), str(ReasonCode(happened.code).label), icon="minus")


@line(ItemMoved)
def moved_line(happened: ItemMoved, item: Item) -> Line:
    """«A moderator moved it»."""
    return Line(_("A moderator moved it to where it belongs"), icon="pin")


@on(NoteWritten)
def tell_asked(happened: NoteWritten, event: Event) -> None:
    """Whom a note asks hear that it is there; what it says stays here."""
    tell(notes.asked_to_read(happened.note_id), kind="note", event=event)


@wording("note", None)
def note(notice: Notice) -> Wording | None:
    """«Maja asks you to read a note.» It always comes: a colleague waits. Nothing to who may not decide about the case any more."""
    case = queries.case_by_id(notice.event.payload["case_id"])
    by = db.session.get(Person, notice.event.by_id) if notice.event.by_id else None
    if case is None or not notes.may_read_still(notice.person, case):
        return None
    subject = _("%(name)s asks you to read a note", name=(by.name if by else None) or _("A moderator"))
    text = _("It is about the case %(ref)s. What it says stands on the page of the case, for moderators alone.", ref=case.item.ref)
    return Wording(subject, f"{subject}. {text}", f"/koe/{case.id}/noter")


@on(MuteAsked)
def tell_asked_to_mute(happened: MuteAsked, event: Event) -> None:
    """Those who may say yes to it hear that it waits."""
    mute = mutes.mute_by_id(happened.mute_id)
    if mute:
        tell(mutes.who_else_moderates(mute), kind="mute_asked", event=event)


@wording("mute_asked", None)
def mute_asked(notice: Notice) -> Wording | None:
    """«Somebody is to be muted: say yes or no.» Nothing once somebody has."""
    mute = mutes.mute_by_id(notice.event.payload["mute_id"])
    if mute is None or not mute.waits:
        return None
    text = _("A moderator wants a resident not to write for %(days)d days. That needs a yes from you or another moderator.", days=mute.days)
    return Wording(_("A mute waits for a second person"), text, "/koe/pauser")


@on(PersonMuted)
def tell_muted(happened: PersonMuted, event: Event) -> None:
    """They hear until when, why, and how to complain."""
    tell(sa.select(Person.id).where(Person.id == happened.person_id), kind="muted", event=event)


@wording("muted", None)
def muted(notice: Notice) -> Wording | None:
    """«You cannot write in Lindegården until Thursday 14 May.» It always comes; nothing once it is over."""
    mute = mutes.mute_by_id(notice.event.payload["mute_id"])
    if mute is None or not mute.is_on or mute.until is None:
        return None
    until = _("%(day)s at %(time)s", day=i18n.long_day(clock.local_day(mute.until)), time=i18n.wall_time(mute.until))
    where = _("in %(area)s", area=mute.area.name) if mute.area else _("on Boligdialog")
    parts = [
        _("You cannot propose ideas, comment or translate %(where)s until %(until)s. Then it ends by itself.", where=where, until=until),
        _("Reason: %(reason)s", reason=mute.reason),
        _("You can still read everything, support ideas, say thanks and vote."),
        _how_to_complain(),
    ]
    return Wording(_("You cannot write %(where)s until %(until)s", where=where, until=until), "\n\n".join(parts), "/min-side")


@on(MuteEnded)
def tell_mute_ended(happened: MuteEnded, event: Event) -> None:
    """They hear that they can write again, if they could not."""
    if happened.was_on:
        tell(sa.select(Person.id).where(Person.id == happened.person_id), kind="mute_ended", event=event)


@wording("mute_ended", None)
def mute_ended(notice: Notice) -> Wording | None:
    """«You can write again.»"""
    mute = mutes.mute_by_id(notice.event.payload["mute_id"])
    if mute is None or notice.person.mute_in(mute.area_id):
        return None
    subject = _("You can write again in %(area)s", area=mute.area.name) if mute.area else _("You can write again")
    return Wording(subject, f"{subject}.", "/min-side")


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
        (ItemState.RETURNED, ItemState.HIDDEN),
        lambda title: _("Please change something in “%(title)s”", title=title),
        lambda title: _("We have read “%(title)s”. We cannot show it as it is. Change it and we'll read it again first.", title=title),
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
        (ItemState.PUBLISHED,),
        lambda title: _("Please change something in your change of “%(title)s”", title=title),
        lambda title: _(
            "We have read your change of “%(title)s”. We cannot show it as it is, so your old text stays for now.", title=title
        ),
    )


@wording("hidden", Topic.REVIEW)
def hidden(notice: Notice) -> Wording | None:
    """«We have hidden it, because …»"""
    return _with_reason(
        notice,
        (ItemState.HIDDEN,),
        lambda title: _("We have hidden “%(title)s”", title=title),
        lambda title: _("We have hidden “%(title)s”. Only you can see it now. You can change it, and we read it again first.", title=title),
    )


@wording("referred", Topic.REVIEW)
def referred(notice: Notice) -> Wording | None:
    """«It belongs somewhere else; call …»"""
    return _with_reason(
        notice,
        (ItemState.HIDDEN,),
        lambda title: _("“%(title)s” belongs somewhere else", title=title),
        lambda title: _("We have read “%(title)s”. It is not for this page, but you can get help.", title=title),
    )


@wording("words_removed", Topic.REVIEW)
def words_removed(notice: Notice) -> Wording | None:
    """«We have taken some words out of it, because …»"""
    return _with_reason(
        notice,
        tuple(VISIBLE),
        lambda title: _("We have taken some words out of “%(title)s”", title=title),
        lambda title: _("We have taken some words out of “%(title)s”. Your neighbours see the rest.", title=title),
    )


@wording("moved", Topic.REVIEW)
def moved(notice: Notice) -> Wording | None:
    """«It stands in another area now, because …»"""
    return _with_reason(
        notice,
        tuple(ItemState),
        lambda title: _("We have moved “%(title)s”", title=title),
        lambda title: _("We have moved “%(title)s” to where it belongs.", title=title),
    )


@wording("routed", Topic.REVIEW)
def routed(notice: Notice) -> Wording | None:
    """«We have sent it on to the board»."""
    return _with_reason(
        notice,
        tuple(VISIBLE),
        lambda title: _("We have sent “%(title)s” to the body that can decide it", title=title),
        lambda title: _("Your neighbours can see “%(title)s”, and we have sent it on.", title=title),
    )


@wording("upheld", Topic.REVIEW)
def upheld(notice: Notice) -> Wording | None:
    """«You were right about it»."""
    return _answer(notice, lambda title: _("You were right: the decision about “%(title)s” is undone", title=title))


@wording("denied", Topic.REVIEW)
def denied(notice: Notice) -> Wording | None:
    """«The decision stands»."""
    return _answer(notice, lambda title: _("The decision about “%(title)s” stands", title=title))


@wording("late_cases", None)
def late_cases(notice: Notice) -> Wording | None:
    """«Three texts in Lindegården have waited too long.» It always comes: neighbours wait for it."""
    area = housing.area_by_id(notice.event.payload["area_id"])
    if area is None:
        return None
    subject = ngettext(
        "%(num)d text in %(area)s has waited longer than we promise",
        "%(num)d texts in %(area)s have waited longer than we promise",
        notice.event.payload["count"],
        area=area.name,
    )
    return Wording(subject, f"{subject}. {_('They stand first in the queue when you choose what is late.')}", "/koe?frist=over")


Words = Callable[[str], str]


def _answer(notice: Notice, subject: Words) -> Wording | None:
    """What somebody else has said to an appeal."""
    case = queries.case_by_id(notice.event.payload["case_id"])
    if case is None or case.item.state is ItemState.DELETED or not case.public_text:
        return None
    text = f"{subject(case.item.title)}.\n\n{case.public_text}"
    return Wording(subject(case.item.title), text, f"/afgoerelse/{case.appeal_of_id}")


def _with_reason(notice: Notice, states: Collection[ItemState], subject: Words, text: Words) -> Wording | None:
    """What was decided, why, whom to call, and how to appeal; nothing when it is not so any more."""
    case = queries.case_by_id(notice.event.payload["case_id"])
    if case is None or case.item.state not in states or case.reason_code is None:
        return None
    title = case.item.title
    reason = _("Reason: %(reason)s", reason=case.reason_code.label)
    calls = [f"{label}: {phone}" for route in queries.calls_instead(case) for label, phone in route.contact_rows if phone]
    parts = [text(title), f"{reason}\n{case.public_text}", "\n".join([_("Call instead:"), *calls]) if calls else "", _how_to_appeal(case)]
    return Wording(subject(title), "\n\n".join(filter(None, parts)), f"/afgoerelse/{case.id}")


def _how_to_appeal(case: Case) -> str:
    if case.outcome not in APPEALABLE or case.decided_at is None:
        return ""
    until = i18n.long_day(clock.local_day(case.decided_at + timedelta(days=APPEAL_DAYS)))
    days = APPEAL_ANSWER_DAYS.value
    return _("Do you disagree? Appeal by %(day)s at the latest. Somebody else decides within %(days)d working days.", day=until, days=days)


def _how_to_complain() -> str:
    ways = " · ".join(filter(None, [PHONE.value, EMAIL.value]))
    return _("Do you think it is wrong? Tell us: %(ways)s. Somebody else than the one who decided looks at it.", ways=ways)
