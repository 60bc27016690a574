"""Every error page, looked at by axe on a phone in both languages, and never wider than the phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from boligdialog.core.errors import KNOWN
from tests.e2e.conftest import Desk
from tests.e2e.test_visits import violations

pytestmark = pytest.mark.e2e

WIDTH = "() => document.scrollingElement.scrollWidth"


@pytest.mark.parametrize("path", ["/was", *(f"/design/fejl/{status}" for status in KNOWN)])
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
