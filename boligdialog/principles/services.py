"""Filling in the provisional principles and the sourced rules (principles/seed.toml)."""

import tomllib
from pathlib import Path

from boligdialog.core import clock
from boligdialog.core.db import atomic, db
from boligdialog.core.i18n import Words
from boligdialog.core.memory import forget
from boligdialog.principles import queries
from boligdialog.principles.models import GroundRule, Measure, Principle, PrincipleVersion, Theme

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
