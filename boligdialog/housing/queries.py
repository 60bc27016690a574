"""Reads of where people live. All of it is public but the households."""

import sqlalchemy as sa

from boligdialog.core.db import db
from boligdialog.core.i18n import Words
from boligdialog.core.memory import remembered
from boligdialog.housing.models import Area, Household, HouseholdState, OldSlug, Organisation, Place, Section


def areas() -> list[Area]:
    """All areas in the order of the Danish alphabet."""
    return list(db.session.scalars(sa.select(Area).order_by(Area.sort_key, Area.id)))


def area(slug: str) -> Area | None:
    """The area with this short name."""
    return db.session.scalar(sa.select(Area).where(Area.slug == slug))


def area_by_id(area_id: int) -> Area | None:
    """The area with this number."""
    return db.session.get(Area, area_id)


def slug_after(old: str) -> str | None:
    """The short name that an area has today, by one that it had."""
    return db.session.scalar(sa.select(Area.slug).join(OldSlug, OldSlug.area_id == Area.id).where(OldSlug.slug == old))


def places(area_id: int) -> list[Place]:
    """The places of an area that can be chosen."""
    return list(db.session.scalars(sa.select(Place).where(Place.area_id == area_id, ~Place.is_retired).order_by(Place.position, Place.id)))


@remembered
def place_names(area_id: int) -> list[tuple[int, Words]]:
    """Number and name of the places of an area that can be chosen."""
    return [(place.id, place.name) for place in places(area_id)]


@remembered
def all_place_names(area_id: int) -> list[tuple[int, Words]]:
    """The same with the retired ones: ideas about them keep them (row 157)."""
    return [(place.id, place.name) for place in all_places(area_id)]


def sections(area_id: int) -> list[Section]:
    """The sections of an area with their organisations."""
    return list(
        db.session.scalars(
            sa.select(Section).where(Section.area_id == area_id).options(sa.orm.joinedload(Section.organisation)).order_by(Section.id)
        )
    )


def organisation(name: str) -> Organisation | None:
    """The organisation of this name."""
    return db.session.scalar(sa.select(Organisation).where(Organisation.name == name))


def household_by_number(number: int) -> Household | None:
    """The household H-number."""
    return db.session.scalar(sa.select(Household).where(Household.number == number))


def organisations() -> list[Organisation]:
    """All who let homes, by name."""
    return list(db.session.scalars(sa.select(Organisation).order_by(sa.func.lower(Organisation.name), Organisation.id)))


def organisation_by_id(organisation_id: int) -> Organisation | None:
    """The organisation with this number."""
    return db.session.get(Organisation, organisation_id)


def section(section_id: int) -> Section | None:
    """The section with this number."""
    return db.session.get(Section, section_id)


def all_places(area_id: int) -> list[Place]:
    """The places of an area, the retired ones last."""
    return list(db.session.scalars(sa.select(Place).where(Place.area_id == area_id).order_by(Place.is_retired, Place.position, Place.id)))


def place(place_id: int) -> Place | None:
    """The place with this number."""
    return db.session.get(Place, place_id)


def household(household_id: int) -> Household | None:
    """The household with this number in the database."""
    return db.session.get(Household, household_id)


def homes_in(section_id: int) -> set[tuple[str, str, str]]:
    """The homes of a section as a list names them: (block, entrance, label)."""
    columns = (Household.block, Household.entrance, Household.label)
    return {
        (block, entrance, label)
        for block, entrance, label in db.session.execute(sa.select(*columns).where(Household.section_id == section_id))
    }


def homes_by_state(area_id: int) -> dict[int, dict[HouseholdState, int]]:
    """How many homes of each state the sections of an area have, in one statement."""
    counted: dict[int, dict[HouseholdState, int]] = {}
    rows = sa.select(Household.section_id, Household.state, sa.func.count()).join(Section).where(Section.area_id == area_id)
    for section_id, state, n in db.session.execute(rows.group_by(Household.section_id, Household.state)):
        counted.setdefault(section_id, {})[state] = n
    return counted
