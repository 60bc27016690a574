"""What people hear about their home, and administrators about the house."""

import sqlalchemy as sa

from boligdialog.accounts import queries as accounts
from boligdialog.accounts.events import HomeGranted, HomeRefused, RoleChanged, RoleEnded, RoleGranted
from boligdialog.accounts.models import STAFF, Role, RoleKind
from boligdialog.admin.events import StatementDue
from boligdialog.core import clock
from boligdialog.core.events import Event, on
from boligdialog.core.i18n import _, ngettext
from boligdialog.notifications.models import Notice, Topic
from boligdialog.notifications.services import Wording, tell, wording


@on(HomeGranted)
def tell_granted(happened: HomeGranted, event: Event) -> None:
    """They hear that they are counted to their home."""
    _tell(happened.person_id, "home_granted", event)


@on(HomeRefused)
def tell_refused(happened: HomeRefused, event: Event) -> None:
    """They hear that they are not, and whom to ask."""
    _tell(happened.person_id, "home_refused", event)


def _tell(person_id: int, kind: str, event: Event) -> None:
    person = accounts.person(person_id)
    if person:
        tell([person], kind=kind, event=event)


@wording("home_granted", Topic.REVIEW)
def home_granted(notice: Notice) -> Wording:
    """«You are counted to your home now.»"""
    text = _("A moderator has said yes. What you do on Boligdialog counts for your home from now on.")
    return Wording(_("You are counted to your home now"), text, "/min-side")


@wording("home_refused", Topic.REVIEW)
def home_refused(notice: Notice) -> Wording:
    """«We could not count you to the home.»"""
    text = _("You can still write and support ideas. Do you live there? Call us and we will look at it together.")
    return Wording(_("We could not count you to the home"), text, "/min-side")


@on(StatementDue)
def tell_statement_due(happened: StatementDue, event: Event) -> None:
    """Administrators hear that the accessibility statement wants its yearly look."""
    today = clock.today()
    now = (Role.kind == RoleKind.ADMINISTRATOR, Role.from_on <= today, sa.or_(Role.to_on.is_(None), Role.to_on > today))
    tell(sa.select(Role.person_id).where(*now), kind="statement_due", event=event)


@wording("statement_due", Topic.REVIEW)
def statement_due(notice: Notice) -> Wording:
    """«Look at the accessibility statement.»"""
    text = _("It must be looked at once a year: test the site, correct what the statement says, and note the day.")
    return Wording(_("Look at the accessibility statement"), text, "/tilgaengelighed")


@on(RoleGranted)
def tell_role(happened: RoleGranted, event: Event) -> None:
    """They hear which role they have got."""
    _tell(happened.person_id, "role_granted", event)


@on(RoleEnded)
def tell_role_ended(happened: RoleEnded, event: Event) -> None:
    """They hear that it has ended."""
    _tell(happened.person_id, "role_ended", event)


@on(RoleChanged)
def tell_role_changed(happened: RoleChanged, event: Event) -> None:
    """They hear of the new dates."""
    _tell(happened.person_id, "role_changed", event)


@wording("role_granted", None)
def role_granted(notice: Notice) -> Wording:
    """«You have got a role.» It always comes, whatever they chose. Staff learn how they get in: two halves, so that neither is enough."""
    happened = notice.event.happened()
    kind = RoleKind(happened.role)  # type: ignore[attr-defined]
    text = _("You have been given the role: %(role)s. Log in with this e-mail address.", role=kind.label)
    if kind in STAFF:
        text += " " + _("An administrator also gives you a link that works once. Open it when you have logged in.")
    return Wording(_("You have got a role on Boligdialog"), text, "/min-side")


@wording("role_ended", None)
def role_ended(notice: Notice) -> Wording:
    """«Your role has ended.»"""
    kind = RoleKind(notice.event.happened().role)  # type: ignore[attr-defined]
    text = _("You no longer have the role: %(role)s. You can still log in as yourself.", role=kind.label)
    return Wording(_("Your role on Boligdialog has ended"), text, "/min-side")


@wording("role_changed", None)
def role_changed(notice: Notice) -> Wording:
    """«Your role has new dates.»"""
    kind = RoleKind(notice.event.happened().role)  # type: ignore[attr-defined]
    text = _("The dates of your role have changed: %(role)s. Log in again.", role=kind.label)
    return Wording(_("Your role on Boligdialog has new dates"), text, "/min-side")


@wording("worker_silent", None)
def worker_silent(notice: Notice) -> Wording:
    """«The worker is silent.»"""
    minutes = notice.event.happened().minutes  # type: ignore[attr-defined]
    text = ngettext(
        "The worker has given no sign of life for %(num)d minute. Until it is started again, no mails and notices go out.",
        "The worker has given no sign of life for %(num)d minutes. Until it is started again, no mails and notices go out.",
        minutes,
    )
    return Wording(_("Boligdialog sends nothing: the worker is silent"), text, "/administration/drift")
