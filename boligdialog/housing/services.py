"""Setting up where people live."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import current_app

from boligdialog.core.access import ensure
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import Words
from boligdialog.core.memory import forget
from boligdialog.housing import queries
from boligdialog.housing.events import AreaAdded, HouseholdsAdded, SlugChanged, VisibilityChanged
from boligdialog.housing.models import Area, Household, OldSlug, Organisation, Place, PlaceKind, ReviewMode, Section, Tenure, Visibility
from boligdialog.housing.rules import why_not_slug


def taken_slugs() -> set[str]:
    """Short names that no area may take: first words of routes, and names in use now or before."""
    routes = {rule.rule.split("/")[1] for rule in current_app.url_map.iter_rules()}
    used = db.session.scalars(sa.union_all(sa.select(Area.slug), sa.select(OldSlug.slug)))
    return {word for word in routes if not word.startswith("<")} | set(used) | {"en"}


@atomic
def add_area(slug: str, *, name: str, intro: Words, review: ReviewMode = ReviewMode.NEW, by: Any = None) -> Area:
    """Open an area. Refused when its short name is a route's first word or in use."""
    ensure(why_not_slug(slug, taken_slugs()))
    area = Area(slug=slug, name=name, intro=intro, review=review, sort_key=danish_sort_key(name))
    db.session.add(area)
    db.session.flush()
    forget()
    record(AreaAdded(area_id=area.id, by_id=by.id if by else None))
    return area


@atomic
def change_visibility(area: Area, *, visibility: Visibility, by: Any = None) -> None:
    """Say who can read what is made in an area (row 6)."""
    area.visibility = visibility
    forget()
    record(VisibilityChanged(area_id=area.id, visibility=visibility.value, by_id=by.id if by else None))


@atomic
def change_slug(area: Area, *, slug: str, by: Any = None) -> None:
    """Give an area another short name; the old one answers 301 for ever."""
    ensure(why_not_slug(slug, taken_slugs()))
    db.session.add(OldSlug(slug=area.slug, area_id=area.id))
    area.slug = slug
    record(SlugChanged(area_id=area.id, by_id=by.id if by else None))


@atomic
def add_organisation(name: str) -> Organisation:
    """The organisation of this name, made if it is new."""
    organisation = queries.organisation(name) or Organisation(name=name)
    db.session.add(organisation)
    db.session.flush()
    return organisation


@atomic
def add_section(area: Area, *, name: str, tenure: Tenure, organisation: Organisation) -> Section:
    """A section in an area."""
    section = Section(area=area, name=name, tenure=tenure, organisation=organisation)
    db.session.add(section)
    db.session.flush()
    return section


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
def add_place(area: Area, *, kind: PlaceKind, name: Words, position: int) -> Place:
    """A place that ideas can be about."""
    place = Place(area_id=area.id, kind=kind, name=name, position=position)
    db.session.add(place)
    db.session.flush()
    forget()
    return place


def danish_sort_key(name: str) -> str:
    """A key that sorts as the Danish alphabet does: … z æ ø å, and aa as å. (PyICU has no wheel.)"""
    return name.casefold().replace("aa", "å").translate(str.maketrans("æäøöå", "{{||}"))
