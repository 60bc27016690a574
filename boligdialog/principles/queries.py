"""Reads of principles. All of it is public."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from boligdialog.core.db import db
from boligdialog.core.i18n import Words
from boligdialog.core.memory import remembered
from boligdialog.principles.models import GroundRule, Measure, Principle, PrincipleVersion, Theme


def themes() -> list[Theme]:
    """The themes with their principles, in the order of the principles."""
    everything = db.session.scalars(sa.select(Theme).options(selectinload(Theme.principles)))
    return sorted(everything, key=lambda theme: theme.principles[0].no if theme.principles else 99)


@dataclass(frozen=True)
class Plate:
    """What the house-number plate of a principle shows."""

    no: int
    theme: str
    title: Words


@remembered
def plates() -> dict[int, Plate]:
    """The plates of all principles by the principle's id."""
    rows = db.session.execute(
        sa.select(Principle.id, Principle.no, Theme.key, Principle.title).join(Theme, isouter=True).order_by(Principle.no)
    )
    return {id_: Plate(no, theme or "", title) for id_, no, theme, title in rows}


def numbered(numbers: Iterable[int]) -> list[Principle]:
    """The principles with these numbers, in their order; what is no number of one is left out."""
    return [each for each in map(principle, numbers) if each]


def choices() -> list[tuple[int, str]]:
    """Number and title of the principles, for a form."""
    return [(plate.no, str(plate.title)) for plate in plates().values()]


@remembered
def theme_names() -> list[tuple[str, Words]]:
    """Key and name of the themes, in order."""
    return [(theme.key, theme.name) for theme in themes()]


def principles() -> list[Principle]:
    """All principles by number."""
    return list(db.session.scalars(sa.select(Principle).order_by(Principle.no)))


def principle(no: int) -> Principle | None:
    """The principle of a number, with its measures."""
    return db.session.scalar(sa.select(Principle).where(Principle.no == no).options(selectinload(Principle.measures)))


def version(principle: Principle, number: int) -> PrincipleVersion | None:
    """A wording it had."""
    return db.session.scalar(
        sa.select(PrincipleVersion).where(PrincipleVersion.principle_id == principle.id, PrincipleVersion.version == number)
    )


def measure(measure_id: int) -> Measure | None:
    """A measure to inspire."""
    return db.session.get(Measure, measure_id)


def ground_rules() -> list[GroundRule]:
    """The six rules of co-creation."""
    return list(db.session.scalars(sa.select(GroundRule).order_by(GroundRule.no)))
