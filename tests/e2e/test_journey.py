"""One idea's whole way, on a phone, with scripts and without."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESKTOP, Desk
from tests.e2e.demo import Demo
from tests.e2e.visits import send

pytestmark = [pytest.mark.e2e, pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])]


def _support_form(page: Page, value: str) -> Locator:
    return page.locator(f"form:has(input[name=support][value={value}]) button")


def _new_neighbour(page: Page, demo: Demo, address: str) -> None:
    """Ask for a code, type it, say a name and an age."""
    send(page, "email", address)
    code = re.search(r"\b\d{6}\b", demo.last_mail(address))
    assert code
    send(page, "code", code[0])
    page.locator("[name=name]").fill("Nadia")
    page.locator("[name=age][value=adult]").check()
    send(page, "name")


def test_an_idea_travels(js: bool, demo: Demo, desk: Desk) -> None:
    title = f"Et bord til skak i gården {'med' if js else 'uden'}"
    phone = desk.fresh(js=js)

    # A neighbour reads, supports, and says afterwards who they are.
    phone.goto(f"/ideer/{demo.ids['published']}")
    phone.locator("a.support__button").click()
    _support_form(phone, "on").click()
    _new_neighbour(phone, demo, f"nadia-{str(js).lower()}@example.dk")
    phone.wait_for_url(re.compile(f"/ideer/{demo.ids['published']}"))
    phone.wait_for_load_state("networkidle")  # the script that swaps the button has come
    _support_form(phone, "off").click()
    expect(_support_form(phone, "on")).to_be_visible()
    if js:
        phone.wait_for_function("document.activeElement !== document.body")  # focus is not lost when the button is swapped

    # They propose an idea; the first try lacks the place, and nothing typed is lost.
    phone.goto("/lindegaarden/ideer/ny")
    phone.locator("[name=title]").fill(title)
    phone.locator("[name=why]").fill("Så kan vi spille, når solen skinner.")
    send(phone, "title")
    expect(phone.locator("[data-errors]")).to_be_visible()
    expect(phone.locator("[name=why]")).to_have_value("Så kan vi spille, når solen skinner.")
    if js:
        expect(phone.locator("[data-errors]")).to_be_focused()

    # They switch the language in the middle; page and text come along, and back.
    phone.locator("button[name=switch_language]").click()
    phone.wait_for_url(re.compile("/en/lindegaarden/ideer/ny"))
    expect(phone.locator("[name=title]")).to_have_value(title)
    phone.locator("button[name=switch_language]").click()
    phone.wait_for_url(re.compile(r"\d/lindegaarden/ideer/ny"))
    phone.locator("[name=place]").select_option(index=2)
    send(phone, "title")
    if "kvittering" not in phone.url:  # it resembles another idea, and is sent anyway
        send(phone, "title")
    phone.wait_for_url(re.compile("/kvittering"))
    idea_url = phone.url.removesuffix("/kvittering")

    # A moderator asks for a change.
    desk_page = desk.fresh("marie", size=DESKTOP, js=js)
    desk_page.goto("/koe")
    desk_page.locator(f"nav a[href='/koe/{demo.case_of(title)}']").click()
    desk_page.locator("a[href$='/ret']").click()
    desk_page.locator("[name=reason]").select_option("unclear")
    desk_page.locator("[name=text]").fill("Skriv, hvor mange der skal kunne sidde.")
    send(desk_page, "text")

    # The author reads why, by mail and on their page, and changes it.
    assert "Skriv, hvor mange der skal kunne sidde." in demo.last_mail(f"nadia-{str(js).lower()}@example.dk")
    phone.goto("/min-side")
    expect(phone.locator("main")).to_contain_text("Skriv, hvor mange der skal kunne sidde.")
    phone.goto(f"{idea_url}/ret")
    phone.locator("[name=why]").fill("Fire kan sidde der.")
    send(phone, "title")
    phone.wait_for_url(re.compile("/kvittering"))

    # It is published by a press, and neighbours see it.
    desk_page.goto(f"/koe/{demo.case_of(title)}")
    desk_page.locator("form[action$='/vis'] button").click()
    desk_page.wait_for_url(re.compile(r"/koe(\?|$)"))
    reader = desk.fresh(js=js)
    reader.goto("/lindegaarden/ideer?orden=newest")
    expect(reader.locator("main")).to_contain_text(title)
    told = demo.last_mail(f"nadia-{str(js).lower()}@example.dk")
    assert title in told
    assert idea_url.removeprefix(demo.url) in told


def test_a_letter_lets_a_neighbour_in(js: bool, demo: Demo, desk: Desk) -> None:
    code = demo.letter(150 if js else 151)
    phone = desk.fresh(js=js)
    phone.goto(f"/k/{code}")
    send(phone, "code")
    own_code = phone.locator(".stat__number").inner_text()
    assert len(own_code.replace(" ", "")) == 12
    phone.locator("[name=name]").fill("Kim")
    phone.locator("[name=age][value=adult]").check()
    send(phone, "name")
    phone.goto("/min-side")
    expect(phone.locator("main")).to_contain_text("Kim")

    again = desk.fresh(js=js)
    again.goto("/log-ind")
    send(again, "code", own_code)
    again.goto("/min-side")
    expect(again.locator("main")).to_contain_text("Kim")
