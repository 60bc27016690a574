"""What must be read first, by whom, and whose own case it is."""

from collections.abc import Iterable

from boligdialog.accounts.models import Level, Person
from boligdialog.accounts.rules import why_not_see, why_not_take_part
from boligdialog.content.models import Item
from boligdialog.content.rules import REVIEWERS
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.housing.models import ReviewMode
from boligdialog.moderation.models import Case, ReportCode


def needs_review(mode: ReviewMode, author: Person, trusted_after: int) -> bool:
    """Whether a moderator reads it before neighbours do (row 120): new until a household and some published texts."""
    if mode is ReviewMode.NEW:
        return author.level is not Level.HOUSEHOLD or author.published < trusted_after
    return mode is ReviewMode.ALL


def is_read_first(by: Person, item: Item, trusted_after: int) -> bool:
    """Whether a moderator reads new words in an item before neighbours do. A body answers for its own.

    What was entered for somebody is read like the first of a new author: whoever typed it is trusted for their own words, not for these.
    """
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


def priority_of(codes: Iterable[ReportCode], homes: int) -> int:
    """How far up the queue notices bring an item: danger and private matters on top, then by how many homes (row 121)."""
    urgent = {ReportCode.DANGER: 300, ReportCode.PERSONAL_DATA: 200}
    return max((urgent.get(code, 10) for code in codes), default=0) + min(homes, 50)


def why_not_decide(by: Person | None, case: Case, author: Person | None) -> Reason | None:
    """A moderator of the area, but never on their own text, one that they entered, or that of their own home (row 130)."""
    reason = why_not_review(by, case.area_id)
    if reason:
        return reason
    return why_not_own_case(by, author)


def why_not_own_case(by: Person | None, author: Person | None) -> Reason | None:
    """Nobody decides about what is their own or comes from their home (row 130)."""
    if by and author and (author.id == by.id or by.homes & author.homes):
        return Reason("own_case", _("This is your own, or comes from your home."), _("Let another moderator decide."))
    return None
