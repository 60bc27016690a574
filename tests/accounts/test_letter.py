"""The code of a letter lets people in, up to the places of the home, and never into an existing person."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.accounts import queries, services
from boligdialog.accounts.models import LetterCode, Level, Person
from boligdialog.core import clock, tokens
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.housing.models import Household
from tests.pages import words


@pytest.fixture
def home(app):
    return db.session.scalars(sa.select(Household).where(Household.number == 9)).one()


def _enter(code, by=None):
    return services.enter_paper_code(code, by=by, device="d")


def test_a_letter_makes_a_resident_with_a_return_code(home):
    entered = _enter(services.issue_letter_code(home))
    assert entered.person.level is Level.HOUSEHOLD
    assert entered.return_code
    assert _enter(entered.return_code).person.id == entered.person.id


def test_typed_with_spaces_and_small_letters_it_is_the_same_code(home, browser):
    code = services.issue_letter_code(home)
    reader = browser()
    page = reader.get("/log-ind")
    answer = reader.follow(reader.send(page, "/log-ind/brev", code=" ".join(code.lower())))
    assert len(tokens.tidy_code(words(answer.all("p", class_="stat__number")[0]))) == tokens.CODE_LENGTH


def test_the_qr_address_fills_the_code_in_and_changes_nothing(home, browser):
    code = services.issue_letter_code(home)
    people = db.session.scalar(sa.select(sa.func.count()).select_from(Person))
    page = browser().get(f"/k/{code}")
    assert tokens.tidy_code(page.form("/log-ind/brev")["code"]) == code
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == people


def test_a_new_letter_voids_the_old(home):
    old = services.issue_letter_code(home)
    services.issue_letter_code(home)
    with pytest.raises(Refused):
        _enter(old)


def test_a_letter_is_too_old_after_its_days(home):
    code = services.issue_letter_code(home)
    changed(sa.update(LetterCode).values(expires_at=clock.now() - timedelta(seconds=1)))
    db.session.commit()
    with pytest.raises(Refused):
        _enter(code)


def test_who_is_signed_in_joins_the_home(home, ida):
    assert _enter(services.issue_letter_code(home), by=ida).person.id == ida.id
    db.session.refresh(ida)
    assert ida.household.id == home.id


def test_nobody_lives_twice_in_an_area(home, anna):
    with pytest.raises(Refused) as refused:
        _enter(services.issue_letter_code(home), by=anna)
    assert refused.value.reason.status == 409


def test_wrong_codes_are_counted(home, browser):
    reader = browser()
    page = reader.get("/log-ind")
    answers = [reader.send(page, "/log-ind/brev", code="ABCDEFGH2345").status for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_no_code_is_stored_in_clear(home):
    code = services.issue_letter_code(home)
    entered = _enter(code)
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            assert code not in map(str, row)
            assert entered.return_code not in map(str, row)


def test_the_code_of_a_new_resident_stands_beside_the_two_questions_until_they_are_answered(home, browser):
    reader = browser()
    page = reader.get(f"/k/{services.issue_letter_code(home)}")
    asked = reader.follow(reader.send(page, "/log-ind/brev", code=page.form("/log-ind/brev")["code"]))
    code = words(asked.all("p", class_="stat__number")[0])
    again = reader.send(asked, asked.url, name="", age="adult")
    assert again.status == 422
    assert words(again.all("p", class_="stat__number")[0]) == code
    assert reader.send(again, asked.url, name="Nina", age="adult").location == "/"
    assert not reader.get("/velkommen").all("p", class_="stat__number")
    assert _enter(tokens.tidy_code(code)).person.name == "Nina"


def test_a_code_that_is_renewed_does_not_stand_there(home):
    new = _enter(services.issue_letter_code(home)).person
    assert queries.first_return_code(new)
    services.renew_return_code(new, by=new, once="a" * 32)
    assert queries.first_return_code(new) is None
