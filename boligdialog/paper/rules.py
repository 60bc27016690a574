"""Who may print what."""

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.content.rules import HANDS_OUT
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.ideas.models import Idea


def letter_roles(coordinators_print: int) -> tuple[RoleKind, ...]:
    """The roles that print letters with codes: administrators, and coordinators where that is their duty (features.md row 3)."""
    return (RoleKind.ADMINISTRATOR, RoleKind.COORDINATOR) if coordinators_print else (RoleKind.ADMINISTRATOR,)


def why_not_print_letters(by: Person | None, area_id: int | None, coordinators_print: int) -> Reason | None:
    """A letter lets people in, so few print them, each in their areas (None: anywhere)."""
    if by is None or not by.has_role(*letter_roles(coordinators_print), area_id=area_id):
        return Reason("not_printer", _("Only the administrators of the area, and coordinators with that duty, print letters with codes."))
    return None


def why_not_so_many(number: int, most: int) -> Reason | None:
    """A file has an end, and somebody must carry it to the printer."""
    if number > most:
        return Reason("too_many", _("Print at most %(most)d letters at once. Choose a section or an entrance.", most=most), status=422)
    if not number:
        return Reason("none", _("There is no home to print a letter for."), status=422)
    return None


def why_not_print_slips(by: Person | None, area_id: int | None = None) -> Reason | None:
    """Those who look after an area, and its board, hand out slips."""
    if by is None or not by.has_role(*HANDS_OUT, area_id=area_id):
        return Reason("no_slips", _("Only the board and those who look after the area print slips."))
    return None


def why_not_poster(idea: Idea) -> Reason | None:
    """What hangs in the stairwell must be open to all who pass."""
    if not idea.is_visible:
        return Reason("not_visible", _("Your neighbours cannot see the idea yet. Print the poster when they can."), status=409)
    return None
