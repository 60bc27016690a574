"""The command line: `boligdialog run`, `init`, `demo`, `check`, `migrate` and what the features add."""

import sys

import click
from flask.cli import FlaskGroup

from boligdialog import create_app
from boligdialog.config import RefusedStart


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False, load_dotenv=False, set_debug_flag=False)
def cli() -> None:
    """Boligdialog: where people who live in social housing shape the place they live in."""


cli.params.clear()  # Flask's own options: which application, which environment, debugging. There is one, and none is asked for here


def main() -> None:
    """Run a command. A refused start is a sentence, not a trace."""
    try:
        cli.main(prog_name="boligdialog")
    except RefusedStart as refused:
        click.echo(f"Boligdialog does not start. {refused}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
