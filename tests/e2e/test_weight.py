"""What the first view of the idea list weighs on a phone."""

import gzip

import pytest

from boligdialog.core.templating import DIST, assets
from tests.e2e.conftest import Desk

pytestmark = pytest.mark.e2e


def test_the_first_view_is_light(desk: Desk) -> None:
    page = desk.fresh()
    wire = page.context.new_cdp_session(page)
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto("/lindegaarden/ideer", wait_until="networkidle")
    print(f"\nfirst view: {sum(sizes) / 1000:.1f} kB in {len(sizes)} requests")
    assert sum(sizes) <= 80_000
    assert len(sizes) <= 10


def test_the_stylesheet_is_light() -> None:
    size = len(gzip.compress((DIST / assets.manifest["main.css"]).read_bytes(), 9))
    print(f"\nstylesheet: {size / 1000:.1f} kB")
    assert size < 16_000
