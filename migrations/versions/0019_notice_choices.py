"""Whom people follow, what they want to hear of, mails that join notices, and addresses that refuse mail."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)

_STATES = ("waiting", "sent", "dropped", "dead")
_WHEN = ("now", "daily", "weekly", "never")
_THINGS = ("item", "area", "principle", "place", "organ")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _when(name: str) -> sa.Enum:
    return _enum(name, *_WHEN)


def upgrade() -> None:
    op.create_table(
        "mail_refusal",
        sa.Column("address_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("last_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_mail_refusal")),
    )
    _allow_states(*_STATES, "refused")
    _follow()
    op.create_table(
        "notice_choice",
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("topic", _enum("topic", "answers", "replies", "review", "news", "votes"), nullable=False),
        sa.Column("mail", _when("mail"), nullable=False),
        sa.Column("page", _when("page"), nullable=False),
        sa.CheckConstraint("mail <> 'daily' AND page <> 'daily'", name=op.f("ck_notice_choice_not_daily")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "digest",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("rhythm", _when("when"), nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.CheckConstraint("rhythm IN ('daily', 'weekly')", name=op.f("ck_digest_joins")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("person_id", "rhythm", "due_at", name=op.f("uq_digest_person_id_rhythm_due_at")),
    )
    op.create_index(op.f("ix_digest_person_id"), "digest", ["person_id"], unique=False)
    _notices()


def _follow() -> None:
    """The table, with what people follow by themselves: their own ideas and those they support."""
    one_thing = " + ".join(f"CASE WHEN {thing}_id IS NULL THEN 0 ELSE 1 END" for thing in _THINGS) + " = 1"
    op.create_table(
        "follow",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        *(sa.Column(f"{thing}_id", BigInt, nullable=True) for thing in _THINGS),
        sa.Column("at", Moment, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.CheckConstraint(one_thing, name=op.f("ck_follow_one_thing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_person_id"), ondelete="CASCADE"),
        *(
            sa.ForeignKeyConstraint([f"{thing}_id"], [f"{thing}.id"], name=op.f(f"fk_follow_{thing}_id"), ondelete="CASCADE")
            for thing in _THINGS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        *(sa.UniqueConstraint(f"{thing}_id", "person_id", name=op.f(f"uq_follow_{thing}_id_person_id")) for thing in _THINGS),
    )
    op.create_index(op.f("ix_follow_person_id"), "follow", ["person_id"], unique=False)
    op.execute(
        "INSERT INTO follow (person_id, item_id, at, is_on)"
        " SELECT author_id, id, created_at, true FROM item WHERE author_id IS NOT NULL AND published_at IS NOT NULL"
    )
    op.execute(
        "INSERT INTO follow (person_id, item_id, at, is_on) SELECT s.person_id, s.item_id, s.at, true FROM support s"
        " WHERE NOT EXISTS (SELECT 1 FROM follow f WHERE f.item_id = s.item_id AND f.person_id = s.person_id)"
    )
    op.execute("UPDATE item_count SET followers = (SELECT count(*) FROM follow WHERE follow.item_id = item_count.item_id AND is_on)")


def _notices() -> None:
    """What was told until now was mailed at once and is on the page."""
    waiting = sa.text("digest_id IS NULL AND mail IN ('daily', 'weekly')")
    with op.batch_alter_table("notice") as notice:
        for name in ("mail", "page"):
            notice.add_column(sa.Column(name, sa.String(40), nullable=False, server_default="now"))
            notice.create_check_constraint(op.f(f"ck_notice_{name}"), sa.column(name).in_(_WHEN))
        notice.add_column(sa.Column("digest_id", BigInt, nullable=True))
        notice.create_foreign_key(op.f("fk_notice_digest_id"), "digest", ["digest_id"], ["id"], ondelete="SET NULL")
        notice.drop_index("ix_notice_person_id")
    op.create_index("ix_notice_person_id", "notice", ["person_id", "id"])
    op.create_index(op.f("ix_notice_digest_id"), "notice", ["digest_id"])
    op.create_index("ix_notice_to_join", "notice", ["mail", "created_at"], sqlite_where=waiting, postgresql_where=waiting)


def _allow_states(*states: str) -> None:
    """Say which states a mail may have."""
    with op.batch_alter_table("mail") as mail:
        mail.drop_constraint(op.f("ck_mail_mailstate"), type_="check")
        mail.create_check_constraint(op.f("ck_mail_mailstate"), sa.column("state").in_(states))


def downgrade() -> None:
    op.execute("UPDATE item_count SET followers = 0")
    for index in ("ix_notice_to_join", "ix_notice_digest_id", "ix_notice_person_id"):
        op.drop_index(index, "notice")
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("fk_notice_digest_id"), type_="foreignkey")
        notice.drop_column("digest_id")
        for name in ("mail", "page"):
            notice.drop_constraint(op.f(f"ck_notice_{name}"), type_="check")
            notice.drop_column(name)
    op.create_index(op.f("ix_notice_person_id"), "notice", ["person_id"], unique=False)
    op.drop_table("digest")
    op.drop_table("notice_choice")
    op.drop_table("follow")
    op.execute("UPDATE mail SET state = 'dead' WHERE state = 'refused'")
    _allow_states(*_STATES)
    op.drop_table("mail_refusal")
