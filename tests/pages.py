"""What every page must be. A page that a test fetches has passed all of this."""

import itertools
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"
Element = ElementTree.Element


class Page:
    """A parsed answer: its elements, its words, its forms."""

    def __init__(self, url: str, status: int, headers: dict[str, str], text: str) -> None:
        self.url, self.status, self.headers, self.html = url, status, headers, text
        is_page = headers.get("Content-Type", "").startswith("text/html") and text and not 300 <= status < 400
        self.root: Element = parse(text) if is_page else ElementTree.Element("none")
        if self.root.tag != "none" and self.all("html"):
            check(self)

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers.get("Location", "")

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements by tag and attributes, `class_` matching one class."""
        found = [self.root] if self.root.tag == HTML + tag else []
        found += self.root.iter(HTML + tag) if self.root.tag != HTML + tag else list(self.root.iter(HTML + tag))[1:]
        return [each for each in found if all(_matches(each, name, value) for name, value in attributes.items())]

    @property
    def text(self) -> str:
        """The words of the page, as they are read."""
        return words(self.root)

    @property
    def h1(self) -> str:
        """The heading."""
        return words(self.all("h1")[0])

    @property
    def errors(self) -> list[str]:
        """What the error summary lists."""
        return [words(each) for box in self.all("div", class_="error-summary") for each in box.iter(HTML + "li")]

    def link(self, label: str) -> str:
        """The address of the link with these words."""
        return next(each.get("href", "") for each in self.all("a") if words(each) == label)

    def form(self, action: str = "") -> dict[str, str]:
        """What a form would send now: the first whose action contains these letters; the language switch only by its name."""
        return dict(_values(self._form(action)))

    def action(self, action: str = "") -> str:
        """Where that form is sent."""
        return self._form(action).get("action") or self.url

    def _form(self, action: str) -> Element:
        forms = [each for each in self.all("form", method="post") if action in (each.get("action") or self.url)]
        return next(each for each in forms if action or "/sprog" not in (each.get("action") or ""))


def _matches(element: Element, name: str, value: str) -> bool:
    if name == "class_":
        return value in (element.get("class") or "").split()
    return element.get(name) == value


def _values(form: Element) -> Iterator[tuple[str, str]]:
    for each in form.iter():
        name = each.get("name")
        if not name:
            continue
        if each.tag == HTML + "input" and (each.get("type") not in ("checkbox", "radio") or "checked" in each.attrib):
            yield name, each.get("value", "")
        elif each.tag == HTML + "textarea":
            yield name, (each.text or "").removeprefix("\n")
        elif each.tag == HTML + "select":
            options = list(each.iter(HTML + "option"))
            yield (
                name,
                next(
                    (option.get("value", "") for option in options if "selected" in option.attrib),
                    options[0].get("value", "") if options else "",
                ),
            )


def words(element: Element) -> str:
    """The text of an element, white space folded."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def parse(text: str) -> Element:
    """Parse strictly: whatever a browser would have to guess is a fault."""
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(text) if "<html" in text[:200] else html5lib.HTMLParser(strict=False).parseFragment(text, container="div")


def check(page: Page) -> None:
    """All that must hold on every page."""
    for rule in (
        _one_heading,
        _headings_in_order,
        _ids_unique,
        _fields_labelled,
        _images_described,
        _nothing_inline,
        _forms_guarded,
        _language_said,
        _landmarks,
    ):
        rule(page)


def _one_heading(page: Page) -> None:
    assert len(page.all("h1")) == 1, f"{page.url}: {len(page.all('h1'))} h1"
    title = words(page.all("title")[0]).removeprefix("Fejl: ").removeprefix("Error: ")
    assert title.startswith(page.h1[:60]), f"{page.url}: the title {title!r} does not begin with the heading {page.h1!r}"
    assert title.endswith("– Boligdialog")


def _headings_in_order(page: Page) -> None:
    levels = [int(each.tag[-1]) for each in page.root.iter() if re.fullmatch(re.escape(HTML) + "h[1-6]", str(each.tag))]
    before_h1 = levels[: levels.index(1)]
    assert all(level == 2 for level in before_h1), f"{page.url}: headings before h1: {levels}"
    after = levels[levels.index(1) :]
    assert all(b <= a + 1 for a, b in itertools.pairwise(after)), f"{page.url}: headings jump: {levels}"


def _ids_unique(page: Page) -> None:
    twice = [key for key, n in Counter(each.get("id") for each in page.root.iter() if each.get("id")).items() if n > 1]
    assert not twice, f"{page.url}: ids used twice: {twice}"
    known = {each.get("id") for each in page.root.iter()}
    for each in page.root.iter():
        for name in ("aria-describedby", "aria-labelledby", "for", "form"):
            for reference in (each.get(name) or "").split():
                assert reference in known, f"{page.url}: {name}={reference} points at nothing"


def _fields_labelled(page: Page) -> None:
    labelled = {each.get("for") for each in page.all("label")}
    wrapped = {id(inner) for label in page.all("label") for inner in label.iter()}
    for each in [*page.all("input"), *page.all("textarea"), *page.all("select")]:
        if each.get("type") in ("hidden", "submit"):
            continue
        assert each.get("id") in labelled or each.get("aria-label") or id(each) in wrapped, f"{page.url}: {each.get('name')} has no label"
    for each in [*page.all("button"), *page.all("a")]:
        named = words(each) or each.get("aria-label") or any(image.get("alt") for image in each.iter(HTML + "img"))
        assert named, f"{page.url}: a button or link without words"


def _images_described(page: Page) -> None:
    for each in page.all("img"):
        assert each.get("alt") is not None, f"{page.url}: an image without alt"


def _nothing_inline(page: Page) -> None:
    for each in page.root.iter():
        assert each.get("style") is None, f"{page.url}: inline style on {each.tag}"
        assert not [name for name in each.attrib if str(name).startswith("on")], f"{page.url}: inline handler"
        assert not (each.get("href") or "").lower().startswith("javascript:"), f"{page.url}: javascript: in a link"
    assert not page.all("style"), f"{page.url}: inline style sheet"
    assert all(each.get("src") for each in page.all("script")), f"{page.url}: inline script"


def _forms_guarded(page: Page) -> None:
    if page.url.removeprefix("/en").startswith("/stop/"):
        return  # mail programs press it too: it reads no session, so there is no token of one
    for each in page.all("form"):
        if (each.get("method") or "get").lower() == "post":
            assert "csrf_token" in dict(_values(each)), f"{page.url}: a form without a token"


def _language_said(page: Page) -> None:
    expected = "en" if page.url == "/en" or page.url.startswith("/en/") else "da"
    assert page.all("html")[0].get("lang") == expected, f"{page.url}: lang is not {expected}"


def _landmarks(page: Page) -> None:
    assert len(page.all("main")) == 1
    named = [each.get("aria-label") or each.get("aria-labelledby") for each in page.all("nav")]
    assert all(named), f"{page.url}: a nav without a name"
