"""A photo on its way to the neighbours, from a phone with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk
from tests.pictures import picture

pytestmark = [pytest.mark.e2e, pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])]


def _choose(phone: Page, data: bytes) -> None:
    phone.locator("[name=photo]").set_input_files({"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": data})


def _add(phone: Page) -> None:
    phone.locator("form:has([name=photo]) button").click()


def _begin(desk: Desk, who: str, title: str, js: bool) -> Page:
    """Write an idea, and go on to its pictures."""
    phone = desk.fresh(who, js=js)
    phone.goto("/lindegaarden/ideer/ny")
    phone.locator("[name=title]").fill(title)
    phone.locator("[name=why]").fill("Fordi solen skinner der hele dagen.")
    phone.locator("[name=place]").select_option(index=2)
    phone.locator("button[value=photos]").click()
    phone.wait_for_url("**/billeder")
    return phone


def test_a_photo_goes_with_an_idea(js: bool, desk: Desk) -> None:
    title = "Solur med romertal" if js else "Kroge til hængekøjer"
    phone = _begin(desk, "fatima" if js else "anna", title, js)

    # What is no picture is a sentence; the words that were typed stay.
    _choose(phone, b"<!doctype html><script>alert(1)</script>")
    phone.locator("[name=alt]").fill("Græsset bag blok 3")
    phone.locator("[name=people][value=no]").check()
    _add(phone)
    expect(phone.locator("[data-errors]")).to_contain_text("Vi kan ikke læse filen")
    expect(phone.locator("[name=alt]")).to_have_value("Græsset bag blok 3")

    # The right file, and there it is.
    _choose(phone, picture())
    _add(phone)
    expect(phone.locator("ul.photos img")).to_have_attribute("alt", "Græsset bag blok 3")
    if js:
        expect(phone.locator("#said")).to_have_text("Billedet er tilføjet.")
        assert phone.evaluate("document.activeElement.closest('.photos') !== null"), "focus was lost when the picture came"

    # The text is where it was; both are sent together.
    phone.locator("main a.button-primary").click()
    expect(phone.locator("[name=why]")).to_have_value("Fordi solen skinner der hele dagen.")
    phone.locator(".form-end button").first.click()
    phone.wait_for_url("**/kvittering")
    phone.goto(phone.url.removesuffix("/kvittering"))
    image = phone.locator("ul.photos img")
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalWidth") > 300
    assert image.evaluate("image => image.clientWidth / image.clientHeight") == pytest.approx(1000 / 600, 0.02)


def test_a_picture_that_is_too_large_is_a_sentence(js: bool, desk: Desk, tmp_path: Path) -> None:
    phone = _begin(desk, "fatima" if js else "anna", f"En meget stor bænk {'med' if js else 'uden'}", js)
    large = tmp_path / "IMG_0002.jpg"  # a file of its own: what is handed to the browser as bytes takes seconds
    large.write_bytes(picture() + b"\0" * 13_000_000)
    phone.locator("[name=photo]").set_input_files(large)
    phone.locator("[name=alt]").fill("Noget stort")
    phone.locator("[name=people][value=no]").check()
    _add(phone)
    expect(phone.locator("main")).to_contain_text("Billedet fylder mere end 12")
    if js:
        expect(phone.locator("[name=alt]")).to_have_value("Noget stort")
