"""The command that makes the index again."""

import click
from flask.cli import with_appcontext

from boligdialog.search import services


@click.command()
@with_appcontext
def reindex() -> None:
    """Make the search index again from all that readers may find."""
    click.echo(f"{services.reindex()} items can be found.")


commands = [reindex]
