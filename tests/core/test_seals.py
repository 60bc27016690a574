"""Every minute what has happened is sealed; who changes it afterwards is found, and the row is named."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from boligdialog.content.events import ItemChanged
from boligdialog.core import clock, seals
from boligdialog.core.db import atomic, changed, db, is_sqlite
from boligdialog.core.events import Event, record
from boligdialog.core.seals import Seal

TRIGGERS = {
    "event_stays_as_sealed": "event",
    "event_goes_with_its_seal": "event",
    "seal_stays": "seal",
    "seal_is_closed": "seal",
}


@pytest.fixture(autouse=True)
def _what_was_there(app):
    """The events of the town are sealed before each test."""
    _later()


def _later(**step):
    """Seal as if some time had passed."""
    with time_machine.travel(clock.now() + timedelta(**(step or {"minutes": 1})), tick=True):
        return seals.seal_events()


@atomic
def _happen(n=3):
    for each in range(1, n + 1):
        record(ItemChanged(item_id=each))
    return sorted(db.session.scalars(sa.select(Event.id).order_by(Event.id.desc()).limit(n)))


@pytest.fixture
def tamper(app):
    """Change rows as somebody who owns the database."""

    def run(statement, **values):
        for name, table in TRIGGERS.items():
            db.session.execute(sa.text(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite() else f" ON {table}")))
        db.session.execute(sa.text(statement), values)
        db.session.commit()

    return run


def test_what_happens_is_sealed_once_in_a_chain(app):
    ids = _happen()
    assert _later() == 3
    assert _later() == 0
    assert set(db.session.scalars(sa.select(Event.seal_no).where(Event.id.in_(ids)))) == {2}
    first, second = db.session.scalars(sa.select(Seal).order_by(Seal.no))
    assert second.previous == first.digest
    assert second.count == 3
    assert seals.broken_seals() == []


def test_what_happens_now_waits_for_the_next_minute(app):
    _happen()
    assert seals.seal_events() == 0


def test_more_than_one_seal_holds_are_sealed_in_several(app, monkeypatch):
    monkeypatch.setattr(seals, "_BATCH", 2)
    _happen(5)
    assert _later() == 5
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Seal)) == 4
    assert seals.broken_seals() == []


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE event SET kind = 'ItemHidden' WHERE id = :id", "event {id} of seal 2 was changed"),
        ("UPDATE event SET by_id = 77 WHERE id = :id", "event {id} of seal 2 was changed"),
        ("UPDATE event SET payload = '{\"a\": 1}' WHERE id = :id", "event {id} of seal 2 was changed"),
        ("UPDATE event SET at = '2020-01-01 00:00:00+00:00' WHERE id = :id", "event {id} of seal 2 was changed"),
        ("DELETE FROM event WHERE id = :id", "event {id} of seal 2 is missing"),
        ("UPDATE event SET seal_no = NULL WHERE id = :id", "event {id} of seal 2 is missing"),
        ("UPDATE event SET seal_no = 1 WHERE id = :id", "event {id} was put into seal 1 later"),
        ("UPDATE event SET seal_no = 9 WHERE id = :id", "event {id} names seal 9, which is not there"),
        ("UPDATE seal SET rows = digest WHERE no = 2", "seal 2 was changed"),
        ("DELETE FROM seal WHERE no = 1", "seal 1 is missing"),
    ],
)
def test_what_was_changed_is_found_and_named(statement, says, tamper):
    id_ = _happen()[1]
    _later()
    tamper(statement, **({"id": id_} if ":id" in statement else {}))
    assert says.format(id=id_) in seals.broken_seals()


def test_a_row_put_in_later_is_named(tamper):
    _later()
    tamper(
        "INSERT INTO event (id, at, kind, payload, seal_no) VALUES (900001, :at, 'ItemHidden', '{}', 1)",
        at=clock.now() if not is_sqlite() else str(clock.now()),
    )
    assert seals.broken_seals() == ["event 900001 was put into seal 1 later"]


def test_a_seal_that_is_made_anew_breaks_the_chain(tamper):
    _happen()
    _later()
    first = db.session.get_one(Seal, 1)
    forged = seals._digest(1, first.previous, b"")
    tamper("UPDATE seal SET rows = :nothing, digest = :forged, count = 0 WHERE no = 1", nothing=b"", forged=forged)
    assert "seal 2 does not follow from the one before it" in seals.broken_seals()


def test_a_late_commit_with_a_low_number_is_neither_lost_nor_wrong(app):
    """On PostgreSQL a long transaction may commit a low number after higher ones were sealed."""
    low = _happen(1)[0]
    db.session.execute(sa.text("UPDATE event SET at = at WHERE id = :id"), {"id": low})
    high = _happen(2)
    _seal_only(high)
    assert db.session.get_one(Event, low).seal_no is None
    assert _later() == 1
    assert seals.broken_seals() == []
    assert db.session.get_one(Event, low).seal_no == 3


def _seal_only(ids):
    """As if nothing else had been committed yet."""
    others = sa.select(Event.id).where(Event.seal_no.is_(None), Event.id.not_in(ids))
    hidden = list(db.session.scalars(others))
    rows = {each: db.session.get_one(Event, each).at for each in hidden}
    changed(sa.update(Event).where(Event.id.in_(hidden)).values(at=clock.now() + timedelta(hours=1)))
    db.session.commit()
    assert _later() == len(ids)
    for each, at in rows.items():
        changed(sa.update(Event).where(Event.id == each).values(at=at))
    db.session.commit()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET kind = 'Other'",
        "UPDATE event SET seal_no = 5",
        "DELETE FROM event",
        "UPDATE seal SET digest = previous",
        "DELETE FROM seal",
    ],
)
def test_the_database_itself_refuses(statement, app):
    with pytest.raises(sa.exc.DBAPIError, match=r"cannot be (changed|removed)"):
        db.session.execute(sa.text(statement))
    db.session.rollback()


def test_an_event_that_is_not_sealed_cannot_be_removed_either(app):
    _happen()
    with pytest.raises(sa.exc.DBAPIError, match="cannot be removed"):
        db.session.execute(sa.text("DELETE FROM event WHERE seal_no IS NULL"))
    db.session.rollback()


def test_old_batches_go_whole_and_their_seals_stay(app):
    _happen()
    _later(days=800)
    with time_machine.travel(clock.now() + timedelta(days=801), tick=True):
        _happen(2)
        _later()
        assert seals.drop_sealed(clock.now() - timedelta(days=730)) > 3
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Event)) == 2
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Seal)) == 3
        assert seals.broken_seals() == []
        assert seals.drop_sealed(clock.now() - timedelta(days=730)) == 0


def test_the_last_seal_can_be_noted_elsewhere(app):
    no, digest, _at = seals.last_seal()
    assert no == 1
    assert len(digest) == 64
