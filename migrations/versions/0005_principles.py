"""Principles with versions and measures, and the rules of co-creation."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("key", sa.String(length=1), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("key", name=op.f("uq_theme_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_theme_slug")),
    )
    op.create_table(
        "principle",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("theme_id", BigInt, nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source_note", sa.JSON(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_principle_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_principle")),
        sa.UniqueConstraint("no", name=op.f("uq_principle_no")),
    )
    op.create_index(op.f("ix_principle_theme_id"), "principle", ["theme_id"], unique=False)
    op.create_table(
        "principle_version",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("principle_id", BigInt, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("source_note", sa.JSON(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["principle_id"], ["principle.id"], name=op.f("fk_principle_version_principle_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_principle_version")),
        sa.UniqueConstraint("principle_id", "version", name=op.f("uq_principle_version_principle_id_version")),
    )
    op.create_index(op.f("ix_principle_version_principle_id"), "principle_version", ["principle_id"], unique=False)
    op.create_table(
        "measure",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("principle_id", BigInt, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["principle_id"], ["principle.id"], name=op.f("fk_measure_principle_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index(op.f("ix_measure_principle_id"), "measure", ["principle_id"], unique=False)
    op.create_table(
        "ground_rule",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("source_note", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ground_rule")),
        sa.UniqueConstraint("no", name=op.f("uq_ground_rule_no")),
    )


def downgrade() -> None:
    op.drop_table("ground_rule")
    op.drop_table("measure")
    op.drop_table("principle_version")
    op.drop_table("principle")
    op.drop_table("theme")
