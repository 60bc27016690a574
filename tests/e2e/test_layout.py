"""Pages fit the narrowest phone and the greatest magnification, and can be hit with a thumb."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import DESKTOP, PHONE, Desk
from tests.e2e.demo import Demo
from tests.e2e.visits import VISITS, Visit

pytestmark = pytest.mark.e2e

NARROW, MAGNIFIED = {"width": 320, "height": 640}, {"width": 320, "height": 256}  # 1280 px at 400 %

DIRECTION = "each => getComputedStyle(each).direction"

WIDTH = "() => document.documentElement.scrollWidth"

#: Things to press that are lower than 44 px. Links inside a sentence are exempt (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll(`button, summary, select, textarea, input:not([type=hidden]), nav a,
        a.button, a.pill, a.line, a.target, a.support__button`)]
    .filter(each => each.getClientRects().length && !each.closest('.skipnav'))
    .map(each => [each, (each.type === 'checkbox' || each.type === 'radio') ? (each.closest('label') || each.nextElementSibling) : each])
    .map(([each, target]) => [each.outerHTML.slice(0, 90), target.getBoundingClientRect().height])
    .filter(([, height]) => height < 43.5)"""

#: Words smaller than 16 px.
TINY = """() => { const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) { const node = walker.currentNode, box = node.parentElement;
      if (node.textContent.trim() && box.getClientRects().length && !box.closest('.sr-only, svg')
          && parseFloat(getComputedStyle(box).fontSize) < 15.9) found.push(node.textContent.trim().slice(0, 40)); }
    return found; }"""


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_fits_and_can_be_pressed(visit: Visit, lang: str, demo: Demo, desk: Desk) -> None:
    page = desk.page(visit.who, size=NARROW)
    visit.open(page, demo, lang)
    assert page.evaluate(WIDTH) <= 320, "sideways scroll at 320 px"
    assert page.evaluate(SMALL) == []
    assert page.evaluate(TINY) == []
    page.set_viewport_size(MAGNIFIED)
    assert page.evaluate(WIDTH) <= 320, "sideways scroll at 400 %"
    page.set_viewport_size(DESKTOP)
    assert page.evaluate(WIDTH) <= DESKTOP["width"], "sideways scroll on a desktop"


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
