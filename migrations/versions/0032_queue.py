"""The order of the queue stands in an index; whoever asked for a correction reads it first."""

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLE = "moderation_case"
OPEN = sa.text("outcome IS NULL")
THEIRS = sa.text("outcome IS NULL AND assignee_id IS NOT NULL")


def _index(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, TABLE, columns, unique=False, sqlite_where=where, postgresql_where=where)


def _rank(priority: int, opened: date | datetime | str) -> int:
    day = date.fromisoformat(str(opened)[:10])
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return 5 * (5 * weeks + min(weekday, 5)) - priority


def upgrade() -> None:
    op.drop_index("ix_moderation_case_queue", table_name=TABLE)
    with op.batch_alter_table(TABLE) as case:
        case.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="0"))
        case.add_column(sa.Column("is_late", sa.Boolean(), nullable=False, server_default=sa.false()))
        case.add_column(sa.Column("assignee_id", BigInt, nullable=True))
        case.create_foreign_key(op.f(f"fk_{TABLE}_assignee_id"), "person", ["assignee_id"], ["id"], ondelete="SET NULL")
    here = op.get_bind()
    cases = here.execute(sa.text("SELECT id, priority, opened_at FROM moderation_case WHERE outcome IS NULL")).all()
    for number, priority, opened in cases:
        rank = {"rank": _rank(priority, opened), "id": number}
        here.execute(sa.text("UPDATE moderation_case SET rank = :rank WHERE id = :id"), rank)
    with op.batch_alter_table(TABLE) as case:
        case.alter_column("rank", server_default=None)
    _index("ix_moderation_case_queue", ["area_id", "rank", "id"], OPEN)
    _index("ix_moderation_case_whole_queue", ["rank", "id"], OPEN)
    _index("ix_moderation_case_assignee", ["assignee_id", "rank", "id"], THEIRS)


def downgrade() -> None:
    for name in ("queue", "whole_queue", "assignee"):
        op.drop_index(f"ix_{TABLE}_{name}", table_name=TABLE)
    with op.batch_alter_table(TABLE) as case:
        case.drop_constraint(op.f(f"fk_{TABLE}_assignee_id"), type_="foreignkey")
        for column in ("assignee_id", "is_late", "rank"):
            case.drop_column(column)
    _index("ix_moderation_case_queue", ["area_id", "priority", "opened_at", "id"], OPEN)
