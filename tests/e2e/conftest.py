"""Tests in a real browser: the demo behind it, and pages whose every complaint is a failure."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.e2e.demo import Demo, launch, running_demo
from tests.e2e.visits import stage

PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, with an author whose ideas are in every state."""
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        stage(demo)
        yield demo


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser program."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


class Desk:
    """Browsers of people. `faults` is what went wrong in them: console, broken files, requests to other origins."""

    def __init__(self, chromium: Browser, demo: Demo) -> None:
        self.chromium, self.demo = chromium, demo
        self.faults: list[str] = []
        self.kept: dict[str, Page] = {}

    def fresh(self, who: str = "nobody", *, size: dict[str, int] = PHONE, js: bool = True, scheme: str = "light") -> Page:
        """A page in a browser of its own, with axe at hand."""
        options = {
            "base_url": self.demo.url,
            "viewport": size,
            "java_script_enabled": js,
            "color_scheme": scheme,
            "reduced_motion": "reduce",
        }
        context = self.chromium.new_context(**options, storage_state=self.demo.signed_in.get(who))
        context.set_default_timeout(10_000)
        self._watch(context)
        context.add_init_script(path=AXE)
        page = context.new_page()
        if who != "nobody" and who not in self.demo.signed_in:
            self.demo.sign_in(page, who)
        return page

    def page(self, who: str = "nobody", *, size: dict[str, int] = PHONE) -> Page:
        """Somebody's page for looking only; it is used again and again."""
        page = self.kept.get(who) or self.kept.setdefault(who, self.fresh(who))
        page.set_viewport_size(size)
        return page

    def close(self) -> None:
        """Close what is not kept; by then all that went wrong has been told."""
        kept = {page.context for page in self.kept.values()}
        for context in self.chromium.contexts:
            if context in kept:
                context.pages[0].title()
            else:
                context.close()

    def _watch(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._follow)
        context.on("response", self._check)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):  # _check says it better
            self.faults.append(f"console: {message.text}")

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self.demo.url, "data:")):
            self.faults.append(f"another origin: {request.url}")

    def _check(self, response: Response) -> None:
        is_answer = response.request.resource_type == "document" or response.status == 422  # a form that comes back, to a script too
        if response.status >= (500 if is_answer else 400):
            self.faults.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="session")
def _desk(chromium: Browser, demo: Demo) -> Desk:
    return Desk(chromium, demo)


@pytest.fixture
def desk(_desk: Desk) -> Iterator[Desk]:
    """Browsers; the test fails when one of them had a complaint."""
    _desk.faults.clear()
    yield _desk
    _desk.close()
    assert not _desk.faults, "\n".join(_desk.faults)


@pytest.fixture
def phone(desk: Desk) -> Callable[..., Page]:
    """phone("anna") is a phone in Anna's hand."""
    return desk.fresh
