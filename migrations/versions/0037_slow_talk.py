"""Conversations that are slow for some days."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "slow_talk",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("by_id", BigInt, nullable=False),
        sa.Column("begins_at", Moment, nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes IN (30, 120, 1440)", name=op.f("ck_slow_talk_minutes")),
        sa.CheckConstraint("days BETWEEN 1 AND 7", name=op.f("ck_slow_talk_days")),
        sa.CheckConstraint("until >= begins_at", name=op.f("ck_slow_talk_until")),
        sa.CheckConstraint("length(reason) >= 10", name=op.f("ck_slow_talk_reason")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_slow_talk_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_slow_talk_by_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_slow_talk")),
    )
    op.add_column("item_count", sa.Column("slow_until", Moment, nullable=True))


def downgrade() -> None:
    op.drop_column("item_count", "slow_until")
    op.drop_table("slow_talk")
