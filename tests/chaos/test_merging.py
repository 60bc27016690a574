"""Merging while everybody presses: nobody is lost, nobody counts twice, on both databases."""

import threading
import time

import pytest
import sqlalchemy as sa

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.comments.models import Comment
from boligdialog.comments.services import write_comment
from boligdialog.content.models import ItemState
from boligdialog.core.db import db
from boligdialog.ideas.models import Idea
from boligdialog.merging import queries, services
from boligdialog.merging.models import Merge
from boligdialog.merging.services import merge_ideas, undo_merge
from boligdialog.support import services as support
from boligdialog.support.models import CarriedSupport, PaperSupport, Support
from boligdialog.support.services import enter_paper_support, remove_paper_support, support_item, withdraw_support
from tests import town

PEOPLE = ("anna", "bo", "dorte", "ida", "soeren", "erik")


@pytest.fixture
def ids(lindegaarden, clara, make):
    """Three ideas that are the same."""
    return [make.published(lindegaarden, clara, title=f"En bænk ved vaskeriet {n}").id for n in range(3)]


def _merge(source_id, target_id, who="maja"):
    source, into = db.session.get_one(Idea, source_id), db.session.get_one(Idea, target_id)
    return merge_ideas(source, into=into, by=town.load(who), seen=(source.row_version, into.row_version)).id


def _agree(worker):
    worker()
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def test_one_idea_is_merged_once_however_many_want_it(ids, at_once, worker, anna, bo):
    for person in (anna, bo):
        support_item(db.session.get_one(Idea, ids[0]), by=person)
    done = at_once(12, lambda n: _merge(ids[0], ids[1 + n % 2], ("maja", "soeren")[n % 2]))
    assert sorted(isinstance(each, int) for each in done) == [False] * 11 + [True]
    assert {each for each in done if isinstance(each, str)} <= {"stale", "not_open"}
    target_id = db.session.scalars(sa.select(Merge.target_id)).one()
    assert set(db.session.scalars(sa.select(Support.item_id))) == {target_id}
    _agree(worker)


def test_two_ideas_merged_into_one_at_once_both_arrive(ids, at_once, worker, anna, bo, dorte):
    for item_id, people in zip(ids, ((anna, bo), (bo, dorte), (anna,)), strict=True):
        for person in people:
            support_item(db.session.get_one(Idea, item_id), by=person)
    people = sorted(each.id for each in (anna, bo, dorte))
    done = at_once(2, lambda n: _merge(ids[n], ids[2]))
    assert all(isinstance(each, int) for each in done), done
    assert sorted(db.session.scalars(sa.select(Support.person_id).where(Support.item_id == ids[2]))) == people
    _agree(worker)


def test_each_into_the_other_at_once_is_one_way(ids, at_once, worker):
    done = at_once(8, lambda n: _merge(ids[n % 2], ids[1 - n % 2]))
    assert sum(isinstance(each, int) for each in done) == 1, done
    assert sorted(db.session.scalars(sa.select(Idea.state).where(Idea.id.in_(ids[:2])))) == [ItemState.MERGED, ItemState.PUBLISHED]
    _agree(worker)


def test_a_storm_of_presses_while_it_is_merged_and_undone_loses_nobody(ids, at_once, worker):
    def act(number):
        if number % 9 == 4:
            merge = queries.merge_of(ids[0], seen_by=town.load("maja"))
            return undo_merge(merge, by=town.load("maja")) if merge else _merge(ids[0], ids[1])
        item = db.session.get_one(Idea, ids[number % 2])
        person = town.load(PEOPLE[number % len(PEOPLE)])
        match number % 5:
            case 0 | 1:
                return support_item(item, by=person)
            case 2:
                return withdraw_support(item, by=person)
            case 3:
                return enter_paper_support(item, numbers=[3, 4, 5 + number % 3], by=town.load("maja"))
            case _:
                return write_comment(item, text=f"Nummer {number}", by=person, lang="da").id

    done = at_once(108, act)
    known = {"stale", "not_open", "closed", "gone", "no_name", "undone", "gathered", "cycle", "not_moderator"}
    assert {each for each in done if isinstance(each, str)} <= known
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Merge)) > 0
    gone = [item_id for item_id in ids if db.session.get_one(Idea, item_id).state is ItemState.MERGED]
    for table in (Support.item_id, PaperSupport.item_id, Comment.__table__.c.about_id):
        assert not db.session.scalars(sa.select(table).where(table.in_(gone))).all()
    _agree(worker)


def test_presses_on_paper_and_taking_it_away_wait_for_no_one_for_ever(ids, at_once, worker):
    home = db.session.scalar(sa.text("SELECT id FROM household WHERE number = 3"))

    def act(number):
        if number % 8 == 0:
            merge = queries.merge_of(ids[0], seen_by=town.load("maja"))
            return undo_merge(merge, by=town.load("maja")) if merge else _merge(ids[0], ids[1])
        item = db.session.get_one(Idea, ids[number % 2])
        if number % 3:
            return enter_paper_support(item, numbers=[3, 4], by=town.load("maja"))
        return remove_paper_support(item, household_id=home, by=town.load("maja"))

    at_once(64, act)
    _agree(worker)


@pytest.mark.parametrize(
    "press",
    [
        lambda item: support_item(item, by=town.load("anna")),
        lambda item: write_comment(item, text="Hellere to", by=town.load("anna"), lang="da"),
        lambda item: enter_paper_support(item, numbers=[3], by=town.load("maja")),
    ],
    ids=["support", "comment", "paper"],
)
def test_who_presses_while_it_is_being_merged_is_told_and_not_left_behind(press, ids, at_once, worker, monkeypatch):
    holds, carry = threading.Event(), services._carry

    def slowly(source, into):
        holds.set()
        time.sleep(0.1)  # by now the other waits for the idea
        carry(source, into)

    def act(number):
        if number == 0:
            return _merge(ids[0], ids[1])
        holds.wait()
        return press(db.session.get_one(Idea, ids[0]))

    monkeypatch.setattr(services, "_carry", slowly)
    _merged, told = at_once(2, act)
    assert told in ("stale", "closed")
    _agree(worker)


def test_who_leaves_while_it_is_being_merged_has_left(ids, at_once, worker, monkeypatch):
    support_item(db.session.get_one(Idea, ids[0]), by=town.load("anna"))
    left, count = threading.Event(), support._count

    def slowly(item, **numbers):
        left.set()
        time.sleep(0.1)  # by now the merge waits for her row
        count(item, **numbers)

    def act(number):
        if number == 0:
            return withdraw_support(db.session.get_one(Idea, ids[0]), by=town.load("anna"))
        left.wait()
        return _merge(ids[0], ids[1])

    monkeypatch.setattr(support, "_count", slowly)
    assert at_once(2, act)[0] is True
    assert db.session.scalars(sa.select(Support.item_id)).all() == db.session.scalars(sa.select(CarriedSupport.from_id)).all() == []
    _agree(worker)
