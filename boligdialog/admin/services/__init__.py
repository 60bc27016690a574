"""Filling an empty municipality."""

import tomllib
from pathlib import Path

from boligdialog.core.db import atomic
from boligdialog.core.i18n import Words
from boligdialog.housing import queries, services as housing
from boligdialog.housing.models import Area, Place, PlaceKind
from boligdialog.organs.services import add_municipal_organs
from boligdialog.principles.services import add_provisional_principles

PLACES = Path(queries.__file__).parent / "seed.toml"


@atomic
def init() -> None:
    """An empty municipality: principles, rules and the municipality's bodies. Safe to repeat."""
    add_provisional_principles()
    add_municipal_organs()


@atomic
def add_default_places(area: Area) -> dict[str, Place]:
    """The places that every area begins with; by key of the seed."""
    rows = tomllib.loads(PLACES.read_text())["place"]
    return {
        row["key"]: housing.add_place(area, kind=PlaceKind(row["kind"]), name=Words(**row["name"]), position=n)
        for n, row in enumerate(rows)
    }
