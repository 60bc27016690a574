"""What can happen to an idea."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class IdeaProposed(Happened):
    """Somebody sent an idea."""


@dataclass(frozen=True, kw_only=True)
class IdeaEntered(Happened):
    """Somebody entered the idea of a resident who told it or wrote it on paper, with their yes."""

    channel: str


@dataclass(frozen=True, kw_only=True)
class IdeaEdited(Happened):
    """Its author changed it before anybody relied on it, or sent a change that a moderator reads first."""


@dataclass(frozen=True, kw_only=True)
class IdeaTakenBack(Happened):
    """Its author took it back before neighbours saw it."""


@dataclass(frozen=True, kw_only=True)
class IdeaSorted(Happened):
    """A moderator said who can decide it."""

    organ_id: int | None


@dataclass(frozen=True, kw_only=True)
class IdeaConsidered(Happened):
    """Those who can decide it have begun to look at it."""

    organ_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaWithdrawn(Happened):
    """Its author withdrew it after neighbours had seen it. `why` is one of our reasons."""

    why: str


@dataclass(frozen=True, kw_only=True)
class IdeaRestored(Happened):
    """Its author brought it back."""
