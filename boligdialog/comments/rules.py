"""Who may comment, reply, change, delete, thank and answer, and when."""

from collections.abc import Iterable

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.accounts.rules import why_not_see, why_not_take_part, why_not_write
from boligdialog.comments.models import Comment, CommentKind
from boligdialog.comments.settings import edit_time
from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.core.joints import Facts, why_not_by_gates
from boligdialog.organs.models import Organ

#: Who speaks for the municipality.
MUNICIPAL = (RoleKind.COORDINATOR, RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)


def why_talk_is_closed(item: Item, facts: Facts) -> Reason | None:
    """Why nobody can comment now, or None while the talk is open."""
    reason = why_not_by_gates("comment", None, item, facts)  # first: a later feature may say better why
    if not reason and item.state is not ItemState.PUBLISHED:
        return Reason("closed", _("The conversation is closed."), status=410)
    return reason


def why_not_comment(by: Person | None, item: Item, facts: Facts) -> Reason | None:
    """Everybody with a name and an age from 15 may comment on what is published and open, where they are not muted (rows 17 and 134)."""
    return why_talk_is_closed(item, facts) or why_not_see(by, item.area) or why_not_take_part(by) or why_not_write(by, item.area_id)


def why_not_reply(by: Person | None, comment: Comment, facts: Facts) -> Reason | None:
    """As for commenting; what is hidden or deleted is not answered."""
    if comment.state is not ItemState.PUBLISHED:
        advice = _("Your text is kept. You can send it as a comment of its own.")
        return Reason("gone", _("The comment is not there any more."), advice, status=410)
    return why_not_comment(by, comment.about, facts)


def why_not_speak_for(by: Person, organ: Organ | None, organs: Iterable[Organ]) -> Reason | None:
    """Only who holds a role of the body at this hour speaks for it (row 47)."""
    if organ is not None and organ.id not in {each.id for each in organs}:
        return Reason("not_yours", _("You cannot write on behalf of %(organ)s now.", organ=organ.name))
    return None


def why_not_own(by: Person | None, comment: Comment) -> Reason | None:
    """One's own, while it is there."""
    if by is None or comment.author_id != by.id:
        return Reason("not_yours", _("Only the one who wrote the comment can change it."))
    if comment.is_gone:
        return Reason("gone", _("The comment is not there any more."), status=410)
    return None


def why_not_edit(by: Person | None, comment: Comment, replies: int) -> Reason | None:
    """One's own, a quarter of an hour or until somebody answers; what waits for review as long as it waits (row 45).

    What was hidden too: put right, it can be shown again (row 126). Not while one is muted.
    """
    if by and comment.author_id == by.id and comment.state is ItemState.HIDDEN:
        return why_not_write(by, comment.area_id)
    reason = why_not_own(by, comment) or why_not_write(by, comment.area_id)
    if reason or comment.state in (ItemState.PENDING, ItemState.RETURNED):
        return reason
    if replies:
        return Reason("answered", _("Somebody has answered, so your words stay. You can add something below them."), status=409)
    if comment.published_at and clock.now() - comment.published_at > edit_time():
        return Reason("too_late", _("It has stood for a while, so your words stay. You can add something below them."), status=409)
    return None


def why_not_add(by: Person | None, comment: Comment) -> Reason | None:
    """One's own and published; five additions at most."""
    reason = why_not_own(by, comment) or why_not_write(by, comment.area_id)
    if not reason and (comment.state is not ItemState.PUBLISHED or len(comment.additions) >= 5):
        return Reason("full", _("You cannot add more here. Write a new comment."), status=409)
    return reason


def why_not_thank(by: Person | None, comment: Comment) -> Reason | None:
    """One thanks others, for what is there."""
    if comment.state is not ItemState.PUBLISHED:
        return Reason("gone", _("The comment is not there any more."), status=410)
    if by and comment.author_id == by.id:
        return Reason("own", _("This is your own comment."), status=409)
    return why_not_see(by, comment.area) or why_not_take_part(by)


def why_not_accept(by: Person | None, question: Comment, answer: Comment) -> Reason | None:
    """Who asked, a body's voice and moderators of the area say which reply answers a question (row 41)."""
    if question.meant_as is not CommentKind.QUESTION or answer.thread_id != question.id or answer.state is not ItemState.PUBLISHED:
        return Reason("no_answer", _("That is no reply to a question."), status=422)
    if by is None or not (question.author_id == by.id or by.has_role(RoleKind.BOARD, *MUNICIPAL, area_id=question.area_id)):
        return Reason("not_yours", _("Only the one who asked, the board and the municipality can do this."))
    if question.answered_by_id:
        return Reason("answered", _("The question is answered already."), status=409)
    return None
