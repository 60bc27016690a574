"""Who sees the pages of those who look after homes, and who runs the house."""

from typing import Any

from boligdialog.accounts.models import STAFF, Person, RoleKind
from boligdialog.accounts.rules import HELPERS, why_not_administer
from boligdialog.content.models import Item, ItemState
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.core.settings import Setting
from boligdialog.moderation.rules import why_not_own_case

#: Who reads what has happened, and keeps something because the law may want it (rows 198 and 207).
WATCHERS = (RoleKind.DPO, RoleKind.ADMINISTRATOR)


def why_not_open_desk(by: Person | None) -> Reason | None:
    """The page of the administration is for all staff: each finds there what they may open."""
    if by is None or not by.has_role(*STAFF):
        return Reason("not_staff", _("Only those who look after an area can see this."))
    return None


def why_not_help(by: Person | None) -> Reason | None:
    """The coordinator, moderators and administrators, each in their areas."""
    if by is None or not by.has_role(*HELPERS, RoleKind.COORDINATOR):
        return Reason("not_helper", _("Only the coordinator and moderators of the area can do this."))
    return None


def why_not_read_log(by: Person | None, area_id: int | None = None) -> Reason | None:
    """Administrators and the data protection officer read what has happened, each in their areas (row 198)."""
    if by is None or not by.has_role(*WATCHERS, area_id=area_id):
        return Reason("not_watcher", _("Only administrators and the data protection officer can see this."))
    return None


def why_not_see_who(by: Person | None) -> Reason | None:
    """Who lives where and whose an address is, is in the log for those of all areas: members of a home see how many, not who (row 4)."""
    if by is None or by.areas_as(*WATCHERS) is not None:
        return Reason("not_of_all", _("Write a name or a number: only administrators of all areas search by e-mail."), status=422)
    return None


def why_not_tend(by: Person | None) -> Reason | None:
    """How the house runs is for administrators of all areas: its parts belong to no area."""
    if by is None or not by.has_role(RoleKind.ADMINISTRATOR) or by.areas_as(RoleKind.ADMINISTRATOR) is not None:
        return Reason("not_administrator", _("Only administrators of all areas can see this."))
    return None


def why_not_trash(by: Person | None, item: Item | None = None) -> Reason | None:
    """Moderators and administrators of the area delete and restore; only what has been hidden with a reason (row 199)."""
    if by is None or not by.has_role(*HELPERS, area_id=item.area_id if item else None):
        return Reason("not_helper", _("Only moderators of the area can do this."))
    return _why_not_touch(by, item)


def why_not_see_trash(by: Person | None) -> Reason | None:
    """Who deletes and restores, and who may keep something for a case."""
    if by is None or not by.has_role(*HELPERS, *WATCHERS):
        return Reason("not_helper", _("Only moderators of the area can do this."))
    return None


def _why_not_touch(by: Person, item: Item | None) -> Reason | None:
    own = why_not_own_case(by, item.keeper) if item else None
    if own:
        return own
    if item and item.state is not ItemState.HIDDEN:
        return Reason("not_hidden", _("It is not hidden."), _("Hide it first, with a reason that its author can read."), status=409)
    return None


def why_not_hold(by: Person | None, item: Item) -> Reason | None:
    """Only the data protection officer and administrators keep something because the law may want it (row 207)."""
    if by is None or not by.has_role(*WATCHERS, area_id=item.area_id):
        return Reason("not_watcher", _("Only administrators and the data protection officer can do this."))
    return _why_not_touch(by, item)


def why_not_run_house(by: Person | None) -> Reason | None:
    """Administrators, in any area."""
    if by is None or not by.has_role(RoleKind.ADMINISTRATOR):
        return Reason("not_administrator", _("Only administrators can do this."))
    return None


def why_not_change_settings(by: Person | None) -> Reason | None:
    """Administrators of all areas: a setting holds everywhere."""
    return why_not_administer(by, None)


def why_not_set(setting: Setting[Any], value: int | str) -> Reason | None:
    """A number within its bounds; a text that is neither too short nor too long."""
    if isinstance(setting.default, int):
        if not isinstance(value, int) or not setting.low <= value <= setting.high:
            return Reason("bounds", _number_from(setting.low, setting.high), status=422)
        return None
    if not isinstance(value, str) or not setting.low <= len(value) <= setting.high:
        return Reason("bounds", _text_from(setting.low, setting.high), status=422)
    return None


def _number_from(low: int, high: int) -> str:
    if high - low == 1:
        return _("Write %(low)s or %(high)s.", low=low, high=high)
    return _("Write a whole number from %(low)s to %(high)s.", low=low, high=high)


def _text_from(low: int, high: int) -> str:
    if low == 0:
        return _("Write at most %(high)s characters, or nothing.", high=high)
    return _("Write %(low)s to %(high)s characters.", low=low, high=high)


def why_not_read_rights(by: Person | None) -> Reason | None:
    """All who hold a role read the page of who may do what."""
    if by is None or not by.has_role(*RoleKind):
        return Reason("no_role", _("Only those who have a role can see this."))
    return None
