"""What texts were before they were changed, changes that wait for a moderator, and ideas that were withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)

_CAUSES = ("pending", "fixed", "reported")
_WHYS = ("solved", "started", "duplicate", "changed_mind", "other")


def upgrade() -> None:
    waiting = sa.text("n IS NULL")
    op.create_table(
        "version",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("place_id", BigInt, nullable=True),
        sa.Column("by_id", BigInt, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("is_declined", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint("n >= 1", name=op.f("ck_version_n")),
        sa.CheckConstraint("(n IS NOT NULL AND n = 1) = (reason IS NULL)", name=op.f("ck_version_reason")),
        sa.CheckConstraint("NOT is_declined OR n IS NULL", name=op.f("ck_version_declined")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_version_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_version_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_version_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("item_id", "n", name=op.f("uq_version_item_id_n")),
    )
    op.create_index(op.f("ix_version_by_id"), "version", ["by_id"])
    op.create_index(op.f("ix_version_place_id"), "version", ["place_id"])
    op.create_index("uq_version_waiting", "version", ["item_id"], unique=True, sqlite_where=waiting, postgresql_where=waiting)
    op.add_column("item_count", sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("item_count", sa.Column("changed_at", Moment, nullable=True))
    with op.batch_alter_table("idea") as idea:
        idea.add_column(sa.Column("withdrawn_why", sa.String(40), nullable=True))
        idea.add_column(sa.Column("withdrawn_text", sa.String(200), nullable=True))
        idea.add_column(sa.Column("withdrawn_at", Moment, nullable=True))
        idea.create_check_constraint(op.f("ck_idea_withdrawwhy"), sa.column("withdrawn_why").in_(_WHYS))
        idea.create_check_constraint(op.f("ck_idea_withdrawn"), "(withdrawn_why IS NULL) = (withdrawn_at IS NULL)")
        idea.create_check_constraint(op.f("ck_idea_withdrawn_text"), "withdrawn_why <> 'other' OR withdrawn_text IS NOT NULL")
    _allow_causes(*_CAUSES, "changed")
    op.execute(
        "INSERT INTO area_count (area_id, kind, status, n) SELECT area_id, kind, 'withdrawn', count(*) FROM item"
        " WHERE state = 'withdrawn' AND kind = 'idea' GROUP BY area_id, kind"
    )


def _allow_causes(*causes: str) -> None:
    """Say why a case may be opened."""
    with op.batch_alter_table("moderation_case") as case:
        case.drop_constraint(op.f("ck_moderation_case_cause"), type_="check")
        case.create_check_constraint(op.f("ck_moderation_case_cause"), sa.column("cause").in_(causes))


def downgrade() -> None:
    op.execute("DELETE FROM area_count WHERE status = 'withdrawn'")
    op.execute("UPDATE moderation_case SET cause = 'pending' WHERE cause = 'changed'")
    _allow_causes(*_CAUSES)
    with op.batch_alter_table("idea") as idea:
        for name in ("withdrawwhy", "withdrawn", "withdrawn_text"):
            idea.drop_constraint(op.f(f"ck_idea_{name}"), type_="check")
        for name in ("withdrawn_at", "withdrawn_text", "withdrawn_why"):
            idea.drop_column(name)
    with op.batch_alter_table("item_count") as count:
        count.drop_column("changed_at")
        count.drop_column("changes")
    op.drop_table("version")
