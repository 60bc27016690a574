"""Who may take part, what a person may be called, and how many live in a home."""

import re
import unicodedata
from datetime import date

from email_validator import EmailNotValidError, validate_email

from boligdialog.accounts.models import STAFF, AgeBand, Level, Person, Role, RoleKind
from boligdialog.core import clock
from boligdialog.core.access import Reason, Refused
from boligdialog.core.i18n import _, as_sentence, long_day, wall_time
from boligdialog.housing.models import Area, HouseholdState, Visibility

#: Names that would speak for somebody else (features.md row 16).
RESERVED = ("kommune", "bestyrelse", "moderator", "administrator", "boligdialog", "formand", "municipality", "board")

#: Who looks after the homes of an area.
HELPERS = (RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)

#: Who reads what is made in an area, whoever else may (row 6): its board and staff. An ambassador sees their own entries only (row 181).
READERS = (RoleKind.BOARD, *sorted(STAFF))

#: Who sees where a home is, and may say that it is empty or has new residents (row 3).
KEEPERS = (RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR)

OPEN_PLACES = 4  # the first four of a home come in by themselves (row 4)
ALL_PLACES = 8  # five to eight need a moderator's yes; a ninth is refused

_LOOKALIKE = str.maketrans("авекмнорстухіјѕзԁɡԛԝ0135αβεικνορτυχ", "abekmhopctyxijs3dgqwoissabeiknoptux")


def skeleton(name: str) -> str:
    """What a name looks like: without case, width, accents, signs and letters of other scripts that look the same."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).casefold().translate(_LOOKALIKE)
    return "".join(sign for sign in plain if sign.isalnum()).replace("y", "u")  # the Cyrillic letter passes for both


def mail_key(address: str) -> str:
    """The one form of an address that is looked up and written to: small ASCII letters, the domain as DNS knows it.

    Never looser than what a mail reaches: «straße» and «strasse» are two domains. Refused (422) when no mail could reach it.
    """
    try:
        parts = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Refused(Reason("address", _("Write an e-mail address such as name@example.dk."), status=422)) from None
    return f"{parts.local_part.lower()}@{parts.ascii_domain}"


def why_not_name(name: str) -> Reason | None:
    """A public name is two to forty characters and speaks for nobody else; it need not be unique."""
    if not 2 <= len(name) <= 40:
        return Reason("name_length", _("Write a name of 2 to 40 characters."), status=422)
    if not any(sign.isalpha() for sign in name) or re.search(r"[<>@/\\]", name):
        return Reason("name_form", _("Write a name with letters, for example your first name."), status=422)
    shape = skeleton(name)
    if any(skeleton(word) in shape for word in RESERVED):
        return Reason(
            "name_reserved", _("With that name, others may think you speak for someone else. Write your own first name."), status=422
        )
    return None


def why_not_take_part(by: Person | None, *, level: Level = Level.EMAIL) -> Reason | None:
    """Taking part needs a sign-in, a name to be called by, an age from 15 and the level of the act (rows 16–18)."""
    if by is None:
        return Reason("sign_in", _("Log in first."), _("All you need is one code. There are no passwords."), status=403)
    if by.age is AgeBand.UNDER_15:
        return Reason("under_15", _("You must be 15 to write here yourself."), _("Ask a grown-up or your club to write it for you."))
    if not by.is_introduced:
        return Reason("no_name", _("Tell us first what we may call you."), _("Choose the name that your neighbours see."))
    if level is Level.HOUSEHOLD and by.level is not Level.HOUSEHOLD:
        return Reason(
            "no_household",
            _("Only those who live in the area can do this."),
            _("Use the code in the letter that we put in your letter box."),
        )
    return None


def why_not_write(by: Person | None, area_id: int | None) -> Reason | None:
    """Words of one's own, where one is not muted. Reading, supporting, thanking, giving notice and votes are never taken (row 134)."""
    mute = by.mute_in(area_id) if by else None
    if mute is None or mute.until is None:
        return None
    until = _("%(day)s at %(time)s", day=long_day(clock.local_day(mute.until)), time=wall_time(mute.until))
    text = _("You cannot write here until %(until)s.", until=until)
    return Reason(
        "muted", text, _("Reason: %(reason)s You can still read and support. Call us if you disagree.", reason=as_sentence(mute.reason))
    )


def why_not_see(by: Person | None, area: Area) -> Reason | None:
    """Who reads what is made in an area: everybody, those who live there, or its board; staff of the area always (row 6)."""
    if area.visibility is Visibility.PUBLIC or (by and by.has_role(*READERS, area_id=area.id)):
        return None
    if area.visibility is Visibility.BOARD:
        return Reason("board_only", _("Only the board can read this."))
    if by and by.home_in(area.id):
        return None
    return Reason(
        "residents_only", _("Only those who live in %(area)s can read this.", area=area.name), _("Log in with the code from the letter.")
    )


def why_not_join(by: Person | None, area_id: int, household_id: int, living_there: int) -> Reason | None:
    """A letter lets people in up to the places of the home, and into one home an area (row 4)."""
    others = [each for each in by.memberships if each.area_id == area_id and each.household_id != household_id] if by else []
    if any(each.is_active or each.is_asked_for for each in others):
        return Reason("other_home", _("You already live somewhere else in this area."), _("Call us if you have moved."), status=409)
    if living_there >= ALL_PLACES:
        return Reason("home_full", _("No more people can join from this home."), _("Call us and we will look at it together."), status=409)
    return None


def must_wait(living_there: int) -> bool:
    """Whether a moderator must say yes to the next person of a home (row 4)."""
    return living_there >= OPEN_PLACES


def why_not_admit(by: Person | None, area_id: int) -> Reason | None:
    """Moderators and administrators of the area say who else lives in a home."""
    if by is None or not by.has_role(*HELPERS, area_id=area_id):
        return Reason("not_helper", _("Only moderators of the area can do this."))
    return None


def why_not_lend_code(by: Person | None, to: Person) -> Reason | None:
    """Who helps in the area of somebody without e-mail may print them a way back; never for themselves (row 12)."""
    areas = [each.area_id for each in to.memberships]
    if by is None or by.id == to.id or not any(by.has_role(*HELPERS, RoleKind.COORDINATOR, area_id=area_id) for area_id in areas):
        return Reason("not_helper", _("Only the coordinator and moderators of the area can do this."))
    if to.email_key or to.is_staff:
        return Reason("has_email", _("%(name)s logs in by e-mail.", name=to.name or _("The resident")), status=409)
    return None


def why_not_see_homes(by: Person | None, area_id: int | None) -> Reason | None:
    """Who looks after an area sees the numbers of its homes (row 3)."""
    if by is None or not by.has_role(*HELPERS, RoleKind.COORDINATOR, area_id=area_id):
        return Reason("not_helper", _("Only the coordinator and moderators of the area can do this."))
    return None


def why_not_keep_homes(by: Person | None, area_id: int | None) -> Reason | None:
    """Administrators and coordinators see where a home is; they enter homes, empty and close them. Moderators see the number alone."""
    if by is None or not by.has_role(*KEEPERS, area_id=area_id):
        return Reason("not_keeper", _("Only the coordinator and the administrators of the area can do this."))
    return None


def why_not_welcome_residents(by: Person | None, area_id: int, state: HouseholdState) -> Reason | None:
    """«Ny beboer» (row 5): for a home that is let."""
    reason = why_not_keep_homes(by, area_id)
    if reason is None and state is HouseholdState.CLOSED:
        return Reason("closed", _("The home is closed."), _("Open it again first."), status=409)
    return reason


# --- roles (rows 83 and 196) --------------------------------------------------------------------------


def why_not_administer(by: Person | None, area_id: int | None) -> Reason | None:
    """Administrators, each in their areas; what belongs to no area is for those of all areas."""
    areas = by.areas_as(RoleKind.ADMINISTRATOR) if by else set()
    if areas is not None and area_id not in areas:
        where = _("Only administrators of the area can do this.") if area_id else _("Only administrators of all areas can do this.")
        return Reason("not_administrator", where)
    return None


def why_not_grant_role(
    by: Person | None, to: Person | None, *, kind: RoleKind, area_id: int | None, from_on: date, to_on: date | None
) -> Reason | None:
    """An administrator of the area, to others only: nobody makes themselves more than they are."""
    reason = why_not_administer(by, area_id)
    if reason:
        return reason
    if by and to and by.id == to.id:
        return Reason("own_role", _("You cannot give yourself a role."), _("Ask another administrator."))
    if kind is RoleKind.BOARD and area_id is None:
        return Reason("board_area", _("Choose the area of the board."), status=422)
    return why_not_ambassador(kind, area_id, to_on) or why_not_dates(from_on, to_on)


def why_not_ambassador(kind: RoleKind, area_id: int | None, to_on: date | None) -> Reason | None:
    """An ambassador has one area, and a last day (row 181)."""
    if kind is RoleKind.AMBASSADOR and area_id is None:
        return Reason("ambassador_area", _("Choose the area of the ambassador."), status=422)
    if kind is RoleKind.AMBASSADOR and to_on is None:
        return Reason("ambassador_ends", _("Say on which day the role of the ambassador ends."), status=422)
    return None


def why_not_dates(from_on: date, to_on: date | None) -> Reason | None:
    """A role that is over before it begins, or today, would be none."""
    if to_on is not None and (to_on <= from_on or to_on <= clock.today()):
        return Reason("dates", _("The last day must be after the first day, and after today."), status=422)
    return None


def why_not_end_role(by: Person | None, role: Role, others: int) -> Reason | None:
    """An administrator of its area; also one's own. `others`: how many more administer everything without an end."""
    reason = why_not_administer(by, role.area_id)
    if reason:
        return reason
    if role.is_over:
        return Reason("over", _("The role has ended already."), status=409)
    return why_not_leave_house(role, others)


def why_not_leave_house(role: Role, others: int) -> Reason | None:
    """One administrator of everything, without an end, is always there."""
    if role.holds_the_house and not others:
        text = _("This is the last administrator of all areas without an end date.")
        return Reason("last_administrator", text, _("Make somebody else administrator first."), status=409)
    return None


def why_not_change_role(by: Person | None, role: Role, *, from_on: date, to_on: date | None, others: int) -> Reason | None:
    """As for ending; one's own role is not made longer by oneself."""
    reason = why_not_administer(by, role.area_id)
    if reason:
        return reason
    if by and by.id == role.person_id:
        return Reason("own_role", _("You cannot change the dates of your own role."), _("Ask another administrator."))
    if role.is_over:
        return Reason("over", _("The role has ended already."), status=409)
    stays = to_on is None and from_on <= clock.today()
    wrong = why_not_ambassador(role.kind, role.area_id, to_on) or why_not_dates(from_on, to_on)
    return wrong or (None if stays else why_not_leave_house(role, others))


def why_not_hand_out_link(by: Person | None, to: Person) -> Reason | None:
    """An administrator of every area in which somebody is staff hands them a link; never to themselves."""
    held = [role.area_id for role in to.roles if role.kind in STAFF and role.is_active]
    reason = next((why for why in (why_not_administer(by, area_id) for area_id in held) if why), None)
    if reason or by is None:
        return reason or Reason("not_administrator", _("Only administrators of the area can do this."))
    if by.id == to.id:
        return Reason("own_link", _("You cannot make a link for yourself."), _("Ask another administrator."))
    if not held or not to.email_key:
        return Reason("no_staff", _("Only those who have a role today and an e-mail address can get a link."), status=409)
    return None
