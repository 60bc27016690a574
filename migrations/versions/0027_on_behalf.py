"""Who entered an idea for somebody, how it came, and which slip it stood on."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CHANNELS = ("paper", "phone", "meeting", "door")


def upgrade() -> None:
    with op.batch_alter_table("item") as item:
        item.alter_column("on_behalf", existing_type=sa.String(12), type_=sa.String(40), existing_nullable=True)
        item.create_check_constraint(op.f("ck_item_channel"), sa.column("on_behalf").in_(_CHANNELS))
        item.add_column(sa.Column("entered_by_id", BigInt, nullable=True))
        item.create_foreign_key(op.f("fk_item_entered_by_id"), "person", ["entered_by_id"], ["id"], ondelete="SET NULL")
        item.create_check_constraint(op.f("ck_item_entered_by"), "entered_by_id IS NULL OR on_behalf IS NOT NULL")
    op.create_index(op.f("ix_item_entered_by_id"), "item", ["entered_by_id"])
    with op.batch_alter_table("sheet") as sheet:
        sheet.add_column(sa.Column("item_id", BigInt, nullable=True))
        sheet.create_foreign_key(op.f("fk_sheet_item_id"), "item", ["item_id"], ["id"], ondelete="SET NULL")
        sheet.create_unique_constraint(op.f("uq_sheet_item_id"), ["item_id"])


def downgrade() -> None:
    with op.batch_alter_table("sheet") as sheet:
        sheet.drop_constraint(op.f("uq_sheet_item_id"), type_="unique")
        sheet.drop_constraint(op.f("fk_sheet_item_id"), type_="foreignkey")
        sheet.drop_column("item_id")
    op.drop_index(op.f("ix_item_entered_by_id"), "item")
    with op.batch_alter_table("item") as item:
        item.drop_constraint(op.f("ck_item_entered_by"), type_="check")
        item.drop_constraint(op.f("fk_item_entered_by_id"), type_="foreignkey")
        item.drop_column("entered_by_id")
        item.drop_constraint(op.f("ck_item_channel"), type_="check")
        item.alter_column("on_behalf", existing_type=sa.String(40), type_=sa.String(12), existing_nullable=True)
