"""Every error page, looked at by axe on a phone in both languages, and never wider than the phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from boligdialog.core.errors import KNOWN
from tests.e2e.conftest import Desk
from tests.e2e.test_visits import violations

pytestmark = pytest.mark.e2e

WIDTH = "() => document.scrollingElement.scrollWidth"


@pytest.mark.parametrize("path", [f"/design/fejl/{status}" for status in KNOWN])
def test_errors_are_pages_too(path: str, desk: Desk, phone: Callable[..., Page]) -> None:
    page = phone()
    for root in ("", "/en"):
        page.goto(root + path)
        assert not list(violations(page, root + path))
        assert page.evaluate(WIDTH) <= 360
        page.set_viewport_size({"width": 320, "height": 600})
        assert page.evaluate(WIDTH) <= 320
        page.set_viewport_size({"width": 360, "height": 780})
    desk.faults[:] = [each for each in desk.faults if not each.startswith(("5", "console: Failed"))]  # that they are errors is meant


@pytest.mark.parametrize("length", [9_000, 100_000])
def test_a_search_that_no_address_can_hold_is_told_so(length: int, desk: Desk, phone: Callable[..., Page]) -> None:
    """The web server refuses it before the application; what is read is ours all the same."""
    page = phone()
    answer = page.request.get("/soeg?q=" + "x" * length)
    assert answer.status == 414
    assert "Gør det kortere" in answer.text()
    assert "default-src" in answer.headers["content-security-policy"]
    assert "traceback" not in answer.text().lower()
