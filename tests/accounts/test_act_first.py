"""Act first, identify last: what is sent before the sign-in is kept, and done once inside the request that signs in (row 11)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services
from boligdialog.content.queries import counts
from boligdialog.core import clock, drafts, tokens
from boligdialog.core.db import changed, db
from boligdialog.core.drafts import Draft, PendingAct
from boligdialog.housing.models import Household
from boligdialog.housing.services import change_slug
from boligdialog.ideas.models import Idea

URL = "/lindegaarden/ideer/ny"


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.published(lindegaarden, anna)


def _place(page):
    return next(each.get("value") for each in page.all("option") if each.get("value"))


def _propose(reader, url=URL, **texts):
    page = reader.get(url)
    return reader.send(page, url, **{"title": "Flere bænke i gården", "why": "Til os gamle", "place": _place(page)} | texts)


def _sign_in(reader, asked, address, outbox):
    """Go the way of the mailed code, from where the act was kept; the answer to the digits."""
    at_code = reader.follow(reader.send(reader.get(asked.location), "/log-ind?back", email=address))
    return reader.send(at_code, "/log-ind/kode", code=outbox()[-1]["Subject"][:6])


def _ideas():
    return db.session.scalars(sa.select(Idea).where(Idea.title == "Flere bænke i gården")).all()


def test_an_idea_is_written_first_and_sent_by_the_sign_in(browser, anna, outbox):
    reader = browser()
    asked = _propose(reader)
    assert asked.location.startswith("/log-ind?back=")
    assert "Din idé er gemt" in reader.get(asked.location).text
    answer = _sign_in(reader, asked, "anna@example.dk", outbox)
    assert answer.location.endswith("/kvittering")
    assert [idea.author_id for idea in _ideas()] == [anna.id]
    assert not db.session.scalars(sa.select(PendingAct)).all()


def test_who_is_new_says_their_name_before_it_is_sent(browser, outbox):
    reader = browser()
    welcome = _sign_in(reader, _propose(reader), "ny@example.dk", outbox)
    assert welcome.location.startswith("/velkommen")
    assert not _ideas()
    page = reader.get(welcome.location)
    assert "To spørgsmål, så fortsætter vi, hvor du slap." in page.text
    assert reader.send(page, "/velkommen", name="Nina", age="adult").location.endswith("/kvittering")
    assert [idea.author.name for idea in _ideas()] == ["Nina"]


def test_support_is_counted_by_the_sign_in_and_leads_back_to_the_idea(idea, browser, bo, outbox):
    reader = browser()
    page = reader.get(f"/ideer/{idea.id}/stoet")
    answer = _sign_in(reader, reader.send(page, "/stoet"), "bo@example.dk", outbox)
    assert answer.location == f"/ideer/{idea.id}#stoet"
    assert counts(idea.id).supports == 1


def test_in_english_it_stays_english(browser, anna, outbox):
    reader = browser()
    answer = _sign_in(reader, _propose(reader, f"/en{URL}"), "anna@example.dk", outbox)
    assert answer.location.startswith("/en/ideer/")


def test_an_area_may_begin_as_the_english_pages_do(browser, lindegaarden, outbox):
    change_slug(lindegaarden, slug="enghaven")
    db.session.commit()
    reader = browser()
    asked = _propose(reader, "/enghaven/ideer/ny")
    assert "Din idé er gemt" in reader.get(asked.location).text
    changed(sa.update(PendingAct).values(at=clock.now() - timedelta(hours=25)))
    db.session.commit()
    _sign_in(reader, asked, "anna@example.dk", outbox)
    assert reader.get("/enghaven/ideer/ny").form("/ny")["why"] == "Til os gamle"


def test_the_letter_carries_it_out_too(browser, app):
    home = db.session.scalars(sa.select(Household).where(Household.number == 9)).one()
    code, reader = services.issue_letter_code(home), browser()
    asked = _propose(reader)
    welcome = reader.follow(reader.send(reader.get(asked.location), "/log-ind/brev", code=code))
    reader.send(welcome, welcome.url, name="Jørgen", age="adult")
    assert [idea.author.name for idea in _ideas()] == ["Jørgen"]


def test_faults_are_told_before_anybody_signs_in(browser):
    answer = _propose(browser(), title="Kort")
    assert answer.status == 422
    assert answer.form(URL)["why"] == "Til os gamle"


def test_it_is_carried_out_once(idea, browser, bo, outbox):
    reader = browser()
    page = reader.get(f"/ideer/{idea.id}/stoet")
    _sign_in(reader, reader.send(page, "/stoet"), "bo@example.dk", outbox)
    reader.get("/log-ind")
    assert counts(idea.id).supports == 1


def test_after_a_day_it_is_a_draft(browser, anna, outbox):
    reader = browser()
    asked = _propose(reader)
    changed(sa.update(PendingAct).values(at=clock.now() - timedelta(hours=25)))
    db.session.commit()
    answer = _sign_in(reader, asked, "anna@example.dk", outbox)
    assert answer.location == URL
    page = reader.get(URL)
    assert page.form(URL)["why"] == "Til os gamle"
    assert "Din tekst er her" in page.text
    assert not _ideas()


def test_what_can_no_longer_be_done_is_a_draft(browser, ida, outbox):
    services.introduce(ida, name="Ida", age="under_15")
    reader = browser()
    answer = _sign_in(reader, _propose(reader), "ida@example.dk", outbox)
    assert answer.location == URL
    assert [draft.data["why"] for draft in drafts.drafts_of(ida.id)] == ["Til os gamle"]


def test_another_browser_cannot_carry_it_out(browser, anna):
    _propose(browser())
    other = browser()
    other.get(URL)
    assert db.session.scalars(sa.select(PendingAct)).one()
    browser(anna).get(URL)
    assert not _ideas()


def test_who_has_no_name_yet_types_first(browser, ida):
    reader = browser(ida)
    asked = _propose(reader)
    assert asked.location.startswith("/velkommen")
    assert reader.send(reader.get(asked.location), "/velkommen", name="Ida", age="adult").location.endswith("/kvittering")


def test_a_name_that_speaks_for_others_and_a_missing_age_are_told_at_once(browser, ida):
    reader = browser(ida)
    answer = reader.send(reader.get("/velkommen"), "/velkommen", name="Kommunen")
    assert answer.status == 422
    assert "at du taler på andres vegne" in answer.text
    assert "Vælg, hvor gammel du er" in answer.text
    assert answer.form("/velkommen")["name"] == "Kommunen"


# --- drafts -----------------------------------------------------------------------------------------


def test_a_draft_comes_back_on_its_own_page_only(browser, anna):
    reader = browser(anna)
    kept = reader.post(URL, reader.get(URL).form(URL) | {"title": "En halv tank", "save_draft": "1"}, headers={"X-Draft": "1"})
    assert kept.status == 204
    assert reader.get(URL).form(URL)["title"] == "En halv tank"
    assert reader.get("/roennebakken/ideer/ny").form("/roennebakken/ideer/ny")["title"] == ""


def test_without_a_script_a_button_keeps_it(browser, anna):
    reader = browser(anna)
    answer = reader.post(URL, reader.get(URL).form(URL) | {"title": "Kort", "save_draft": "1"})
    assert "gemt som kladde" in reader.follow(answer).text


def test_sending_clears_the_draft(browser, anna):
    reader = browser(anna)
    reader.post(URL, reader.get(URL).form(URL) | {"title": "En halv tank", "save_draft": "1"})
    _propose(reader)
    assert reader.get(URL).form(URL)["title"] == ""
    assert drafts.drafts_of(anna.id) == []


def test_my_page_lists_my_drafts_and_deletes_them(browser, anna, bo):
    drafts.keep_draft(anna.id, URL, {"title": "En halv <tanke>"})
    drafts.keep_draft(bo.id, URL, {"title": "Bos hemmelighed"})
    reader = browser(anna)
    page = reader.get("/min-side")
    assert "En halv <tanke>" in page.text
    assert "hemmelighed" not in page.text
    reader.send(page, "/min-side/kladde")
    assert drafts.drafts_of(anna.id) == []


def test_nobody_deletes_anothers_draft(browser, anna, bo):
    draft_id = drafts.keep_draft(bo.id, URL, {"title": "Bos"})
    reader = browser(anna)
    drafts.keep_draft(anna.id, URL, {"title": "Annas"})
    page = reader.get("/min-side")
    reader.post(f"/min-side/kladde/{draft_id}", page.form("/min-side/kladde"))
    assert len(drafts.drafts_of(bo.id)) == 1


def test_old_ones_are_forgotten_after_thirty_days(anna):
    drafts.keep_draft(anna.id, URL, {"title": "Gammel"})
    drafts._store_act(tokens.new_token(), URL, {})
    changed(sa.update(Draft).values(updated_at=clock.now() - timedelta(days=31)))
    changed(sa.update(PendingAct).values(at=clock.now() - timedelta(days=31)))
    db.session.commit()
    assert drafts.forget_old_drafts() == 2
