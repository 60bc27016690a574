"""Commands about people."""

import click
from flask.cli import with_appcontext

from boligdialog.accounts import queries, services
from boligdialog.accounts.models import STAFF, Person, RoleKind
from boligdialog.accounts.rules import mail_key
from boligdialog.core import mail
from boligdialog.core.access import Refused
from boligdialog.core.commands import fail, reach_database
from boligdialog.core.i18n import force_locale


@click.command("staff-link")
@click.argument("email")
@click.option("--role", type=click.Choice(sorted(kind.value for kind in STAFF)), help="Give this role first, in all areas.")
@click.option("--name", help="The name that others see.")
@with_appcontext
def staff_link(email: str, role: str | None, name: str | None) -> None:
    """Print a link that signs EMAIL in with staff rights, once, within an hour."""
    reach_database()
    try:
        with force_locale("en"):  # as all commands speak
            person = _person(email, role, name)
    except Refused as refused:
        fail(refused.reason.text)
    click.echo(mail.link(f"/personale/{services.issue_staff_link(person)}"))


def _person(email: str, role: str | None, name: str | None) -> Person:
    """Whom the link is for, with the role that they are to have."""
    known = queries.person_by_email(mail_key(email))
    if role is None and not (known and known.is_staff):
        fail(f"{email} holds no staff role here. Give one with --role, such as: --role moderator")
    person = services.add_person(email, name=name)
    kind = RoleKind(role) if role else None
    if kind and not any(each.kind is kind and each.area_id is None and each.is_active for each in person.roles):
        services.grant_role(person, kind=kind, area_id=None)
    return person


commands = [staff_link]
