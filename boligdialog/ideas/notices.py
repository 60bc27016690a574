"""The lines of an idea's timeline, and who hears that it is being looked at."""

from boligdialog.content.events import ItemPublished, ItemRewritten
from boligdialog.content.models import Channel, ItemState
from boligdialog.content.rules import may_read
from boligdialog.core.db import db
from boligdialog.core.events import Event, Line, line, on
from boligdialog.core.i18n import _, capital
from boligdialog.ideas.events import IdeaConsidered, IdeaEntered, IdeaProposed, IdeaRestored, IdeaSorted, IdeaWithdrawn
from boligdialog.ideas.models import Idea, WithdrawWhy
from boligdialog.moderation.events import ItemRouted
from boligdialog.notifications import queries as notifications
from boligdialog.notifications.models import Notice, Topic
from boligdialog.notifications.services import Wording, tell, wording


@line(IdeaProposed)
def proposed_line(happened: IdeaProposed, idea: Idea) -> Line:
    """«Fatima sent the idea»."""
    who = idea.author.name if idea.author else None
    return Line(_("%(name)s sent the idea", name=who) if who else _("A resident sent the idea"), icon="send")


@line(IdeaEntered)
def entered_line(happened: IdeaEntered, idea: Idea) -> Line:
    """«A resident sent the idea, on paper»; never who entered it."""
    return Line(_("A resident sent the idea"), Channel(happened.channel).label, icon="send")


@line(ItemPublished)
def published_line(happened: ItemPublished, idea: Idea) -> Line:
    """«The neighbours can see the idea»."""
    return Line(_("The neighbours can see the idea"))


@line(IdeaConsidered)
def considered_line(happened: IdeaConsidered, idea: Idea) -> Line:
    """«The board has begun to look at the idea»."""
    organ = str(idea.decided_by.name) if idea.decided_by else ""
    return Line(capital(_("being considered by %(organ)s", organ=organ)), icon="half", tone="now")


@line(ItemRewritten)
def rewritten_line(happened: ItemRewritten, idea: Idea) -> Line:
    """«The idea was changed (version 2)»."""
    return Line(_("The idea was changed (version %(no)d)", no=happened.n), icon="pencil")


@line(IdeaWithdrawn)
def withdrawn_line(happened: IdeaWithdrawn, idea: Idea) -> Line:
    """«Fatima withdrew the idea»."""
    who = (idea.author.name if idea.author else None) or _("A resident")
    return Line(_("%(name)s withdrew the idea", name=who), WithdrawWhy(happened.why).label, icon="minus")


@line(IdeaRestored)
def restored_line(happened: IdeaRestored, idea: Idea) -> Line:
    """«Fatima brought the idea back»."""
    who = (idea.author.name if idea.author else None) or _("A resident")
    return Line(_("%(name)s brought the idea back", name=who))


@on(ItemPublished)
def tell_new_idea(happened: ItemPublished, event: Event) -> None:
    """Whoever follows the area, a place or a principle of a new idea hears of it."""
    idea = db.session.get(Idea, happened.item_id)
    if idea and not notifications.was_told_before(event):
        tell(notifications.followers_around(idea, organ_id=idea.decided_by_id), kind="new_idea", event=event)


@wording("new_idea", Topic.NEWS)
def new_idea(notice: Notice) -> Wording | None:
    """«New idea in Lindegården: A bench by the laundry»."""
    idea = db.session.get(Idea, notice.event.item_id)
    if idea is None or not may_read(notice.person, idea):
        return None
    text = _("There is a new idea in %(area)s: “%(title)s”. You can support it if you like it.", area=idea.area.name, title=idea.title)
    return Wording(_("New idea in %(area)s: “%(title)s”", area=idea.area.name, title=idea.title), text, f"/ideer/{idea.id}")


@on(IdeaSorted)
def tell_sorted(happened: IdeaSorted, event: Event) -> None:
    """Whoever follows a body hears what it is to decide."""
    tell(notifications.followers_of_organ(happened.organ_id), kind="sorted", event=event)


@on(ItemRouted)
def tell_routed(happened: ItemRouted, event: Event) -> None:
    """The same when it came there out of the queue."""
    tell(notifications.followers_of_organ(happened.organ_id), kind="sorted", event=event)


@wording("sorted", Topic.NEWS)
def sorted_to(notice: Notice) -> Wording | None:
    """«The board can decide: A bench by the laundry»."""
    idea = db.session.get(Idea, notice.event.item_id)
    if idea is None or not may_read(notice.person, idea) or idea.decided_by is None:
        return None
    who = capital(_("%(organ)s can decide “%(title)s”", organ=idea.decided_by.name, title=idea.title))
    return Wording(who, _("%(who)s. You follow what they decide.", who=who), f"/ideer/{idea.id}")


@on(ItemRewritten)
def tell_changed(happened: ItemRewritten, event: Event) -> None:
    """Who follows an idea, as all do who support it, hears that it says something else."""
    tell(notifications.followers(happened.item_id or 0), kind="idea_changed", event=event)


@wording("idea_changed", Topic.NEWS)
def idea_changed(notice: Notice) -> Wording | None:
    """«“A bench by the laundry” has been changed»."""
    idea = _readable(notice)
    if idea is None or idea.state is not ItemState.PUBLISHED:
        return None
    subject = _("“%(title)s” has been changed", title=idea.title)
    text = _("See what has been changed, and why. If you support the idea, you can take your support back.")
    return Wording(subject, f"{subject}. {text}", f"/ideer/{idea.id}/versioner#v{notice.event.payload['n']}")


@on(IdeaWithdrawn)
def tell_withdrawn(happened: IdeaWithdrawn, event: Event) -> None:
    """Who follows an idea hears that it is withdrawn."""
    tell(notifications.followers(happened.item_id or 0), kind="idea_withdrawn", event=event)


@wording("idea_withdrawn", Topic.NEWS)
def idea_withdrawn(notice: Notice) -> Wording | None:
    """«“A bench by the laundry” has been withdrawn»; nothing when it is back already."""
    idea = _readable(notice)
    if idea is None or idea.withdrawn_why is None:
        return None
    subject = _("“%(title)s” has been withdrawn", title=idea.title)
    return Wording(subject, _("%(what)s. Reason: %(reason)s", what=subject, reason=_reason(idea)), f"/ideer/{idea.id}")


@on(IdeaRestored)
def tell_restored(happened: IdeaRestored, event: Event) -> None:
    """Who follows an idea hears that it is back."""
    tell(notifications.followers(happened.item_id or 0), kind="idea_restored", event=event)


@wording("idea_restored", Topic.NEWS)
def idea_restored(notice: Notice) -> Wording | None:
    """«“A bench by the laundry” is back»."""
    idea = _readable(notice)
    if idea is None or idea.state is not ItemState.PUBLISHED:
        return None
    subject = _("“%(title)s” is back", title=idea.title)
    return Wording(subject, f"{subject}. {_('It was withdrawn. Now you can support it and comment on it again.')}", f"/ideer/{idea.id}")


def _readable(notice: Notice) -> Idea | None:
    idea = db.session.get(Idea, notice.event.item_id)
    return idea if idea and may_read(notice.person, idea) else None


def _reason(idea: Idea) -> str:
    if idea.withdrawn_why is WithdrawWhy.OTHER:
        return idea.withdrawn_text or ""
    label = str(idea.withdrawn_why.label) if idea.withdrawn_why else ""
    return f"{label}. {idea.withdrawn_text}" if idea.withdrawn_text else label


@on(IdeaConsidered)
def tell_considered(happened: IdeaConsidered, event: Event) -> None:
    """Everybody who follows the idea hears that somebody looks at it."""
    tell(notifications.followers(happened.item_id or 0), kind="considered", event=event)


@wording("considered", Topic.ANSWERS)
def considered(notice: Notice) -> Wording | None:
    """«Your idea is being considered»."""
    idea = db.session.get(Idea, notice.event.item_id)
    if idea is None or not may_read(notice.person, idea) or idea.decided_by is None:
        return None
    text = capital(_("“%(title)s” is now being considered by %(organ)s.", organ=idea.decided_by.name, title=idea.title))
    is_mine = idea.author_id == notice.person_id  # never who entered it: it is not theirs
    subject = (
        _("Your idea “%(title)s” is being considered", title=idea.title)
        if is_mine
        else _("“%(title)s” is being considered", title=idea.title)
    )
    return Wording(subject, text, f"/ideer/{idea.id}")
