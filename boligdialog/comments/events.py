"""What can happen to a comment. `item_id` is the comment."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class CommentWritten(Happened):
    """Somebody sent a comment."""

    about_id: int


@dataclass(frozen=True, kw_only=True)
class CommentEdited(Happened):
    """Its author changed it, or added something."""


@dataclass(frozen=True, kw_only=True)
class CommentDeleted(Happened):
    """Its author deleted it."""


@dataclass(frozen=True, kw_only=True)
class CommentThanked(Happened):
    """Somebody said thank you."""


@dataclass(frozen=True, kw_only=True)
class ThanksWithdrawn(Happened):
    """Somebody took their thanks back."""


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Happened):
    """A reply answers a question. `item_id` is the question."""

    answer_id: int


@dataclass(frozen=True, kw_only=True)
class TalkSlowed(Happened):
    """A moderator lets each person write one comment in so many minutes, until a moment; before: what held then. `item_id` is the idea."""

    minutes: int
    until: str
    minutes_before: int | None = None
    until_before: str | None = None


@dataclass(frozen=True, kw_only=True)
class SlowTalkEnded(Happened):
    """A moderator lets everybody write as they like again, before the time was over."""

    until: str
    minutes_before: int
    until_before: str
