"""What can happen when ideas become one or several. Numbers are those of the idea that they are part of, before and after."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class IdeaMerged(Happened):
    """A moderator merged this idea with another. Numbers: what it had."""

    target_id: int
    supports: int
    paper: int
    comments: int
    followers: int


@dataclass(frozen=True, kw_only=True)
class IdeaGathered(Happened):
    """Another idea was merged into this one: its numbers before and after, in the order of IdeaMerged."""

    source_id: int
    before: list[int]
    after: list[int]


@dataclass(frozen=True, kw_only=True)
class MergeUndone(Happened):
    """This idea stands by itself again. Numbers: what it has now."""

    target_id: int
    is_objection: bool
    supports: int
    paper: int
    comments: int
    followers: int


@dataclass(frozen=True, kw_only=True)
class IdeaParted(Happened):
    """An idea that was part of this one stands by itself again: the numbers of this one before and after."""

    source_id: int
    before: list[int]
    after: list[int]


@dataclass(frozen=True, kw_only=True)
class IdeasToldApart(Happened):
    """A moderator said that this idea and another are not the same."""

    other_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaSplit(Happened):
    """A moderator made several ideas of this one, which leads to them. Numbers: of the new ideas, and who supports this one."""

    parts: list[int]
    supports: int
    paper: int


@dataclass(frozen=True, kw_only=True)
class IdeaTakenOut(Happened):
    """This idea was made of words of another."""

    source_id: int
