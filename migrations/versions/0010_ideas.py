"""Ideas."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "idea",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "new",
                "considering",
                "answered",
                "in_initiative",
                "done",
                name="ideastage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", BigInt, nullable=True),
        sa.Column("decided_why", sa.JSON(), nullable=True),
        sa.CheckConstraint("stage = 'new' OR decided_by_id IS NOT NULL", name=op.f("ck_idea_decided_by")),
        sa.CheckConstraint("length(body) <= 2000", name=op.f("ck_idea_body")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["organ.id"], name=op.f("fk_idea_decided_by_id")),
        sa.ForeignKeyConstraint(["id"], ["item.id"], name=op.f("fk_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
    )
    op.create_index(op.f("ix_idea_decided_by_id"), "idea", ["decided_by_id"], unique=False)
    op.create_index(op.f("ix_idea_stage"), "idea", ["stage"], unique=False)


def downgrade() -> None:
    op.drop_table("idea")
