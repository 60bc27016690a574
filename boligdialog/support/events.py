"""What can happen to support."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class ItemSupported(Happened):
    """Somebody is for an item."""


@dataclass(frozen=True, kw_only=True)
class SupportWithdrawn(Happened):
    """Somebody is no longer for an item."""
