"""Cases of review."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "moderation_case",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("area_id", BigInt, nullable=False),
        sa.Column("cause", sa.Enum("pending", "fixed", name="cause", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("publish", "ask_edit", "hide", "closed", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "reason_code",
            sa.Enum(
                "personal_data",
                "tone",
                "unclear",
                "wrong_place",
                "spam",
                "unlawful",
                name="reasoncode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("public_text", sa.Text(), nullable=True),
        sa.Column("decided_by_id", BigInt, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'closed' OR decided_by_id IS NOT NULL", name=op.f("ck_moderation_case_decided_by")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome NOT IN ('ask_edit', 'hide') OR (reason_code IS NOT NULL AND length(public_text) > 0)",
            name=op.f("ck_moderation_case_reason"),
        ),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_moderation_case_decided_at")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_moderation_case_area_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_moderation_case_decided_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_moderation_case_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
    )
    op.create_index(op.f("ix_moderation_case_decided_by_id"), "moderation_case", ["decided_by_id"], unique=False)
    op.create_index(op.f("ix_moderation_case_item_id"), "moderation_case", ["item_id"], unique=False)
    op.create_index(
        "ix_moderation_case_queue",
        "moderation_case",
        ["area_id", "priority", "opened_at", "id"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index(
        "uq_moderation_case_open",
        "moderation_case",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("moderation_case")
