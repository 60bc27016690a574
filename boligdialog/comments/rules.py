"""Who may comment, reply, change, delete, thank and answer, and when."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.accounts.rules import why_not_see, why_not_take_part, why_not_write
from boligdialog.comments.models import SLOW_EVERY, Comment, CommentKind, SlowTalk
from boligdialog.comments.settings import SLOW_DAYS, SLOW_REASON, edit_time
from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _, as_sentence, long_day, wall_time
from boligdialog.core.joints import Facts, why_not_by_gates
from boligdialog.moderation.rules import why_not_own_case, why_not_review
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


def why_not_slow_talk(by: Person | None, item: Item, facts: Facts) -> Reason | None:
    """Moderators of the area slow an open conversation down, never that about their own idea (rows 44, 130)."""
    return why_not_review(by, item.area_id) or why_not_own_case(by, item.keeper) or why_talk_is_closed(item, facts)


def why_not_slow_talk_for(minutes: int, days: int, reason: str) -> Reason | None:
    """One of three speeds, a week at most, and a reason that all can read."""
    if minutes not in SLOW_EVERY:
        return Reason("minutes", _("Choose how often each person can write."), status=422)
    if not SLOW_DAYS[0] <= days <= SLOW_DAYS[1]:
        return Reason("days", _("Choose from %(low)d to %(high)d days.", low=SLOW_DAYS[0], high=SLOW_DAYS[1]), status=422)
    if not SLOW_REASON[0] <= len(reason) <= SLOW_REASON[1]:
        return Reason("reason_length", _("Write %(low)d to %(high)d characters.", low=SLOW_REASON[0], high=SLOW_REASON[1]), status=422)
    return None


def why_not_end_slow_talk(by: Person | None, item: Item, slow: SlowTalk | None) -> Reason | None:
    """Whoever may slow it down ends that before its time, while it lasts."""
    reason = why_not_review(by, item.area_id) or why_not_own_case(by, item.keeper)
    if not reason and (slow is None or not slow.is_on):
        return Reason("over", _("It is over already."), status=409)
    return reason


def why_not_comment_yet(slow: SlowTalk | None, last: datetime | None, organ: Organ | None) -> Reason | None:
    """In a slow conversation everybody waits after their last comment; who writes for a body answers at once (row 44)."""
    if slow is None or last is None or organ is not None or not slow.is_on:
        return None
    again = min(last + slow.every, slow.until)
    if clock.now() >= again:
        return None
    shown = again + timedelta(seconds=59)  # the clock of the page shows minutes: never one that is too early
    moment = _("%(day)s at %(time)s", day=long_day(clock.local_day(shown)), time=wall_time(shown))
    text = _("You can write here again %(moment)s.", moment=moment)
    advice = _("One comment per person per %(time)s. Reason: %(reason)s", time=slow.every_label, reason=as_sentence(slow.reason))
    return Reason("slow", text, advice, status=429, retry_after=int((again - clock.now()).total_seconds()) + 1)
