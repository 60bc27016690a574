"""Everything by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Desk
from tests.e2e.demo import Demo

pytestmark = pytest.mark.e2e


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what the selector names."""
    for _stop in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


def test_the_menu_opens_by_enter_and_closes_by_escape(desk: Desk) -> None:
    page = desk.fresh(size=PHONE)
    page.goto("/")
    _tab_to(page, "details.menu > summary")
    page.keyboard.press("Enter")
    expect(page.locator(".menu__panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu__panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_support_by_keyboard_keeps_the_focus_near(demo: Demo, desk: Desk) -> None:
    page = desk.fresh("fatima")
    page.goto(f"/ideer/{demo.ids['published']}", wait_until="networkidle")
    _tab_to(page, "form:has(input[name=support]) button")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=support][value=off]")).to_be_attached()
    page.wait_for_function("document.activeElement.closest('[data-block]') !== null")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=support][value=on]")).to_be_attached()


def test_an_idea_is_sent_by_keyboard(demo: Demo, desk: Desk) -> None:
    page = desk.fresh("anna")
    page.goto("/lindegaarden/ideer/ny")
    _tab_to(page, "[name=title]")
    page.keyboard.type("En idé skrevet uden mus")
    _tab_to(page, "[name=place]")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kvittering")


def test_a_fault_leads_to_its_field(desk: Desk) -> None:
    page = desk.fresh("anna")
    page.goto("/lindegaarden/ideer/ny")
    _tab_to(page, ".form-end button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-errors]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=title]")).to_be_focused()


def test_the_queue_is_worked_by_keyboard(demo: Demo, desk: Desk) -> None:
    page = desk.fresh("marie", size={"width": 1280, "height": 900})
    page.goto(f"/koe/{demo.case_of('En vandpost i gården til blomsterne')}", wait_until="networkidle")
    page.keyboard.press("r")
    page.wait_for_url("**/ret")
    _tab_to(page, "[name=reason]")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "[name=text]")
    page.keyboard.type("Skriv rigtigt, så vi forstår det.")  # its letters press no buttons
    _tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/koe?afgjort=*")
