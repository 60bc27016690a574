"""What templates and styles keep to: their order, no inline code, no unsafe text, no tenure word, both writing directions."""

import re
from collections.abc import Iterator

from tests.house.tree import PACKAGE, File, Found, Tree, rule

#: A mail has no stylesheet of ours and no policy that forbids styles.
#: The places in ui that may say |safe: they show what core/text.py made.
SAFE_PLACES = {f"{PACKAGE}/ui/templates/components/prose.html"}

JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
CSS_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
REFERS = re.compile(r"\{%-?\s*(?:extends|include|import|from)\b(.*?)(?:\bimport\b|%\})", re.DOTALL)
STYLE = re.compile(r"<style\b|<[a-z][^>]*?\sstyle\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^>]*?\s(on[a-z]+)\s*=|javascript:", re.IGNORECASE)
SAFE = re.compile(r"\|\s*safe\b|\bautoescape\s+false\b")
TENURE = re.compile(
    r"\b(afdelingsmød|beboermød|afdelingsbestyrelse|bestyrelse|beboerrepræsenta)\w*"
    r"|\b(section|residents['’]) (meeting|board)s?\b|\bresidents?['’] representatives?\b",
    re.IGNORECASE,
)
ONE_DIRECTION = re.compile(
    r"(?<![\w$-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?\s*:"
    r"|border-(?:top|bottom)-(?:left|right)-radius\s*:"
    r"|(?:left|right)\s*:(?!\s*auto\b)"  # auto undoes what the design system says
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b)"
)


def _blanked(text: str, *patterns: re.Pattern[str]) -> str:
    """The text with these parts as spaces, so that every line keeps its number."""
    for pattern in patterns:
        text = pattern.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), text)
    return text


def _found(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Line and wording of every match; the line is the one on which the match ends."""
    return ((text.count("\n", 0, match.end()) + 1, match[0].strip()) for match in pattern.finditer(text))


def _pages(tree: Tree) -> Iterator[tuple[File, str]]:
    """The HTML templates, each with what is left of it without Jinja."""
    return ((file, _blanked(file.text, JINJA_COMMENT, JINJA)) for file in tree.templates if file.path.endswith(".html"))


@rule
def templates_look_back(tree: Tree) -> Found:
    """A template extends, includes and imports only what is ui's, its own feature's or an earlier one's."""
    order = ("ui", *tree.features)
    of_ui = {file.path.split("/")[3] for file in tree.templates if file.folder == "ui"}
    for file in tree.templates:
        text = _blanked(file.text, JINJA_COMMENT)
        for match in REFERS.finditer(text):
            for quoted in re.finditer(r"[\"']([^\"']+)[\"']", match[1]):
                first = quoted[1].split("/")[0]
                owner = "ui" if first in of_ui else first
                if owner not in order or order.index(owner) > order.index(file.folder):
                    line = text.count("\n", 0, match.start(1) + quoted.start()) + 1
                    yield file.path, line, f"{file.folder} may not use {quoted[1]}: {owner} is not before it; offer a panel slot"


@rule
def pages_carry_no_inline_style(tree: Tree) -> Found:
    """No style attribute or element: the policy forbids it."""
    for file, html in _pages(tree):
        for line, _ in _found(html, STYLE):
            yield file.path, line, "the security policy forbids inline styles; give it a class in ui/styles"


@rule
def pages_carry_no_inline_script(tree: Tree) -> Found:
    """No handler attribute and no script without src: the policy forbids it, and every page works without."""
    for file, html in _pages(tree):
        for line, _ in [*_found(html, SCRIPT), *_found(html, HANDLER)]:
            yield file.path, line, "the security policy forbids inline scripts; write a module in ui/static/js that finds a data- attribute"


@rule
def safe_is_said_in_one_place(tree: Tree) -> Found:
    """Only the listed places of ui may say that a text needs no escaping."""
    for file in tree.templates:
        for line, wording in _found(_blanked(file.text, JINJA_COMMENT), SAFE) if file.path not in SAFE_PLACES else ():
            yield file.path, line, f"{wording} lets what people write run as code; show what core.text rendered through ui's components"


@rule
def tenure_chooses_its_words(tree: Tree) -> Found:
    """No word that is true of one kind of housing only: whose meeting and whose board it is, the section knows."""
    for file in tree.templates:
        if file.path.endswith("design.html"):  # shows invented samples, in development only
            continue
        for line, wording in _found(_blanked(file.text, JINJA_COMMENT), TENURE):
            yield file.path, line, f"“{wording}” is true of some homes only; print the organ's own name, which follows the tenure"


@rule
def styles_know_no_left_or_right(tree: Tree) -> Found:
    """Styles say inline-start and inline-end, so that a page in Arabic reads from the right."""
    for file in tree.styles:
        for line, wording in _found(_blanked(file.text, CSS_COMMENT), ONE_DIRECTION):
            yield file.path, line, f"“{wording}” points one way in every language; write inline-start or -end, start or end"
