"""What can happen to every thing."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class ItemPublished(Happened):
    """Neighbours can see it."""


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Happened):
    """What readers can see of it is another than before: its text, or whether it is there at all. Who keeps a copy reads it again."""

    is_at_once = True


@dataclass(frozen=True, kw_only=True)
class ItemRewritten(Happened):
    """It says something else, under a number and with a reason. by_id is who wrote that."""

    n: int


@dataclass(frozen=True, kw_only=True)
class PrinciplesChosen(Happened):
    """Somebody said which principles it goes with: numbers, the main one first."""

    numbers: list[int]
