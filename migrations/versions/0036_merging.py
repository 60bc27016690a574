"""Ideas that are merged with others: what was carried, and how it goes back; those that are not the same; and parts of one."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
_UNDONE = ("objection", "moderator")


def upgrade() -> None:
    op.create_table(
        "merge",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("source_id", BigInt, nullable=False),
        sa.Column("target_id", BigInt, nullable=False),
        sa.Column("by_id", BigInt, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("undone_why", sa.String(40), nullable=True),
        sa.Column("undone_by_id", BigInt, nullable=True),
        sa.Column("undone_at", Moment, nullable=True),
        sa.Column("settled_at", Moment, nullable=True),
        sa.CheckConstraint("source_id <> target_id", name=op.f("ck_merge_two")),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_why IS NULL)", name=op.f("ck_merge_undone")),
        sa.CheckConstraint("undone_at IS NULL OR settled_at IS NULL", name=op.f("ck_merge_settled")),
        sa.CheckConstraint(sa.column("undone_why").in_(_UNDONE), name=op.f("ck_merge_undonewhy")),
        sa.ForeignKeyConstraint(["source_id"], ["item.id"], name=op.f("fk_merge_source_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["item.id"], name=op.f("fk_merge_target_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_merge_by_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_merge_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    for name in ("target_id", "by_id", "undone_by_id"):
        op.create_index(op.f(f"ix_merge_{name}"), "merge", [name])
    live = sa.text("undone_at IS NULL")
    op.create_index("uq_merge_live", "merge", ["source_id"], unique=True, sqlite_where=live, postgresql_where=live)
    op.create_table(
        "not_alike",
        sa.Column("lower_id", BigInt, nullable=False),
        sa.Column("higher_id", BigInt, nullable=False),
        sa.Column("by_id", BigInt, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint("lower_id < higher_id", name=op.f("ck_not_alike_in_order")),
        sa.ForeignKeyConstraint(["lower_id"], ["item.id"], name=op.f("fk_not_alike_lower_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["higher_id"], ["item.id"], name=op.f("fk_not_alike_higher_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_not_alike_by_id")),
        sa.PrimaryKeyConstraint("lower_id", "higher_id", name=op.f("pk_not_alike")),
    )
    for name in ("higher_id", "by_id"):
        op.create_index(op.f(f"ix_not_alike_{name}"), "not_alike", [name])
    op.create_table(
        "part",
        sa.Column("idea_id", BigInt, nullable=False),
        sa.Column("source_id", BigInt, nullable=False),
        sa.Column("by_id", BigInt, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint("idea_id <> source_id", name=op.f("ck_part_two")),
        sa.ForeignKeyConstraint(["idea_id"], ["item.id"], name=op.f("fk_part_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["item.id"], name=op.f("fk_part_source_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_part_by_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_part")),
    )
    for name in ("source_id", "by_id"):
        op.create_index(op.f(f"ix_part_{name}"), "part", [name])
    for table in ("support", "paper_support"):
        op.add_column(table, sa.Column("is_carried", sa.Boolean(), nullable=False, server_default=sa.false()))
    _remember("carried_support", "support", "person_id", sa.Column("household_id", BigInt, nullable=True))
    _remember("carried_paper", "paper_support", "household_id", sa.Column("by_id", BigInt, nullable=True))
    op.create_index(op.f("ix_carried_paper_by_id"), "carried_paper", ["by_id"])
    for table in ("follow", "comment"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("from_id", BigInt, nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_from_id"), "item", ["from_id"], ["id"])
    op.add_column("item_count", sa.Column("merged", sa.Integer(), nullable=False, server_default="0"))


def _remember(name: str, rows: str, whose: str, more: sa.Column) -> None:
    """A table that hangs on another: a row goes when that which it remembers is taken back."""
    keys = {"person_id": "person", "household_id": "household", "by_id": "person"}
    ondelete = {"person_id": "CASCADE", "by_id": "SET NULL"}
    op.create_table(
        name,
        sa.Column("from_id", BigInt, nullable=False),
        sa.Column(whose, BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        more,
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["item.id"], name=op.f(f"fk_{name}_from_id"), ondelete="CASCADE"),
        *(
            sa.ForeignKeyConstraint([key], [f"{keys[key]}.id"], name=op.f(f"fk_{name}_{key}"), ondelete=ondelete.get(key))
            for key in (whose, more.name)
        ),
        sa.ForeignKeyConstraint(
            ["item_id", whose], [f"{rows}.item_id", f"{rows}.{whose}"], name=op.f(f"fk_{name}_item_id_{whose}"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("from_id", whose, name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_{whose}", name, [whose, "item_id"])


def downgrade() -> None:
    op.drop_column("item_count", "merged")
    for table in ("comment", "follow"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_from_id"), type_="foreignkey")
            batch.drop_column("from_id")
    for name in ("carried_paper", "carried_support"):
        op.drop_table(name)
    for table in ("paper_support", "support"):
        op.drop_column(table, "is_carried")
    for name in ("part", "not_alike", "merge"):
        op.drop_table(name)
