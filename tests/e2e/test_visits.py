"""Every page, in every state, in both languages: axe finds nothing, it fits the narrowest phone and at 400 %, a thumb can press it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, Desk
from tests.e2e.demo import Demo
from tests.e2e.visits import NO_PAGES, VISITS, Visit, send

pytestmark = pytest.mark.e2e

NARROW, MAGNIFIED = {"width": 320, "height": 640}, {"width": 320, "height": 256}  # 1280 px at 400 %

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
#: The one rule that reads stylesheets, which axe fetches anew for each page: asked once, of one page.
TURNED = {"type": "rule", "values": ["css-orientation-lock"]}
RUN = "([only, preload]) => axe.run({runOnly: only, preload, resultTypes: ['violations']}).then(found => found.violations)"

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


def violations(page: Page, where: str, only: dict[str, object] = RULES, *, preload: bool = False) -> Iterator[str]:
    """What axe has against a page, a line for each element."""
    for found in page.evaluate(RUN, [only, preload]):
        for node in found["nodes"]:
            yield f"{where}: {found['id']}: {node['html'][:200]} – {node['failureSummary']}"


def _too_wide(page: Page, size: dict[str, int], where: str) -> Iterator[str]:
    page.set_viewport_size(size)
    if page.evaluate(WIDTH) > size["width"]:
        yield f"{where}: scrolls sideways"


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_is_for_everybody(visit: Visit, lang: str, demo: Demo, desk: Desk) -> None:
    page = desk.page(visit.who)
    visit.open(page, demo, lang)
    found = list(violations(page, "phone"))
    page.emulate_media(color_scheme="dark")
    found += violations(page, "phone, dark", COLOURS)
    page.emulate_media(color_scheme="light")
    found += _too_wide(page, NARROW, "320 px")
    found += [f"too small: {each}" for each in page.evaluate(SMALL) + page.evaluate(TINY)]
    found += _too_wide(page, MAGNIFIED, "400 %")
    found += _too_wide(page, DESKTOP, "desktop")
    found += violations(page, "desktop")
    assert not found, "\n".join(found)


def test_no_page_is_locked_to_one_way_of_holding_the_phone(desk: Desk) -> None:
    page = desk.page()
    page.goto("/")
    assert not list(violations(page, "phone", TURNED, preload=True))


def test_axe_finds_nothing_on_a_return_code(demo: Demo, desk: Desk) -> None:
    page = desk.fresh(size=PHONE)
    page.goto(f"/k/{demo.letter(149)}")
    send(page, "code")
    expect(page.locator("[data-print]")).to_be_visible()
    assert not list(violations(page, "phone"))


def test_every_page_is_visited(demo: Demo) -> None:
    routes = {rule.endpoint for rule in demo.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert routes - NO_PAGES.keys() == {visit.endpoint for visit in VISITS if not visit.endpoint.startswith("/")}
    assert NO_PAGES.keys() <= routes
