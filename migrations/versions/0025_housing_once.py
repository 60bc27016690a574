"""What the administration adds is added once: a form's token for areas, sections and places; no home twice in a section."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_TABLES = ("area", "section", "place")
_TWICE = """
UPDATE household SET label = substr(label, 1, 28) || ' (' || number || ')' WHERE EXISTS (
    SELECT 1 FROM household h WHERE h.id < household.id AND h.section_id = household.section_id
    AND h.block = household.block AND h.entrance = household.entrance AND h.label = household.label)
"""


def upgrade() -> None:
    for name in _TABLES:  # no table is made anew: on SQLite others point at them
        op.add_column(name, sa.Column("once", sa.String(32), nullable=True))
        op.create_index(f"uq_{name}_once", name, ["once"], unique=True)
    op.execute(_TWICE)
    op.create_index("uq_household_home", "household", ["section_id", "block", "entrance", "label"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_household_home", "household")
    for name in _TABLES:
        op.drop_index(f"uq_{name}_once", name)
        op.drop_column(name, "once")
