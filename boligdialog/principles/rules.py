"""Who changes what we agreed to hold on to."""

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_administer
from boligdialog.core.access import Reason


def why_not_change_principles(by: Person | None) -> Reason | None:
    """Administrators of all areas: the principles are the same everywhere."""
    return why_not_administer(by, None)
