"""Comments and thanks."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("about_id", BigInt, nullable=False),
        sa.Column("thread_id", BigInt, nullable=True),
        sa.Column("answers_id", BigInt, nullable=True),
        sa.Column(
            "meant_as",
            sa.Enum(
                "comment", "question", "experience", "suggestion", name="commentkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("additions", sa.JSON(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", BigInt, nullable=True),
        sa.CheckConstraint("length(body) <= 1500", name=op.f("ck_comment_body")),
        sa.CheckConstraint("rank IN (0, 1)", name=op.f("ck_comment_rank")),
        sa.CheckConstraint("(thread_id IS NULL) = (answers_id IS NULL)", name=op.f("ck_comment_two_levels")),
        sa.ForeignKeyConstraint(["id"], ["item.id"], name=op.f("fk_comment_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["about_id"], ["item.id"], name=op.f("fk_comment_about_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["item.id"], name=op.f("fk_comment_thread_id")),
        sa.ForeignKeyConstraint(["answers_id"], ["item.id"], name=op.f("fk_comment_answers_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["item.id"], name=op.f("fk_comment_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_talk", "comment", ["about_id", "thread_id", "rank", "id"])
    for column in ("thread_id", "answers_id", "answered_by_id"):
        op.create_index(op.f(f"ix_comment_{column}"), "comment", [column])
    op.create_table(
        "thanks",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_thanks_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_thanks_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_thanks")),
    )
    op.create_index(op.f("ix_thanks_person_id"), "thanks", ["person_id"])


def downgrade() -> None:
    op.drop_table("thanks")
    op.drop_table("comment")
