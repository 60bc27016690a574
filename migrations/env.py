"""Run by Alembic. The connection and its transaction come from boligdialog.core.migrations."""

from alembic import context

from boligdialog.core.db import db

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=db.metadata,
    transactional_ddl=True,
    compare_type=True,
)
context.run_migrations()
