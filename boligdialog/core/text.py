"""Text that people write: tidied when it comes in, turned into safe HTML once, when it is written.

The only module that imports bleach (end of life since June 2026: docs/decisions/0003 says how to swap it).
"""

import re
import unicodedata

import bleach
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from boligdialog.core.access import Reason
from boligdialog.core.i18n import _

#: Stored beside each HTML; a higher number says that older HTML wants to be rendered again.
RENDERER_VERSION = 1

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a"})
ATTRIBUTES = {"a": ["href", "rel"]}
PROTOCOLS = frozenset({"https", "http", "mailto"})

#: What cannot be seen, or turns text around: zero-width and soft signs, directions, fillers, tags.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u202a-\u202e\u2060\u2066-\u2069\u3164\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]]{1,500}")
_WHOLE_ADDRESS = re.compile(r"(?i)(https?://|mailto:)[^\s]")
_REFUSED_LINK = re.compile(r'<a href=""[^>]*>(.*?)</a>', re.S)  # what validateLink refused: its words stay
_EMPTY_LINK = re.compile(r"<a [^>]*>\s*</a>")  # a link that nobody could read aloud
_SPECIAL = re.compile(r"[*_`\[\]()<>#&\\!|~-]")


def tidy(text: str) -> str:
    """One line breaks style, NFC, no trailing space, no characters that turn text around or cannot be seen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _INVISIBLE.sub("", _CONTROL.sub("", text))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def tidy_line(text: str) -> str:
    """A text of one line: every run of white space is one space."""
    return " ".join(tidy(text).split())


def fold(text: str) -> str:
    """The key by which texts are compared: case, width and accents of typing do not count, æ ø å do."""
    return unicodedata.normalize("NFKC", tidy_line(text)).casefold()


def why_not_render(text: str) -> Reason | None:
    """Limits before parsing: length alone does not keep a Markdown parser quick (security.md 5.1, Text)."""
    lines = text.split("\n")
    too_much = (
        len(lines) > 400
        or max(map(len, re.split(r"\n\s*\n", text)), default=0) > 5000
        or text.count("[") > 100
        or len(_SPECIAL.findall(text)) > 1000
    )
    return (
        Reason("too_many_signs", _("There are too many symbols or lines in the text. Write it a little more simply."), status=422)
        if too_much
        else None
    )


class _Renderer(RendererHTML):
    """Adds what a link must carry."""

    def link_open(self, tokens: list[Token], idx: int, options: object, env: object) -> str:
        tokens[idx].attrSet("rel", "nofollow ugc noopener")
        return self.renderToken(tokens, idx, options, env)  # type: ignore[arg-type]


_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer).disable(
    ["image", "html_inline", "html_block", "reference", "code", "fence", "lheading", "hr", "heading", "backticks"]
)

_markdown.validateLink = lambda url: bool(_WHOLE_ADDRESS.match(url))  # type: ignore[method-assign]


def to_html(source: str) -> str:
    """Safe HTML of a text that has passed why_not_render. Store it together with RENDERER_VERSION."""
    html = _markdown.render(_linked(source))
    cleaned = bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True)
    return _EMPTY_LINK.sub("", _REFUSED_LINK.sub(r"\1", cleaned))


def _linked(source: str) -> str:
    """Bare addresses become links: a linear scan, for the parser's own linkify is quadratic."""
    return _ADDRESS.sub(
        lambda match: match[0] if source[max(0, match.start() - 1) : match.start()] in ("(", "<") else f"<{match[0]}>", source
    )


def stored_html(html: str) -> Markup:
    """HTML that to_html made, as markup for a template."""
    return Markup(html)  # noqa: S704 - sanitised when it was written


def language_of(source: str, written_in: str) -> str:
    """The language of a text as far as its letters tell; else that of the page it was written on."""
    if re.search("[\u0600-\u06ff]", source):
        return "ar"
    return "uk" if re.search("[\u0400-\u04ff]", source) else written_in


_PRIVATE = (
    re.compile(r"(?<![\d.,])(?:\+45 ?)?(?:\d{2} ?){3}\d{2}(?![\d.,]*\d)"),  # a phone number
    re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}"),  # an e-mail address
    re.compile(r"(?i)\b(?:\d{1,2}|st)\.? ?(?:sal )?,? ?(?:tv|th|mf)\b"),  # a floor and a side
)


#: Ten digits as a CPR number is written: a day, a month, a year, four more.
_CPR = re.compile(r"(?<!\d)(\d\d)[- ]{0,3}(\d\d)[- ]{0,3}\d\d[- ]{0,3}\d{4}(?!\d)")
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)\S")


def holds_cpr(source: str) -> bool:
    """Whether a text seems to hold somebody's CPR number (features.md row 51)."""
    return any(1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12 for match in _CPR.finditer(source))


def holds_phone(source: str) -> bool:
    """Whether a text seems to hold a phone number."""
    return bool(_PRIVATE[0].search(source))


def holds_link(source: str) -> bool:
    """Whether a text leads out to another site."""
    return bool(_LINK.search(source))


def words_found(source: str, words: str) -> list[str]:
    """Which words of a list («idiot*, svin») a text holds, as whole words; with a star, whatever they go on with."""
    text, wanted = fold(source), dict.fromkeys(filter(None, (fold(each) for each in words.split(","))))
    return [each for each in wanted if each.strip("* ") and re.search(_pattern(each), text)]


def _pattern(word: str) -> str:
    end = r"\w*" if word.endswith("*") else ""
    return rf"(?<!\w){re.escape(word.strip('* '))}{end}(?!\w)"


def sounds_private(source: str) -> bool:
    """Whether a text seems to hold a phone number, an e-mail address or a floor with its side (features.md row 51)."""
    return any(pattern.search(source) for pattern in _PRIVATE)


def excerpt(source: str, length: int = 160) -> str:
    """The beginning of a text, cut between words."""
    flat = tidy_line(source)
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0] + " …"
