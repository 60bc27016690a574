"""What administrators do with organisations, areas, sections, places and the list of homes: ensure the right, then the verb of housing."""

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_administer, why_not_keep_homes
from boligdialog.admin.events import PresetUsed
from boligdialog.admin.services import add_default_places
from boligdialog.admin.settings import PRESETS, USUAL, preset_of
from boligdialog.core.access import ensure, found
from boligdialog.core.db import atomic, db
from boligdialog.core.events import record
from boligdialog.core.i18n import Words
from boligdialog.core.marks import ensure_as_shown
from boligdialog.housing import queries, services as housing
from boligdialog.housing.models import Area, Organisation, Place, PlaceKind, ReviewMode, Section, Tenure, Visibility
from boligdialog.organs.services import add_area_organs, add_section_organs, follow_section

Made = TypeVar("Made", Area, Section, Place)


def _made_before(kind: type[Made], once: str | None) -> Made | None:
    """What the first press of the same form made (rule R2)."""
    return db.session.scalar(sa.select(kind).where(kind.once == once)) if once else None


def slug_made_by(once: str | None) -> set[str]:
    """The short name that the first press of a form took: it is not in the way of the second."""
    there = _made_before(Area, once)
    return {there.slug} if there else set()


@atomic
def open_area(slug: str, *, name: str, intro: Words, preset: str = USUAL, by: Person, once: str | None = None) -> Area:
    """A new area with the places and bodies that every area begins with; preset: who reads what, to begin with."""
    ensure(why_not_administer(by, None))
    there = _made_before(Area, once)
    if there:
        return there
    begins = PRESETS[preset]
    area = housing.add_area(slug, name=name, intro=intro, review=begins.review, visibility=begins.visibility, by=by, once=once)
    record(PresetUsed(by_id=by.id, area_id=area.id, preset=preset))
    add_default_places(area)
    add_area_organs(area)
    return area


@atomic
def use_preset(area: Area, *, preset: str, by: Person, seen: str | None = None) -> None:
    """Let who reads what in an area be as one of the four ways says; what was before stands in the log (row 197)."""
    ensure(why_not_administer(by, area.id))
    begins = found(PRESETS.get(preset))
    ensure_as_shown(area, seen)
    before = preset_of(area)
    if before == preset:
        return
    record(PresetUsed(by_id=by.id, area_id=area.id, preset=preset, before_preset=before))
    housing.change_area(area, name=area.name, intro=area.intro, review=begins.review, by=by)
    housing.change_visibility(area, visibility=begins.visibility, by=by)


@atomic
def change_area(
    area: Area, *, slug: str, name: str, intro: Words, review: ReviewMode, visibility: Visibility, by: Person, seen: str | None = None
) -> None:
    """All that the form of an area says."""
    ensure(why_not_administer(by, area.id))
    ensure_as_shown(area, seen)
    housing.change_slug(area, slug=slug, by=by)
    housing.change_area(area, name=name, intro=intro, review=review, by=by)
    housing.change_visibility(area, visibility=visibility, by=by)


@atomic
def add_organisation(name: str, *, by: Person) -> Organisation:
    """Somebody who lets homes, once."""
    ensure(why_not_administer(by, None))
    return housing.add_organisation(name, by=by)


@atomic
def rename_organisation(organisation: Organisation, *, name: str, by: Person) -> None:
    """Call who lets homes something else, in all areas."""
    ensure(why_not_administer(by, None))
    housing.rename_organisation(organisation, name=name, by=by)


@atomic
def add_section(area: Area, *, name: str, tenure: Tenure, organisation: Organisation | str, by: Person, once: str | None = None) -> Section:
    """A section with its bodies. organisation: one we know, or the name of a new one."""
    ensure(why_not_administer(by, area.id))
    there = _made_before(Section, once)
    if there:
        return there
    section = housing.add_section(area, name=name, tenure=tenure, organisation=_organisation(organisation, by), by=by, once=once)
    add_section_organs(section)
    return section


@atomic
def change_section(
    section: Section, *, name: str, tenure: Tenure, organisation: Organisation | str, by: Person, seen: str | None = None
) -> int:
    """Another name, organisation or tenure; how many of its bodies are called otherwise from now on."""
    ensure(why_not_administer(by, section.area_id))
    ensure_as_shown(section, seen)
    was_called, was_let = section.name, section.tenure
    housing.change_section(section, name=name, tenure=tenure, organisation=_organisation(organisation, by), by=by)
    return follow_section(section, name=was_called, tenure=was_let, by=by)


def _organisation(organisation: Organisation | str, by: Person) -> Organisation:
    return housing.add_organisation(organisation, by=by) if isinstance(organisation, str) else organisation


@atomic
def add_place(area: Area, *, kind: PlaceKind, name: Words, by: Person, once: str | None = None) -> Place:
    """A place of their own, last in the list."""
    ensure(why_not_administer(by, area.id))
    there = _made_before(Place, once)
    if there:
        return there
    last = max((each.position for each in queries.all_places(area.id)), default=-1)
    return housing.add_place(area, kind=kind, name=name, position=last + 1, by=by, once=once)


@atomic
def change_place(place: Place, *, by: Person, seen: str | None = None, **values: Any) -> None:
    """Another name or order; or nobody chooses it any more."""
    ensure(why_not_administer(by, place.area_id))
    ensure_as_shown(place, seen)
    housing.change_place(place, by=by, **values)


@atomic
def enter_homes(section: Section, *, homes: Sequence[tuple[str, str, str]], by: Person) -> int:
    """The homes of a list that are not there yet; how many (row 3)."""
    ensure(why_not_keep_homes(by, section.area_id))
    return housing.add_missing_households(section, homes=homes, by=by)
