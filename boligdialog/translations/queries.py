"""Reads of translations. Who may read the item may read them; whoever asks has loaded it."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload, load_only

from boligdialog.accounts.models import Person
from boligdialog.core.db import db
from boligdialog.translations.models import Translation

#: The translator's public name and nothing more, in the same statement.
WITH_NAME = joinedload(Translation.by).options(load_only(Person.name), lazyload("*"))


def translation(item_id: int, lang: str) -> Translation | None:
    """An item in a language."""
    return db.session.get(Translation, (item_id, lang))


def translations_of(item_id: int) -> dict[str, Translation]:
    """An item in all its other languages."""
    rows = sa.select(Translation).where(Translation.item_id == item_id).options(WITH_NAME)
    return {each.lang: each for each in db.session.scalars(rows.order_by(Translation.lang))}


def translations_into(lang: str, item_ids: Iterable[int]) -> dict[int, Translation]:
    """The items of a whole page in one language, those that are: one statement."""
    rows = sa.select(Translation).where(Translation.lang == lang, Translation.item_id.in_(list(item_ids))).options(WITH_NAME)
    return {each.item_id: each for each in db.session.scalars(rows)}
