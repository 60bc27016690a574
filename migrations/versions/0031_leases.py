"""Who reads a case now, and until when others leave it alone."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("moderation_case") as case:
        case.add_column(sa.Column("lease_by_id", BigInt, nullable=True))
        case.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        case.create_foreign_key(op.f("fk_moderation_case_lease_by_id"), "person", ["lease_by_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    with op.batch_alter_table("moderation_case") as case:
        case.drop_constraint(op.f("fk_moderation_case_lease_by_id"), type_="foreignkey")
        case.drop_column("lease_until")
        case.drop_column("lease_by_id")
