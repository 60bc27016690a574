"""The texts that moderators have saved, and how each reads for the one who gets it."""

import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import Person
from boligdialog.content.rules import REVIEWERS
from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.core.i18n import LANGUAGES, Words, _, force_locale, long_day
from boligdialog.moderation.models import Case, SavedText


def texts_of(by: Person) -> list[SavedText]:
    """What is offered in a moderator's areas: for all areas first, then area by area, by name."""
    areas = by.areas_as(*REVIEWERS)
    here = [] if areas is None else [sa.or_(SavedText.area_id.is_(None), SavedText.area_id.in_(areas))]
    all_ = sa.select(SavedText).where(*here).options(joinedload(SavedText.area))
    return list(db.session.scalars(all_.order_by(SavedText.area_id.is_not(None), SavedText.area_id, SavedText.name, SavedText.id)))


def text(text_id: int, *, seen_by: Person) -> SavedText | None:
    """One of them."""
    found = db.session.get(SavedText, text_id)
    is_theirs = found and (seen_by.has_role(*REVIEWERS) if found.area_id is None else seen_by.has_role(*REVIEWERS, area_id=found.area_id))
    return found if is_theirs else None


def offered(case: Case) -> list[SavedText]:
    """What is offered to say in a case, by name; those of its own area first."""
    here = sa.or_(SavedText.area_id.is_(None), SavedText.area_id == case.area_id)
    return list(db.session.scalars(sa.select(SavedText).where(here).order_by(SavedText.area_id.is_(None), SavedText.name, SavedText.id)))


@dataclass(frozen=True)
class Example:
    """How a text reads in a language."""

    lang: str
    text: str


def language_of_receiver(case: Case) -> str:
    """The language in which whoever answers for the item of a case is written to."""
    return case.item.keeper.language if case.item.keeper else "da"


def for_receiver(saved: SavedText, case: Case) -> str:
    """A saved text as its receiver reads it, in their language."""
    lang = language_of_receiver(case)
    with force_locale(lang):
        return _filled(saved.text, lang, title=case.item.title, area=case.item.area.name)


def examples(text: Words, area: str) -> list[Example]:
    """How a text reads in each language, for an invented idea."""
    read = []
    for lang in LANGUAGES:
        with force_locale(lang):
            read.append(Example(lang, _filled(text, lang, title=_("More benches by the playground"), area=area or "Lindegården")))
    return read


def _filled(text: Words, lang: str, **values: str) -> str:
    """The words of a language with what belongs in their places; what is put in is not looked through again."""
    values |= {"date": long_day(clock.today())}
    return re.sub(r"\{(\w+)\}", lambda place: values[place[1]], getattr(text, lang))
