"""Commands about people."""

import click
from flask.cli import with_appcontext

from boligdialog.accounts import services
from boligdialog.accounts.models import STAFF, RoleKind
from boligdialog.core import mail


@click.command("staff-link")
@click.argument("email")
@click.option("--role", type=click.Choice(sorted(kind.value for kind in STAFF)), help="Give this role first, in all areas.")
@click.option("--name", help="The name that others see.")
@with_appcontext
def staff_link(email: str, role: str | None, name: str | None) -> None:
    """Print a link that signs EMAIL in with staff rights, once, within an hour."""
    person = services.add_person(email, name=name)
    if role:
        services.grant_role(person, kind=RoleKind(role), area_id=None)
    click.echo(mail.link(f"/personale/{services.issue_staff_link(person)}"))


commands = [staff_link]
