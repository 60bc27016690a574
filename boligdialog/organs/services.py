"""Setting up bodies and the table of who decides what from the seed (organs/seed.toml), and looking after them."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.accounts.rules import why_not_grant_role
from boligdialog.accounts.services import add_person, grant_role
from boligdialog.accounts.services.roles import wait_in_line
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, db
from boligdialog.core.events import record
from boligdialog.core.i18n import Words, _
from boligdialog.core.marks import ensure_as_shown
from boligdialog.housing.models import Area, Section, Tenure
from boligdialog.organs import queries
from boligdialog.organs.events import OrganAdded, OrganChanged, OrganClosed, RouteAdded, RouteChanged, RouteMoved
from boligdialog.organs.models import Organ, OrganKind, Route, Term
from boligdialog.organs.rules import why_not_change_organs, why_not_change_routes, why_not_close_organ, why_not_seat

SEED = Path(__file__).parent / "seed.toml"


def _seed() -> dict[str, Any]:
    return tomllib.loads(SEED.read_text())


@atomic
def add_municipal_organs() -> list[Organ]:
    """The bodies of the municipality, once."""
    there = list(db.session.scalars(sa.select(Organ).where(Organ.area_id.is_(None))))
    return there or [_add(row, n, Tenure.MUNICIPAL) for n, row in enumerate(_seed()["organ"]) if row["scope"] == "municipality"]


@atomic
def add_area_organs(area: Area) -> dict[str, Organ]:
    """The bodies of an area and its sections, and its table of who decides what; by key of the seed.

    Words follow the tenure of the section; in an area with several sections the first one's bodies fill the table.
    """
    seed = _seed()
    by_key = {
        row["key"]: organ
        for row, organ in zip([r for r in seed["organ"] if r["scope"] == "municipality"], add_municipal_organs(), strict=True)
    }
    first = area.sections[0].tenure if area.sections else Tenure.MUNICIPAL
    for n, row in enumerate(seed["organ"]):
        if row["scope"] == "area":
            by_key[row["key"]] = _add(row, n, first, area_id=area.id)
        elif row["scope"] == "section":
            for section in area.sections:
                organ = _add(
                    row, n, section.tenure, area_id=area.id, section_id=section.id, of=section.name if len(area.sections) > 1 else ""
                )
                by_key.setdefault(row["key"], organ)
    for n, row in enumerate(seed["route"]):
        key = _key(row, first)
        db.session.add(
            Route(
                area_id=area.id, position=n, subject=Words(**row["subject"]), example=Words(**row["example"]), how=Words(**row["how"]),
                organ_id=by_key[key].id if key in by_key else None, is_public=row["is_public"],
                words=Words(**row.get("words", {"da": ""})), contacts={"rows": row.get("contacts", [])},
            )
        )  # fmt: skip
    return by_key


@atomic
def add_section_organs(section: Section) -> None:
    """The bodies of a section that joins an area; the area's first section fills the rows of «who decides what» that lack theirs.

    With a second section the bodies of the first say which section they are of, unless somebody has renamed them.
    """
    seed, area = _seed(), section.area
    rows = [(n, row) for n, row in enumerate(seed["organ"]) if row["scope"] == "section"]
    others = [each for each in area.sections if each.id != section.id]
    for other in others[:1]:
        for organ in db.session.scalars(sa.select(Organ).where(Organ.section_id == other.id)):
            row = next((row for n, row in rows if n == organ.position and _name(row, other.tenure) == organ.name), None)
            organ.name = _name(row, other.tenure, of=other.name) if row else organ.name
    of = section.name if others else ""
    new = {row["key"]: _add(row, n, section.tenure, area_id=area.id, section_id=section.id, of=of) for n, row in rows}
    if not others:
        _fill_routes(area, section.tenure, seed, new)


def _fill_routes(area: Area, tenure: Tenure, seed: dict[str, Any], new: dict[str, Organ]) -> None:
    """Rows that the seed gives to a body which an area without sections did not have."""
    words = {Words(**row["subject"]): row for row in seed["route"]}
    for route in db.session.scalars(sa.select(Route).where(Route.area_id == area.id)):
        row = words.get(route.subject, {})
        key = _key(row, tenure)
        if key in new and (route.organ_id is None or row.get("organ") != row.get("organ_other", row.get("organ"))):
            route.organ_id = new[key].id


@atomic
def follow_section(section: Section, *, name: str, tenure: Tenure, by: Person) -> int:
    """A section is called or let in another way than before (name, tenure): its bodies are called as that says; how many.

    What somebody has renamed keeps its name. Where the seed gives a subject to another body under the new law, it goes there, unless
    somebody has given it to one of their own choice.
    """
    seed = _seed()
    by_position = {each.position: each for each in db.session.scalars(sa.select(Organ).where(Organ.section_id == section.id))}
    mine = {row["key"]: (row, by_position[n]) for n, row in enumerate(seed["organ"]) if row["scope"] == "section" and n in by_position}
    renamed = 0
    for row, organ in mine.values():
        of = next((of for of in (name, "") if organ.name == _name(row, tenure, of=of)), None)
        new = None if of is None else _name(row, section.tenure, of=section.name if of else "")
        if new and new != organ.name:
            organ.name = new
            renamed += 1
            record(OrganChanged(by_id=by.id, organ_id=organ.id, what=["name"]))
    if (tenure is Tenure.ALMEN) is not (section.tenure is Tenure.ALMEN):
        _move_routes(section, tenure, seed, {key: organ for key, (_row, organ) in mine.items()}, by)
    return renamed


def _move_routes(section: Section, before: Tenure, seed: dict[str, Any], organs: dict[str, Organ], by: Person) -> None:
    """Subjects that lie with the body of the seed under the law before go to the body of the seed under the law now."""
    rows = {Words(**row["subject"]): row for row in seed["route"]}
    for route in db.session.scalars(sa.select(Route).where(Route.area_id == section.area_id)):
        row = rows.get(route.subject, {})
        was, new = (organs.get(_key(row, tenure) or "") for tenure in (before, section.tenure))
        if was and new and was is not new and route.organ_id == was.id:
            route.organ_id = new.id
            changes: dict[str, Any] = {"what": ["organ_id"], "before_organ_id": was.id, "organ_id": new.id}
            record(RouteChanged(by_id=by.id, route_id=route.id, area_id=route.area_id, **changes))


def _key(row: dict[str, Any], tenure: Tenure) -> str | None:
    """The body that the seed gives a subject to."""
    key: str | None = row.get("organ") if tenure is Tenure.ALMEN else row.get("organ_other", row.get("organ"))
    return key


def _name(row: dict[str, Any], tenure: Tenure, *, of: str = "") -> Words:
    name = row["name"]["almen" if tenure is Tenure.ALMEN else "other"]
    return Words(f"{name['da']} i {of}", f"{name['en']} in {of}") if of else Words(**name)


def _add(row: dict[str, Any], position: int, tenure: Tenure, *, of: str = "", **where: int) -> Organ:
    organ = Organ(kind=OrganKind(row["kind"]), name=_name(row, tenure, of=of), can_decide=row["can_decide"], position=position, **where)
    db.session.add(organ)
    db.session.flush()
    return organ


# --- looking after them ---------------------------------------------------------------------------


@atomic
def add_organ(area_id: int | None, *, by: Person, **values: Any) -> Organ:
    """Enter a body of an area or of the municipality."""
    ensure(why_not_change_organs(by, area_id))
    last = db.session.scalar(sa.select(sa.func.max(Organ.position)).where(Organ.area_id == area_id)) or 0
    organ = Organ(area_id=area_id, position=last + 1, from_on=clock.today(), **values)
    db.session.add(organ)
    db.session.flush()
    record(OrganAdded(by_id=by.id, organ_id=organ.id, area_id=area_id))
    return organ


@atomic
def change_organ(organ: Organ, *, by: Person, seen: str | None = None, **values: Any) -> None:
    """Call it, sort it or reach it in another way."""
    ensure(why_not_change_organs(by, organ.area_id))
    ensure_as_shown(organ, seen)
    what = _set(organ, values)
    if what:
        record(OrganChanged(by_id=by.id, organ_id=organ.id, what=what))


@atomic
def close_organ(organ: Organ, *, by: Person) -> None:
    """A body is there no more from today. What it decided and said stays."""
    wait_in_line()
    ensure(why_not_close_organ(by, organ, len(queries.terms(organ.id)), queries.routes_to(organ.id)))
    organ.to_on = clock.today()
    record(OrganClosed(by_id=by.id, organ_id=organ.id))


@atomic
def seat(organ: Organ, email: str, *, by: Person, from_on: date, to_on: date | None) -> Term:
    """Let the person of an address sit in a body from one midnight to another. The same once more is no second term."""
    wait_in_line()
    ensure(why_not_seat(by, organ))
    person = add_person(email)
    ensure(why_not_grant_role(by, person, kind=RoleKind.BOARD, area_id=organ.area_id, from_on=from_on, to_on=to_on))
    held = next((each for each in queries.terms(organ.id) if each.role.person_id == person.id), None)
    if held and (held.role.from_on, held.role.to_on) == (from_on, to_on):
        return held
    if held:
        refuse("has_term", _("They sit in it already."), _("Change the dates instead."), status=409)
    role = grant_role(person, kind=RoleKind.BOARD, area_id=organ.area_id, by=by, from_on=from_on, to_on=to_on)
    term = Term(role_id=role.id, organ_id=organ.id)
    db.session.add(term)
    return term


@atomic
def add_route(area: Area, *, by: Person, **values: Any) -> Route:
    """A subject more in the table of an area, at its end."""
    ensure(why_not_change_routes(by, area.id))
    last = db.session.scalar(sa.select(sa.func.max(Route.position)).where(Route.area_id == area.id))
    route = Route(area_id=area.id, position=(last or 0) + 1, **values)
    db.session.add(route)
    db.session.flush()
    record(RouteAdded(by_id=by.id, route_id=route.id, area_id=area.id))
    return route


@atomic
def change_route(route: Route, *, by: Person, seen: str | None = None, **values: Any) -> None:
    """Say a subject, its body or what to do in another way; retire it or show it again."""
    ensure(why_not_change_routes(by, route.area_id))
    ensure_as_shown(route, seen)
    before = route.organ_id
    what = _set(route, values)
    if what:
        changes: dict[str, Any] = {"what": what, "before_organ_id": before, "organ_id": route.organ_id}
        record(RouteChanged(by_id=by.id, route_id=route.id, area_id=route.area_id, **changes))


@atomic
def move_route(route: Route, *, by: Person, up: bool) -> None:
    """One place up or down. The table is numbered again as it stands, under a lock: two who move at once both count."""
    ensure(why_not_change_routes(by, route.area_id))
    db.session.execute(sa.select(Area.id).where(Area.id == route.area_id).with_for_update())
    table = queries.routes(route.area_id)
    if route not in table:
        return
    before = table.index(route)
    after = max(0, min(len(table) - 1, before + (-1 if up else 1)))
    table.insert(after, table.pop(before))
    for n, each in enumerate(table):
        each.position = n
    if after != before:
        record(RouteMoved(by_id=by.id, route_id=route.id, area_id=route.area_id, before=before, after=after))


def _set(row: Any, values: dict[str, Any]) -> list[str]:
    """Set what differs; the names of it."""
    what = [name for name, value in values.items() if getattr(row, name) != value]
    for name in what:
        setattr(row, name, values[name])
    return what
