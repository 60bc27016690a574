"""More outcomes of a case, what it was before, and appeals that another person decides."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLE = "moderation_case"
CAUSES = ("pending", "fixed", "reported", "changed")
OUTCOMES = ("publish", "ask_edit", "hide", "closed")
NEW_OUTCOMES = ("publish", "keep", "ask_edit", "redact", "hide", "move", "route", "refer", "upheld", "denied", "closed")
REASON = "(reason_code IS NOT NULL AND length(public_text) > 0)"


def _name(what: str) -> str:
    return op.f(f"ck_{TABLE}_{what}")


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as case:
        case.add_column(sa.Column("organ_id", BigInt, nullable=True))
        case.add_column(sa.Column("route_id", BigInt, nullable=True))
        case.add_column(sa.Column("before", sa.JSON(none_as_null=True), nullable=True))
        case.add_column(sa.Column("appeal_of_id", BigInt, nullable=True))
        case.add_column(sa.Column("not_by_id", BigInt, nullable=True))
        case.add_column(sa.Column("appeal_text", sa.String(length=500), nullable=True))
        for what in ("cause", "outcome", "reason"):
            case.drop_constraint(_name(what), type_="check")
        case.create_check_constraint(_name("cause"), sa.column("cause").in_((*CAUSES, "appealed")))
        case.create_check_constraint(_name("outcome"), sa.column("outcome").in_(NEW_OUTCOMES))
        case.create_check_constraint(_name("reason"), f"outcome IS NULL OR outcome IN ('publish', 'keep', 'closed') OR {REASON}")
        case.create_check_constraint(_name("organ"), "(outcome = 'route') = (organ_id IS NOT NULL)")
        case.create_check_constraint(_name("appeal"), "(cause = 'appealed') = (appeal_of_id IS NOT NULL)")
        case.create_check_constraint(_name("not_by"), "(appeal_of_id IS NULL) = (not_by_id IS NULL)")
        case.create_check_constraint(_name("another_person"), "decided_by_id <> not_by_id")
        case.create_check_constraint(_name("appeal_outcome"), "outcome NOT IN ('upheld', 'denied') OR cause = 'appealed'")
        case.create_unique_constraint(op.f(f"uq_{TABLE}_id_decided_by_id"), ["id", "decided_by_id"])
        case.create_unique_constraint(op.f(f"uq_{TABLE}_appeal_of_id"), ["appeal_of_id"])
        case.create_foreign_key(op.f(f"fk_{TABLE}_organ_id"), "organ", ["organ_id"], ["id"])
        case.create_foreign_key(op.f(f"fk_{TABLE}_route_id"), "route", ["route_id"], ["id"])
        case.create_foreign_key(op.f(f"fk_{TABLE}_appeal_of_id_not_by_id"), TABLE, ["appeal_of_id", "not_by_id"], ["id", "decided_by_id"])
    op.execute(f"UPDATE {TABLE} SET outcome = 'keep' WHERE outcome = 'publish' AND cause = 'reported'")  # noqa: S608 - our own words


def downgrade() -> None:
    op.execute(f"DELETE FROM {TABLE} WHERE cause = 'appealed'")  # noqa: S608
    op.execute(f"UPDATE {TABLE} SET outcome = 'publish' WHERE outcome IN ('keep', 'route', 'move')")  # noqa: S608
    op.execute(f"UPDATE {TABLE} SET outcome = 'hide' WHERE outcome IN ('redact', 'refer')")  # noqa: S608
    with op.batch_alter_table(TABLE) as case:
        for what in ("appeal_of_id_not_by_id", "route_id", "organ_id"):
            case.drop_constraint(op.f(f"fk_{TABLE}_{what}"), type_="foreignkey")
        for what in ("appeal_of_id", "id_decided_by_id"):
            case.drop_constraint(op.f(f"uq_{TABLE}_{what}"), type_="unique")
        for what in ("cause", "outcome", "reason", "organ", "appeal", "not_by", "another_person", "appeal_outcome"):
            case.drop_constraint(_name(what), type_="check")
        case.create_check_constraint(_name("cause"), sa.column("cause").in_(CAUSES))
        case.create_check_constraint(_name("outcome"), sa.column("outcome").in_(OUTCOMES))
        case.create_check_constraint(_name("reason"), f"outcome IS NULL OR outcome NOT IN ('ask_edit', 'hide') OR {REASON}")
        for column in ("organ_id", "route_id", "before", "appeal_of_id", "not_by_id", "appeal_text"):
            case.drop_column(column)
