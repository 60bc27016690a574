"""Who may propose, change, take back and sort an idea, and what an idea's stage says about other verbs."""

from datetime import timedelta
from typing import Any

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_take_part, why_not_write
from boligdialog.content.models import ItemState
from boligdialog.content.rules import why_not_enter
from boligdialog.core import clock
from boligdialog.core.access import Reason
from boligdialog.core.drafts import Draft
from boligdialog.core.i18n import _
from boligdialog.core.text import sounds_private
from boligdialog.housing.models import Area
from boligdialog.ideas.models import Idea, IdeaStage, Sheet, WithdrawWhy
from boligdialog.ideas.settings import WITHDRAW_TEXT_LENGTH
from boligdialog.moderation.rules import why_not_review

#: Its photos can be changed, and it can be taken back for good, while neighbours have not seen it.
UNSEEN = frozenset({ItemState.DRAFT, ItemState.PENDING, ItemState.RETURNED})
#: Others work with it by now, so its author does not change or withdraw it alone.
UNDER_WAY = frozenset({IdeaStage.IN_INITIATIVE, IdeaStage.DONE})


def why_not_propose(by: Person | None, area: Area) -> Reason | None:
    """Everybody with a name and an age from 15 may propose, in every area where they are not muted (rows 17 and 134)."""
    return why_not_take_part(by) or why_not_write(by, area.id)


def why_not_enter_idea(by: Person | None, area: Area, *, has_consent: bool) -> Reason | None:
    """Those who hand out paper there, when the resident has said yes to its being read (row 174)."""
    reason = why_not_enter(by, area.id)
    if not reason and not has_consent:
        return Reason("no_consent", _("Ask the resident first whether the idea may stand here."), status=422)
    return reason


def why_not_use_slip(sheet: Sheet | None, area: Area) -> Reason | None:
    """What stands on a slip is entered once, in the area that it was printed for (row 173)."""
    if sheet is None or sheet.area_id != area.id:
        text = _("We have printed no slip with that number for %(area)s.", area=area.name)
        return Reason("no_slip", text, _("Look at the number, or leave it out."), status=422)
    if sheet.item_id is not None:
        return Reason("slip_used", _("Slip %(slip)s has been entered already.", slip=sheet.name), status=422)
    return None


def why_not_own(by: Person | None, idea: Idea) -> Reason | None:
    """Only the author, or who entered it for somebody and still does so; never a moderator: nobody puts words into another's mouth."""
    if by is None or idea.keeper_id != by.id:
        return Reason("not_yours", _("Only the one who sent the idea can change it."))
    return None if idea.author_id == by.id else why_not_enter(by, idea.area_id)


def why_not_edit(by: Person | None, idea: Idea) -> Reason | None:
    """Its author, before and after neighbours see it, until it has become a piece of work (row 32); and what was hidden (row 126).

    Not while they are muted.
    """
    reason = why_not_own(by, idea) or why_not_write(by, idea.area_id)
    if reason or idea.state in UNSEEN or (idea.state is ItemState.HIDDEN and not idea.withdrawn_at):
        return reason
    if idea.state is not ItemState.PUBLISHED:
        return Reason("closed", _("The idea is not open any more, so it stays as it is."), status=409)
    if idea.stage in UNDER_WAY:
        return Reason("under_way", _("Others are working on the idea by now, so it stays as it is."), status=409)
    return None


def why_not_show_photos(by: Person | None, of: Idea | Draft) -> Reason | None:
    """Its author, until neighbours can see it, and not while they are muted; a draft is nobody else's to see."""
    return (why_not_take_back(by, of) or why_not_write(by, of.area_id)) if isinstance(of, Idea) else None


def why_not_take_back(by: Person | None, idea: Idea) -> Reason | None:
    """Its author, until neighbours can see it: what they have seen is not made unseen."""
    reason = why_not_own(by, idea)
    if not reason and idea.state not in UNSEEN:
        return Reason("seen", _("Your neighbours can see the idea already, so it stays as it is."), status=409)
    return reason


def why_not_withdraw(by: Person | None, idea: Idea) -> Reason | None:
    """Its author, from publication until it has become a piece of work (row 33)."""
    reason = why_not_own(by, idea)
    if reason:
        return reason
    if idea.state is ItemState.WITHDRAWN:
        return Reason("withdrawn", _("You have withdrawn the idea already."), status=409)
    if idea.state is not ItemState.PUBLISHED:
        return Reason("unseen", _("Your neighbours cannot see the idea. You can delete it instead."), status=409)
    if idea.stage in UNDER_WAY:
        text = _("Others are working on the idea by now, so it cannot be withdrawn.")
        return Reason("under_way", text, _("Write to us if something is wrong."), status=409)
    return None


def why_not_withdraw_because(why: WithdrawWhy, text: str, *, is_read_first: bool) -> Reason | None:
    """Another reason needs words; words of an author whom we read first would be seen by all before anybody has read them."""
    if is_read_first and (why is WithdrawWhy.OTHER or text):
        return Reason(
            "unread", _("A moderator reads your texts first."), _("Choose one of the other reasons, without more words."), status=422
        )
    if why is WithdrawWhy.OTHER and not text:
        return Reason("no_text", _("Write why you withdraw the idea."), status=422)
    if sounds_private(text):
        return Reason("private", _("There seems to be a phone number or an address in the text. Take it out."), status=422)
    if len(text) > WITHDRAW_TEXT_LENGTH[1]:
        return Reason("text_length", _("Write at most %(high)d characters.", high=WITHDRAW_TEXT_LENGTH[1]), status=422)
    return None


def why_not_restore(by: Person | None, idea: Idea, days: int) -> Reason | None:
    """Its author, so many days after it was withdrawn (row 33)."""
    reason = why_not_own(by, idea)
    if reason:
        return reason
    if idea.state is not ItemState.WITHDRAWN or idea.withdrawn_at is None:
        return Reason("not_withdrawn", _("The idea is not withdrawn."), status=409)
    if clock.now() > idea.withdrawn_at + timedelta(days=days):
        text = _("You could bring it back for %(days)d days, and they are over.", days=days)
        return Reason("too_late", text, _("You can propose it again."), status=410)
    return None


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
    """The idea's gate on the verbs of earlier features: what is done is closed for support, what is withdrawn also for comments."""
    if verb in ("support", "comment") and item.kind == "idea" and item.state is ItemState.WITHDRAWN:
        texts = {
            "support": _("Support is closed, because the idea has been withdrawn."),
            "comment": _("The conversation is closed, because the idea has been withdrawn."),
        }
        return Reason("withdrawn", texts[verb], status=410)
    if verb == "support" and stage is IdeaStage.DONE:
        return Reason("done", _("Support is closed, because the idea has been carried out."), status=410)
    return None
