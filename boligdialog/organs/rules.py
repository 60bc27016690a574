"""Who looks after bodies, their members and the table of who decides what."""

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_administer
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.organs.models import Organ


def why_not_change_organs(by: Person | None, area_id: int | None) -> Reason | None:
    """Administrators of the area; the bodies of the municipality are for those of all areas."""
    return why_not_administer(by, area_id)


def why_not_seat(by: Person | None, organ: Organ) -> Reason | None:
    """Members sit in boards of an area that are still there."""
    reason = why_not_change_organs(by, organ.area_id)
    if reason:
        return reason
    if organ.to_on is not None or not organ.has_members:
        return Reason("no_members", _("This body has no members of its own."), status=409)
    return None


def why_not_close_organ(by: Person | None, organ: Organ, members: int, routes: int) -> Reason | None:
    """A body goes when nobody sits in it and no subject belongs to it."""
    reason = why_not_change_organs(by, organ.area_id)
    if reason:
        return reason
    if organ.to_on is not None:
        return Reason("closed", _("The body has been closed already."), status=409)
    if members:
        return Reason("has_members", _("Somebody still sits in it."), _("End their terms first."), status=409)
    if routes:
        return Reason("has_routes", _("Subjects in “Who decides what” belong to it."), _("Give them to another body first."), status=409)
    return None


def why_not_change_routes(by: Person | None, area_id: int) -> Reason | None:
    """Administrators of the area."""
    return why_not_administer(by, area_id)


def why_not_hand_over(by: Person | None, organ: Organ, sits: bool) -> Reason | None:
    """The page of hand-over is for those who sit in the body today, and for administrators of the area."""
    if sits or why_not_change_organs(by, organ.area_id) is None:
        return None
    return Reason("not_member", _("Only those who sit in the body today can see this."))
