"""Migrations lead to the models, up and down, with data, on both databases."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from boligdialog.content import queries as content
from boligdialog.core import migrations
from boligdialog.core.db import db
from boligdialog.ideas.services import edit_idea
from boligdialog.notifications.models import Follow
from boligdialog.support.services import support_item
from boligdialog.translations.services import translate_item


def test_the_migrated_schema_is_the_models(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_ours})
        assert compare_metadata(context, db.metadata) == []


def _is_ours(_thing, name, _kind, _reflected, _compared):
    """On SQLite, FTS5 with its own tables stands in for the two indexes of PostgreSQL."""
    return not (name or "").startswith(("search_fts", "ix_search_document"))


def test_checks_are_in_the_database_as_in_the_models(app):
    inspector = sa.inspect(db.engine)
    for table in db.metadata.sorted_tables:
        wanted = {str(each.name) for each in table.constraints if isinstance(each, sa.CheckConstraint)}
        there = {each["name"] for each in inspector.get_check_constraints(table.name)}
        assert wanted <= there, f"{table.name}: {wanted - there}"


def test_there_is_one_head_and_one_line(app):
    assert migrations.revisions() == [f"{n:04d}" for n in range(1, len(migrations.revisions()) + 1)]


@pytest.fixture
def filled(lindegaarden, anna, bo, make):
    idea = make.published(lindegaarden, anna)
    support_item(idea, by=bo)
    edit_idea(idea, title="En titel, der venter", why="", place_id=None, reason="Bedre sådan", by=anna)
    translate_item(make.pending(lindegaarden, anna), lang="en", title="A bench", body="Because", by=anna)
    make.pending(lindegaarden, bo)
    db.session.remove()


def _rows():
    with db.engine.connect() as connection:
        inspector = sa.inspect(connection)
        names = [name for name in inspector.get_table_names() if name != "alembic_version"]
        return {name: connection.execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar() for name in names}


def test_every_step_down_and_up_keeps_the_rows_of_the_others(filled, app):
    before = _rows()
    for revision in reversed(migrations.revisions()[:-1]):
        migrations.downgrade(db.engine, revision)
        left = _rows()
        assert all(before[name] == n for name, n in left.items()), revision
        migrations.upgrade(db.engine)
        assert set(_rows()) == set(before)
        migrations.downgrade(db.engine, revision)
    migrations.downgrade(db.engine, "base")
    assert _rows() == {}
    migrations.upgrade(db.engine)
    assert set(_rows()) == set(before)


def test_what_was_written_and_supported_before_is_followed(lindegaarden, anna, bo, clara, make, app):
    idea = make.published(lindegaarden, anna)
    support_item(idea, by=bo)
    idea_id, people = idea.id, {anna.id, bo.id}
    db.session.remove()
    every = migrations.revisions()
    migrations.downgrade(db.engine, every[every.index("0019") - 1])
    migrations.upgrade(db.engine)
    assert set(db.session.scalars(sa.select(Follow.person_id).where(Follow.item_id == idea_id, Follow.is_on))) == people
    assert content.counts(idea_id).followers == 2


def test_a_migration_that_fails_changes_nothing(filled, app, monkeypatch):
    before = _rows()
    monkeypatch.setattr(migrations.command, "downgrade", _half)
    with pytest.raises(RuntimeError, match="half way"):
        migrations.downgrade(db.engine, "0009")
    assert _rows() == before
    assert migrations.current(db.engine) == migrations.revisions()[-1]


@pytest.mark.once  # on SQLite: PostgreSQL changes a table in place
def test_on_sqlite_foreign_keys_are_off_while_a_migration_runs(app, monkeypatch):
    seen = []
    monkeypatch.setattr(migrations.command, "upgrade", lambda config, _to: seen.append(_foreign_keys(config.attributes["connection"])))
    migrations.upgrade(db.engine)
    with db.engine.connect() as connection:
        assert (seen, _foreign_keys(connection)) == ([0], 1)


def _foreign_keys(connection):
    return connection.exec_driver_sql("PRAGMA foreign_keys").scalar()


def _half(config, _to):
    config.attributes["connection"].execute(sa.text("DROP TABLE idea"))
    raise RuntimeError("half way")
