"""The lines of an idea's timeline, and who hears that it is being looked at."""

from boligdialog.content.events import ItemPublished
from boligdialog.content.rules import may_read
from boligdialog.core.db import db
from boligdialog.core.events import Event, Line, line, on
from boligdialog.core.i18n import _, capital
from boligdialog.ideas.events import IdeaConsidered, IdeaProposed, IdeaSorted
from boligdialog.ideas.models import Idea
from boligdialog.notifications import queries as notifications
from boligdialog.notifications.models import Notice, Topic
from boligdialog.notifications.services import Wording, tell, wording


@line(IdeaProposed)
def proposed_line(happened: IdeaProposed, idea: Idea) -> Line:
    """«Fatima sent the idea»."""
    who = idea.author.name if idea.author else None
    return Line(_("%(name)s sent the idea", name=who) if who else _("A resident sent the idea"), icon="send")


@line(ItemPublished)
def published_line(happened: ItemPublished, idea: Idea) -> Line:
    """«The neighbours can see the idea»."""
    return Line(_("The neighbours can see the idea"))


@line(IdeaConsidered)
def considered_line(happened: IdeaConsidered, idea: Idea) -> Line:
    """«The board has begun to look at the idea»."""
    organ = str(idea.decided_by.name) if idea.decided_by else ""
    return Line(capital(_("being considered by %(organ)s", organ=organ)), icon="half", tone="now")


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


@wording("sorted", Topic.NEWS)
def sorted_to(notice: Notice) -> Wording | None:
    """«The board can decide: A bench by the laundry»."""
    idea = db.session.get(Idea, notice.event.item_id)
    if idea is None or not may_read(notice.person, idea) or idea.decided_by is None:
        return None
    who = capital(_("%(organ)s can decide “%(title)s”", organ=idea.decided_by.name, title=idea.title))
    return Wording(who, _("%(who)s. You follow what they decide.", who=who), f"/ideer/{idea.id}")


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
    is_mine = idea.author_id == notice.person_id
    subject = (
        _("Your idea “%(title)s” is being considered", title=idea.title)
        if is_mine
        else _("“%(title)s” is being considered", title=idea.title)
    )
    return Wording(subject, text, f"/ideer/{idea.id}")
