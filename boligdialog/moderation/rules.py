"""What must be read first, by whom, and whose own case it is."""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from boligdialog.accounts.models import Level, Mute, Person, RoleKind
from boligdialog.accounts.rules import why_not_see, why_not_take_part
from boligdialog.content.models import Item, ItemState
from boligdialog.content.rules import REVIEWERS
from boligdialog.core import clock, i18n
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.core.text import holds_cpr, holds_link, holds_phone, words_found
from boligdialog.housing.models import ReviewMode
from boligdialog.moderation.models import APPEALABLE, Case, Cause, Outcome, ReportCode, TextRule
from boligdialog.moderation.settings import APPEAL_DAYS, MUTE_DAYS, MUTE_REASON_LENGTH, PLACEHOLDERS, UNDO_GRACE


def needs_review(mode: ReviewMode, author: Person, trusted_after: int) -> bool:
    """Whether a moderator reads it before neighbours do (row 120): new until a household and some published texts."""
    if mode is ReviewMode.NEW:
        return author.level is not Level.HOUSEHOLD or author.published < trusted_after
    return mode is ReviewMode.ALL


def is_read_first(by: Person, item: Item, trusted_after: int) -> bool:
    """Whether a moderator reads new words in an item before neighbours do. A body answers for its own.

    What was entered for somebody is read like the first of a new author: whoever typed it is trusted for their own words, not for these.
    Of who is muted no word is shown unread, as in the reason why an idea is withdrawn.
    """
    if by.mute_in(item.area_id):
        return True
    if item.on_behalf:
        return item.area.review is not ReviewMode.OFF
    return item.organ_id is None and needs_review(item.area.review, by, trusted_after)


def why_not_unread(verb: str, by: Person | None, item: Item, trusted_after: int | None) -> Reason | None:
    """The queue's gate on the verbs of earlier features: what neighbours see gets no new words of an author whom we read first."""
    if verb == "translate" and by and item.is_visible and item.is_own(by) and needs_review(item.area.review, by, trusted_after or 0):
        return Reason(
            "unread", _("Your neighbours can see it already, and a moderator reads your texts first."), _("Ask us to add the translation.")
        )
    return None


def why_not_review(by: Person | None, area_id: int | None = None) -> Reason | None:
    """Moderators and administrators review, each in their areas."""
    if by is None or not by.has_role(*REVIEWERS, area_id=area_id):
        return Reason("not_moderator", _("Only moderators of the area can do this."))
    return None


def why_not_report(by: Person | None, item: Item) -> Reason | None:
    """Everybody who takes part may give notice of what they can read and have not written."""
    if not item.is_visible:
        return Reason("gone", _("It is not there any more."), status=410)
    if by and item.keeper_id == by.id:
        return Reason("own", _("This is your own."), _("You can change or delete it yourself."), status=409)
    return why_not_see(by, item.area) or why_not_take_part(by)


#: What goes on top, whatever else waits; and what its author has put right comes next.
URGENT, FIRST = 1000, 500
#: A case that is late; and one for whoever asked for the correction, in their own queue.
LATE, OWN = 20, 200
_A_DAY = 5


def priority_of(codes: Iterable[ReportCode], homes: int) -> int:
    """How far up the queue notices bring an item: danger and private matters on top, else by how many homes, five at most (row 121)."""
    is_urgent = {ReportCode.DANGER, ReportCode.PERSONAL_DATA} & set(codes)
    return URGENT if is_urgent else 10 * min(homes, 5)


def rank_of(priority: int, opened_on: date, *, is_late: bool = False) -> int:
    """Where a case stands in the queue, the smallest number first: five points for each working day that it waits.

    Counted from the day it was opened, so that the order is right without anybody counting anew each day (features.md 3.3).
    """
    weeks, day = divmod(opened_on.toordinal() - 1, 7)
    return _A_DAY * (5 * weeks + min(day, 5)) - priority - LATE * is_late


def findings_in(text: str, *, watched: str, is_repeated: bool) -> dict[TextRule, list[str]]:
    """What our own reading finds in a text, with the words from the list (row 135). Nothing leaves the server."""
    words = words_found(text, watched)
    found = {
        TextRule.CPR: holds_cpr(text),
        TextRule.PHONE: holds_phone(text),
        TextRule.WORD: bool(words),
        TextRule.REPEAT: is_repeated,
        TextRule.LINK: holds_link(text),
    }
    return {rule: words if rule is TextRule.WORD else [] for rule, is_there in found.items() if is_there}


def priority_by_text(found: Collection[TextRule]) -> int:
    """How far up the queue they bring a text: a CPR number as far as a notice of private matters, the rest behind what readers say."""
    weight = {TextRule.CPR: URGENT, TextRule.PHONE: 8, TextRule.WORD: 8, TextRule.REPEAT: 6, TextRule.LINK: 4}
    return max((weight[each] for each in found), default=0)


def why_not_decide(by: Person | None, case: Case, author: Person | None) -> Reason | None:
    """A moderator of the area, but never on their own text, one that they entered, or that of their own home (row 130).

    Whoever sits in the board decides nothing about its members; an appeal is for somebody who has not decided yet (row 128).
    """
    reason = why_not_review(by, case.area_id) or why_not_own_case(by, author)
    if reason or by is None:
        return reason
    if author and by.has_role(RoleKind.BOARD, area_id=case.area_id) and author.has_role(RoleKind.BOARD, area_id=case.area_id):
        return Reason("about_board", _("It is about a member of the board that you sit in."), _("Let another moderator decide."))
    if case.not_by_id == by.id:
        return Reason("same_person", _("You made the decision that the author appeals against."), _("Let another moderator decide."))
    return None


def why_not_take(by: Person | None, case: Case) -> Reason | None:
    """While somebody reads a case, others leave it alone; whoever asks first may take it over (row 122)."""
    if case.is_leased_to_another(by) and case.lease_until:
        name = (case.lease_by.name if case.lease_by else None) or _("A moderator")
        text = _("%(name)s is reading it until %(time)s.", name=name, time=i18n.wall_time(case.lease_until))
        return Reason("leased", text, _("Take the case over, or take the next one."), status=409)
    return None


def why_not_own_case(by: Person | None, author: Person | None) -> Reason | None:
    """Nobody decides about what is their own or comes from their home (row 130)."""
    if by and author and (author.id == by.id or (by.homes and by.homes & author.homes)):
        return Reason("own_case", _("This is your own, or comes from your home."), _("Let another moderator decide."))
    return None


#: What each outcome is for, beside what can be read already: an appeal has two outcomes of its own.
_OF_APPEALS = frozenset({Outcome.UPHELD, Outcome.DENIED})


def why_not_by_state(outcome: Outcome, case: Case, *, has_change: bool) -> Reason | None:
    """What can become of a case, as its item stands now. has_change: other words wait beside those that readers see."""
    if (case.cause is Cause.APPEALED) != (outcome in _OF_APPEALS):
        return Reason("appeal", _("An appeal is right or not; nothing else can be decided here."), status=409)
    if outcome is Outcome.PUBLISH and case.item.is_visible and not has_change:
        return Reason("published", _("The neighbours can see it already."), _("Leave it as it is, or hide it with a reason."), status=409)
    if outcome is Outcome.KEEP and (has_change or not case.item.is_visible):
        return Reason("unread", _("There are words in it that nobody has read yet."), _("Show them, or ask for a change."), status=409)
    if outcome is Outcome.ASK_EDIT and case.item.is_visible and not has_change:
        text = _("The neighbours can see it. Leave it as it is, or hide it with a reason.")
        return Reason("published", text, status=409)
    if outcome is Outcome.ROUTE and (has_change or not case.item.is_decided):
        return Reason("undecided", _("Only an idea can be sent to a body, once its words have been read."), status=409)
    if outcome in (Outcome.MOVE, Outcome.REFER) and case.item.counted_at:
        return Reason("comment", _("A comment stays with what it is about."), status=409)
    return None


def why_not_move(item: Item, area_id: int, section_id: int | None) -> Reason | None:
    """Neighbours' support and comments belong to their area: what has some stays in it (row 124)."""
    if (item.area_id, item.section_id) == (area_id, section_id):
        return Reason("same_place", _("It is there already."), _("Choose another area or section."), status=422)
    counts = item.counts
    if item.area_id != area_id and (counts.supports or counts.paper or counts.comments):
        text = _("Neighbours have supported it or commented on it, so it stays in its area.")
        return Reason("relied_on", text, _("Send it to the body that can decide it instead."), status=409)
    return None


def why_not_appeal(by: Person | None, case: Case) -> Reason | None:
    """Its author, or who entered it for somebody, within two weeks of a decision that took something from them (row 128)."""
    if by is None or case.item.keeper_id != by.id:
        return Reason("not_yours", _("Only the one who wrote it can appeal."))
    if case.outcome not in APPEALABLE or case.cause is Cause.APPEALED or case.decided_at is None:
        return Reason("nothing", _("There is nothing here to appeal against."), status=409)
    if clock.now() >= case.decided_at + timedelta(days=APPEAL_DAYS):
        text = _("You could appeal for %(days)d days, and they are over.", days=APPEAL_DAYS)
        return Reason("too_late", text, _("Call us or write to us."), status=410)
    return None


def why_not_undo(by: Person | None, case: Case, seconds: int) -> Reason | None:
    """Whoever decided, at once, before anybody is told (row 131). What a change has replaced, and an appeal, is not undone by a press."""
    if by is None or case.decided_by_id != by.id or case.decided_at is None:
        return Reason("not_yours", _("Only the one who decided it can undo it."), status=409)
    if case.before is None or case.cause is Cause.APPEALED or case.item.state is ItemState.MERGED:  # a merge has an undo of its own
        return Reason("lasting", _("This decision cannot be undone."), status=409)
    if clock.now() > case.decided_at + timedelta(seconds=seconds + UNDO_GRACE):
        text = _("You could undo it for %(num)d seconds, and they are over.", num=seconds)
        return Reason("too_late", text, _("The author can appeal."), status=410)
    return None


def why_not_see_decision(by: Person | None, case: Case) -> Reason | None:
    """What was decided is read by whom it is about, and by moderators of the area."""
    if by and case.item.is_own(by):
        return None
    return why_not_review(by, case.area_id)


def why_not_note(by: Person | None, case: Case, author: Person | None) -> Reason | None:
    """Moderators of the area read and write what they say to each other about a case; never of their own (row 133)."""
    return why_not_review(by, case.area_id) or why_not_own_case(by, author)


def why_not_keep_text(by: Person | None, area_id: int | None) -> Reason | None:
    """Moderators keep the saved texts of their areas; those for all areas are kept by moderators of all areas (row 127)."""
    areas = by.areas_as(*REVIEWERS) if by else set()
    if areas is not None and area_id not in areas:
        where = _("Only moderators of the area can do this.") if area_id else _("Only moderators of all areas can do this.")
        return Reason("not_moderator", where)
    return None


def why_not_fill(text: str) -> Reason | None:
    """Braces are for what we can put in (row 127)."""
    known = [f"{{{name}}}" for name in PLACEHOLDERS]
    odd = next((part for part in re.findall(r"\{[^{}]*\}|[{}]", text) if part not in known), None)
    if odd is None:
        return None
    text = _("We do not know what to put in for “%(odd)s”.", odd=odd[:30])
    return Reason("placeholder", text, _("You can write %(known)s.", known=", ".join(known)), status=422)


def why_not_mute(by: Person | None, to: Person, area_id: int | None) -> Reason | None:
    """Moderators mute residents of their areas, everywhere those of all; nobody themselves, their home or who works here (row 134)."""
    reason = why_not_keep_text(by, area_id) or why_not_own_case(by, to)
    if not reason and to.is_staff:
        return Reason("staff", _("Whoever works here is not muted."), _("An administrator can end their role."), status=409)
    return reason


def why_not_mute_for(days: int, reason: str) -> Reason | None:
    """From one day to ninety, with a reason that the person reads (row 134)."""
    if not MUTE_DAYS[0] <= days <= MUTE_DAYS[1]:
        text = _("Write a number of days from %(low)d to %(high)d.", low=MUTE_DAYS[0], high=MUTE_DAYS[1])
        return Reason("days", text, status=422)
    if not MUTE_REASON_LENGTH[0] <= len(reason) <= MUTE_REASON_LENGTH[1]:
        low, high = MUTE_REASON_LENGTH
        return Reason("reason", _("Write %(low)d to %(high)d characters.", low=low, high=high), status=422)
    return None


def why_not_confirm_mute(by: Person | None, mute: Mute) -> Reason | None:
    """Another moderator than the one who asked says yes, while it waits (row 134)."""
    reason = why_not_mute(by, mute.person, mute.area_id)
    if reason:
        return reason
    if by and by.id == mute.asked_by_id:
        return Reason("same_person", _("You have asked for it yourself."), _("Another moderator must say yes."))
    if not mute.waits:
        return Reason("answered", _("It does not wait for a yes any more."), status=409)
    return None


def why_not_end_mute(by: Person | None, mute: Mute) -> Reason | None:
    """Whoever may mute there ends it before its time, or takes back what waits."""
    reason = why_not_mute(by, mute.person, mute.area_id)
    if not reason and not (mute.is_on or mute.waits):
        return Reason("over", _("It is over already."), status=409)
    return reason
