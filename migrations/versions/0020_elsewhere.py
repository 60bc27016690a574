"""The words by which an idea is known that belongs elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("route", sa.Column("words", sa.JSON(), nullable=False, server_default='{"da": ""}'))


def downgrade() -> None:
    op.drop_column("route", "words")
