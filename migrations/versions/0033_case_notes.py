"""What moderators write to each other about a case, and whom they ask to read it."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_note",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("by_id", BigInt, nullable=True),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.String(32), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_case_note_text")),
        sa.ForeignKeyConstraint(["case_id"], ["moderation_case.id"], name=op.f("fk_case_note_case_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_case_note_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sa.UniqueConstraint("once", name=op.f("uq_case_note_once")),
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"])
    op.create_index(op.f("ix_case_note_by_id"), "case_note", ["by_id"])
    op.create_table(
        "note_mention",
        sa.Column("note_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["case_note.id"], name=op.f("fk_note_mention_note_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_mention_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("note_id", "person_id", name=op.f("pk_note_mention")),
    )
    op.create_index(op.f("ix_note_mention_person_id"), "note_mention", ["person_id"])


def downgrade() -> None:
    op.drop_table("note_mention")
    op.drop_table("case_note")
