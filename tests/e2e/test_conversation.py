"""Neighbours talk: a question, its answer, a word of thanks, and the idea found again; on a phone, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, Desk
from tests.e2e.demo import Demo
from tests.e2e.visits import send

pytestmark = pytest.mark.e2e


def _comment(page: Page, text: str, kind: str = "comment") -> None:
    form = page.locator("form:has([name=meant_as])")
    form.locator("[name=text]").fill(text)
    form.locator("[name=meant_as]").select_option(kind)
    form.locator("button:not([name])").last.click()


def _publish_newest(desk: Desk, text: str, js: bool) -> None:
    """A moderator reads what has come, and lets the neighbours see it."""
    marie = desk.fresh("marie", size=DESKTOP, js=js)
    marie.goto("/koe")
    marie.locator("nav a", has_text=text[:40]).click()
    marie.locator("form[action$='/vis'] button").click()
    marie.wait_for_url(re.compile(r"/koe(\?|$)"))


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])
def test_a_question_is_answered_and_thanked_for(js: bool, demo: Demo, desk: Desk) -> None:
    asked = f"Hvem passer bedet {'med' if js else 'uden'} sne om vinteren?"
    url = f"/ideer/{demo.ids['published']}"

    anna = desk.fresh("anna", js=js)
    anna.goto(url)
    _comment(anna, asked, "question")
    mine = anna.locator("article.comment", has_text=asked)
    expect(mine).to_be_visible()
    if mine.locator(".chip", has_text="Kun du kan se").count():
        _publish_newest(desk, asked, js)

    lars = desk.fresh("lars", js=js)
    lars.goto(url)
    lars.locator("article.comment", has_text=asked).get_by_role("link", name="Svar", exact=False).first.click()
    _comment(lars, "Det gør jeg selv, sammen med opgang 4.")
    answer = "article.comment:has-text('Det gør jeg selv')"
    if lars.locator(f"{answer} .chip:has-text('Kun du kan se')").count():
        _publish_newest(desk, "Det gør jeg selv, sammen med opgang 4.", js)

    demo.work()
    anna.goto("/min-side/nyt")
    expect(anna.locator("main")).to_contain_text("Lars")
    anna.goto(url)
    thanks = anna.locator(answer).last.locator("form[action$='/tak'] button")
    thanks.click()
    expect(anna.locator(answer).last.locator("form[action$='/tak'] button")).to_contain_text("· 1")


def test_a_comment_waits_for_its_writer_to_log_in(demo: Demo, desk: Desk) -> None:
    phone = desk.fresh()
    phone.goto(f"/ideer/{demo.ids['published']}")
    phone.get_by_role("link", name="Skriv en kommentar").click()
    _comment(phone, "Jeg har en trillebør, I kan låne.")
    phone.wait_for_url(re.compile("/log-ind"))
    address = "trillebor@example.dk"
    send(phone, "email", address)
    code = re.search(r"\b\d{6}\b", demo.last_mail(address))
    assert code
    send(phone, "code", code[0])
    phone.locator("[name=name]").fill("Kaj")
    phone.locator("[name=age][value=adult]").check()
    send(phone, "name")
    phone.wait_for_url(re.compile(f"/ideer/{demo.ids['published']}"))
    expect(phone.locator("article.comment", has_text="Jeg har en trillebør")).to_be_in_viewport()


def test_an_idea_is_found_with_a_slip_of_the_thumb(desk: Desk) -> None:
    phone = desk.fresh()
    phone.goto("/soeg")
    phone.locator("main [name=q]").fill("legepladzen")
    phone.locator("main form button").first.click()
    hit = phone.locator("main h2 a, main h3 a").first
    title = hit.inner_text()
    assert re.search("legeplads", phone.inner_text("main"), re.IGNORECASE)
    hit.click()
    expect(phone.locator("h1")).to_have_text(title)


def test_a_conversation_is_read_aloud_in_its_order(demo: Demo, desk: Desk) -> None:
    page = desk.fresh("anna")
    page.goto(f"/ideer/{demo.ids['published']}")
    heard = page.locator("main").aria_snapshot()
    title = page.locator("h1").inner_text()[:20]
    first = page.locator("article.comment").first
    stops = [
        title,
        "kommentar",
        first.locator("strong").first.inner_text(),
        first.locator(".prose").inner_text()[:20],
        "Svar",
        "Skriv en kommentar",
    ]
    at = 0
    for stop in stops:
        assert stop in heard[at:], f"{stop!r} does not come after what should come before it"
        at += heard[at:].index(stop) + 1
    assert heard.count("heading") >= 4
