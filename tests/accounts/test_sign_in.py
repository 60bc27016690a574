"""Signing in with six digits by mail: the asking browser, once, for ten minutes; no hint whether an address exists."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services
from boligdialog.accounts.models import Person, SignInAttempt
from boligdialog.core import clock, tokens
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.core.web import own_page


def _ask(reader, address):
    page = reader.get("/log-ind")
    return reader.post(_mail_form(page), _fields(page) | {"email": address})


def _fields(page):
    form = next(each for each in page.all("form", method="post") if each.get("action") == _mail_form(page))
    return {each.get("name"): each.get("value", "") for each in form.iter("{http://www.w3.org/1999/xhtml}input")}


def _mail_form(page):
    return next(
        each.get("action")
        for each in page.all("form", method="post")
        if "brev" not in (each.get("action") or "") and "log-ind" in each.get("action", "")
    )


def _digits(mails):
    return re.search(r"\b(\d{6})\b", mails[-1]["Subject"]).group(1)


def test_six_digits_let_a_new_person_in(browser, outbox):
    reader = browser()
    page = reader.follow(_ask(reader, "ny@example.dk"))
    mails = outbox()
    assert mails[-1]["To"] == "ny@example.dk"
    welcome = reader.follow(reader.send(page, "/log-ind/kode", code=_digits(mails)))
    assert welcome.url.startswith("/velkommen")
    home = reader.follow(reader.send(welcome, name="Nina", age="adult"))
    assert "Nina" in home.text


def test_known_and_unknown_addresses_get_the_same_answer(browser, anna):
    pages = [reader.follow(_ask(reader, address)) for reader, address in ((browser(), "anna@example.dk"), (browser(), "nobody@example.dk"))]
    plain = [re.sub(r'value="[^"]+"|…@', "", page.html.replace("ann…", "x").replace("nob…", "x")) for page in pages]
    assert plain[0] == plain[1]


def test_the_same_address_in_capitals_is_the_same_person(app, anna):
    attempt = services.ask_code("ANNA@Example.dk", browser="b", lang="da")
    assert services.enter_code(attempt, code=tokens.six_digits(services.PURPOSE, attempt.id)).id == anna.id


def _attempt():
    attempt = services.ask_code("anna@example.dk", browser="b", lang="da")
    return attempt, tokens.six_digits(services.PURPOSE, attempt.id)


def test_a_code_works_once(app):
    attempt, digits = _attempt()
    services.enter_code(attempt, code=digits)
    with pytest.raises(Refused):
        services.enter_code(attempt, code=digits)


def test_a_code_is_too_old_after_ten_minutes(app):
    attempt, digits = _attempt()
    changed(sa.update(SignInAttempt).values(expires_at=clock.now() - timedelta(seconds=1)))
    db.session.commit()
    with pytest.raises(Refused):
        services.enter_code(attempt, code=digits)


def test_a_new_code_voids_the_old(app):
    old, digits = _attempt()
    _attempt()
    with pytest.raises(Refused):
        services.enter_code(old, code=digits)


def test_five_wrong_codes_void_the_attempt(app):
    attempt, digits = _attempt()
    wrong = "000000" if digits != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(Refused):
            services.enter_code(attempt, code=wrong)
    with pytest.raises(Refused):
        services.enter_code(attempt, code=digits)


def test_another_browser_cannot_use_the_code(browser, outbox):
    asking, other = browser(), browser()
    page = asking.follow(_ask(asking, "ny@example.dk"))
    digits = _digits(outbox())
    assert other.post("/log-ind/kode", {"code": digits}).status in (303, 400)
    link = re.search(r"http\S+(/log-ind/link/\S+)", outbox()[-1].get_content()).group(1)
    shown = other.get(link)
    assert digits in shown.text
    assert not [each for each in shown.all("form", method="post") if "/sprog" not in (each.get("action") or "")]
    assert asking.send(page, "/log-ind/kode", code=digits).status == 303


def test_the_mailed_link_needs_a_press_and_then_works(browser, outbox):
    asking = browser()
    _ask(asking, "ny@example.dk")
    link = re.search(r"http\S+(/log-ind/link/\S+)", outbox()[-1].get_content()).group(1)
    page = asking.get(link)
    assert db.session.scalar(sa.select(SignInAttempt.used_at)) is None
    assert asking.send(page).status == 303
    assert asking.get(link).status == 410


def test_four_codes_in_a_quarter_are_one_too_many(browser):
    reader = browser()
    answers = [_ask(reader, "anna@example.dk").status for _ in range(4)]
    assert answers == [303, 303, 303, 429]


def test_a_wrong_address_is_asked_again(browser):
    answer = _ask(browser(), "ikke en adresse")
    assert answer.status == 422
    assert _fields(answer)["email"] == "ikke en adresse"


def test_no_code_lies_in_the_database_or_the_events(app, outbox):
    _, digits = _attempt()
    outbox()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            assert digits not in map(str, row), table.name


def test_a_header_cannot_be_slipped_into_a_mail(app, outbox):
    services.ask_code("anna@example.dk", browser="b", lang="da")
    changed(sa.update(SignInAttempt).values(address="a@example.dk\r\nBcc: x@evil.dk"))
    db.session.commit()
    assert not [mail for mail in outbox() if mail["Bcc"]]


@pytest.mark.parametrize(
    "back",
    [
        "//evil.dk",
        "/\\evil.dk",
        "https://evil.dk",
        "///evil.dk",
        "/%09/evil.dk",
        "javascript:alert(1)",
        "/nowhere/at/all/here",
        "/ideer/%00",
    ],
)
def test_one_never_comes_back_to_somebody_elses_page(browser, outbox, back, app):
    attempt_page = browser()
    page = attempt_page.get(f"/log-ind?back={back}") if "%00" not in back else attempt_page.get("/log-ind")
    assert page.status == 200
    with app.test_request_context("/"):
        assert own_page(back) == "/"


def test_the_cookie_changes_when_one_signs_in(browser, outbox):
    reader = browser()
    page = reader.follow(_ask(reader, "anna@example.dk"))
    before = reader.client.get_cookie("bd").value
    reader.send(page, "/log-ind/kode", code=_digits(outbox()))
    after = reader.client.get_cookie("bd").value
    assert before != after
    stale = browser()
    stale.client.set_cookie("bd", before)
    assert stale.get("/min-side").status == 303


def test_two_at_once_make_one_person(app):
    for _ in range(2):
        attempt = services.ask_code("tvilling@example.dk", browser="b", lang="da")
        services.enter_code(attempt, code=tokens.six_digits(services.PURPOSE, attempt.id))
    assert db.session.scalar(sa.select(sa.func.count()).where(Person.email_key == "tvilling@example.dk")) == 1
