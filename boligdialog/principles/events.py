"""What can happen to principles and to measures."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class PrincipleChanged(Happened):
    """A principle got another wording; the old one keeps its address. Version before and after."""

    principle_id: int
    before: int
    after: int
    is_provisional: bool


@dataclass(frozen=True, kw_only=True)
class MeasureAdded(Happened):
    """A measure to inspire was added."""

    measure_id: int
    principle_id: int


@dataclass(frozen=True, kw_only=True)
class MeasureChanged(Happened):
    """A measure reads differently, or is not shown any more, or is again."""

    measure_id: int
    principle_id: int
    is_retired: bool
