"""An e-mail added later, a return code that was lost, and showing once more who one is (features.md rows 12, 15)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services
from boligdialog.core import clock, tokens
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.core.sessions import UserSession
from boligdialog.housing.models import Household
from tests.pages import words


@pytest.fixture
def entered(app):
    home = db.session.scalars(sa.select(Household).where(Household.number == 9)).one()
    entered = services.enter_paper_code(services.issue_letter_code(home), by=None, device="d")
    services.introduce(entered.person, name="Jørgen", age="adult")
    return entered


@pytest.fixture
def joergen(entered):
    return entered.person


def _digits(person, address):
    attempt = services.ask_code(address, browser="b", lang="da", for_person=person)
    return attempt, tokens.six_digits(services.PURPOSE, attempt.id)


def _back(code, once=None):
    return services.enter_paper_code(code, by=None, device="d", once=once)


def test_an_address_is_added_by_its_code(joergen):
    attempt, digits = _digits(joergen, "Joergen@Example.dk")
    services.add_email(attempt, code=digits, by=joergen)
    assert joergen.email_key == "joergen@example.dk"


def test_the_code_for_adding_signs_nobody_in_and_the_other_way_round(joergen, anna):
    attempt, digits = _digits(joergen, "new@example.dk")
    with pytest.raises(Refused):
        services.enter_code(attempt, code=digits)
    attempt = services.ask_code("new@example.dk", browser="b", lang="da")
    with pytest.raises(Refused):
        services.add_email(attempt, code=tokens.six_digits(services.PURPOSE, attempt.id), by=joergen)
    assert joergen.email_key is None


def test_an_address_of_somebody_else_is_not_taken(joergen, anna):
    attempt, digits = _digits(joergen, "anna@example.dk")
    with pytest.raises(Refused) as refused:
        services.add_email(attempt, code=digits, by=joergen)
    assert refused.value.reason.code == "address_taken"


def test_a_lent_code_ends_the_logins_works_once_and_gives_its_owner_another(joergen, maja, browser):
    reader = browser(joergen)
    lent = services.renew_return_code(joergen, by=maja, once=tokens.new_token())
    assert reader.get("/min-side").status == 303
    own = _back(lent, once="a" * 32)
    assert own.person.id == joergen.id
    assert own.return_code
    assert own.return_code != lent
    assert _back(lent, once="a" * 32).return_code == own.return_code  # a second press
    with pytest.raises(Refused):
        _back(lent)
    assert _back(own.return_code).return_code is None


@pytest.mark.parametrize(("who", "code"), [("anna", "not_helper"), ("dorte", "not_helper")])
def test_who_does_not_help_lends_no_code(joergen, who, code, request):
    with pytest.raises(Refused) as refused:
        services.renew_return_code(joergen, by=request.getfixturevalue(who), once=tokens.new_token())
    assert refused.value.reason.code == code


def test_who_has_an_address_is_lent_no_code(anna, maja):
    with pytest.raises(Refused) as refused:
        services.renew_return_code(anna, by=maja, once=tokens.new_token())
    assert refused.value.reason.code == "has_email"


def test_the_moderators_page_shows_the_code_once(joergen, maja, browser):
    reader = browser(maja)
    page = reader.get("/koder")
    assert "Jørgen" in page.text
    answer = reader.send(reader.get(f"/koder/{joergen.id}"), f"/koder/{joergen.id}")
    assert answer.status == 200
    assert "no-store" in answer.headers["Cache-Control"]
    code = words(answer.all("p", class_="stat__number")[0])
    assert _back(tokens.tidy_code(code)).person.id == joergen.id


def _ten_minutes_pass(person):
    long_ago = clock.now() - timedelta(minutes=11)
    changed(sa.update(UserSession).where(UserSession.person_id == person.id).values(created_at=long_ago))
    db.session.commit()


def test_adding_an_address_asks_who_one_is_after_ten_minutes(entered, joergen, browser):
    reader = browser(joergen)
    assert reader.get("/min-side/mail").status == 200
    _ten_minutes_pass(joergen)
    asked = reader.get("/min-side/mail")
    assert asked.location.startswith("/log-ind/igen?back=")
    page = reader.get(asked.location)
    assert reader.send(page, page.url, code="AAAA BBBB CCCC").status == 422
    assert reader.send(page, page.url, code=entered.return_code).location == "/min-side/mail"
    assert reader.get("/min-side/mail").status == 200


def test_an_address_is_added_in_the_browser(joergen, browser, outbox):
    reader = browser(joergen)
    asked = reader.send(reader.get("/min-side/mail"), "/min-side/mail", email="joergen@example.dk")
    assert asked.location == "/min-side/mail/kode"
    digits = outbox()[-1]["Subject"][:6]
    assert reader.send(reader.get(asked.location), asked.location, code=digits).location == "/min-side"
    assert "joergen@example.dk" in reader.get("/min-side/mail").text


def test_a_new_return_code_of_ones_own(entered, joergen, browser):
    reader = browser(joergen)
    answer = reader.send(reader.get("/min-side/kode"), "/min-side/kode")
    code = tokens.tidy_code(words(answer.all("p", class_="stat__number")[0]))
    assert _back(code).person.id == joergen.id
    with pytest.raises(Refused):
        _back(entered.return_code)


def test_staff_stay_strong_when_they_show_who_they_are(maja, browser, outbox):
    reader = browser(maja)
    _ten_minutes_pass(maja)
    page = reader.get("/log-ind/igen")
    asked = reader.send(page, page.url)
    reader.send(reader.get(asked.location), asked.location, code=outbox()[-1]["Subject"][:6])
    assert reader.get("/koe").status == 200
