"""Who may read a thing, and when it may be touched."""

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.accounts.rules import why_not_see
from boligdialog.content.models import Item, ItemState
from boligdialog.content.settings import ALT_LENGTH, MAX_PHOTOS, REASON_LENGTH
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _

REVIEWERS = (RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)
#: Who hands out slips, and enters what comes back on them.
HANDS_OUT = (RoleKind.BOARD, RoleKind.COORDINATOR, *REVIEWERS)


def may_read(by: Person | None, item: Item) -> bool:
    """Authors read their own, moderators of the area all; others what is visible, if the area is open to them (row 6).

    What has been merged is read nowhere but on the page of that: every other address of it leads on (row 34).
    """
    if item.state in (ItemState.DELETED, ItemState.MERGED):
        return False
    if item.is_own(by) or (by and by.has_role(*REVIEWERS, area_id=item.area_id)):
        return True
    return item.is_visible and why_not_see(by, item.area) is None


def may_open(by: Person | None, item: Item) -> bool:
    """Whether its address answers: it can be read, or it was merged and leads on."""
    return may_read(by, item) or (item.state is ItemState.MERGED and why_not_see(by, item.area) is None)


def why_not_enter(by: Person | None, area_id: int | None = None) -> Reason | None:
    """Those who hand out paper in an area enter what residents of it have written or said (rows 174, 176)."""
    if by is None or not by.has_role(*HANDS_OUT, area_id=area_id):
        return Reason("not_enterer", _("Only the board and those who look after the area enter what comes on paper."))
    return None


def why_not_choose_principles(numbers: list[int]) -> Reason | None:
    """One main principle and at most two more, each once (row 20)."""
    if len(numbers) > 3 or len(set(numbers)) != len(numbers):
        return Reason("principles", _("Choose at most three principles, each once."), status=422)
    return None


def why_not_attach(count: int) -> Reason | None:
    """Five photos at most (row 36)."""
    if count >= MAX_PHOTOS:
        return Reason("too_many_photos", _("There are five pictures already."), _("Take one away first."), status=409)
    return None


def why_not_describe(alt: str) -> Reason | None:
    """Who cannot see a photo is told what is on it."""
    if not ALT_LENGTH[0] <= len(alt) <= ALT_LENGTH[1]:
        text = _("Describe the picture in %(low)d to %(high)d characters.", low=ALT_LENGTH[0], high=ALT_LENGTH[1])
        return Reason("alt_length", text, status=422)
    return None


def why_not_reason(reason: str) -> Reason | None:
    """Others rely on the text, so they read why it was changed (row 32)."""
    if not REASON_LENGTH[0] <= len(reason) <= REASON_LENGTH[1]:
        text = _("Say in %(low)d to %(high)d characters why you change it.", low=REASON_LENGTH[0], high=REASON_LENGTH[1])
        return Reason("reason", text, status=422)
    return None
