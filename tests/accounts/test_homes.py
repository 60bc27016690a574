"""The fifth to eighth of a home wait for a moderator's yes (features.md row 4)."""

import pytest
import sqlalchemy as sa

from boligdialog.accounts import queries, services
from boligdialog.accounts.models import Level, Membership
from boligdialog.accounts.services import homes
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.housing.models import Household


@pytest.fixture
def code(app):
    home = db.session.scalars(sa.select(Household).where(Household.number == 9)).one()
    return services.issue_letter_code(home)


def _enter(code, by=None, once=None):
    return services.enter_paper_code(code, by=by, device="d", once=once).person


@pytest.fixture
def fifth(code):
    for _ in range(4):
        _enter(code)
    return _enter(code)


def _wait_of(person):
    return db.session.scalars(sa.select(Membership).where(Membership.person_id == person.id)).one()


def test_the_fifth_comes_in_and_waits(fifth):
    assert fifth.waits_for_a_home
    assert fifth.level is Level.EMAIL
    assert fifth.homes == set()


def test_a_yes_counts_them_to_the_home_and_tells_them(fifth, maja, browser):
    homes.admit(_wait_of(fifth), by=maja)
    db.session.refresh(fifth)
    assert fifth.level is Level.HOUSEHOLD


def test_a_no_leaves_them_their_login(fifth, maja):
    homes.turn_away(_wait_of(fifth), by=maja)
    db.session.refresh(fifth)
    assert (fifth.level, fifth.waits_for_a_home) == (Level.EMAIL, False)


@pytest.mark.parametrize("who", ["anna", "dorte", None])
def test_only_moderators_answer(fifth, who, request):
    person = request.getfixturevalue(who) if who else None
    with pytest.raises(Refused) as refused:
        homes.admit(_wait_of(fifth), by=person)
    assert refused.value.reason.code == "not_helper"


def test_the_second_answer_is_told_that_somebody_was_quicker(fifth, maja, soeren):
    waiting = _wait_of(fifth)
    homes.admit(waiting, by=maja)
    with pytest.raises(Refused) as refused:
        homes.turn_away(waiting, by=soeren)
    assert refused.value.reason.status == 409


def test_a_ninth_is_refused(fifth, code):
    for _ in range(3):
        _enter(code)
    with pytest.raises(Refused) as refused:
        _enter(code)
    assert refused.value.reason.code == "home_full"


def test_waiting_twice_is_waiting_once(fifth, code):
    assert _enter(code, by=fifth).id == fifth.id
    assert len(db.session.scalars(sa.select(Membership).where(Membership.person_id == fifth.id)).all()) == 1


def test_the_page_names_the_home_by_its_number_and_takes_the_answer(fifth, maja, browser, outbox):
    reader = browser(maja)
    page = reader.get("/hjem")
    assert "H-0009" in page.text
    answer = reader.send(page, f"/hjem/{_wait_of(fifth).id}", answer="yes")
    assert answer.status == 303
    assert queries.waiting_for_homes(maja) == []
    assert reader.send(page, f"/hjem/{_wait_of(fifth).id}", answer="no").status == 409


def test_the_queue_says_that_somebody_waits(fifth, maja, browser):
    assert any(each.get("href") == "/hjem" for each in browser(maja).get("/koe").all("a"))
