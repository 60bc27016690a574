"""The queue as it is worked: with the thumb on a phone, by keys alone at a desk, two at once, and a press taken back."""

import itertools

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from boligdialog.accounts import queries as accounts
from boligdialog.core.db import db
from boligdialog.housing import queries as housing
from boligdialog.ideas import services as ideas
from boligdialog.moderation.models import Case
from tests.e2e.conftest import DESKTOP, PHONE, Desk
from tests.e2e.demo import Demo
from tests.e2e.test_visits import violations

pytestmark = pytest.mark.e2e

_numbers = itertools.count(1)

#: What is at the thumb, and whether its name says what it is about.
NAMES = "() => [...document.querySelectorAll('.desk__do .button--tall')].filter(each => each.getClientRects().length).map(e => e.innerText)"
HEIGHTS = "() => [...document.querySelectorAll('.desk__do .button--tall')].filter(e => e.getClientRects().length).map(e => e.offsetHeight)"


def _waiting(demo: Demo, number: int) -> str:
    """So many ideas that wait in an area; the way to its queue."""
    with demo.app.app_context():
        area, author = housing.area("ved-skovbrynet"), accounts.person_by_email("lars@example.dk")
        assert area
        assert author
        for _n in range(number):
            title = f"En ny idé i køen, nummer {next(_numbers)}"
            ideas.propose_idea(area, title=title, why="", place_id=None, by=author, lang="da", read_first=True)
    return "/koe?omraade=ved-skovbrynet&hvad=idea&aarsag=pending"


def _open(demo: Demo) -> int:
    with demo.app.app_context():
        area = housing.area("ved-skovbrynet")
        assert area
        mine = sa.select(sa.func.count()).where(Case.outcome.is_(None), Case.area_id == area.id)
        return db.session.scalar(mine) or 0


def _title(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_twenty_cases_in_one_sitting_with_the_thumb(demo: Demo, desk: Desk) -> None:
    page, before = desk.fresh("marie", size=PHONE), _open(demo)
    page.goto(_waiting(demo, 20))
    assert not list(violations(page, "phone"))
    for n in range(20):
        title = _title(page)
        names, heights = page.evaluate(NAMES), page.evaluate(HEIGHTS)
        assert len(names) == 3
        assert all(title in name for name in names), names
        assert min(heights) >= 60
        box = page.locator(".desk__do .button--tall").first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= PHONE["height"]  # at the thumb, without scrolling
        if n % 7 == 3:
            page.locator(".desk__do .button-danger").click()
            page.locator("[name=reason]").select_option("tone")
            page.locator("[name=text]").fill("Skriv det lidt venligere, tak.")
            page.locator("main form button.button-danger").click()
        else:
            page.locator(".desk__do .button-primary").click()
        page.wait_for_url("**afgjort=*")
        if n == 0:
            assert not list(violations(page, "after a decision"))
    assert _open(demo) == before


def test_by_keys_alone_forward_back_shown_and_undone(demo: Demo, desk: Desk) -> None:
    page, address = desk.fresh("marie", size=DESKTOP), _waiting(demo, 3)
    page.goto(address, wait_until="networkidle")
    first = _title(page)
    page.keyboard.press("j")
    expect(page.locator("h1")).not_to_have_text(first)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("f")
    expect(page.locator("h1")).to_have_text(first)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("v")
    page.wait_for_url("**afgjort=*")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("z")
    expect(page.locator("h1")).to_have_text(first)
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Slå tasterne fra").click()
    page.keyboard.press("v")
    page.wait_for_timeout(200)
    expect(page.locator("h1")).to_have_text(first)


def test_who_opens_a_case_has_it_and_others_see_that(demo: Demo, desk: Desk) -> None:
    page, address = desk.fresh("marie", size=DESKTOP), _waiting(demo, 2)
    page.goto(address, wait_until="networkidle")
    expect(page.get_by_text("Sagen er din til")).to_be_visible()
    title, case = _title(page), page.locator("[data-lease]").get_attribute("data-lease") or ""
    other = desk.fresh("soeren", size=DESKTOP)
    other.goto(case.removesuffix("/tag"), wait_until="networkidle")
    assert _title(other) == title
    expect(other.locator(".desk__do").get_by_text("læser den til")).to_be_visible()
    assert not list(violations(other, "taken"))
    page.goto("/hjaelp")
    page.wait_for_timeout(300)  # what is sent on leaving arrives by itself
    other.reload()
    expect(other.locator(".desk__do .button-primary")).to_be_visible()
