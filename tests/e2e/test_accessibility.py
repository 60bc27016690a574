"""axe finds nothing to say: on every page, in every state, in both languages, on the phone and at the desk, by day and by night."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, Desk
from tests.e2e.demo import Demo
from tests.e2e.visits import NO_PAGES, VISITS, Visit, send

pytestmark = pytest.mark.e2e

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
RUN = "only => axe.run({runOnly: only, resultTypes: ['violations']}).then(found => found.violations)"


def violations(page: Page, where: str, only: dict[str, object] = RULES) -> Iterator[str]:
    """What axe has against a page, a line for each element."""
    for found in page.evaluate(RUN, only):
        for node in found["nodes"]:
            yield f"{where}: {found['id']}: {node['html'][:200]} – {node['failureSummary']}"


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_axe_finds_nothing(visit: Visit, lang: str, demo: Demo, desk: Desk) -> None:
    page = desk.page(visit.who, axe=True)
    visit.open(page, demo, lang)
    found = list(violations(page, "phone"))
    page.emulate_media(color_scheme="dark")
    found += violations(page, "phone, dark", COLOURS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)
    found += violations(page, "desktop")
    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_a_return_code(demo: Demo, desk: Desk) -> None:
    page = desk.fresh(axe=True)
    page.goto(f"/k/{demo.letter(149)}")
    send(page, "code")
    expect(page.locator("[data-print]")).to_be_visible()
    assert not list(violations(page, "phone"))


def test_every_page_is_visited(demo: Demo) -> None:
    routes = {rule.endpoint for rule in demo.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert routes - NO_PAGES.keys() == {visit.endpoint for visit in VISITS if not visit.endpoint.startswith("/")}
    assert NO_PAGES.keys() <= routes
