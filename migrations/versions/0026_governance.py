"""Terms of members, contacts of bodies, rows of the tables that can be retired, who changed a setting, links that lift a sign-in."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "term",
        sa.Column("role_id", BigInt, nullable=False),
        sa.Column("organ_id", BigInt, nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_term_role_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_term_organ_id")),
        sa.PrimaryKeyConstraint("role_id", name=op.f("pk_term")),
    )
    op.create_index(op.f("ix_term_organ_id"), "term", ["organ_id"])
    op.add_column("organ", sa.Column("contact", sa.String(80), nullable=False, server_default=""))
    for table in ("route", "measure"):
        op.add_column(table, sa.Column("is_retired", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("staff_link", sa.Column("needs_sign_in", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("setting") as setting:
        setting.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        setting.add_column(sa.Column("changed_by_id", BigInt, nullable=True))
        setting.create_foreign_key(op.f("fk_setting_changed_by_id"), "person", ["changed_by_id"], ["id"], ondelete="SET NULL")
    op.create_index(op.f("ix_setting_changed_by_id"), "setting", ["changed_by_id"])


def downgrade() -> None:
    # A setting that was reset is an empty row here, and a missing one there.
    op.execute("DELETE FROM setting WHERE CAST(value AS VARCHAR(10)) = '{}'")
    op.drop_index(op.f("ix_setting_changed_by_id"), "setting")
    with op.batch_alter_table("setting") as setting:
        setting.drop_constraint(op.f("fk_setting_changed_by_id"), type_="foreignkey")
        setting.drop_column("changed_by_id")
        setting.drop_column("changed_at")
    op.drop_column("staff_link", "needs_sign_in")
    for table in ("measure", "route"):
        op.drop_column(table, "is_retired")
    op.drop_column("organ", "contact")
    op.drop_table("term")
