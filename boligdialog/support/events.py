"""What can happen to support."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class ItemSupported(Happened):
    """Somebody is for an item."""


@dataclass(frozen=True, kw_only=True)
class SupportWithdrawn(Happened):
    """Somebody is no longer for an item."""


@dataclass(frozen=True, kw_only=True)
class PaperSupportEntered(Happened):
    """Somebody entered that a home is for an item on paper."""

    household_id: int


@dataclass(frozen=True, kw_only=True)
class PaperSupportRemoved(Happened):
    """Somebody of the home, or who had entered it, took it away."""

    household_id: int
