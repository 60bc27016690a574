"""Four more roles: ambassador, specialist, secretary, data protection officer."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

BEFORE = ("board", "coordinator", "moderator", "administrator")
AFTER = ("ambassador", "board", "coordinator", "moderator", "specialist", "secretary", "dpo", "administrator")


def upgrade() -> None:
    with op.batch_alter_table("role") as table:
        table.drop_constraint(op.f("ck_role_rolekind"), type_="check")
        table.create_check_constraint(op.f("ck_role_rolekind"), sa.column("kind").in_(AFTER))
        table.create_check_constraint(op.f("ck_role_ambassador"), "kind <> 'ambassador' OR (area_id IS NOT NULL AND to_on IS NOT NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM role WHERE kind NOT IN ('board', 'coordinator', 'moderator', 'administrator')")
    with op.batch_alter_table("role") as table:
        table.drop_constraint(op.f("ck_role_ambassador"), type_="check")
        table.drop_constraint(op.f("ck_role_rolekind"), type_="check")
        table.create_check_constraint(op.f("ck_role_rolekind"), sa.column("kind").in_(BEFORE))
