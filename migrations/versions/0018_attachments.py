"""Photos of items and of drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=True),
        sa.Column("draft_id", BigInt, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.Column("has_people", sa.Boolean(), nullable=False),
        sa.Column("by_id", BigInt, nullable=True),
        sa.Column("once", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(item_id IS NULL) <> (draft_id IS NULL)", name=op.f("ck_attachment_one_owner")),
        sa.CheckConstraint("position BETWEEN 0 AND 4", name=op.f("ck_attachment_position")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_attachment_size")),
        sa.CheckConstraint("length(alt) > 0", name=op.f("ck_attachment_alt")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_attachment_draft_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_attachment_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attachment_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("draft_id", "position", name=op.f("uq_attachment_draft_id_position")),
        sa.UniqueConstraint("file", name=op.f("uq_attachment_file")),
        sa.UniqueConstraint("item_id", "position", name=op.f("uq_attachment_item_id_position")),
        sa.UniqueConstraint("once", name=op.f("uq_attachment_once")),
    )
    op.create_index(op.f("ix_attachment_by_id"), "attachment", ["by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("attachment")
