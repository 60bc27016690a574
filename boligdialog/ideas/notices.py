"""The lines of an idea's timeline, and who hears that it is being looked at."""

from boligdialog.content.events import ItemPublished
from boligdialog.core.db import db
from boligdialog.core.events import Event, Line, line, on
from boligdialog.core.i18n import _, capital
from boligdialog.ideas.events import IdeaConsidered, IdeaProposed
from boligdialog.ideas.models import Idea
from boligdialog.notifications.models import Notice
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


@on(IdeaConsidered)
def tell_considered(happened: IdeaConsidered, event: Event) -> None:
    """The author hears that somebody looks at it."""
    idea = db.session.get(Idea, happened.item_id)
    if idea and idea.author and idea.author_id != happened.by_id:
        tell([idea.author], kind="considered", event=event)


@wording("considered")
def considered(notice: Notice) -> Wording | None:
    """«The board has begun to look at your idea»."""
    idea = db.session.get(Idea, notice.event.item_id)
    if idea is None or not idea.is_visible or idea.decided_by is None:
        return None
    organ = str(idea.decided_by.name)
    text = capital(_("“%(title)s” is now being considered by %(organ)s.", organ=organ, title=idea.title))
    return Wording(_("Your idea “%(title)s” is being considered", title=idea.title), text, f"/ideer/{idea.id}")
