"""Organisations, areas, sections, households and places."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "area",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("intro", sa.JSON(), nullable=False),
        sa.Column(
            "review", sa.Enum("off", "new", "all", name="reviewmode", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column(
            "visibility",
            sa.Enum("public", "residents", "board", name="visibility", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("sort_key", sa.String(length=80), nullable=False),
        sa.CheckConstraint("households >= 0", name=op.f("ck_area_households")),
        sa.CheckConstraint("length(slug) BETWEEN 2 AND 40", name=op.f("ck_area_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("slug", name=op.f("uq_area_slug")),
    )
    op.create_table(
        "old_slug",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("area_id", BigInt, nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_old_slug_area_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_old_slug")),
    )
    op.create_index(op.f("ix_old_slug_area_id"), "old_slug", ["area_id"], unique=False)
    op.create_table(
        "section",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("area_id", BigInt, nullable=False),
        sa.Column("organisation_id", BigInt, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "tenure",
            sa.Enum("almen", "municipal", "private_rental", name="tenure", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_section_area_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_section_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("area_id", "name", name=op.f("uq_section_area_id_name")),
    )
    op.create_index(op.f("ix_section_area_id"), "section", ["area_id"], unique=False)
    op.create_index(op.f("ix_section_organisation_id"), "section", ["organisation_id"], unique=False)
    op.create_table(
        "household",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("section_id", BigInt, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=20), nullable=False),
        sa.Column("entrance", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum("active", "vacant", "closed", name="householdstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_household_section_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("number", name=op.f("uq_household_number")),
    )
    op.create_index(op.f("ix_household_section_id"), "household", ["section_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("area_id", BigInt, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "block",
                "courtyard",
                "laundry",
                "playground",
                "common_room",
                "road",
                "green",
                "parking",
                "stairwell",
                "other",
                name="placekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_place_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_index(op.f("ix_place_area_id"), "place", ["area_id"], unique=False)


def downgrade() -> None:
    op.drop_table("place")
    op.drop_table("household")
    op.drop_table("section")
    op.drop_table("old_slug")
    op.drop_table("area")
    op.drop_table("organisation")
