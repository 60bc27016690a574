"""The way to the queue, for those who empty it."""

from typing import Any

from flask import url_for

from boligdialog.accounts.models import Person
from boligdialog.core.i18n import _
from boligdialog.core.joints import panel
from boligdialog.moderation.rules import why_not_review


@panel("nav")
def navigation(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The queue in the navigation. No number: it would cost every page a statement."""
    return None if why_not_review(person) else ("nav_link.html", {"url": url_for("moderation.queue"), "label": _("The queue")})
