"""Texts that moderators have saved to say again."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REASONS = ("personal_data", "tone", "unclear", "wrong_place", "spam", "unlawful")


def upgrade() -> None:
    op.create_table(
        "saved_text",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("area_id", BigInt, nullable=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("reason_code", sa.String(40), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", BigInt, nullable=True),
        sa.Column("once", sa.String(32), nullable=True),
        sa.CheckConstraint(sa.column("reason_code").in_(_REASONS), name=op.f("ck_saved_text_reasoncode")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_saved_text_area_id")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_saved_text_changed_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_text")),
        sa.UniqueConstraint("once", name=op.f("uq_saved_text_once")),
    )
    op.create_index(op.f("ix_saved_text_area_id"), "saved_text", ["area_id"])
    op.create_index(op.f("ix_saved_text_changed_by_id"), "saved_text", ["changed_by_id"])


def downgrade() -> None:
    op.drop_table("saved_text")
