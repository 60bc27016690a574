"""Support, by person and by household."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "support",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("household_id", BigInt, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_support_household_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_support_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_support")),
    )
    op.create_index(op.f("ix_support_household_id"), "support", ["household_id"], unique=False)
    op.create_index(op.f("ix_support_person_id"), "support", ["person_id"], unique=False)
    op.create_table(
        "support_household",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("household_id", BigInt, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_support_household_never_below_zero")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_support_household_household_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_support_household_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "household_id", name=op.f("pk_support_household")),
    )
    op.create_index(op.f("ix_support_household_household_id"), "support_household", ["household_id"], unique=False)


def downgrade() -> None:
    op.drop_table("support_household")
    op.drop_table("support")
