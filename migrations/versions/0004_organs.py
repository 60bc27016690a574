"""Bodies, and who decides what."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "organ",
        sa.Column("id", BigInt, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "residents",
                "board",
                "meeting",
                "estate_office",
                "housing_organisation",
                "municipality",
                "department",
                "council",
                "standing_committee",
                name="organkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("area_id", BigInt, nullable=True),
        sa.Column("section_id", BigInt, nullable=True),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("can_decide", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("section_id IS NULL OR area_id IS NOT NULL", name=op.f("ck_organ_section_area")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_organ_area_id")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_organ_section_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organ")),
    )
    op.create_index(op.f("ix_organ_area_id"), "organ", ["area_id"], unique=False)
    op.create_index(op.f("ix_organ_section_id"), "organ", ["section_id"], unique=False)
    op.create_table(
        "route",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("area_id", BigInt, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("example", sa.JSON(), nullable=False),
        sa.Column("how", sa.JSON(), nullable=False),
        sa.Column("organ_id", BigInt, nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_route_area_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_route_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
    )
    op.create_index(op.f("ix_route_area_id"), "route", ["area_id"], unique=False)
    op.create_index(op.f("ix_route_organ_id"), "route", ["organ_id"], unique=False)


def downgrade() -> None:
    op.drop_table("route")
    op.drop_table("organ")
