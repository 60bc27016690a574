"""Where the tests happen: two areas, a few homes, and eight people whom every test knows.

Anna and Bo share a home; Clara lives in the next section; Dorte chairs the board; Erik lives in the other area;
Maja moderates; Ida is new; Søren administers.
"""

from datetime import timedelta

import sqlalchemy as sa

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.models import AgeBand, Membership, Person, RoleKind
from boligdialog.admin.services import add_default_places, init
from boligdialog.core import clock
from boligdialog.core.db import atomic, db
from boligdialog.core.events import Delivery
from boligdialog.core.i18n import Words
from boligdialog.housing import services as housing
from boligdialog.housing.models import Household, Tenure
from boligdialog.organs.services import add_area_organs

NAMES = ("anna", "bo", "clara", "dorte", "erik", "maja", "ida", "soeren")
STAFF = {"maja": RoleKind.MODERATOR, "soeren": RoleKind.ADMINISTRATOR}


@atomic
def build() -> None:
    """Fill an empty, migrated database."""
    init()
    lindegaarden = housing.add_area(
        "lindegaarden", name="Lindegården", intro=Words("Syv blokke om en gård.", "Seven blocks around a courtyard.")
    )
    roennebakken = housing.add_area("roennebakken", name="Rønnebakken", intro=Words("Huse på en bakke.", "Houses on a hill."))
    fellow = housing.add_organisation("Boligforeningen Prøve")
    blocks = housing.add_section(lindegaarden, name="Blokkene", tenure=Tenure.ALMEN, organisation=fellow)
    rows = housing.add_section(lindegaarden, name="Rækkerne", tenure=Tenure.ALMEN, organisation=fellow)
    hill = housing.add_section(
        roennebakken, name="Bakken", tenure=Tenure.MUNICIPAL, organisation=housing.add_organisation("Gentofte Kommune")
    )
    homes = housing.add_households(blocks, homes=[("Blok 1", "", str(n)) for n in range(1, 11)])
    others = housing.add_households(rows, homes=[("Række 1", "", str(n)) for n in range(1, 6)])
    far = housing.add_households(hill, homes=[("", "", str(n)) for n in range(1, 9)])
    for area in (lindegaarden, roennebakken):
        db.session.refresh(area)
        add_default_places(area)
        add_area_organs(area)
    for name, home in {"anna": homes[0], "bo": homes[0], "clara": others[0], "dorte": homes[1], "erik": far[0]}.items():
        _person(name, home)
    for name in ("maja", "ida", "soeren"):
        _person(name)
    db.session.execute(sa.delete(Delivery))  # what happened before the test is old news


def _person(name: str, home: Household | None = None) -> Person:
    person = people.add_person(f"{name}@example.dk")
    if name != "ida":
        person.name, person.age = {"soeren": "Søren"}.get(name, name.capitalize()), AgeBand.ADULT
    if home:
        db.session.add(Membership(person=person, household=home, area_id=home.section.area_id, from_on=clock.today() - timedelta(days=99)))
    if name in STAFF:
        people.grant_role(person, kind=STAFF[name], area_id=None, from_on=clock.today() - timedelta(days=99))
    if name == "dorte" and home:
        people.grant_role(person, kind=RoleKind.BOARD, area_id=home.section.area_id, from_on=clock.today() - timedelta(days=99))
    db.session.flush()
    return person


def load(name: str) -> Person:
    """One of the eight, as if signed in as strongly as their roles need."""
    person = accounts.person_by_email(f"{name}@example.dk")
    assert person is not None
    person.is_strong = name in STAFF
    return person
