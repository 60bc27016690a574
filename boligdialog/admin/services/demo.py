"""The demo: an invented municipality, made by the same services that people use."""

import random
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.models import AgeBand, Membership, Person, RoleKind
from boligdialog.admin.services import add_default_places
from boligdialog.content import queries as content
from boligdialog.content.models import Item
from boligdialog.core import clock, settings, tokens
from boligdialog.core.access import refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.i18n import Words
from boligdialog.core.settings import change
from boligdialog.housing import services as housing
from boligdialog.housing.models import Area, Household, Place, PlaceKind, Section, Tenure
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea
from boligdialog.moderation import queries as moderation, services as review
from boligdialog.moderation.models import ReasonCode
from boligdialog.organs.models import Organ
from boligdialog.organs.services import add_area_organs
from boligdialog.principles.models import Principle
from boligdialog.principles.services import add_provisional_principles
from boligdialog.search import services as search
from boligdialog.support.services import refresh_popularity, support_item
from boligdialog.translations.services import translate_item

DEMO = Path(__file__).parents[1] / "demo.toml"


class Demo:
    """The invented municipality of demo.toml. Everything is made by the same services that people use."""

    def __init__(self) -> None:
        self.seed: dict[str, Any] = tomllib.loads(DEMO.read_text())
        self.chance = random.Random(2026)  # noqa: S311 - an invented history, the same each time
        self.areas: dict[str, Area] = {}
        self.sections: dict[str, Section] = {}
        self.homes: dict[str, list[Household]] = {}
        self.places: dict[tuple[str, str], Place] = {}
        self.organs: dict[str, dict[str, Organ]] = {}
        self.people: dict[str, Person] = {}
        self.principles: dict[int, Principle] = {}

    def build(self) -> None:
        """All of it, in one transaction."""
        if accounts.has_real_people():
            refuse("real_people", "There are people in this database already. The demo only fills an empty one.", status=409)
        self.principles = {each.no: each for each in add_provisional_principles()}
        municipality = self.seed["municipality"]
        change(settings.MUNICIPALITY, municipality["name"])
        change(settings.PHONE, municipality["phone"])
        change(settings.IS_DEMO, 1)
        for row in self.seed["area"]:
            self._area(row)
        for row in self.seed["person"]:
            self._person(row)
        for row in sorted(self.seed["idea"], key=lambda each: -each["days_ago"]):
            self._idea(row)

    def _area(self, row: dict[str, Any]) -> None:
        area = self.areas[row["slug"]] = housing.add_area(row["slug"], name=row["name"], intro=Words(**row["intro"]))
        names = {each["key"]: each["name"] for each in self.seed["organisation"]}
        for each in row["section"]:
            organisation = housing.add_organisation(names[each["organisation"]])
            section = housing.add_section(area, name=each["name"], tenure=Tenure(each["tenure"]), organisation=organisation)
            blocks = each["blocks"]
            homes = [(blocks[n * len(blocks) // each["households"]], "", f"{n + 1}") for n in range(each["households"])]
            self.sections[each["key"]], self.homes[each["key"]] = section, housing.add_households(section, homes=homes)
        db.session.refresh(area)
        self.places.update({(row["slug"], key): place for key, place in add_default_places(area).items()})
        for n, each in enumerate(row.get("place", ()), 100):
            place = housing.add_place(area, kind=PlaceKind(each["kind"]), name=Words(**each["name"]), position=n)
            self.places[row["slug"], each["key"]] = place
        self.organs[row["slug"]] = add_area_organs(area)

    def _person(self, row: dict[str, Any]) -> None:
        person = people.add_person(f"{row['key']}@example.dk")
        person.name, person.lang = row["name"], "en" if row["lang"] == "en" else None
        person.age = AgeBand.FROM_15 if row.get("age_band") == "15-17" else AgeBand.ADULT
        self.people[row["key"]] = person
        area = self.areas.get(row.get("area", ""))
        if area and "home" in row:
            home = self.homes[row.get("section") or next(key for key, each in self.sections.items() if each.area_id == area.id)][
                row["home"] - 1
            ]
            db.session.add(Membership(person=person, household=home, area_id=area.id, from_on=clock.today() - timedelta(days=400)))
        kind = {"moderator": RoleKind.MODERATOR, "administrator": RoleKind.ADMINISTRATOR}.get(row.get("role", ""))
        if kind:
            people.grant_role(person, kind=kind, area_id=None, from_on=clock.today() - timedelta(days=400))
        elif row.get("role", "").startswith(("board", "residents_rep")) and area:
            people.grant_role(person, kind=RoleKind.BOARD, area_id=area.id, from_on=clock.today() - timedelta(days=400))
        db.session.flush()

    @property
    def moderator(self) -> Person:
        """Who moderates here."""
        person = next(self.people[row["key"]] for row in self.seed["person"] if row.get("role") == "moderator")
        person.is_strong = True
        return person

    def _idea(self, row: dict[str, Any]) -> None:
        area, author = self.areas[row["area"]], self.people[row["author"]]
        idea = ideas.propose_idea(
            area, title=row["title"], why=row["why"], place_id=self.places[row["area"], row["place"]].id, by=author, lang=row["lang"],
            principles=[self.principles[no] for no in row["principles"]],
        )  # fmt: skip
        for each in row.get("translation", ()):
            translate_item(idea, lang=each["lang"], title=each["title"], body=each["why"], by=self.moderator)
        case = moderation.open_case_of(idea.id)
        if row["state"] == "pending":
            pass
        elif row["state"] == "returned" and case:
            review.ask_edit(case, by=self.moderator, version=case.row_version, reason=ReasonCode.UNCLEAR, text=row["note"])
        elif row["state"] == "hidden" and case:
            review.hide(case, by=self.moderator, version=case.row_version, reason=ReasonCode(row["reason_code"]), text=row["reason"])
        elif case:
            review.publish(case, by=self.moderator, version=case.row_version)
        if "decided_by" in row:
            why = Words(**row["why_decided"]) if "why_decided" in row else None
            organ = self.organs[row["area"]].get(row["decided_by"])
            ideas.sort_idea(idea, organ=organ, why=why, principles=[self.principles[no] for no in row["principles"]], by=self.moderator)
        if row["state"] == "published" and row["stage"] == "considering" and idea.decided_by_id:
            ideas.consider_idea(idea, by=self.moderator)
        if idea.is_visible:
            self._supports(idea, row)
        self._as_if_ago(idea, round(row["days_ago"] / 5))  # the seed spans sixty days; promises of fourteen shall be alive

    def _supports(self, idea: Idea, row: dict[str, Any]) -> None:
        neighbours = [
            self.people[each["key"]] for each in self.seed["person"] if each.get("area") == row["area"] and each["key"] != row["author"]
        ]
        for person in self.chance.sample(neighbours, round(row["supports"] * len(neighbours))):
            support_item(idea, by=person)

    def _as_if_ago(self, idea: Idea, days: int) -> None:
        """Move an idea's dates back, as if it had been sent then."""
        wall = clock.local(clock.now())
        back = timedelta(days=days, minutes=self.chance.randrange(wall.hour * 60 + wall.minute + 1))  # not past midnight
        for event in content.timeline(idea.id):
            event.at -= back
        case = moderation.open_case_of(idea.id)
        if case:
            case.opened_at -= back
            case.due_on -= timedelta(days=days)
        changed(
            sa.update(Item)
            .where(Item.id == idea.id)
            .values(
                created_at=idea.created_at - back,
                published_at=idea.published_at - back if idea.published_at else None,
                next_on=_back(idea.next_on, days),
            )
        )


def _back(day: date | None, days: int) -> date | None:
    return day - timedelta(days=days) if day else None


#: What is told to whoever starts the demo: who, the kind of entry.
ENTRIES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "resident": lambda row: row["key"] == "fatima" or row["key"] == "anna",
    "board member": lambda row: row["key"] == "dorte",
    "moderator": lambda row: row.get("role") == "moderator",
    "administrator": lambda row: row.get("role") == "administrator",
}


@atomic
def build_demo() -> None:
    """Fill an empty database with the demo."""
    Demo().build()
    search.reindex()
    refresh_popularity()


@atomic
def demo_links() -> dict[str, tuple[str, str]]:
    """A sign-in link for each kind of person: kind -> (name, path). The links of a demo work as often as one likes, for a month."""
    rows = tomllib.loads(DEMO.read_text())["person"]
    people.void_demo_links()
    links = {}
    for kind, is_one in ENTRIES.items():
        row = next(row for row in rows if is_one(row))
        person = accounts.person_by_email(f"{row['key']}@example.dk")
        if person:
            token = people.issue_staff_link(
                person, token=tokens.keyed_hash("demo link", row["key"]).hex()[:32], life=timedelta(days=30), is_demo=True
            )
            links[kind] = (person.name or "", f"/personale/{token}")
    return links
