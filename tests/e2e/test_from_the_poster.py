"""From the poster in the stairwell to a sent idea, with the code of the letter: how many pages, and how long (issue 4)."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.e2e.conftest import PHONE, Desk
from tests.e2e.demo import Demo

pytestmark = pytest.mark.e2e

A_KEY, WORDS_A_MINUTE = 0.2, 250
MOST_PAGES, MOST_SECONDS = 4, 90

#: What somebody reads who reads every word from the top of the page, or of what is not on every page, to the lower edge of what they press.
WORDS = """(button, whole) => {
    const end = button.getBoundingClientRect().bottom
    const texts = document.createTreeWalker(whole ? document.body : document.querySelector("main"), NodeFilter.SHOW_TEXT)
    let words = 0
    while (texts.nextNode()) {
        const around = document.createRange()
        around.selectNodeContents(texts.currentNode)
        const box = around.getBoundingClientRect()
        const parent = texts.currentNode.parentElement
        const is_seen = box.bottom + scrollY > 0 && box.width > 1 && box.height > 1 && parent.checkVisibility({visibilityProperty: true})
        const is_hidden = !is_seen || parent.closest(".sr-only, option, script, style")
        if (!is_hidden && box.top < end) words += texts.currentNode.data.split(/\\s+/).filter(each => /[\\p{L}\\p{N}]/u.test(each)).length
    }
    return words
}"""


@dataclass
class Stopwatch:
    """What a walk costs somebody: pages, words to read, keys to press. A tap counts as a key."""

    page: Page
    pages: list[tuple[str, int, int]] = field(default_factory=list)
    keys: int = 0

    def type(self, name: str, text: str) -> None:
        """Write into a field: a tap, and a key for each sign."""
        self.keys += 1 + len(text)
        self.page.locator(f"main [name={name}]").fill(text)

    def tap(self, target: Locator, act: str = "click", **values: Any) -> None:
        """Touch something on the page."""
        self.keys += 1
        getattr(target, act)(**values)

    def leave(self, button: Locator) -> None:
        """Read the page as far as this button, press it, and wait for what comes."""
        words = button.evaluate(WORDS, not self.pages)  # the header is read once
        address = re.sub(r"https?://[^/]+", "", self.page.url)
        self.tap(button)
        self.page.wait_for_load_state()
        self.pages.append((address.split("?")[0], words, self.keys))
        self.keys = 0

    @property
    def seconds(self) -> float:
        """At 200 ms a key and 250 words a minute."""
        return sum(keys * A_KEY + words * 60 / WORDS_A_MINUTE for _page, words, keys in self.pages)

    def __str__(self) -> str:
        words, keys = (sum(row[column] for row in self.pages) for column in (1, 2))
        rows = [f"{address:32} {words:4} words {keys:4} keys" for address, words, keys in self.pages]
        return "\n".join(["", *rows, f"{len(self.pages)} pages, {words} words, {keys} keys: {self.seconds:.0f} s"])


def test_from_the_poster_to_a_sent_idea(demo: Demo, desk: Desk) -> None:
    phone = desk.fresh(size=PHONE)
    watch = Stopwatch(phone)
    main = phone.locator("main")

    phone.goto("/q/o1")  # what the QR code of the poster says
    watch.leave(main.locator("a.button-primary").first)

    watch.type("title", "Krydderurter foran opgang 4")
    watch.type("why", "Så kan alle klippe lidt persille til maden.")
    watch.tap(main.locator("[name=place]"), "select_option", index=2)
    watch.leave(main.locator(".form-end button").first)

    watch.type("code", demo.letter(148))
    watch.leave(main.locator("form[action*=brev] button"))

    watch.type("name", "Karla")
    watch.tap(main.locator("[name=age][value=adult]"), "check")
    watch.leave(main.locator("#welcome button"))

    phone.wait_for_url(re.compile("/kvittering"))
    print(watch)
    assert len(watch.pages) <= MOST_PAGES, watch
    assert watch.seconds <= MOST_SECONDS, watch
