"""What can happen to bodies and to the table of who decides what."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class OrganAdded(Happened):
    """A body was entered."""

    organ_id: int
    area_id: int | None


@dataclass(frozen=True, kw_only=True)
class OrganChanged(Happened):
    """A body is called, sorted or reached in another way: which of these."""

    organ_id: int
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class OrganClosed(Happened):
    """A body is there no more; what it decided stays."""

    organ_id: int


@dataclass(frozen=True, kw_only=True)
class RouteAdded(Happened):
    """A subject was added to the table of an area."""

    route_id: int
    area_id: int


@dataclass(frozen=True, kw_only=True)
class RouteChanged(Happened):
    """A subject reads differently, or belongs to another body: which of these, and the body before and after."""

    route_id: int
    area_id: int
    what: list[str]
    before_organ_id: int | None
    organ_id: int | None


@dataclass(frozen=True, kw_only=True)
class RouteMoved(Happened):
    """A subject stands on another place in the table: before and after."""

    route_id: int
    area_id: int
    before: int
    after: int
