"""Items with their counts, references, principles and places."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

BigInt = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "item",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("area_id", BigInt, nullable=False),
        sa.Column("section_id", BigInt, nullable=True),
        sa.Column("parent_id", BigInt, nullable=True),
        sa.Column("author_id", BigInt, nullable=True),
        sa.Column("organ_id", BigInt, nullable=True),
        sa.Column("on_behalf", sa.String(length=12), nullable=True),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "pending",
                "returned",
                "published",
                "hidden",
                "withdrawn",
                "merged",
                "archived",
                "deleted",
                name="itemstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_kind", sa.String(length=20), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("shuffle", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('published', 'withdrawn', 'archived', 'merged') OR published_at IS NOT NULL", name=op.f("ck_item_published_at")
        ),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name=op.f("ck_item_title")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_item_area_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_item_author_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["organ_id"], ["organ.id"], name=op.f("fk_item_organ_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["item.id"], name=op.f("fk_item_parent_id")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_item_section_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("once", name=op.f("uq_item_once")),
        sa.UniqueConstraint("ref", name=op.f("uq_item_ref")),
    )
    op.create_index(op.f("ix_item_author_id"), "item", ["author_id"], unique=False)
    op.create_index("ix_item_fair", "item", ["area_id", "kind", "state", "shuffle", "id"], unique=False)
    op.create_index("ix_item_newest", "item", ["area_id", "kind", "state", "published_at", "id"], unique=False)
    op.create_index("ix_item_next", "item", ["area_id", "kind", "state", "next_on", "id"], unique=False)
    op.create_index(op.f("ix_item_organ_id"), "item", ["organ_id"], unique=False)
    op.create_index(op.f("ix_item_parent_id"), "item", ["parent_id"], unique=False)
    op.create_index(op.f("ix_item_section_id"), "item", ["section_id"], unique=False)
    op.create_table(
        "item_count",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("supports", sa.Integer(), server_default="0", nullable=False),
        sa.Column("households", sa.Integer(), server_default="0", nullable=False),
        sa.Column("paper", sa.Integer(), server_default="0", nullable=False),
        sa.Column("comments", sa.Integer(), server_default="0", nullable=False),
        sa.Column("thanks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("followers", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "supports >= 0 AND households >= 0 AND paper >= 0 AND comments >= 0 AND thanks >= 0 AND followers >= 0",
            name=op.f("ck_item_count_never_below_zero"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_count_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_count")),
    )
    op.create_table(
        "area_count",
        sa.Column("area_id", BigInt, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_area_count_never_below_zero")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_count_area_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("area_id", "kind", "status", name=op.f("pk_area_count")),
    )
    op.create_table(
        "reference_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_reference_counter")),
    )
    op.create_table(
        "principle_link",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("principle_id", BigInt, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.CheckConstraint("rank BETWEEN 0 AND 2", name=op.f("ck_principle_link_rank")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_principle_link_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["principle_id"], ["principle.id"], name=op.f("fk_principle_link_principle_id")),
        sa.PrimaryKeyConstraint("item_id", "principle_id", name=op.f("pk_principle_link")),
        sa.UniqueConstraint("item_id", "rank", name=op.f("uq_principle_link_item_id_rank")),
    )
    op.create_index(op.f("ix_principle_link_principle_id"), "principle_link", ["principle_id"], unique=False)
    op.create_table(
        "place_link",
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("place_id", BigInt, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_place_link_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_link_place_id")),
        sa.PrimaryKeyConstraint("item_id", "place_id", name=op.f("pk_place_link")),
    )
    op.create_index(op.f("ix_place_link_place_id"), "place_link", ["place_id"], unique=False)


def downgrade() -> None:
    op.drop_table("place_link")
    op.drop_table("principle_link")
    op.drop_table("reference_counter")
    op.drop_table("area_count")
    op.drop_table("item_count")
    op.drop_table("item")
