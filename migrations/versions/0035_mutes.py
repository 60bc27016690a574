"""That somebody may not write for some days."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PEOPLE = ("asked_by_id", "confirmed_by_id", "ended_by_id")


def upgrade() -> None:
    op.create_table(
        "mute",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("area_id", BigInt, nullable=True),
        sa.Column("case_id", BigInt, nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("asked_by_id", BigInt, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", BigInt, nullable=True),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", BigInt, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("once", sa.String(32), nullable=True),
        sa.CheckConstraint("days BETWEEN 1 AND 90", name=op.f("ck_mute_days")),
        sa.CheckConstraint("(begins_at IS NULL) = (until IS NULL)", name=op.f("ck_mute_until")),
        sa.CheckConstraint("days <= 7 OR needs_second", name=op.f("ck_mute_long")),
        sa.CheckConstraint("begins_at IS NULL OR NOT needs_second OR confirmed_by_id IS NOT NULL", name=op.f("ck_mute_second")),
        sa.CheckConstraint("confirmed_by_id <> asked_by_id", name=op.f("ck_mute_two_people")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_mute_ended")),
        sa.CheckConstraint("length(reason) >= 10", name=op.f("ck_mute_reason")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mute_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_mute_area_id")),
        *(sa.ForeignKeyConstraint([each], ["person.id"], name=op.f(f"fk_mute_{each}")) for each in _PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mute")),
        sa.UniqueConstraint("once", name=op.f("uq_mute_once")),
    )
    op.create_index(op.f("ix_mute_person_id"), "mute", ["person_id"])
    op.create_index(op.f("ix_mute_area_id"), "mute", ["area_id"])


def downgrade() -> None:
    op.drop_table("mute")
