"""The order «most supported»: the number of supports as it was some minutes ago."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("item", sa.Column("popularity", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_item_popular"), "item", ["area_id", "kind", "state", "popularity", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_item_popular"), table_name="item")
    op.drop_column("item", "popularity")
