"""Numbers of printed slips, and how often QR codes are opened."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sheet",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("area_id", BigInt, nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_sheet_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
    )
    op.create_index(op.f("ix_sheet_area_id"), "sheet", ["area_id"])
    op.create_table(
        "scan",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", "day", name=op.f("pk_scan")),
    )


def downgrade() -> None:
    op.drop_table("scan")
    op.drop_table("sheet")
