"""The support button beside an item."""

from typing import Any

from flask import url_for

from boligdialog.accounts.models import Person
from boligdialog.content import queries as content
from boligdialog.content.models import Item
from boligdialog.core.i18n import _
from boligdialog.core.joints import facts_for, panel
from boligdialog.support import queries
from boligdialog.support.rules import why_closed, why_not_enter_paper_support


@panel("aside", Item)
def support_block(item: Item, person: Person | None) -> tuple[str, dict[str, Any]]:
    """The buttons in the state they have for this reader, and the numbers with their base."""
    return "support/_aside.html", block(item, person)


def block(item: Item, person: Person | None) -> dict[str, Any]:
    """What the block shows; the same after a press."""
    counts, ties = content.counts(item.id), queries.ties(item, person)
    return {
        "item": item,
        "counts": counts,
        "is_mine": ties.supported_at is not None,
        "has_changed": bool(ties.supported_at and counts.changed_at and ties.supported_at <= counts.changed_at),
        "is_followed": ties.is_followed,
        "home_on_paper": ties.home_on_paper,
        "closed": why_closed(item, facts_for([item])),
        "without_household": ties.without_household,
    }


@panel("tools", Item, at=85)
def paper_support(item: Item, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The way to entering support that came on paper, for those who hand out paper."""
    if person is None or why_not_enter_paper_support(person, item, facts_for([item])):
        return None
    url = url_for("support.enter_paper", item_id=item.id)
    return "way.html", {"label": _("Enter support on paper"), "url": url, "icon_name": "pencil"}
