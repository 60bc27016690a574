"""Which areas somebody looks after."""

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.accounts.rules import HELPERS
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area


def areas_of(person: Person) -> list[Area]:
    """The areas in which somebody is administrator, coordinator or moderator."""
    mine = person.areas_as(*HELPERS, RoleKind.COORDINATOR)
    return [each for each in housing.areas() if mine is None or each.id in mine]
