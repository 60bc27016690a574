"""The search index: on SQLite an FTS5 table that follows by triggers, on PostgreSQL two GIN indexes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0017"
down_revision = "0016"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Forms = sa.Text().with_variant(TSVECTOR(), "postgresql")

# "ascii" cuts at spaces alone in what we store: every letter beyond ASCII is a letter to it.
FTS = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(title, text, content='search_document', content_rowid='item_id', detail='column',"
    " tokenize=\"ascii tokenchars '_'\")",
    "CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN"
    " INSERT INTO search_fts(rowid, title, text) VALUES (new.item_id, new.title, new.text); END",
    "CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, title, text) VALUES ('delete', old.item_id, old.title, old.text); END",
)


def upgrade() -> None:
    op.create_table(
        "search_document",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("title", Forms, nullable=False),
        sa.Column("text", Forms, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_search_document_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_search_document")),
    )
    op.create_table(
        "search_word",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_table(
        "search_variant",
        sa.Column("variant", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["word"], ["search_word.word"], name=op.f("fk_search_variant_word"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("variant", "word", name=op.f("pk_search_variant")),
    )
    op.create_index(op.f("ix_search_variant_word"), "search_variant", ["word"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for statement in FTS:
            op.execute(statement)
        return
    for column in ("title", "text"):
        op.create_index(
            op.f(f"ix_search_document_{column}"),
            "search_document",
            [column],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    op.drop_table("search_variant")
    op.drop_table("search_word")
    op.drop_table("search_document")
