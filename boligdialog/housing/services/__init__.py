"""Setting up where people live."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import current_app

from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db, is_sqlite
from boligdialog.core.events import record
from boligdialog.core.i18n import Words, _
from boligdialog.core.memory import forget
from boligdialog.housing import queries
from boligdialog.housing.events import (
    AreaAdded,
    AreaChanged,
    HouseholdsAdded,
    HouseholdStateChanged,
    OrganisationAdded,
    OrganisationRenamed,
    PlaceAdded,
    PlaceChanged,
    SectionAdded,
    SectionChanged,
    SlugChanged,
    VisibilityChanged,
)
from boligdialog.housing.models import (
    Area,
    Household,
    HouseholdState,
    OldSlug,
    Organisation,
    Place,
    PlaceKind,
    ReviewMode,
    Section,
    Tenure,
    Visibility,
)
from boligdialog.housing.rules import why_not_slug

#: What stands in an event before and after a change; of what somebody wrote only that it was changed.
FACTS = ("review", "tenure", "organisation_id", "kind", "position", "is_retired")


def taken_slugs(*, but: Area | None = None) -> set[str]:
    """Short names that no area (but this one) may take: first words of routes, and names in use now or before."""
    routes = {rule.rule.split("/")[1] for rule in current_app.url_map.iter_rules()}
    mine = but.id if but else 0
    used = sa.union_all(sa.select(Area.slug).where(Area.id != mine), sa.select(OldSlug.slug).where(OldSlug.area_id != mine))
    return {word for word in routes if not word.startswith("<")} | set(db.session.scalars(used)) | {"en"}


def _change(thing: Any, **values: Any) -> dict[str, list[str]]:
    """Set what differs; what it was, for the event."""
    before = {name: getattr(thing, name) for name, value in values.items() if getattr(thing, name) != value}
    for name in before:
        setattr(thing, name, values[name])
    return {name: [str(old), str(values[name])] if name in FACTS else [] for name, old in before.items()}


@atomic
def add_area(
    slug: str,
    *,
    name: str,
    intro: Words,
    review: ReviewMode = ReviewMode.NEW,
    visibility: Visibility = Visibility.PUBLIC,
    by: Any = None,
    once: str | None = None,
) -> Area:
    """Open an area. Refused when its short name is a route's first word or in use."""
    ensure(why_not_slug(slug, taken_slugs()))
    area = Area(slug=slug, name=name, intro=intro, review=review, visibility=visibility, sort_key=danish_sort_key(name), once=once)
    db.session.add(area)
    db.session.flush()
    forget()
    record(AreaAdded(area_id=area.id, by_id=by.id if by else None))
    return area


@atomic
def change_area(area: Area, *, name: str, intro: Words, review: ReviewMode, by: Any = None) -> None:
    """Say anew what an area is called and what is read before neighbours see it."""
    changes = _change(area, name=name, intro=intro, review=review)
    area.sort_key = danish_sort_key(name)
    if changes:
        forget()
        record(AreaChanged(area_id=area.id, changes=changes, by_id=by.id if by else None))


@atomic
def change_visibility(area: Area, *, visibility: Visibility, by: Any = None) -> None:
    """Say who can read what is made in an area (row 6)."""
    before, area.visibility = area.visibility, visibility
    if before is not visibility:
        forget()
        record(VisibilityChanged(area_id=area.id, visibility=visibility.value, before=before.value, by_id=by.id if by else None))


@atomic
def change_slug(area: Area, *, slug: str, by: Any = None) -> None:
    """Give an area another short name; the old one answers 301 for ever."""
    if slug == area.slug:
        return
    ensure(why_not_slug(slug, taken_slugs(but=area)))
    changed(sa.delete(OldSlug).where(OldSlug.slug == slug, OldSlug.area_id == area.id))  # it is called what it was called before
    before, area.slug = area.slug, slug
    db.session.add(OldSlug(slug=before, area_id=area.id))
    forget()
    record(SlugChanged(area_id=area.id, before=before, after=slug, by_id=by.id if by else None))


@atomic
def add_organisation(name: str, *, by: Any = None) -> Organisation:
    """The organisation of this name, made if it is new."""
    there = queries.organisation(name)
    if there:
        return there
    organisation = Organisation(name=name)
    db.session.add(organisation)
    db.session.flush()
    record(OrganisationAdded(organisation_id=organisation.id, by_id=by.id if by else None))
    return organisation


@atomic
def rename_organisation(organisation: Organisation, *, name: str, by: Any = None) -> None:
    """Call who lets homes something else. Refused when another one has the name."""
    there = queries.organisation(name)
    if there and there.id != organisation.id:
        refuse("name_taken", _("“%(name)s” is there already.", name=name), status=422)
    if not there:
        organisation.name = name
        forget()
        record(OrganisationRenamed(organisation_id=organisation.id, by_id=by.id if by else None))


@atomic
def add_section(area: Area, *, name: str, tenure: Tenure, organisation: Organisation, by: Any = None, once: str | None = None) -> Section:
    """A section in an area. Refused when the area has one of this name."""
    _ensure_free_name(area.id, name)
    section = Section(area=area, name=name, tenure=tenure, organisation=organisation, once=once)
    db.session.add(section)
    db.session.flush()
    record(SectionAdded(section_id=section.id, area_id=area.id, tenure=tenure.value, by_id=by.id if by else None))
    return section


@atomic
def change_section(section: Section, *, name: str, tenure: Tenure, organisation: Organisation, by: Any = None) -> None:
    """Say anew what a section is called, who lets it, and under which law; free until its first ballot opens (row 1)."""
    if name != section.name:
        _ensure_free_name(section.area_id, name)
    changes = _change(section, name=name, tenure=tenure, organisation_id=organisation.id)
    if changes:
        forget()
        record(SectionChanged(section_id=section.id, changes=changes, by_id=by.id if by else None))


def _ensure_free_name(area_id: int, name: str) -> None:
    if db.session.scalar(sa.select(Section.id).where(Section.area_id == area_id, Section.name == name)):
        refuse("name_taken", _("“%(name)s” is there already.", name=name), status=422)


@atomic
def add_households(section: Section, *, homes: Sequence[tuple[str, str, str]], by: Any = None) -> list[Household]:
    """Enter dwellings, each (block, entrance, label); they get the next H-numbers."""
    first = (db.session.scalar(sa.select(sa.func.max(Household.number))) or 0) + 1
    households = [
        Household(section_id=section.id, number=first + n, block=block, entrance=entrance, label=label)
        for n, (block, entrance, label) in enumerate(homes)
    ]
    db.session.add_all(households)
    changed(sa.update(Area).where(Area.id == section.area_id).values(households=Area.households + len(households)))
    record(HouseholdsAdded(section_id=section.id, count=len(households), by_id=by.id if by else None))
    return households


@atomic
def add_missing_households(section: Section, *, homes: Sequence[tuple[str, str, str]], by: Any = None) -> int:
    """Enter those homes of a list that the section does not have yet; how many. The same list again changes nothing."""
    if not is_sqlite():  # two lists at once would take the same numbers
        db.session.execute(sa.text("LOCK TABLE household IN SHARE ROW EXCLUSIVE MODE"))
    there = queries.homes_in(section.id)
    new = [home for home in dict.fromkeys(homes) if home not in there]
    if new:
        add_households(section, homes=new, by=by)
    return len(new)


@atomic
def set_household_state(household: Household, *, state: HouseholdState, by: Any = None) -> None:
    """Say whether people live there; the area counts its active homes."""
    before = household.state
    if before is state:
        return
    if not changed(sa.update(Household).where(Household.id == household.id, Household.state == before).values(state=state)):
        refuse("stale", _("Somebody has changed the home in the meantime. Look at it again."), status=409)
    db.session.expire(household)
    more = (state is HouseholdState.ACTIVE) - (before is HouseholdState.ACTIVE)
    if more:
        area_id = sa.select(Section.area_id).where(Section.id == household.section_id).scalar_subquery()
        changed(sa.update(Area).where(Area.id == area_id).values(households=Area.households + more))
    record(HouseholdStateChanged(household_id=household.id, before=before.value, after=state.value, by_id=by.id if by else None))


@atomic
def add_place(area: Area, *, kind: PlaceKind, name: Words, position: int, by: Any = None, once: str | None = None) -> Place:
    """A place that ideas can be about."""
    place = Place(area_id=area.id, kind=kind, name=name, position=position, once=once)
    db.session.add(place)
    db.session.flush()
    forget()
    record(PlaceAdded(place_id=place.id, area_id=area.id, by_id=by.id if by else None))
    return place


@atomic
def change_place(place: Place, *, kind: PlaceKind, name: Words, after: int, is_retired: bool, by: Any = None) -> None:
    """Say anew what a place is; after: the place it stands after in the list (0: first). Retired, it keeps its links."""
    others = [each for each in queries.all_places(place.area_id) if each.id != place.id]
    at = next((n for n, each in enumerate(others, 1) if each.id == after), 0)
    for n, each in enumerate([*others[:at], place, *others[at:]]):
        if each is not place:
            each.position = n
    changes = _change(place, kind=kind, name=name, is_retired=is_retired, position=at)
    if changes:
        forget()
        record(PlaceChanged(place_id=place.id, changes=changes, by_id=by.id if by else None))


def danish_sort_key(name: str) -> str:
    """A key that sorts as the Danish alphabet does: … z æ ø å, and aa as å. (PyICU has no wheel.)"""
    return name.casefold().replace("aa", "å").translate(str.maketrans("æäøöå", "{{||}"))
