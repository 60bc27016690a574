"""What is different between two texts, word by word, as people read it: what went, what came, what stayed."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]+")  # white space, words, signs
_MOST = 20_000  # pairs of equal words: difflib takes minutes over texts that say the same word again and again
_LONG = 400  # a passage that stayed and has more characters is shown from its ends
_ENDS = 120


class Kind(StrEnum):
    """What has become of a piece."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Piece(NamedTuple):
    """Some words that stand together and share a fate."""

    kind: Kind
    text: str


@lru_cache(maxsize=256)
def compare(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order; what went stands before what came in its place."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    pieces: list[Piece] = []
    for tag, a1, a2, b1, b2 in _joined(_codes(before, after), before):
        gone, came = "".join(before[a1:a2]), "".join(after[b1:b2])
        if tag == "equal":
            pieces.append(Piece(Kind.SAME, _shortened(gone)))
        else:
            pieces += [Piece(kind, text) for kind, text in ((Kind.GONE, gone), (Kind.NEW, came)) if text]
    return tuple(pieces)


_Code = tuple[str, int, int, int, int]


def _codes(before: list[str], after: list[str]) -> Sequence[_Code]:
    mine, theirs = Counter(before), Counter(after)
    if sum(n * theirs[word] for word, n in mine.items() if not word.isspace()) > _MOST:
        return [("changed", 0, len(before), 0, len(after))] if before != after else [("equal", 0, len(before), 0, len(after))]
    return SequenceMatcher(str.isspace, before, after, autojunk=False).get_opcodes()


def _joined(codes: Sequence[_Code], before: list[str]) -> list[_Code]:
    """Two changes with nothing but a space or a sign between them are read as one."""
    kinds = [
        "equal" if tag == "equal" and not (0 < n < len(codes) - 1 and len("".join(before[a1:a2]).strip()) <= 1) else "changed"
        for n, (tag, a1, a2, _b1, _b2) in enumerate(codes)
    ]
    runs = groupby(zip(kinds, codes, strict=True), key=lambda each: each[0])
    return [(kind, here[0][1][1], here[-1][1][2], here[0][1][3], here[-1][1][4]) for kind, run in runs if (here := list(run))]


def _shortened(text: str) -> str:
    if len(text) <= _LONG:
        return text
    return f"{text[:_ENDS].rsplit(' ', 1)[0]} … {text[-_ENDS:].split(' ', 1)[-1]}"
