"""What goes to the database and back: how often it is asked, what stands in one transaction, what sees one moment."""

import contextvars

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from boligdialog.accounts.models import Person
from boligdialog.core import limits
from boligdialog.core.access import Refused, refuse
from boligdialog.core.db import atomic, db, is_sqlite, one_transaction, one_view
from boligdialog.core.limits import RateLimit
from boligdialog.ideas.queries import lists
from boligdialog.support.models import Support


@pytest.fixture
def idea(lindegaarden, clara, make):
    return make.published(lindegaarden, clara)


@pytest.fixture
def sent(app):
    """All that is sent, BEGIN and SAVEPOINT too."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(" ".join(statement.split()))

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_what_is_only_read_waits_for_nobody_and_on_postgresql_needs_no_begin(idea, bo, browser, sent):
    reader = browser(bo)
    reader.get(f"/ideer/{idea.id}")  # gives the session its token
    sent.clear()
    reader.get(f"/ideer/{idea.id}")
    assert not [each for each in sent if each.startswith("BEGIN IMMEDIATE" if is_sqlite() else "BEGIN")]


@pytest.mark.parametrize(
    ("address", "form", "most"),
    [
        ("/ideer/{id}/stoet", {"support": "on"}, 11),
        ("/ideer/{id}/kommentar", {"text": "Det vil vi gerne være med til.", "meant_as": "comment"}, 23),
        (
            "/lindegaarden/ideer/ny",
            {"title": "En bænk ved søen", "why": "Nu.", "place": "1", "different": "1", "is_idea": "1"},
            23,
        ),
    ],
)
def test_a_press_is_one_transaction_of_few_statements(idea, bo, browser, sent, address, form, most):
    db.session.execute(sa.update(Person).where(Person.id == bo.id).values(published=5))  # whom no moderator reads first
    db.session.commit()
    reader = browser(bo)
    fields = reader.get(address.format(id=idea.id)).form(address.format(id=idea.id))
    sent.clear()
    assert reader.post(address.format(id=idea.id), fields | form).status == 303
    assert len(sent) <= most, sent
    writing = [each for each in sent if each == ("BEGIN IMMEDIATE" if is_sqlite() else "BEGIN")]
    assert len(writing) == 1, sent


def test_what_was_read_before_is_not_read_again_inside(bo, sent):
    assert bo.name
    sent.clear()
    with one_transaction():
        assert bo.name
    assert not [each for each in sent if "FROM person" in each]


def test_a_refused_press_leaves_nothing_not_even_its_try(bo, idea):
    def press():
        with one_transaction():
            limits.take("support", str(bo.id), at_most=1, per=limits.timedelta(minutes=10))
            refuse("closed", "Closed")

    with pytest.raises(Refused):
        press()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RateLimit)) == 0


def test_the_press_that_is_one_too_many_is_refused_with_all_it_would_have_done(bo, idea):
    def press():
        with one_transaction():
            db.session.execute(sa.insert(Support), [{"item_id": idea.id, "person_id": bo.id, "at": limits.clock.now()}])
            limits.take("support", str(bo.id), at_most=1, per=limits.timedelta(minutes=10))
            db.session.execute(sa.delete(Support))

    press()
    with pytest.raises(Refused) as refused:
        press()
    assert refused.value.reason.status == 429
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Support)) == 0


def test_services_join_the_transaction_of_the_press(bo):
    @atomic
    def rename(name):
        db.session.execute(sa.update(Person).where(Person.id == bo.id).values(name=name))

    def press():
        with one_transaction():
            rename("Somebody")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        press()
    assert bo.name != "Somebody"


def _rename(engine, person_id):
    with engine.connect() as another:
        another.execute(sa.update(Person).where(Person.id == person_id).values(name="Another"))
        another.commit()


def test_one_view_sees_one_moment_whatever_is_committed_meanwhile(app, bo):
    names = sa.select(Person.name).where(Person.id == bo.id)
    with one_view():
        before = db.session.scalar(names)
        contextvars.Context().run(_rename, db.engine, bo.id)
        assert db.session.scalar(names) == before
    assert db.session.scalar(names) == "Another"


def test_the_limit_of_a_list_is_written_into_its_statement(idea, lindegaarden, sent):
    sent.clear()
    lists.cards(lists.Filter(lindegaarden.id), seen_by=None)
    assert f"LIMIT {lists.PAGE + 1}" in sent[-1]  # else PostgreSQL plans each time anew


def test_a_connection_that_was_cut_while_it_rested_is_replaced(app, monkeypatch):
    if is_sqlite():
        return  # nobody can cut the way to a file
    monkeypatch.setattr("boligdialog.core.db._RESTED", 0)
    pid = db.session.scalar(sa.text("SELECT pg_backend_pid()"))
    db.session.remove()
    with psycopg.connect(app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", ""), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (pid,))
    assert db.session.scalar(sa.text("SELECT pg_backend_pid()")) != pid


def test_only_connections_that_rested_are_asked_whether_they_live(app, monkeypatch):
    if is_sqlite():
        return
    asked = []
    execute = psycopg.Connection.execute
    monkeypatch.setattr(psycopg.Connection, "execute", lambda self, query, *rest: asked.append(query) or execute(self, query, *rest))
    for _time in range(3):
        db.session.scalar(sa.select(1))
        db.session.remove()
    assert asked == []
    monkeypatch.setattr("boligdialog.core.db._RESTED", 0)
    db.session.scalar(sa.select(1))
    assert asked == ["SELECT 1"]
