"""Setting up bodies and the table of who decides what, from the seed (organs/seed.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from boligdialog.core.db import atomic, db
from boligdialog.core.i18n import Words
from boligdialog.housing.models import Area, Section, Tenure
from boligdialog.organs.models import Organ, OrganKind, Route

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
        key = row.get("organ") if first is Tenure.ALMEN else row.get("organ_other", row.get("organ"))
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
        key = row.get("organ") if tenure is Tenure.ALMEN else row.get("organ_other", row.get("organ"))
        if key in new and (route.organ_id is None or row.get("organ") != row.get("organ_other", row.get("organ"))):
            route.organ_id = new[key].id


def _name(row: dict[str, Any], tenure: Tenure, *, of: str = "") -> Words:
    name = row["name"]["almen" if tenure is Tenure.ALMEN else "other"]
    return Words(f"{name['da']} i {of}", f"{name['en']} in {of}") if of else Words(**name)


def _add(row: dict[str, Any], position: int, tenure: Tenure, *, of: str = "", **where: int) -> Organ:
    organ = Organ(kind=OrganKind(row["kind"]), name=_name(row, tenure, of=of), can_decide=row["can_decide"], position=position, **where)
    db.session.add(organ)
    db.session.flush()
    return organ
