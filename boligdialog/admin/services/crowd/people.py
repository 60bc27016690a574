"""Where a crowd lives: areas, homes and neighbours; and who looks after it."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import sqlalchemy as sa

from boligdialog.accounts.models import AgeBand, Membership, Person, Role, RoleKind
from boligdialog.admin.services import add_default_places
from boligdialog.admin.services.crowd.pour import Pourer, count_on_from, next_id
from boligdialog.admin.services.crowd.texts import WORDS
from boligdialog.core.db import Model, db
from boligdialog.core.i18n import Words
from boligdialog.housing import services as housing
from boligdialog.housing.models import Area, Tenure
from boligdialog.organs.models import Organ
from boligdialog.organs.services import add_area_organs

TABLES_OF_PEOPLE: dict[type[Model], str] = {
    Person: "id name email email_key lang age created_at published",
    Membership: "person_id household_id area_id from_on waits",
    Role: "person_id kind area_id from_on",
}
MOVED_IN, BEGAN = date(2025, 6, 1), datetime(2025, 6, 1, 8, tzinfo=UTC)
HOMELESS = 0.06  # the share that has not shown where they live


@dataclass
class Quarter:
    """An area with its people: who lives there, and in which home as far as we know. The first of them is the board."""

    area: Area
    share: int
    section_id: int
    places: list[int]
    organs: dict[str, Organ]
    residents: list[int] = field(default_factory=list)


@dataclass
class Town:
    """All of it."""

    quarters: list[Quarter] = field(default_factory=list)
    home_of: dict[int, int] = field(default_factory=dict)
    moderator: int = 0


def settle(chance: random.Random, *, count: int) -> Town:
    """Areas through the services, people all at once."""
    town, pourer = Town(), Pourer(TABLES_OF_PEOPLE)
    organisation = housing.add_organisation("Boligselskabet Rødkælk")
    for row in WORDS["area"]:
        area = housing.add_area(row["slug"], name=row["name"], intro=Words(f"Alt i {row['name']} er opfundet.", f"All of {row['name']} is invented."))
        section = housing.add_section(area, name=row["name"], tenure=Tenure(row["tenure"]), organisation=organisation)
        people = max(40, count * row["share"] // 100)
        homes = housing.add_households(section, homes=[(f"Blok {n // 30 + 1}", "", f"{n + 1}") for n in range(people * 6 // 10)])
        db.session.flush()
        db.session.refresh(area)
        places = [place.id for place in add_default_places(area).values()]
        quarter = Quarter(area, row["share"], section.id, places, add_area_organs(area))
        town.quarters.append(quarter)
        _move_in(town, quarter, [home.id for home in homes], people, chance, pourer)
    _staff(town, pourer)
    pourer.flush()
    count_on_from(Person)
    return town


def _move_in(town: Town, quarter: Quarter, homes: list[int], people: int, chance: random.Random, pourer: Pourer) -> None:
    first = next_id(Person) + sum(len(each.residents) for each in town.quarters)
    for n in range(people):
        key = {0: "dorte", 1: "anna"}.get(n, "") if quarter is town.quarters[0] else ""
        person_id = first + n
        name = key.capitalize() or chance.choice(WORDS["words"]["names"])
        _add(pourer, person_id, name, key or f"nabo{person_id}", lang="en" if chance.random() < 0.05 else None)
        quarter.residents.append(person_id)
        if n < 2 or chance.random() > HOMELESS:
            town.home_of[person_id] = homes[n % len(homes)]
            pourer.add(Membership, person_id, homes[n % len(homes)], quarter.area.id, MOVED_IN, False)
    pourer.add(Role, quarter.residents[0], RoleKind.BOARD, quarter.area.id, MOVED_IN)


def _staff(town: Town, pourer: Pourer) -> None:
    last = max(each.residents[-1] for each in town.quarters)
    town.moderator = last + 1
    for person_id, key, kind in ((last + 1, "marie", RoleKind.MODERATOR), (last + 2, "soeren", RoleKind.ADMINISTRATOR)):
        _add(pourer, person_id, key.capitalize(), key, lang=None)
        pourer.add(Role, person_id, kind, None, MOVED_IN)


def _add(pourer: Pourer, person_id: int, name: str, key: str, *, lang: str | None) -> None:
    address = f"{key}@example.dk"
    pourer.add(Person, person_id, name, address, address, lang, AgeBand.ADULT, BEGAN, 0)


def count_published(numbers: dict[int, int]) -> None:
    """How many things of each person were published."""
    table = Person.__table__
    mine = sa.update(table).where(table.c.id == sa.bindparam("person")).values(published=sa.bindparam("n"))
    db.session.execute(mine, [{"person": person, "n": n} for person, n in sorted(numbers.items())])
