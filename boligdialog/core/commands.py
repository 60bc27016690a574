"""What all commands have in common: they stop with a sentence that says what to do, never with a trace."""

import sys
from typing import NoReturn

import click
import sqlalchemy as sa

from boligdialog.core import migrations
from boligdialog.core.db import db


def fail(sentence: str) -> NoReturn:
    """Stop with this sentence."""
    click.echo(sentence, err=True)
    sys.exit(1)


def reach_database() -> None:
    """Stop with what to do when the database does not answer or is not where the program is."""
    where = db.engine.url.render_as_string(hide_password=True)
    try:
        at = migrations.current(db.engine)
    except sa.exc.OperationalError:
        fail(f"The database does not answer: {where}. Start it, or set DATABASE_URL to one that runs.")
    if at != migrations.revisions()[-1]:
        fail(
            f"The database {where} is not up to date. Run: boligdialog migrate"
            if at
            else f"The database {where} is empty. Run: boligdialog init (or demo)"
        )
