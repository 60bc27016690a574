"""Take the pictures of the pages again, from the demo in a temporary folder, into docs/pictures/ (`make screenshots`)."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from boligdialog.core.db import db
from boligdialog.ideas.models import Idea
from tests.e2e.demo import Demo, launch, running_demo

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WIDTHS = {"phone": 360, "desktop": 1280}
LONGEST = 1360  # pixels of a page: all its pictures together stay below 3 MB
AREA = "/lindegaarden"


def idea_id(demo: Demo, title: str) -> int:
    """The idea of the demo with this title."""
    with demo.app.app_context():
        return db.session.query(Idea.id).filter(Idea.title == title).scalar()


def send_half(page: Page) -> None:
    """An idea without title and place."""
    page.locator("[name=why]").fill("Der er ingen steder at sidde, når børnene leger. Bedsteforældrene går hjem.")
    page.locator("main form .button-primary").click()
    page.wait_for_load_state()


def send_whole(page: Page) -> None:
    """A whole idea: its receipt."""
    page.locator("[name=title]").fill("Solur med romertal")
    page.locator("[name=place]").select_option(index=2)
    page.locator("main form .button-primary").click()
    page.wait_for_url(re.compile("kvittering"))


def shots(demo: Demo) -> list[tuple[str, str, str, Callable[[Page], None] | None, tuple[str, ...]]]:
    """Name, who, address, what is pressed, and in which schemes (light, dark)."""
    idea = f"/ideer/{idea_id(demo, 'Flere bænke ved legepladsen')}"
    both = ("light", "dark")
    return [
        ("01-home", "", "/", None, ("light",)),
        ("02-area", "", AREA, None, ("light",)),
        ("03-idea-list", "anna", f"{AREA}/ideer", None, both),
        ("04-idea", "anna", idea, None, both),
        ("08-queue", "marie", "/koe", None, ("light",)),
        ("05-propose", "fatima", f"{AREA}/ideer/ny", None, ("light",)),
        ("05-propose-error", "fatima", f"{AREA}/ideer/ny", send_half, ("light",)),
        ("06-receipt", "fatima", f"{AREA}/ideer/ny", send_whole, ("light",)),
        ("07-sign-in", "", "/log-ind", None, ("light",)),
        ("12-principle", "", "/principper/9", None, ("light",)),
        ("15-not-found", "", "/findes-ikke", None, ("light",)),
    ]


def take(browser: Browser, demo: Demo) -> None:
    """Every shot, on the phone and at the desk."""
    for name, who, address, press, schemes in shots(demo):
        for size, width in WIDTHS.items():
            for scheme in schemes if size == "phone" else ("light",):
                context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
                page = context.new_page()
                if who:
                    demo.sign_in(page, who)
                page.goto(demo.url + address, wait_until="networkidle")
                if press:
                    press(page)
                dark = "-dark" if scheme == "dark" else ""
                height = min(LONGEST, page.evaluate("document.documentElement.scrollHeight"))
                clip = {"x": 0, "y": 0, "width": width, "height": height}
                page.screenshot(path=PICTURES / f"{name}{dark}-{size}.png", full_page=True, clip=clip)
                context.close()


def main() -> None:
    """Start the demo and the browser, and take them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder), port=8000) as demo, sync_playwright() as playwright:
        browser = launch(playwright)
        take(browser, demo)
        browser.close()
    sizes = [path.stat().st_size for path in PICTURES.glob("*.png")]
    print(f"{len(sizes)} pictures, {sum(sizes) / 1000:.0f} kB, in {PICTURES.relative_to(Path.cwd())}/")


if __name__ == "__main__":
    main()
