"""The ways that lead everywhere: navigation, the first link of an area's bar, the foot of every page."""

from typing import Any

from flask import url_for

from boligdialog.accounts.models import Person
from boligdialog.core.i18n import _
from boligdialog.core.joints import panel
from boligdialog.housing.models import Area


@panel("nav", at=10)
def navigation(person: Person | None) -> tuple[str, dict[str, Any]]:
    """The way to all areas."""
    return "", {"url": url_for("pages.areas"), "label": _("Areas")}


@panel("nav", at=90)
def help_link(person: Person | None) -> tuple[str, dict[str, Any]]:
    """The way to help."""
    return "", {"url": url_for("pages.help"), "label": _("Help")}


@panel("area", Area, at=10)
def area_link(area: Area, person: Person | None) -> tuple[str, dict[str, Any]]:
    """The way to the area's own page."""
    return "", {"url": url_for("pages.area", slug=area.slug), "label": _("Overview")}


@panel("area", Area, at=90)
def who_decides_link(area: Area, person: Person | None) -> tuple[str, dict[str, Any]]:
    """The way to who decides what."""
    return "", {"url": url_for("organs.who_decides", slug=area.slug), "label": _("Who decides")}


@panel("header")
def my_page(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The way to one's own page."""
    return ("tool_link.html", {"url": url_for("pages.mine"), "label": person.name or _("My page")}) if person else None


@panel("footer")
def footer(person: Person | None) -> tuple[str, dict[str, Any]]:
    """What we say about ourselves."""
    return "pages/_footer.html", {}
