"""The way to search, from every page."""

from typing import Any

from flask import url_for

from boligdialog.accounts.models import Person
from boligdialog.core.i18n import _
from boligdialog.core.joints import panel


@panel("nav", at=40)
def navigation(person: Person | None) -> tuple[str, dict[str, Any]]:
    """The way to the search page."""
    return "", {"url": url_for("search.find"), "label": _("Search")}
