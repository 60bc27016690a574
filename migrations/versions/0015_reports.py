"""Notices that readers give the moderators."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")
CODES = ("personal_data", "danger", "hate", "conflict", "spam", "wrong_place")
BEFORE, AFTER = ("pending", "fixed"), ("pending", "fixed", "reported")


def _causes(values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name="cause", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("moderation_case") as table:
        table.drop_constraint(op.f("ck_moderation_case_cause"), type_="check")
        table.create_check_constraint(op.f("ck_moderation_case_cause"), sa.column("cause").in_(AFTER))
    op.create_table(
        "report",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("household_id", BigInt, nullable=True),
        sa.Column("code", sa.Enum(*CODES, name="reportcode", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_report_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_report_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_report_item_id_person_id")),
    )
    op.create_index(op.f("ix_report_person_id"), "report", ["person_id"])
    op.create_index(op.f("ix_report_household_id"), "report", ["household_id"])


def downgrade() -> None:
    op.drop_table("report")
    op.execute("DELETE FROM moderation_case WHERE cause = 'reported'")
    with op.batch_alter_table("moderation_case") as table:
        table.drop_constraint(op.f("ck_moderation_case_cause"), type_="check")
        table.create_check_constraint(op.f("ck_moderation_case_cause"), sa.column("cause").in_(BEFORE))
