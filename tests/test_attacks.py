"""What a hostile resident tried and once got away with."""

import sqlalchemy as sa

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.models import Membership, Person
from boligdialog.accounts.rules import mail_key
from boligdialog.content.models import ItemState
from boligdialog.core import sessions, tokens
from boligdialog.core.db import db
from boligdialog.core.sessions import UserSession
from boligdialog.core.web import own_page
from boligdialog.housing.models import Household
from boligdialog.moderation.models import Case
from boligdialog.moderation.rules import why_not_decide
from tests.pages import words


def test_a_text_that_changed_since_it_was_read_is_not_published(lindegaarden, anna, maja, make, browser):
    idea = make.pending(lindegaarden, anna, title="En pæn idé til gården")
    moderator, author = browser(maja), browser(anna)
    read = moderator.get("/koe")
    author.send(author.get(f"/ideer/{idea.id}/ret"), title="Grimme ord om fru Jensen")
    answer = moderator.send(read, "/vis")
    assert answer.status == 409
    db.session.refresh(idea)
    assert idea.state is ItemState.PENDING


def test_two_addresses_that_mail_tells_apart_are_two_people(app):
    first, second = ("jessen@strasse.dk", "jessen@straße.dk")
    assert mail_key(first) != mail_key(second)
    assert mail_key("Anna@EXAMPLE.dk") == "anna@example.dk"


def _enter(browser, code):
    reader = browser()
    page = reader.get("/log-ind")
    old = reader.client.get_cookie("bd").value
    first = reader.send(page, "/log-ind/brev", code=code)
    new = reader.client.get_cookie("bd").value
    reader.client.set_cookie("bd", old, domain="localhost")
    second = reader.send(page, "/log-ind/brev", code=code)
    return reader, first, second, new


def test_a_letter_sent_by_a_double_press_takes_one_place_and_shows_one_code(app, browser):
    home = db.session.scalars(sa.select(Household).where(Household.number == 9)).one()
    reader, first, second, new = _enter(browser, people.issue_letter_code(home))
    codes = [words(reader.follow(second).all("p", class_="stat__number")[0])]
    reader.client.set_cookie("bd", new, domain="localhost")
    codes.append(words(reader.follow(first).all("p", class_="stat__number")[0]))
    assert codes[0] == codes[1]
    assert db.session.scalar(sa.select(sa.func.count()).where(Membership.household_id == home.id)) == 1


def test_a_double_press_on_the_digits_leaves_one_signed_in(app, browser):
    reader = browser()
    page = reader.get("/log-ind")
    action = next(
        each.get("action")
        for each in page.all("form", method="post")
        if "brev" not in each.get("action", "") and "log-ind" in each.get("action", "")
    )
    form = next(each for each in page.all("form", method="post") if each.get("action") == action)
    fields = {each.get("name"): each.get("value", "") for each in form.iter("{http://www.w3.org/1999/xhtml}input")}
    code_page = reader.follow(reader.post(action, fields | {"email": "anna@example.dk"}))
    attempt_id = db.session.scalar(sa.text("SELECT max(id) FROM sign_in_attempt"))
    digits, old = tokens.six_digits(people.PURPOSE, attempt_id), reader.client.get_cookie("bd").value
    assert reader.send(code_page, "/log-ind/kode", code=digits).status == 303
    signed_in = reader.client.get_cookie("bd").value
    reader.client.set_cookie("bd", old, domain="localhost")
    second = reader.send(code_page, "/log-ind/kode", code=digits)
    assert "Set-Cookie" not in second.headers
    reader.client.set_cookie("bd", signed_in, domain="localhost")
    assert reader.get("/min-side").status == 200


def test_a_letter_code_does_not_prolong_a_staff_session(app, maja, browser):
    home = db.session.scalars(sa.select(Household).where(Household.number == 9)).one()
    code = people.issue_letter_code(home)
    reader = browser(maja)
    before = set(db.session.scalars(sa.select(UserSession.absolute_until).where(UserSession.person_id == maja.id)))
    page = reader.get("/log-ind/brev")
    assert reader.send(page, "/log-ind/brev", code=code).status == 303
    assert set(db.session.scalars(sa.select(UserSession.absolute_until).where(UserSession.person_id == maja.id))) == before


def test_a_second_home_is_a_home_too(app, maja, erik, roennebakken):
    maja.memberships.append(Membership(person=maja, household_id=1, area_id=1, from_on=erik.memberships[0].from_on))
    maja.memberships.append(
        Membership(person=maja, household_id=erik.household.id, area_id=roennebakken.id, from_on=erik.memberships[0].from_on)
    )
    db.session.flush()
    assert why_not_decide(maja, Case(area_id=roennebakken.id), erik).code == "own_case"


def test_odd_addresses_and_origins_are_no_500(app, browser, anna):
    with app.test_request_context("/"):
        for odd in ("/\n", "/hjaelp?x=\n", "/\t", "/hjaelp\r"):
            assert own_page(odd) == "/"
    for origin in ("http://[", "null, null", "x" * 900):
        assert browser(anna).post("/log-ud", {}, headers={"Origin": origin}).status == 403
    assert browser()._ask("post", "/csp", data=b"[" * 7999).status == 204


def test_a_pending_idea_is_not_betrayed_by_its_number(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    assert browser().get(f"/i?q={idea.ref}").status == 404
    assert browser(anna).get(f"/i?q={idea.ref}").status == 303


def test_a_used_form_with_another_title_says_so(lindegaarden, anna, browser):
    reader = browser(anna)
    page = reader.get("/lindegaarden/ideer/ny")
    reader.send(page, title="Den første idé af to", place="1")
    answer = reader.send(page, title="Den anden idé af to", place="1")
    assert answer.status == 409
    assert answer.form()["title"] == "Den anden idé af to"


def test_text_survives_a_stale_form_at_the_other_languages_address(anna, browser):
    anna.lang = "en"
    db.session.commit()
    reader = browser(anna)
    reader.get("/en/lindegaarden/ideer/ny")
    answer = reader.post("/lindegaarden/ideer/ny", {"title": "Min tekst må ikke forsvinde", "csrf_token": "gammel"})
    assert "Min tekst må ikke forsvinde" in answer.html


def test_who_said_under_15_does_not_grow_up_by_a_press(ida, browser):
    reader = browser(ida)
    page = reader.get("/velkommen")
    assert reader.send(page, name="Ida", age="under_15").status == 303
    assert reader.send(page, name="Ida", age="adult").status == 409


def test_demo_links_are_dead_outside_the_demo(app, maja, browser):
    people.issue_staff_link(maja, token="demomaja", is_demo=True)
    assert browser().get("/personale/demomaja").status == 410


def test_a_reader_with_a_cookie_is_told_to_come_back_when_the_database_is_gone(anna, browser, monkeypatch):
    reader = browser(anna)
    real = db.session.execute

    def gone(statement, *args, **kwargs):
        if statement is sessions._ONE:
            raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))
        return real(statement, *args, **kwargs)

    monkeypatch.setattr(db.session, "execute", gone)
    answer = reader.get("/hjaelp")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Content-Security-Policy" in answer.headers
    assert reader.get("/readyz").status == 200


def test_the_21st_idea_of_a_day_waits(lindegaarden, anna, browser):
    reader = browser(anna)
    answers = []
    for n in range(21):
        page = reader.get("/lindegaarden/ideer/ny")
        answers.append(reader.send(page, title=f"Idé nummer {n} på en dag", place="1"))
    assert [each.status for each in answers] == [303] * 20 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].form()["title"] == "Idé nummer 20 på en dag"


def test_an_invented_person_is_nobody(app):
    assert accounts.person_of_session(999_999) is None
    assert db.session.get(Person, 999_999) is None
