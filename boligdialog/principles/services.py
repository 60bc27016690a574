"""Filling in the provisional principles and the sourced rules (principles/seed.toml), and giving them other words."""

import tomllib
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import Words, _
from boligdialog.core.memory import forget
from boligdialog.principles import queries
from boligdialog.principles.events import MeasureAdded, MeasureChanged, PrincipleChanged
from boligdialog.principles.models import GroundRule, Measure, Principle, PrincipleVersion, Theme
from boligdialog.principles.rules import why_not_change_principles

SEED = Path(__file__).parent / "seed.toml"


@atomic
def add_provisional_principles() -> list[Principle]:
    """The ten with themes and measures, and the six rules; once."""
    there = queries.principles()
    if there:
        return there
    seed = tomllib.loads(SEED.read_text())
    themes = {row["key"]: Theme(key=row["key"], slug=row["slug"], name=Words(**row["name"])) for row in seed["theme"]}
    db.session.add_all(themes.values())
    for row in seed["principle"]:
        wording = {
            "title": Words(**row["title"]),
            "text": Words(**row["text"]),
            "source_note": Words(**row["source_note"]),
            "is_provisional": row["is_provisional"],
        }
        principle = Principle(no=row["no"], theme=themes[row["theme"]], version=1, **wording)
        principle.measures = [Measure(position=n, text=Words(**text)) for n, text in enumerate(row["measures"])]
        db.session.add(principle)
        db.session.flush()
        db.session.add(PrincipleVersion(principle_id=principle.id, version=1, valid_from=clock.today(), **wording))
    db.session.add_all(
        GroundRule(no=row["no"], title=Words(**row["title"]), text=Words(**row["text"]), source_note=Words(**row["source_note"]))
        for row in seed["rule"]
    )
    db.session.flush()
    forget()
    return queries.principles()


@atomic
def change_principle(principle: Principle, *, version: int, by: Person, **wording: Any) -> int:
    """Another wording from today, as the next version; old links keep theirs. The version that holds now.

    `version` is the one that was read: whoever edited an older one is told (409). The same words once more are no new version.
    """
    ensure(why_not_change_principles(by))
    seen = (Principle.id == principle.id, Principle.version == version)
    if all(getattr(principle, name) == value for name, value in wording.items()):
        return principle.version
    if not changed(sa.update(Principle).where(*seen).values(version=version + 1, **wording)):
        refuse("stale", _("Somebody has changed the principle since you opened the page."), _("Open it again to see how."), status=409)
    values = {"principle_id": principle.id, "version": version + 1, "valid_from": clock.today()}
    db.session.add(PrincipleVersion(**values, **wording))
    record(
        PrincipleChanged(
            by_id=by.id, principle_id=principle.id, before=version, after=version + 1, is_provisional=wording["is_provisional"]
        )
    )
    db.session.expire(principle)
    forget()
    return version + 1


@atomic
def add_measure(principle: Principle, *, text: Words, by: Person) -> Measure:
    """One more measure to inspire, at the end."""
    ensure(why_not_change_principles(by))
    last = db.session.scalar(sa.select(sa.func.max(Measure.position)).where(Measure.principle_id == principle.id)) or 0
    measure = Measure(principle_id=principle.id, position=last + 1, text=text)
    db.session.add(measure)
    db.session.flush()
    record(MeasureAdded(by_id=by.id, measure_id=measure.id, principle_id=principle.id))
    return measure


@atomic
def change_measure(measure: Measure, *, text: Words, is_retired: bool, by: Person) -> None:
    """Say it in another way, take it off the page or show it again."""
    ensure(why_not_change_principles(by))
    if (measure.text, measure.is_retired) != (text, is_retired):
        measure.text, measure.is_retired = text, is_retired
        record(MeasureChanged(by_id=by.id, measure_id=measure.id, principle_id=measure.principle_id, is_retired=is_retired))
