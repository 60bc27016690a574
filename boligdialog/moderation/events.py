"""What can happen in review. Publishing is content's own event."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Happened):
    """Something waits for a moderator."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ItemReported(Happened):
    """A reader gave notice of it. `code` says what of, in our words."""

    code: str


@dataclass(frozen=True, kw_only=True)
class ItemKept(Happened):
    """A moderator looked at what was given notice of, and left it as it is."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class EditAsked(Happened):
    """A moderator asked the author to change something."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ItemHidden(Happened):
    """A moderator hid it, with a reason."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ChangeShown(Happened):
    """A moderator has read a change, and readers see it."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ChangeDeclined(Happened):
    """A moderator has read a change, and it is not shown as it is; the old words stay."""

    case_id: int
