"""Keeping the index as the items are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import with_polymorphic

from boligdialog.content.models import VISIBLE, Item
from boligdialog.core import words
from boligdialog.core.db import atomic, changed, db, insert, is_sqlite
from boligdialog.search import queries
from boligdialog.search.models import SearchDocument, SearchVariant, SearchWord

_BATCH = 100  # items of one transaction


@atomic
def index_items(ids: Sequence[int]) -> None:
    """Write what is found of items as they are now; nothing of those that readers may not find."""
    _forget(ids)
    whole = with_polymorphic(Item, "*")
    _remember(db.session.scalars(sa.select(whole).where(whole.id.in_(ids), whole.state.in_(VISIBLE))).all())


def reindex() -> int:
    """Make the whole index again, some items at a time; how many it has. Until it is done, search finds less."""
    _empty()
    last = n = 0
    while ids := queries.visible_ids(after=last, limit=_BATCH):
        index_items(ids)
        last, n = ids[-1], n + len(ids)
    forget_erased()
    return n


def repair() -> int:
    """Bring the index up to the items where it has fallen behind; how many those were."""
    late = queries.behind()
    for start in range(0, len(late), _BATCH):
        index_items(late[start : start + _BATCH])
    return len(late)


@atomic
def forget_erased() -> None:
    """Let no erased word stay in the file: FTS5 keeps them until it is told, and SQLite in pages that are free."""
    if is_sqlite():
        db.session.execute(sa.text("PRAGMA secure_delete = ON"))
        db.session.execute(sa.text("INSERT INTO search_fts(search_fts) VALUES ('optimize')"))


@atomic
def _empty() -> None:
    for model in (SearchDocument, SearchVariant, SearchWord):
        changed(sa.delete(model))


def _remember(items: Sequence[Item]) -> None:
    documents = [_document(item) for item in items]
    if documents:
        db.session.execute(sa.insert(SearchDocument), documents)
        _count_up(_in_titles(each["title"] for each in documents))


def _document(item: Item) -> dict[str, Any]:
    facts = {queries.area_fact(item.area_id), queries.kind_fact(item.kind)}
    written = item.title if item.longest[0] else ""  # else it is only the beginning of the text
    title, text = (facts.union(*map(words.forms, words.words(each))) for each in (written, f"{item.title} {item.search_text()}"))
    return {"item_id": item.id, "item_version": item.row_version, "title": title, "text": text}


def _in_titles(titles: Iterable[set[str]]) -> Counter[str]:
    """In how many of these titles each form stands; without facts."""
    return Counter(form for title in titles for form in sorted(title) if not form.startswith("_"))


def _count_up(forms: Counter[str]) -> None:
    """These forms stand in more titles; of a new one, write how it looks with one letter less."""
    if not forms:
        return
    known = set(db.session.scalars(sa.select(SearchWord.word).where(SearchWord.word.in_(forms))))
    upsert = insert(SearchWord)
    upsert = upsert.on_conflict_do_update(index_elements=["word"], set_={"n": SearchWord.__table__.c.n + upsert.excluded.n})
    db.session.execute(upsert, [{"word": form, "n": n} for form, n in sorted(forms.items())])
    variants = [{"variant": variant, "word": word} for variant, word in variants_of(form for form in forms if form not in known)]
    if variants:
        db.session.execute(insert(SearchVariant).on_conflict_do_nothing(), variants)


def variants_of(forms: Iterable[str]) -> list[tuple[str, str]]:
    """How words of titles look with one letter less; only of those that are long enough to be guessed."""
    return [(variant, form) for form in forms if len(form) >= words.TYPO_FROM - 1 for variant in words.variants(form)]


def _forget(ids: Sequence[int]) -> None:
    """Take rows out, and the forms that stand in no title any more."""
    gone = sa.delete(SearchDocument).where(SearchDocument.item_id.in_(ids)).returning(SearchDocument.title)
    forms = _in_titles(db.session.scalars(gone, execution_options={"synchronize_session": False}))
    if not forms:
        return
    table = SearchWord.__table__
    less = sa.update(table).where(table.c.word == sa.bindparam("form")).values(n=table.c.n - sa.bindparam("less"))
    db.session.execute(less, [{"form": form, "less": n} for form, n in sorted(forms.items())])
    changed(sa.delete(table).where(table.c.word.in_(forms), table.c.n <= 0))
