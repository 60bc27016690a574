"""Who may read a thing, and when it may be touched."""

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.accounts.rules import why_not_see
from boligdialog.content.models import Item, ItemState
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _

REVIEWERS = (RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)


def may_read(by: Person | None, item: Item) -> bool:
    """Authors read their own, moderators of the area all; others what is visible, if the area is open to them (row 6)."""
    if item.state is ItemState.DELETED:
        return False
    if item.is_own(by) or (by and by.has_role(*REVIEWERS, area_id=item.area_id)):
        return True
    return item.is_visible and why_not_see(by, item.area) is None


def why_not_choose_principles(numbers: list[int]) -> Reason | None:
    """One main principle and at most two more, each once (row 20)."""
    if len(numbers) > 3 or len(set(numbers)) != len(numbers):
        return Reason("principles", _("Choose at most three principles, each once."), status=422)
    return None
