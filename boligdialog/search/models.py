"""The index over all items that readers may find: what stands in it is counted from the items and can be made again."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core.db import BigInt, Model


class Forms(sa.TypeDecorator[set[str]]):
    """A set of word forms: a tsvector on PostgreSQL; on SQLite words between spaces, read by FTS5.

    No parser of a database ever sees a text: forms are letters and digits (core/words.py), and facts begin with a low line.
    """

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """The type of the column."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: set[str] | None, dialect: sa.Dialect) -> str | None:
        """In one order, so that the same set is the same text."""
        quoted = "'{}'" if dialect.name == "postgresql" else "{}"
        return None if value is None else " ".join(quoted.format(each) for each in sorted(value))

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> set[str] | None:
        """The set again."""
        return None if value is None else set(value.replace("'", "").split())


class SearchDocument(Model):
    """What is found of one item: the forms of its title, and of all its text. On SQLite the table search_fts follows by triggers.

    Both sets also hold the facts «_k…» (its kind) and «_a…» (its area), by which a search is narrowed in the index.
    item_version: the row_version of the item that was read.
    """

    __tablename__ = "search_document"

    item_id: Mapped[int] = mapped_column(BigInt, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    item_version: Mapped[int] = mapped_column(sa.Integer)
    title: Mapped[set[str]] = mapped_column(Forms)
    text: Mapped[set[str]] = mapped_column(Forms)


#: PostgreSQL alone has these; without the list of pending entries that a search would have to read through.
for _column in (SearchDocument.title, SearchDocument.text):
    sa.Index(f"ix_search_document_{_column.key}", _column, postgresql_using="gin", postgresql_with={"fastupdate": "off"}).ddl_if(
        dialect="postgresql"
    )


class SearchWord(Model):
    """A form that stands in n titles."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    n: Mapped[int] = mapped_column(sa.Integer)


class SearchVariant(Model):
    """A word as it is written with one letter less: how a word with a typo is found."""

    __tablename__ = "search_variant"

    variant: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    word: Mapped[str] = mapped_column(sa.String(40), sa.ForeignKey("search_word.word", ondelete="CASCADE"), primary_key=True, index=True)
