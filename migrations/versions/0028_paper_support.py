"""Homes that are for an item on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "paper_support",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("household_id", BigInt, nullable=False),
        sa.Column("by_id", BigInt, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_paper_support_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_paper_support_household_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_paper_support_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("item_id", "household_id", name=op.f("pk_paper_support")),
    )
    op.create_index(op.f("ix_paper_support_household_id"), "paper_support", ["household_id"])
    op.create_index(op.f("ix_paper_support_by_id"), "paper_support", ["by_id"])


def downgrade() -> None:
    op.drop_table("paper_support")
