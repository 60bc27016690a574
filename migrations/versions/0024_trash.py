"""What staff have deleted, for thirty days."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "trash",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("by_id", BigInt, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purge_on", sa.Date(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_trash_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_trash_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_trash")),
    )
    op.create_index(op.f("ix_trash_by_id"), "trash", ["by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("trash")
