"""The commands that set up, fill, check and start Boligdialog."""

import os
import socket
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.admin import services
from boligdialog.admin.queries.checks import CHECKS, take_time
from boligdialog.admin.services import demo as demo_data
from boligdialog.admin.services.crowd import build_crowd
from boligdialog.admin.services.watch import watch
from boligdialog.core import backups, health, jobs, migrations, seals, settings
from boligdialog.core.access import Refused
from boligdialog.core.commands import fail, reach_database
from boligdialog.core.db import db
from boligdialog.housing import queries as housing
from boligdialog.serve import Processes, web_command, worker_command


def _reach_queue() -> None:
    """Stop with what to do when the queue does not answer: web and worker would stop and start for ever."""
    if not jobs.is_within_reach(current_app._get_current_object()):  # type: ignore[attr-defined]
        fail("Redis does not answer at REDIS_URL. Start it, or leave REDIS_URL out: then the queue is a file.")


def _find_port_free() -> None:
    """Stop with what to do when something listens there already."""
    host, _colon, port = current_app.config["BIND"].rpartition(":")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was ours a moment ago is free
        try:
            ours.bind((host.strip("[]"), int(port)))
        except OSError as error:
            fail(f"Cannot listen on {host}, port {port}: {error.strerror}. Set HOST or PORT to one that is free: PORT=8001 make run")


def _migrate() -> None:
    try:
        migrations.upgrade(db.engine)
    except sa.exc.OperationalError as error:
        fail(f"The database does not answer: {db.engine.url.render_as_string(hide_password=True)} ({type(error.orig).__name__}).")


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest migration."""
    _migrate()
    click.echo("The database is up to date.")


@click.command()
@with_appcontext
def init() -> None:
    """Set up an empty municipality: principles, rules, bodies. Safe to repeat."""
    _migrate()
    services.init()
    click.echo("Ready. A link for the first administrator: boligdialog staff-link you@example.dk --role administrator --name Name")
    click.echo("Then: boligdialog run")


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing where there is a municipality already.")
@click.option("--ideas", type=click.IntRange(min=100), help="At size: so many ideas, ten comments and twenty supports for each.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same municipality at size.")
@with_appcontext
def demo(if_empty: bool, ideas: int | None, seed: int) -> None:
    """Fill an empty database with an invented municipality, to look at or (--ideas) to measure with."""
    _migrate()
    if if_empty and accounts.has_real_people():
        return
    try:
        if ideas:
            build_crowd(ideas=ideas, seed=seed)
            return click.echo(f"A municipality at size is ready: {ideas:,} ideas, {ideas * 10:,} comments, {ideas * 20:,} supports.")
        demo_data.build_demo()
    except Refused as refused:
        fail(refused.reason.text)
    click.echo("A demo municipality is ready: three areas, invented names.")


@click.command()
@with_appcontext
def check() -> None:
    """Prove that stored numbers agree with what they count."""
    reach_database()
    take_time()
    wrong = {name: differences for name, look in CHECKS.items() if (differences := look())}
    for name, differences in wrong.items():
        click.echo(f"{name}: {len(differences)} differences", err=True)
        for difference in differences[:20]:
            click.echo(f"  {difference}", err=True)
    if wrong:
        sys.exit(1)
    click.echo(f"All {len(CHECKS)} checks agree.")
    seal = seals.last_seal()
    if seal:
        click.echo(f"Newest seal over the events: {seal[0]} {seal[1]}")


@click.command()
@with_appcontext
def worker() -> None:
    """Deliver events and send mails, until stopped. `run` starts one of these."""
    reach_database()
    _reach_queue()
    health.give_sign(health.WORKER)
    jobs.run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command()
@with_appcontext
def run() -> None:
    """Start web and worker; Ctrl-C stops both."""
    reach_database()
    _reach_queue()
    _find_port_free()
    _say_where()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    db.session.remove()
    db.engine.dispose()

    def watch_worker() -> None:
        with app.app_context():
            watch()

    sys.exit(Processes({"web": web_command(app), "worker": worker_command()}, watch=watch_worker).run())


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write the database and the photos into FILE (.tar or .tar.gz), while everything runs."""
    reach_database()
    try:
        photos = backups.make(file)
    except backups.BackupFailed as failed:
        fail(str(failed))
    click.echo(f"{file} holds the database and {photos} files of photos. The secret is not in it.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def restore(file: Path) -> None:
    """Put what `backup` wrote into an empty database."""
    try:
        photos = backups.restore(file)
    except backups.BackupFailed as failed:
        fail(str(failed))
    except sa.exc.OperationalError:
        fail(f"The database does not answer: {db.engine.url.render_as_string(hide_password=True)}. Start it first.")
    click.echo(f"The database and {photos} files of photos are back. Now: boligdialog migrate, then boligdialog check.")


def _say_where() -> None:
    base = current_app.config["BASE_URL"]
    click.echo(f"\n  Boligdialog: {base}   (English: {base}/en)\n")
    if settings.IS_DEMO.value:
        for kind, (name, path) in demo_data.demo_links().items():
            click.echo(f"  {kind:15} {name:10} {base}{path}")
        home = housing.household_by_number(100)
        if home:
            click.echo(f"  {'a new neighbour':15} {'':10} {base}/k/{people.issue_letter_code(home)}   (code of a letter)")
        outbox = Path(current_app.instance_path) / "outbox"
        click.echo(f"\n  Mails, and the codes in them, lie in {os.path.relpath(outbox)}/. Ctrl-C stops.\n")
    else:
        click.echo("  Staff sign in with: boligdialog staff-link EMAIL. Ctrl-C stops.\n")


commands = [migrate, init, demo, check, worker, run, backup, restore]
