"""Keeping the index as the items are."""

import sqlalchemy as sa

from boligdialog.content.models import Item
from boligdialog.core import words
from boligdialog.core.db import atomic, changed, db, insert, inserted, is_sqlite
from boligdialog.search import queries
from boligdialog.search.models import SearchDocument, SearchVariant, SearchWord

_BATCH = 200


@atomic
def index_item(item_id: int) -> None:
    """Write what is found of an item as it is now; nothing, when readers may not find it."""
    _forget(item_id)
    item = db.session.get(Item, item_id)
    if item and item.is_visible:
        _remember(item)


@atomic
def reindex() -> int:
    """Make the whole index again; how many items it has. Until it is done, search finds less."""
    for model in (SearchDocument, SearchVariant, SearchWord):
        changed(sa.delete(model))
    last = n = 0
    while ids := queries.visible_ids(after=last, limit=_BATCH):
        for item in db.session.scalars(sa.select(Item).where(Item.id.in_(ids)).order_by(Item.id)):
            _remember(item)
        db.session.expunge_all()
        last, n = ids[-1], n + len(ids)
    forget_erased()
    return n


@atomic
def repair() -> int:
    """Bring the index up to the items where it has fallen behind; how many those were."""
    late = queries.behind()
    for item_id in late:
        index_item(item_id)
    return len(late)


@atomic
def forget_erased() -> None:
    """Let no erased word stay in the file: FTS5 keeps them until it is told, and SQLite in pages that are free."""
    if is_sqlite():
        db.session.execute(sa.text("PRAGMA secure_delete = ON"))
        db.session.execute(sa.text("INSERT INTO search_fts(search_fts) VALUES ('optimize')"))


def _remember(item: Item) -> None:
    title, text = words.words(item.title), words.words(item.search_text())
    facts = {queries.area_fact(item.area_id), queries.kind_fact(item.kind)}
    in_title = _forms(title)
    if inserted(
        SearchDocument, item_id=item.id, item_version=item.row_version, title=in_title | facts, text=_forms(text) | in_title | facts
    ):
        _count_up(sorted(in_title))


def _forms(of: list[str]) -> set[str]:
    return set().union(*map(words.forms, of))


def _count_up(forms: list[str]) -> None:
    """One title more has these forms; of a new one, write how it looks with one letter less."""
    if not forms:
        return
    table = SearchWord.__table__
    row = insert(SearchWord).values([{"word": form, "n": 1} for form in forms])
    upsert = row.on_conflict_do_update(index_elements=["word"], set_={"n": table.c.n + 1}).returning(table.c.word, table.c.n)
    new = [form for form, n in db.session.execute(upsert) if n == 1]
    variants = [{"variant": variant, "word": form} for form in new if len(form) >= words.TYPO_FROM - 1 for variant in words.variants(form)]
    if variants:
        db.session.execute(sa.insert(SearchVariant), variants)


def _forget(item_id: int) -> None:
    gone = sa.delete(SearchDocument).where(SearchDocument.item_id == item_id).returning(SearchDocument.title)
    title = db.session.scalar(gone, execution_options={"synchronize_session": False})
    if title:
        changed(sa.update(SearchWord).where(SearchWord.word.in_(title)).values(n=SearchWord.n - 1))
        changed(sa.delete(SearchWord).where(SearchWord.word.in_(title), SearchWord.n <= 0))
