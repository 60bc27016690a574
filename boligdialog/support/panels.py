"""The support button beside an item."""

from typing import Any

from boligdialog.accounts.models import Person
from boligdialog.content import queries as content
from boligdialog.content.models import Item
from boligdialog.core.joints import facts_for, panel
from boligdialog.support import queries
from boligdialog.support.rules import why_closed


@panel("aside", Item)
def support_block(item: Item, person: Person | None) -> tuple[str, dict[str, Any]]:
    """The button in the state it has for this reader, and the numbers with their base."""
    return "support/_block.html", block(item, person)


def block(item: Item, person: Person | None) -> dict[str, Any]:
    """What the block shows; the same after a press."""
    counts = content.counts(item.id)
    return {
        "item": item,
        "counts": counts,
        "is_mine": queries.is_supported_by(item.id, person),
        "closed": why_closed(item, facts_for([item])),
        "without_household": queries.without_household(item.id) if counts.supports else 0,
    }
