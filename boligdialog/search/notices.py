"""The index hears of every change."""

from boligdialog.content.events import ItemChanged
from boligdialog.core.events import Event, on
from boligdialog.search import services


@on(ItemChanged)
def index_changed(happened: ItemChanged, event: Event) -> None:
    """Write it again as it is by now, or take it out."""
    if happened.item_id:
        services.index_items([happened.item_id])
