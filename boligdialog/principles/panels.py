"""Principles in the navigation."""

from typing import Any

from flask import url_for

from boligdialog.core.i18n import _
from boligdialog.core.joints import panel


@panel("nav")
def navigation(person: Any) -> tuple[str, dict[str, Any]]:
    """The way to the principles."""
    return "nav_link.html", {"url": url_for("principles.overview"), "label": _("Principles")}


@panel("footer")
def footer(person: Any) -> tuple[str, dict[str, Any]]:
    """The way to the rules of co-creation."""
    return "footer_link.html", {"url": url_for("principles.rules"), "label": _("Rules of co-creation")}
