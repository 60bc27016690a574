"""Who may support what, when."""

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_see, why_not_take_part
from boligdialog.content.models import Item, ItemState
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.core.joints import Facts, why_not_by_gates


def why_closed(item: Item, facts: Facts) -> Reason | None:
    """Why nobody can support an item now, or None while it is open."""
    reason = why_not_by_gates("support", None, item, facts)  # first: a later feature may say better why
    if not reason and item.state is not ItemState.PUBLISHED:
        return Reason("closed", _("Support is closed"), status=410)
    return reason


def why_not_support(by: Person | None, item: Item, facts: Facts) -> Reason | None:
    """Everybody with a name and an age from 15 may support what is published and open (rows 17, 53)."""
    return why_closed(item, facts) or why_not_see(by, item.area) or why_not_take_part(by)


def why_not_withdraw_support(by: Person | None, item: Item, facts: Facts) -> Reason | None:
    """Support can be taken back until the item closes."""
    return why_not_support(by, item, facts)
