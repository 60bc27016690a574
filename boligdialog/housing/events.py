"""What can happen to where people live."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class AreaAdded(Happened):
    """An area was opened."""

    area_id: int


@dataclass(frozen=True, kw_only=True)
class HouseholdsAdded(Happened):
    """Dwellings were entered in a section."""

    section_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class VisibilityChanged(Happened):
    """Others than before can read what is made in an area."""

    area_id: int
    visibility: str


@dataclass(frozen=True, kw_only=True)
class SlugChanged(Happened):
    """An area got another short name; the old one goes on answering."""

    area_id: int
