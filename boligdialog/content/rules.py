"""Who may read a thing, and when it may be touched."""

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.content.models import Item
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _

REVIEWERS = (RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)


def may_read(by: Person | None, item: Item) -> bool:
    """Everybody reads what is visible, authors their own, moderators of the area all."""
    return item.may_be_read_by(by) or bool(by and by.has_role(*REVIEWERS, area_id=item.area_id))


def why_not_choose_principles(numbers: list[int]) -> Reason | None:
    """One main principle and at most two more, each once (row 20)."""
    if len(numbers) > 3 or len(set(numbers)) != len(numbers):
        return Reason("principles", _("Choose at most three principles, each once."), status=422)
    return None
