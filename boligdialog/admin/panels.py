"""What staff look after: one way in on their own page, and its lines; who waits, beside the queue.

The page of the administration has four slots: admin_homes, admin_paper, admin_people, admin_house. A panel of one returns
{label, hint, url, icon} for a reader who may open what it leads to.
"""

from typing import Any

from flask import url_for

from boligdialog.accounts import queries as accounts
from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_administer, why_not_see_homes
from boligdialog.admin.rules import (
    why_not_change_settings,
    why_not_help,
    why_not_open_desk,
    why_not_read_log,
    why_not_read_rights,
    why_not_run_house,
    why_not_see_trash,
    why_not_tend,
)
from boligdialog.core import health
from boligdialog.core.i18n import _, ngettext
from boligdialog.core.joints import panel
from boligdialog.housing.models import Area
from boligdialog.organs import queries as organ_queries
from boligdialog.principles.rules import why_not_change_principles


@panel("desk")
def beside_the_queue(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """How many wait to be counted to a home."""
    waiting = _waiting(person)
    return ("admin/_waiting.html", {"waiting": waiting}) if waiting else None


def _waiting(person: Person | None) -> int:
    return accounts.number_waiting(person) if person and not why_not_help(person) else 0


@panel("mine", Person)
def on_my_page(person: Person, _reader: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The way in, for those who may open it."""
    return None if why_not_open_desk(person) else ("admin/_on_my_page.html", {})


@panel("mine", Person)
def bodies_of_mine(person: Person, _reader: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The way to the hand-over of each body that one sits in."""
    mine = organ_queries.sits_in(person)
    return ("admin/_my_bodies.html", {"bodies": mine}) if mine else None


@panel("area_aside", Area)
def bodies_here(area: Area, reader: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The same on the page of their area."""
    mine = organ_queries.sits_in(reader, area.id)
    return ("admin/_my_bodies_here.html", {"bodies": mine}) if mine else None


@panel("admin_homes", at=10)
def areas(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Areas with their sections, homes and places."""
    if why_not_see_homes(person, None):
        return None
    return "", {
        "label": _("Areas, sections and homes"),
        "hint": _("Names, homes, places, who can read"),
        "url": url_for("admin.areas"),
        "icon": "home",
    }


@panel("admin_homes", at=20)
def organisations(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Who lets the homes."""
    if why_not_administer(person, None):
        return None
    hint = _("Housing organisations and the municipality")
    return "", {"label": _("Who lets the homes"), "hint": hint, "url": url_for("admin.organisations"), "icon": "people"}


@panel("admin_homes", at=80)
def waiting_for_homes(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Who asks to be counted to a home."""
    if why_not_help(person):
        return None
    hint = ngettext("%(num)d person waits", "%(num)d people wait", _waiting(person))
    return "", {"label": _("Who waits to be counted to a home"), "hint": hint, "url": url_for("admin.homes"), "icon": "house"}


@panel("admin_homes", at=81)
def return_codes(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """A way back on paper."""
    if why_not_help(person):
        return None
    hint = _("For residents without e-mail")
    return "", {"label": _("Give a resident a new return code"), "hint": hint, "url": url_for("admin.codes"), "icon": "key"}


@panel("admin_house", at=60)
def log_way(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """What has happened."""
    if why_not_read_log(person):
        return None
    return "", {"label": _("What has happened"), "hint": _("Every step, sealed"), "url": url_for("admin.read_log"), "icon": "clock"}


@panel("admin_house", at=70)
def running_way(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """How it runs."""
    if why_not_tend(person):
        return None
    well = health.is_well(health.vitals())
    hint = _("Everything runs") if well else _("Something needs a look")
    return "", {"label": _("How it runs"), "hint": hint, "url": url_for("admin.tend"), "icon": "check" if well else "warning"}


@panel("admin_house", at=80)
def trash_way(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """What was hidden and deleted."""
    if why_not_see_trash(person):
        return None
    return "", {"label": _("Trash"), "hint": _("What was hidden, and what was deleted"), "url": url_for("admin.trash"), "icon": "trash"}


def _way(label: str, hint: str, endpoint: str, icon: str) -> tuple[str, dict[str, Any]]:
    return "", {"label": label, "hint": hint, "url": url_for(endpoint), "icon": icon}


@panel("admin_people", at=10)
def roles(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Who holds which role."""
    return None if why_not_run_house(person) else _way(_("Roles"), _("Who is what, where, from when until when"), "admin.roles", "people")


@panel("admin_people", at=20)
def organs(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The bodies and who sits in them."""
    return None if why_not_run_house(person) else _way(_("Bodies and members"), _("Boards, offices and councils"), "admin.organs", "house")


@panel("admin_people", at=30)
def routes(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The table of an area."""
    hint = _("Which subject belongs to which body")
    return None if why_not_run_house(person) else _way(_("Who decides what"), hint, "admin.routes", "list")


@panel("admin_people", at=40)
def who_may(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The page of rights."""
    return None if why_not_read_rights(person) else _way(_("Who may do what"), _("The rules, role by role"), "admin.who_may", "key")


@panel("admin_house", at=10)
def settings(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """What holds everywhere."""
    return (
        None
        if why_not_change_settings(person)
        else _way(_("Settings"), _("Deadlines, name and phone number"), "admin.settings", "settings")
    )


@panel("admin_house", at=20)
def principles(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The wording of the principles."""
    hint = _("Wording, versions and measures to inspire")
    return None if why_not_change_principles(person) else _way(_("Principles"), hint, "admin.principles", "flag")
