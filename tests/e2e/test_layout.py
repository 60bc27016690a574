"""What runs from right to left, the skip link, and where one is by keyboard."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import PHONE, Desk
from tests.e2e.demo import Demo

pytestmark = pytest.mark.e2e

DIRECTION = "each => getComputedStyle(each).direction"

WIDTH = "() => document.documentElement.scrollWidth"


def test_what_runs_from_right_to_left_does_so_on_a_phone(demo: Demo, desk: Desk) -> None:
    page = desk.fresh(size=PHONE, js=False)
    page.goto(f"/ideer/{demo.ids['arabic']}")
    assert page.locator("h1").evaluate(DIRECTION) == "ltr"  # the Danish translation
    page.locator("main details.fold > summary").click()
    original = page.locator("main details.fold [lang=ar]")
    assert original.locator("p").first.is_visible()
    assert original.evaluate(DIRECTION) == original.locator("li").first.evaluate(DIRECTION) == "rtl"
    assert page.evaluate(WIDTH) <= PHONE["width"]
    page.goto(f"/en/ideer/{demo.ids['arabic']}")
    assert page.locator("h1[lang=ar]").evaluate(DIRECTION) == "rtl"


def test_the_skip_link_is_seen_only_when_it_is_reached(demo: Demo, desk: Desk) -> None:
    page = desk.fresh()
    page.goto("/lindegaarden/ideer")
    link = page.locator("a.skipnav")
    assert _height_on_screen(page) <= 0
    page.keyboard.press("Tab")
    assert link.evaluate("each => each === document.activeElement")
    assert _height_on_screen(page) > 20
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def _height_on_screen(page: Page) -> float:
    return float(
        page.evaluate(
            "() => { const box = document.querySelector('a.skipnav').getBoundingClientRect(); return Math.min(box.bottom, box.height); }"
        )
    )


def test_every_tab_stop_shows_where_one_is(demo: Demo, desk: Desk) -> None:
    page = desk.fresh("anna", size=PHONE)
    page.goto(f"/ideer/{demo.ids['published']}")
    seen = 0
    for _stop in range(60):
        page.keyboard.press("Tab")
        state = page.evaluate(
            "() => { const each = document.activeElement; if (each === document.body) return null; const style = getComputedStyle(each); "
            "return [each.outerHTML.slice(0, 80), style.outlineStyle, parseFloat(style.outlineWidth)]; }"
        )
        if state is None:
            break
        seen += 1
        assert state[1] != "none", state
        assert state[2] >= 2, state
    assert seen > 10
