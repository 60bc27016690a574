"""Seals over the events, signs of life, what the nightly check found; the database refuses to change what is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)

# What is sealed stands: an event is never changed after its seal, and goes only with its whole batch, once that is marked as dropped.
_SQLITE = (
    "CREATE TRIGGER event_stays_as_sealed BEFORE UPDATE ON event WHEN OLD.seal_no IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'a sealed event cannot be changed'); END",
    "CREATE TRIGGER event_goes_with_its_seal BEFORE DELETE ON event"
    " WHEN NOT EXISTS (SELECT 1 FROM seal WHERE no = OLD.seal_no AND dropped_at IS NOT NULL)"
    " BEGIN SELECT RAISE(ABORT, 'an event cannot be removed'); END",
    "CREATE TRIGGER seal_stays BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'a seal cannot be removed'); END",
    "CREATE TRIGGER seal_is_closed BEFORE UPDATE OF no, digest, previous, rows, count, newest_at, sealed_at ON seal"
    " BEGIN SELECT RAISE(ABORT, 'a seal cannot be changed'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'a row of % cannot be changed or removed once it is sealed', TG_TABLE_NAME; END $$",
    "CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF EXISTS (SELECT 1 FROM seal WHERE no = OLD.seal_no AND dropped_at IS NOT NULL) THEN RETURN OLD; END IF;"
    " RAISE EXCEPTION 'an event cannot be removed'; END $$",
    "CREATE TRIGGER event_stays_as_sealed BEFORE UPDATE ON event FOR EACH ROW WHEN (OLD.seal_no IS NOT NULL)"
    " EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER event_goes_with_its_seal BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_removal()",
    "CREATE TRIGGER seal_stays BEFORE DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER seal_is_closed BEFORE UPDATE OF no, digest, previous, rows, count, newest_at, sealed_at ON seal"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("no", BigInt, autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("newest_at", Moment, nullable=False),
        sa.Column("sealed_at", Moment, nullable=False),
        sa.Column("dropped_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_seal")),
    )
    op.create_index(
        "ix_event_unsealed",
        "event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("seal_no IS NULL"),
        postgresql_where=sa.text("seal_no IS NULL"),
    )
    op.create_table(
        "sign_of_life",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sign_of_life")),
    )
    op.create_table(
        "check_result",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("mended", sa.Integer(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_check_result")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for name, table in (("event_stays_as_sealed", "event"), ("event_goes_with_its_seal", "event"), ("seal_stays", "seal")):
        op.execute(f"DROP TRIGGER {name}" + ("" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"))
    op.drop_table("check_result")
    op.drop_table("sign_of_life")
    op.drop_index("ix_event_unsealed", "event")
    op.drop_table("seal")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
        op.execute("DROP FUNCTION refuse_removal()")
    op.execute(sa.text("UPDATE event SET seal_no = NULL"))
