"""Who may propose, change, take back and sort an idea, and what an idea's stage says about other verbs."""

from typing import Any

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_take_part
from boligdialog.content.models import ItemState
from boligdialog.core.access import Reason
from boligdialog.core.drafts import Draft
from boligdialog.core.i18n import _
from boligdialog.housing.models import Area
from boligdialog.ideas.models import Idea, IdeaStage
from boligdialog.moderation.rules import why_not_review

#: An author changes or takes back an idea freely while neighbours have not seen it.
UNSEEN = frozenset({ItemState.DRAFT, ItemState.PENDING, ItemState.RETURNED})


def why_not_propose(by: Person | None, area: Area) -> Reason | None:
    """Everybody with a name and an age from 15 may propose, in every area (row 17)."""
    return why_not_take_part(by)


def why_not_edit(by: Person | None, idea: Idea) -> Reason | None:
    """Only the author, until neighbours can see it."""
    if by is None or idea.author_id != by.id:
        return Reason("not_yours", _("Only the one who sent the idea can change it."))
    if idea.state not in UNSEEN:
        return Reason("seen", _("Your neighbours can see the idea already, so it stays as it is."), status=409)
    return None


def why_not_show_photos(by: Person | None, of: Idea | Draft) -> Reason | None:
    """As for changing; a draft is nobody else's to see."""
    return why_not_edit(by, of) if isinstance(of, Idea) else None


def why_not_take_back(by: Person | None, idea: Idea) -> Reason | None:
    """As for changing: what neighbours have seen is not made unseen."""
    return why_not_edit(by, idea)


def why_not_sort(by: Person | None, idea: Idea) -> Reason | None:
    """Moderators of the area say who can decide an idea and which principles it goes with (row 29)."""
    return why_not_review(by, idea.area_id)


def why_not_consider(by: Person | None, idea: Idea) -> Reason | None:
    """A moderator, on a published idea whose deciding body is known (row 29: else 422)."""
    reason = why_not_sort(by, idea)
    if reason:
        return reason
    if idea.state is not ItemState.PUBLISHED or idea.stage is not IdeaStage.NEW:
        return Reason("stage", _("The idea has moved on since."), status=409)
    if idea.decided_by_id is None:
        return Reason("no_organ", _("First choose who can decide it."), status=422)
    return None


def why_not_by_stage(verb: str, by: Any, item: Any, stage: IdeaStage | None) -> Reason | None:
    """The idea's gate on the verbs of earlier features: what is done is closed for support."""
    if verb == "support" and stage is IdeaStage.DONE:
        return Reason("done", _("Support is closed, because the idea has been carried out."), status=410)
    return None
