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
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class SlugChanged(Happened):
    """An area got another short name; the old one goes on answering."""

    area_id: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class AreaChanged(Happened):
    """An area's name, intro or review mode was changed. changes: which, with [before, after] where it is a fact."""

    area_id: int
    changes: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class OrganisationAdded(Happened):
    """Who lets homes was entered."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationRenamed(Happened):
    """Who lets homes is called something else."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class SectionAdded(Happened):
    """A section was added to an area."""

    section_id: int
    area_id: int
    tenure: str


@dataclass(frozen=True, kw_only=True)
class SectionChanged(Happened):
    """A section's name, organisation or tenure was changed. changes: as in AreaChanged."""

    section_id: int
    changes: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class PlaceAdded(Happened):
    """An area got a place that ideas can be about."""

    place_id: int
    area_id: int


@dataclass(frozen=True, kw_only=True)
class PlaceChanged(Happened):
    """A place was renamed, moved in the list, or retired. changes: as in AreaChanged."""

    place_id: int
    changes: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class HouseholdStateChanged(Happened):
    """A home was vacated, closed or opened again."""

    household_id: int
    before: str
    after: str
