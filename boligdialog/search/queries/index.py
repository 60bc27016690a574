"""The index in the database: one question, put to FTS5 on SQLite and to GIN on PostgreSQL. Both answer alike."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from boligdialog.core.db import db, is_sqlite
from boligdialog.search.models import SearchDocument

#: PostgreSQL: more hits than this are not sorted; their newest are met by walking back through the items.
MANY = 2000

_fts = sa.table("search_fts", sa.column("search_fts", sa.Text), sa.column("rowid", sa.Integer))


@dataclass(frozen=True)
class Wanted:
    """What a text must have: of each group at least one form («cykel*»: a beginning), and none of the others."""

    groups: tuple[frozenset[str], ...]
    none_of: frozenset[str] = frozenset()

    def and_also(self, *facts: str) -> "Wanted":
        """The same, narrowed by facts."""
        return Wanted((*self.groups, *(frozenset({fact}) for fact in facts)), self.none_of)


def newest(wanted: Wanted, *, in_title: bool, below: int | None = None, limit: int) -> sa.Select[Any]:
    """The newest items that have it in the title, or in the text and not in the title; from the one before `below` on."""
    return (_newest_by_fts if is_sqlite() else _newest_by_gin)(wanted, in_title, below, limit)


def newest_ids(wanted: Wanted, *, in_title: bool, below: int | None, limit: int) -> list[int]:
    """Their numbers."""
    return list(db.session.scalars(newest(wanted, in_title=in_title, below=below, limit=limit)))


def count(wanted: Wanted, *, at_most: int) -> int:
    """How many have it anywhere, counted up to a number."""
    hits = _fts_hits(_fts5(wanted, "text")) if is_sqlite() else sa.select(SearchDocument.item_id).where(_gin("text", wanted))
    return db.session.scalar(sa.select(sa.func.count()).select_from(hits.limit(at_most).subquery())) or 0


# --- SQLite ---------------------------------------------------------------------------------------


def _newest_by_fts(wanted: Wanted, in_title: bool, below: int | None, limit: int) -> sa.Select[Any]:
    """FTS5 walks its own lists backwards: the rowid is the item's number."""
    title, text = _fts5(wanted, "title"), _fts5(wanted, "text")
    hits = _fts_hits(title if in_title else f"({text}) NOT ({title})")
    if below is not None:
        hits = hits.where(_fts.c.rowid < below)
    return hits.order_by(_fts.c.rowid.desc()).limit(limit)


def _fts_hits(expression: str) -> sa.Select[Any]:
    return sa.select(_fts.c.rowid.label("item_id")).where(_fts.c.search_fts.op("MATCH")(expression))


def _fts5(wanted: Wanted, column: str) -> str:
    """Every form is quoted, so nothing that is typed is an operator. Handed over as a parameter."""
    found = f"{{{column}}} : ({' AND '.join(_fts5_any(group) for group in wanted.groups)})"
    return f"({found}) NOT ({{{column}}} : {_fts5_any(wanted.none_of)})" if wanted.none_of else found


def _fts5_any(forms: Iterable[str]) -> str:
    return "(" + " OR ".join(f'"{form[:-1]}" *' if form.endswith("*") else f'"{form}"' for form in sorted(forms)) + ")"


# --- PostgreSQL -----------------------------------------------------------------------------------


def _newest_by_gin(wanted: Wanted, in_title: bool, below: int | None, limit: int) -> sa.Select[Any]:
    """GIN knows no order. So: a sample from the index; when it is all there is, sort it, else walk back from the newest item.

    The walk calls ts_match_vq, which no index answers: @@ would let the planner choose, and it guesses wrong for rare words.
    """
    id_, column = SearchDocument.item_id, "title" if in_title else "text"
    also_in_title = sa.false() if in_title else _by_hand("title", wanted)
    sample = sa.select(id_, also_in_title.label("passed_over")).where(_gin(column, wanted)).limit(MANY + 1).cte()
    size = sa.select(sa.func.count()).select_from(sample).scalar_subquery()
    few = sa.select(sample.c.item_id).where(size <= MANY, ~sample.c.passed_over)
    many = sa.select(id_).where(size > MANY, _by_hand(column, wanted), ~also_in_title)
    if below is not None:
        few, many = few.where(sample.c.item_id < below), many.where(id_ < below)
    parts = (few.order_by(sample.c.item_id.desc()), many.order_by(id_.desc()))
    both = sa.union_all(*(sa.select(part.limit(limit).subquery()) for part in parts)).subquery()
    return sa.select(both.c.item_id).order_by(both.c.item_id.desc()).limit(limit)


def _gin(column: str, wanted: Wanted) -> sa.ColumnElement[bool]:
    return SearchDocument.__table__.c[column].op("@@", is_comparison=True)(_tsquery(wanted))


def _by_hand(column: str, wanted: Wanted) -> sa.ColumnElement[bool]:
    return sa.func.ts_match_vq(SearchDocument.__table__.c[column], _tsquery(wanted), type_=sa.Boolean)


def _tsquery(wanted: Wanted) -> sa.ColumnElement[Any]:
    """Every form is quoted, as for FTS5."""
    found = " & ".join(_tsquery_any(group) for group in wanted.groups)
    return sa.cast(sa.literal(f"{found} & !{_tsquery_any(wanted.none_of)}" if wanted.none_of else found, sa.Text), TSQUERY)


def _tsquery_any(forms: Collection[str]) -> str:
    return "(" + " | ".join(f"'{form[:-1]}':*" if form.endswith("*") else f"'{form}'" for form in sorted(forms)) + ")"
