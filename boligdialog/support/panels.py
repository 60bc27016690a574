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
    """The buttons in the state they have for this reader, and the numbers with their base."""
    return "support/_aside.html", block(item, person)


def block(item: Item, person: Person | None) -> dict[str, Any]:
    """What the block shows; the same after a press."""
    counts, ties = content.counts(item.id), queries.ties(item.id, person)
    return {
        "item": item,
        "counts": counts,
        "is_mine": ties.supported_at is not None,
        "has_changed": bool(ties.supported_at and counts.changed_at and ties.supported_at <= counts.changed_at),
        "is_followed": ties.is_followed,
        "closed": why_closed(item, facts_for([item])),
        "without_household": ties.without_household,
    }
