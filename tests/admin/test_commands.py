"""The commands: init, demo, check, staff-link."""

import socket

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from huey import RedisHuey

from boligdialog.__main__ import cli
from boligdialog.accounts.models import Person
from boligdialog.admin.services import demo
from boligdialog.content.models import Attachment, Channel, Item, ItemCount, ItemState
from boligdialog.core import settings
from boligdialog.core.db import changed, db
from boligdialog.ideas.models import Idea, Sheet
from boligdialog.principles import queries as principles
from boligdialog.support.services import support_item


def _run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def test_check_says_that_all_agrees_and_finds_what_does_not(app, lindegaarden, anna, bo, make, worker):
    idea = make.published(lindegaarden, anna)
    support_item(idea, by=bo)
    worker()
    assert "agree" in _run(app, "check").output
    changed(sa.update(ItemCount).values(supports=7))
    db.session.commit()
    answer = _run(app, "check")
    assert answer.exit_code == 1
    assert f"item {idea.id}: 7 supports stored, 1 counted" in answer.output


def test_init_may_be_repeated(app):
    for _ in range(2):
        assert _run(app, "init").exit_code == 0
    assert len(principles.principles()) == 10
    assert len(principles.ground_rules()) == 6


def test_the_demo_never_mixes_with_people(app):
    answer = _run(app, "demo")
    assert answer.exit_code == 1
    assert "people in this database" in answer.output
    assert _run(app, "demo", "--if-empty").exit_code == 0


def test_a_staff_link_makes_the_first_administrator(app, browser):
    answer = _run(app, "staff-link", "kirsten@example.dk", "--role", "administrator", "--name", "Kirsten")
    path = answer.output.strip().removeprefix("http://localhost:8000")
    reader = browser()
    assert reader.send(reader.get(path), "/personale/").status == 303
    assert reader.get("/koe").status == 200


def test_a_second_link_gives_no_second_role(app):
    for _time in range(2):
        assert _run(app, "staff-link", "kirsten@example.dk", "--role", "administrator", "--name", "Kirsten").exit_code == 0
    kirsten = db.session.scalars(sa.select(Person).where(Person.email == "kirsten@example.dk")).one()
    assert len(kirsten.roles) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["kirsten", "--role", "moderator"], "Write an e-mail address"),
        (["kirsten@example.dk", "--role", "moderator", "--name", "K"], "2 to 40"),
        (["kirsten@example.dk"], "--role moderator"),
    ],
)
def test_a_link_that_cannot_be_made_says_why(words, sentence, app):
    answer = _run(app, "staff-link", *words)
    assert answer.exit_code == 1
    assert isinstance(answer.exception, SystemExit)
    assert sentence in answer.output


def test_help_names_our_commands_and_none_of_flasks_options():
    answer = CliRunner().invoke(cli, ["--help"])
    assert "staff-link" in answer.output
    assert [word for word in answer.output.split() if word.startswith("-")] == ["--help"]


def test_the_demo_is_whole(app, browser):
    db.session.execute(sa.text("DELETE FROM membership"))
    db.session.execute(sa.text("DELETE FROM role"))
    db.session.execute(sa.text("DELETE FROM user_session"))
    for area in ("lindegaarden", "roennebakken"):
        db.session.execute(sa.text("UPDATE area SET slug = :new WHERE slug = :old"), {"old": area, "new": f"gammel-{area}"[:40]})
    db.session.execute(sa.delete(Person))
    db.session.commit()
    demo.build_demo()
    assert settings.IS_DEMO.value == 1
    links = demo.demo_links()
    assert list(links) == ["resident", "board member", "moderator", "administrator"]
    assert "agree" in _run(app, "check").output
    reader = browser()
    assert reader.send(reader.get(links["resident"][1]), "/personale/").status == 303
    assert reader.get("/koe").status == 403
    shown = sa.select(sa.func.count()).select_from(Attachment).join(Item).where(Item.state == ItemState.PUBLISHED)
    assert db.session.scalar(shown) >= 8
    assert db.session.scalar(sa.select(sa.func.count()).where(Sheet.item_id.is_not(None)))
    assert set(db.session.scalars(sa.select(Idea.on_behalf).where(Idea.on_behalf.is_not(None)))) == set(Channel)


def test_a_queue_that_does_not_answer_is_a_refused_start(app, monkeypatch):
    monkeypatch.setitem(app.extensions, "huey", RedisHuey(url="redis://127.0.0.1:1"))
    for command in ("run", "worker"):
        answer = _run(app, command)
        assert answer.exit_code == 1
        assert "Redis does not answer" in answer.output


def test_a_port_in_use_is_a_refused_start(app):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        app.config["BIND"] = f"127.0.0.1:{taken.getsockname()[1]}"
        answer = _run(app, "run")
    assert answer.exit_code == 1
    assert "PORT=8001" in answer.output
