"""Small numbers (rule R7): a published count of people or households below five reads «under 5», and cannot be found by
subtraction either. One function decides what is hidden; pages, CSV and print all ask it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from boligdialog.core.i18n import _, ngettext, number

SMALLEST = 5  # the least number that is published


class Shown(StrEnum):
    """What is published of a cell."""

    EXACT = "exact"
    UNDER = "under"
    HIDDEN = "hidden"  # no small number itself, but it would give one away


@dataclass(frozen=True)
class Cell:
    """A count as it may be published. `str()` says it in the language being written; `value` is None when it may not be known."""

    shown: Shown
    value: int | None

    @classmethod
    def exact(cls, count: int) -> "Cell":
        """A count that says nothing about few people."""
        return cls(Shown.EXACT, count)

    @classmethod
    def hidden(cls) -> "Cell":
        """A count that would give another one away."""
        return cls(Shown.HIDDEN, None)

    def __str__(self) -> str:
        """«12», «under 5», or that it is not shown."""
        if self.shown is Shown.UNDER:
            return _("under 5")
        return _("not shown") if self.value is None else number(self.value)


def is_small(count: int) -> bool:
    """Whether a count says too much about few."""
    return 0 < count < SMALLEST


def homes(count: int) -> str:
    """«1.250 households», or «under 5 households»."""
    if is_small(count):
        return _("under 5 households")
    return ngettext("%(all)s household", "%(all)s households", count, all=number(count))


def cell(count: int) -> Cell:
    """A count that stands alone."""
    return Cell(Shown.UNDER, None) if is_small(count) else Cell.exact(count)


def table(counts: Sequence[int], *, with_total: bool = True) -> tuple[list[Cell], Cell]:
    """Counts that add up, and their total, as they may be published together.

    Hides more cells, the next smallest first, until each small one has at least two values that fit all that is shown; and at
    last the total. with_total=False: the total stands nowhere, so nothing can be subtracted from it.
    """
    total = sum(counts)
    hidden: dict[int, Shown] = {n: Shown.UNDER for n, count in enumerate(counts) if is_small(count)}
    if not with_total or not hidden or (is_small(total) and len(hidden) < SMALLEST - 1):
        return _cells(counts, hidden), Cell.hidden() if not with_total else cell(total)
    more = sorted((count, n) for n, count in enumerate(counts) if count >= SMALLEST)
    while _gives_away(counts, hidden) and more:
        hidden[more.pop(0)[1]] = Shown.HIDDEN
    safe = not _gives_away(counts, hidden)
    return _cells(counts, hidden), Cell.exact(total) if safe else Cell.hidden()


def parts(counts: Sequence[int]) -> tuple[list[Cell], Cell]:
    """The same, where more stands beside that says how large the total can be: when it would have to be hidden, no part is shown."""
    cells, total = table(counts)
    if total.shown is not Shown.HIDDEN:
        return cells, total
    return [Cell.hidden() for _each in counts], cell(sum(counts))


def _cells(counts: Sequence[int], hidden: dict[int, Shown]) -> list[Cell]:
    return [Cell(hidden[n], None) if n in hidden else Cell.exact(count) for n, count in enumerate(counts)]


def _gives_away(counts: Sequence[int], hidden: dict[int, Shown]) -> bool:
    """Whether a small cell has only one value that fits: the sum of what is hidden is known."""
    small = sum(how is Shown.UNDER for how in hidden.values())
    others = len(hidden) - small
    known = sum(counts[n] for n in hidden)
    lowest = SMALLEST * others  # each of the others is at least the smallest number that is published
    sums = {known - rest for rest in range(lowest, known + 1)} if others else {known}
    return len({first for first in range(1, SMALLEST) if any(_can_be(small - 1, each - first) for each in sums)}) < 2


def _can_be(cells: int, total: int) -> bool:
    """Whether so many small cells can have this sum."""
    return cells <= total <= (SMALLEST - 1) * cells
