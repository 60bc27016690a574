"""Who sees the pages of those who look after homes."""

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.accounts.rules import HELPERS
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _


def why_not_help(by: Person | None) -> Reason | None:
    """The coordinator, moderators and administrators, each in their areas."""
    if by is None or not by.has_role(*HELPERS, RoleKind.COORDINATOR):
        return Reason("not_helper", _("Only the coordinator and moderators of the area can do this."))
    return None
