"""What the administration adds is added once: a form's token for areas, sections and places; no home twice in a section."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_TABLES = ("area", "section", "place")
_HOME = ("section_id", "block", "entrance", "label")
_TWICE = """
UPDATE household SET label = substr(label, 1, 28) || ' (' || number || ')' WHERE EXISTS (
    SELECT 1 FROM household h WHERE h.id < household.id AND h.section_id = household.section_id
    AND h.block = household.block AND h.entrance = household.entrance AND h.label = household.label)
"""


def upgrade() -> None:
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("once", sa.String(32), nullable=True))
            table.create_unique_constraint(op.f(f"uq_{name}_once"), ["once"])
    op.execute(_TWICE)
    with op.batch_alter_table("household") as table:
        table.create_unique_constraint(op.f("uq_household_section_id_block_entrance_label"), list(_HOME))


def downgrade() -> None:
    with op.batch_alter_table("household") as table:
        table.drop_constraint(op.f("uq_household_section_id_block_entrance_label"), type_="unique")
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"uq_{name}_once"), type_="unique")
            table.drop_column("once")
