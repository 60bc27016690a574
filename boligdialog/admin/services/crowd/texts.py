"""What a crowd writes: Danish sentences put together from words.toml, with their HTML and what search makes of them."""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boligdialog.core import words
from boligdialog.core.text import to_html

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text())
_STOCK = 4_000  # sentences of a kind; texts are put together from these


@dataclass(frozen=True)
class Text:
    """A text as it is stored: source, HTML, the forms under which it is found."""

    source: str
    html: str
    forms: frozenset[str]


def text(source: str) -> Text:
    """A text that stands alone."""
    return Text(source, to_html(source), _forms(source))


def _forms(source: str) -> frozenset[str]:
    return frozenset().union(*map(words.forms, words.words(source)))


class Writer:
    """Writes titles, reasons and comments; the same for the same chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.said = {kind: [text(self._sentence(kind)) for _ in range(_STOCK)] for kind in ("why", "comment")}

    def title(self) -> Text:
        """A title of a kind that people write; seldom too long, then another."""
        while not 10 <= len(source := self._sentence("title")) <= 80:
            pass
        return Text(source, "", _forms(source))

    def why(self) -> Text:
        """Reasons: mostly some sentences in a paragraph or two, now and then nothing or half a page."""
        paragraphs = self.chance.choices((0, 1, 2, 3, 5), (4, 50, 32, 11, 3))[0]
        return self._joined("why", [self.chance.randint(1, 5) for _ in range(paragraphs)])

    def comment(self) -> Text:
        """A comment: mostly short."""
        return self._joined("comment", [self.chance.choices((1, 2, 3, 5, 9), (40, 30, 18, 9, 3))[0]])

    def _joined(self, kind: str, lengths: list[int]) -> Text:
        blocks = [self.chance.choices(self.said[kind], k=n) for n in lengths]
        source = "\n\n".join(" ".join(each.source for each in block) for block in blocks)
        html = "".join(f"<p>{' '.join(each.html[3:-5] for each in block)}</p>\n" for block in blocks)
        return Text(source, html, frozenset().union(*(each.forms for block in blocks for each in block)))

    def _sentence(self, kind: str) -> str:
        chance, listed = self.chance, WORDS["words"]
        first, (last, the_last, article, new) = chance.choice(listed["first"]), chance.choice(listed["second"])
        other, (other_last, the_other, *_rest) = chance.choice(listed["first"]), chance.choice(listed["second"])
        parts = {
            "thing": first + last, "det": first + the_last, "et": article, "ny": new, "thing2": other + other_last, "det2": other + the_other,
            "place": chance.choice(listed["place"]), "place2": chance.choice(listed["place"]),
            "who": chance.choice(listed["who"]), "when": chance.choice(listed["when"]),
        }  # fmt: skip
        parts |= {name.capitalize(): value[0].upper() + value[1:] for name, value in parts.items()}
        return str(chance.choice(WORDS["sentences"][kind])).format(**parts)
