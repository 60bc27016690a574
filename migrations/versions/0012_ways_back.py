"""The fifth of a home waits for a yes; an e-mail can be added later; a lost return code is lent on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.add_column("membership", sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("return_code", sa.Column("is_lent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sign_in_attempt") as table:
        table.add_column(sa.Column("person_id", BigInt, nullable=True))
        table.create_foreign_key(op.f("fk_sign_in_attempt_person_id"), "person", ["person_id"], ["id"], ondelete="CASCADE")
    op.create_index(op.f("ix_sign_in_attempt_person_id"), "sign_in_attempt", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sign_in_attempt_person_id"), table_name="sign_in_attempt")
    with op.batch_alter_table("sign_in_attempt") as table:
        table.drop_constraint(op.f("fk_sign_in_attempt_person_id"), type_="foreignkey")
        table.drop_column("person_id")
    op.drop_column("return_code", "is_lent")
    op.drop_column("membership", "waits")
