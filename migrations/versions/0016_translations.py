"""Translations of what people write."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "translation",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("by_id", BigInt, nullable=True),
        sa.Column("is_machine", sa.Boolean(), nullable=False),
        sa.Column("of_version", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name=op.f("ck_translation_title")),
        sa.CheckConstraint("length(body) <= 10000", name=op.f("ck_translation_body")),
        sa.CheckConstraint("NOT is_machine OR by_id IS NULL", name=op.f("ck_translation_machine")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_translation_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_translation_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "lang", name=op.f("pk_translation")),
    )
    op.create_index(op.f("ix_translation_by_id"), "translation", ["by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("translation")
