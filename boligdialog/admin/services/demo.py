"""The demo: an invented municipality, made by the same services that people use."""

import io
import random
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.models import AgeBand, Membership, Person, RoleKind
from boligdialog.admin.services import add_default_places
from boligdialog.comments.models import Comment, CommentKind
from boligdialog.comments.services import delete_comment, thank, write_comment
from boligdialog.content import services as content
from boligdialog.content.models import Channel, Item
from boligdialog.core import clock, events, files, settings, tokens
from boligdialog.core.access import refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import Event
from boligdialog.core.i18n import Words
from boligdialog.core.mail import Mail
from boligdialog.core.settings import change
from boligdialog.housing import services as housing
from boligdialog.housing.models import Area, Household, Place, PlaceKind, Section, Tenure
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea, Sheet
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode, ReportCode
from boligdialog.moderation.rules import rank_of
from boligdialog.moderation.services import reports, review
from boligdialog.moderation.services.texts import add_text
from boligdialog.notifications.models import Notice
from boligdialog.notifications.services import follow
from boligdialog.organs.models import Organ
from boligdialog.organs.services import add_area_organs
from boligdialog.principles.models import Principle
from boligdialog.principles.services import add_provisional_principles
from boligdialog.search import services as search
from boligdialog.support.services import enter_paper_support, refresh_popularity, support_item
from boligdialog.translations.services import translate_item

DEMO = Path(__file__).parents[1] / "demo"
_ARTIST = Path(__file__).with_name("drawing_child.py")  # never imported: it draws in a process of its own
PACE = 5  # the seed spans sixty days; promises of fourteen shall be alive


def _seed() -> dict[str, Any]:
    """The town, and the ideas of the file of each area."""
    seed = tomllib.loads((DEMO / "town.toml").read_text())
    parts = [tomllib.loads((DEMO / f"{area['slug']}.toml").read_text()) for area in seed["area"]]
    return seed | {name: [row for part in parts for row in part[name]] for name in ("idea", "comment")}


class Demo:
    """The invented municipality of demo/. Everything is made by the same services that people use."""

    def __init__(self) -> None:
        self.seed: dict[str, Any] = _seed()
        self.chance = random.Random(2026)  # noqa: S311 - an invented history, the same each time
        self.areas: dict[str, Area] = {}
        self.sections: dict[str, Section] = {}
        self.homes: dict[str, list[Household]] = {}
        self.places: dict[tuple[str, str], Place] = {}
        self.organs: dict[str, dict[str, Organ]] = {}
        self.people: dict[str, Person] = {}
        self.principles: dict[int, Principle] = {}
        self.ideas: dict[str, Idea] = {}
        self.comments: dict[str, Comment] = {}
        self.photos: dict[str, files.Picture] = {}

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
        self.photos = _drawn([row["photo"]["drawing"] for row in self.seed["idea"] if "photo" in row])
        for row in self.seed["saved_text"]:
            words, reason = Words(row["da"], row["en"]), ReasonCode(row["reason"])
            add_text(area_id=None, name=row["name"], text=words, reason=reason, by=self.moderator)
        self._follow()
        self._history()

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

    # --- what they write, in the order in which they did -------------------------------------------

    def _history(self) -> None:
        """Every step at its moment: an idea is sent, somebody looks at it, somebody answers."""
        steps: list[tuple[float, Callable[[], Item | None]]] = []
        for row in self.seed["idea"]:
            days = row["days_ago"] / PACE
            steps.append((days, partial(self._idea, row)))
            if "considering_days_ago" in row:
                steps.append((row["considering_days_ago"] / PACE, partial(self._consider, row)))
            talk = [each for each in self.seed["comment"] if each["about"] == row["key"]]
            for n, each in enumerate(talk, 1):
                steps.append((days * (1 - n / (len(talk) + 1)), partial(self._comment, row, each)))
        for days, step in sorted(steps, key=lambda each: -each[0]):
            last = db.session.scalar(sa.select(sa.func.max(Event.id))) or 0
            self._as_if_ago(step(), days, after=last)

    def _idea(self, row: dict[str, Any]) -> Idea:
        area, author = self.areas[row["area"]], self.people[row["author"]]
        words: dict[str, Any] = {
            "title": row["title"], "why": row["why"], "place_id": self.places[row["area"], row["place"]].id, "lang": row["lang"],
            "principles": [self.principles[no] for no in row["principles"]],
            "read_first": row["state"] in ("pending", "returned", "hidden"),
        }  # fmt: skip
        if "on_behalf" in row:
            channel = Channel(row["on_behalf"])
            slip = _slip(area) if channel is Channel.PAPER else None
            idea = ideas.enter_idea(area, **words, channel=channel, has_consent=True, slip=slip, by=author)
        else:
            idea = ideas.propose_idea(area, **words, by=author)
        self.ideas[row["key"]] = idea
        if "photo" in row:
            drawn = self.photos[row["photo"]["drawing"]]
            content.attach_photo(idea, drawn, alt=row["photo"]["alt"], has_people=False, by=author)
        for each in row.get("translation", ()):
            translate_item(idea, lang=each["lang"], title=each["title"], body=each["why"], by=self.moderator)
        self._decide(idea, row)
        if "decided_by" in row:
            why = Words(**row["why_decided"]) if "why_decided" in row else None
            organ = self.organs[row["area"]].get(row["decided_by"])
            ideas.sort_idea(idea, organ=organ, why=why, principles=[self.principles[no] for no in row["principles"]], by=self.moderator)
        if idea.is_visible:
            self._supports(idea, row)
        return idea

    def _decide(self, item: Item, row: dict[str, Any]) -> None:
        """What the moderator did with it; nothing as long as it waits."""
        case, state = moderation.open_case_of(item.id), row.get("state", "published")
        if case is None or state == "pending":
            return
        if state == "returned":
            review.ask_edit(case, by=self.moderator, version=case.row_version, reason=ReasonCode.UNCLEAR, text=row["note"])
        elif state == "hidden":
            review.hide(case, by=self.moderator, version=case.row_version, reason=ReasonCode(row["reason_code"]), text=row["reason"])
        else:
            review.publish(case, by=self.moderator, version=case.row_version)

    def _consider(self, row: dict[str, Any]) -> None:
        idea = self.ideas[row["key"]]
        if row["state"] == "published" and idea.decided_by_id:
            ideas.consider_idea(idea, by=self.moderator)

    def _supports(self, idea: Idea, row: dict[str, Any]) -> None:
        neighbours = [each for each in self._neighbours(row["area"]) if each.id != idea.author_id]
        for person in self.chance.sample(neighbours, round(row["supports"] * len(neighbours))):
            support_item(idea, by=person)
        if "paper" in row:
            homes = [home for key, section in self.sections.items() if section.area_id == idea.area_id for home in self.homes[key]]
            enter_paper_support(idea, numbers=[home.number for home in homes[-row["paper"] :]], by=self.moderator)

    def _neighbours(self, area: str) -> list[Person]:
        return [self.people[each["key"]] for each in self.seed["person"] if each.get("area") == area]

    def _comment(self, idea_row: dict[str, Any], row: dict[str, Any]) -> Comment:
        """kind, voice (the key of a body), answers (the key of a comment), thanks (how many), state, reported (a code)."""
        idea, author = self.ideas[idea_row["key"]], self.people[row["by"]]
        comment = write_comment(
            idea, text=row["text"], by=author, lang=row.get("lang", "da"), meant_as=CommentKind(row.get("kind", "comment")),
            answers=self.comments[row["answers"]] if "answers" in row else None, read_first=row.get("state") in ("pending", "hidden"),
            organ=self.organs[idea_row["area"]][row["voice"]] if "voice" in row else None,
        )  # fmt: skip
        self._decide(comment, row)
        if "key" in row:
            self.comments[row["key"]] = comment
        readers = [each for each in self._neighbours(idea_row["area"]) if each.id != author.id]
        for person in self.chance.sample(readers, min(row.get("thanks", 0), len(readers))):
            thank(comment, by=person)
        if "reported" in row:
            reports.report(comment, by=readers[0], code=ReportCode(row["reported"]), text="")
        if row.get("is_deleted"):
            delete_comment(comment, by=author)
        return comment

    def _follow(self) -> None:
        """Some want to hear of all that happens where they live."""
        for row in self.seed["person"]:
            if row.get("area") and (("home" in row and row["home"] % 3 == 0) or row["key"] in ("anna", "fatima", "dorte")):
                follow(self.areas[row["area"]], by=self.people[row["key"]])

    def _as_if_ago(self, item: Item | None, days: float, *, after: int) -> None:
        """Move what has just happened back, as if it had happened then."""
        at = _by_day(clock.now() - timedelta(days=days))
        back = clock.now() - at
        changed(sa.update(Event).where(Event.id > after).values(at=at))
        if item is None:
            return
        case = moderation.open_case_of(item.id)
        if case:
            case.opened_at, case.due_on = case.opened_at - back, case.due_on - timedelta(days=back.days)
            case.rank = rank_of(case.priority, clock.local_day(case.opened_at))
        moved = {"created_at": at, "published_at": at if item.published_at else None, "next_on": _back(item.next_on, back.days)}
        changed(sa.update(Item).where(Item.id == item.id).values(moved))
        db.session.refresh(item)


def _drawn(names: list[str]) -> dict[str, files.Picture]:
    """Drawings by their names, each kept as a photo is that somebody sends."""
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-I", str(_ARTIST), folder, *names], env={}, timeout=60, check=True)  # noqa: S603 - our own words
        return {name: files.keep(io.BytesIO(Path(folder, f"{name}.png").read_bytes())) for name in names}


def _slip(area: Area) -> int:
    """The number of a slip that was printed for an area."""
    sheet = Sheet(area_id=area.id, printed_on=clock.today() - timedelta(days=90))
    db.session.add(sheet)
    db.session.flush()
    return sheet.id


def _by_day(at: datetime) -> datetime:
    """The same day when people are awake, and never in time to come; what came first stays first."""
    now, wall = clock.local(clock.now()), clock.local(at)
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    is_today = wall.date() == now.date()
    whole = now - midnight if is_today else timedelta(days=1)
    begin, end = timedelta(hours=7), whole if is_today else timedelta(hours=22)
    begin = min(begin, end / 2)
    return midnight + begin + (end - begin) * ((wall - midnight) / whole)


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
    _tell()
    search.reindex()
    refresh_popularity()


def _tell() -> None:
    """What the worker would have done since: people follow what they wrote and were told of what happened. Those mails are long read."""
    events.deliver_here()
    then = sa.select(Event.at).where(Event.id == Notice.event_id).scalar_subquery()
    changed(sa.update(Notice).values(created_at=then))
    changed(sa.update(Notice).where(Notice.created_at < clock.now() - timedelta(days=1)).values(read_at=Notice.created_at))
    changed(sa.delete(Mail))


@atomic
def demo_links() -> dict[str, tuple[str, str]]:
    """A sign-in link for each kind of person: kind -> (name, path). The links of a demo work as often as one likes, for a month."""
    rows = _seed()["person"]
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
