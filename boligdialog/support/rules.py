"""Who may support what, when."""

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_see, why_not_take_part
from boligdialog.content.models import Item, ItemState
from boligdialog.content.rules import why_not_enter
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.core.joints import Facts, why_not_by_gates
from boligdialog.housing.models import Household, HouseholdState


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


def why_not_enter_paper_support(by: Person | None, item: Item, facts: Facts) -> Reason | None:
    """Those who hand out paper in the area, as long as others can support it (row 176)."""
    return why_not_enter(by, item.area_id) or why_closed(item, facts)


def why_not_count_home(by: Person | None, number: int, home: Household | None, item: Item) -> Reason | None:
    """A home of the area that is let, and not one's own: nobody enters their own support (row 174)."""
    name = f"H-{number:04d}"
    if home is None or home.section.area_id != item.area_id or home.state is HouseholdState.CLOSED:
        return Reason("no_home", _("%(home)s is no home in %(area)s.", home=name, area=item.area.name), status=422)
    if by and home.id in by.homes:
        return Reason("own_home", _("%(home)s is your own home. Press “Support the idea” instead.", home=name), status=422)
    return None


def why_not_remove_paper_support(by: Person | None, item: Item, household_id: int, entered_by: int | None, facts: Facts) -> Reason | None:
    """Those who live there, and who has entered it, until the item closes."""
    if by is None or (by.home_in(item.area_id) != household_id and entered_by != by.id):
        return Reason("not_yours", _("Only those who live there, and who has entered it, can take it away."))
    return why_closed(item, facts)
