"""What of a text is shown among the hits, and which of its words are marked."""

from functools import cache

from boligdialog.core import words

#: A piece of a text, and whether it is what was looked for.
Piece = tuple[str, bool]

_AROUND = 80  # characters on either side of the first word that fits


class Asked:
    """The forms that were looked for, to be met again in a text."""

    def __init__(self, forms: frozenset[str]) -> None:
        self.forms = {form for form in forms if not form.endswith("*")}
        self.beginnings = tuple(form[:-1] for form in forms if form.endswith("*"))
        self.fits = cache(self._fits)  # texts repeat their words

    def _fits(self, written: str) -> bool:
        """Whether a word, as it is written, is one of them."""
        return any(words.forms(word) & self.forms or word.startswith(self.beginnings) for word in words.words(written))


def marked(text: str, asked: Asked) -> list[Piece]:
    """The whole text in pieces."""
    pieces, at = [], 0
    for start, end in words.spans(text):
        if asked.fits(text[start:end]):
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def excerpt(text: str, asked: Asked) -> list[Piece]:
    """The text around the first word that fits, in pieces; its beginning where none does."""
    text = " ".join(text.split())
    first = next((start for start, end in words.spans(text) if asked.fits(text[start:end])), 0)
    start = text.rfind(" ", 0, first - _AROUND) + 1 if first > _AROUND else 0
    end = text.find(" ", max(first, start) + 2 * _AROUND)
    pieces = marked(text[start : end if end > 0 else len(text)], asked)
    return [*([("… ", False)] if start else []), *pieces, *([(" …", False)] if end > 0 else [])]
