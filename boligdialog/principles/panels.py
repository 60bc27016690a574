"""Principles in the navigation."""

from typing import Any

from flask import url_for

from boligdialog.core.i18n import _
from boligdialog.core.joints import panel


@panel("nav")
def navigation(person: Any) -> tuple[str, dict[str, Any]]:
    """The way to the principles."""
    return "", {"url": url_for("principles.overview"), "label": _("Principles")}
