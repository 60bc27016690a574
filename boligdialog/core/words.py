"""Words as search sees them: folded, cut into words, brought to their stems, and the words that are one typo away.

The only module that imports PyStemmer. Both databases store what it gives, so both give the same answers (docs/decisions/0007).
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from Stemmer import Stemmer

LONGEST = 40  # letters of a word that count
TYPO_FROM = 5  # letters a word must have before one of them may be wrong (features.md row 151)

_LETTERS = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"})
_DOUBLES = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))
_WORD = re.compile(r"[^\W_]+")
_FLEETING_E = re.compile(r"([^aeiouy\W\d])\1?e([lnr])$")  # the e that comes and goes: cykel, cykler; gammel, gamle


class _Stemmers(threading.local):
    """One of each for every thread: they remember their last words."""

    def __init__(self) -> None:
        self.danish, self.english = Stemmer("danish"), Stemmer("english")


_stemmers = _Stemmers()


def folded(text: str) -> str:
    """Small letters without accents; æ, ø and å as those write them who have no such keys."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).translate(_LETTERS)


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order. Every other sign is only a space between them."""
    return [word[:LONGEST] for word in _WORD.findall(folded(text))]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each word of a text begins and ends."""
    return (match.span() for match in _WORD.finditer(text))


@lru_cache(maxsize=50_000)
def stems(word: str) -> frozenset[str]:
    """The stems of a folded word, in Danish and in English: nobody says in which language a word is meant."""
    danish = _FLEETING_E.sub(r"\1\2", _stemmers.danish.stemWord(word))
    return frozenset({danish, _stemmers.english.stemWord(word)})


def forms(word: str) -> frozenset[str]:
    """Under what a word is found: its stems, and itself for those who have only written its beginning."""
    return stems(word) | {word}


def mentions(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text says one of these: a word in any of its forms, or several that stand beside each other."""
    said = _stemmed(text)
    everywhere = frozenset().union(*said)
    return any(_stands_in(said, phrase) for phrase in map(_phrase, phrases) if phrase and not phrase[0].isdisjoint(everywhere))


def _stands_in(said: list[frozenset[str]], phrase: list[frozenset[str]]) -> bool:
    """Whether the words of a phrase stand beside each other somewhere."""
    starts = range(len(said) - len(phrase) + 1)
    return any(all(here & wanted for here, wanted in zip(said[start:], phrase, strict=False)) for start in starts)


def _stemmed(text: str) -> list[frozenset[str]]:
    return [stems(word) for word in words(text)]


_phrase = lru_cache(maxsize=5_000)(_stemmed)  # the same phrases are sought in every text


# --- one typo -------------------------------------------------------------------------------------


def typed(word: str) -> str:
    """A folded word as long as it was typed: æ, ø and å are one letter again."""
    for two, one in _DOUBLES:
        word = word.replace(two, one)
    return word


def variants(word: str) -> set[str]:
    """The word, and it with one letter less. Two words that are one typo apart have a variant in common."""
    word = typed(word)
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def is_near(first: str, second: str) -> bool:
    """Whether one letter too many, too few or wrong, or two that changed places, is all that differs."""
    a, b = sorted((typed(first), typed(second)), key=len)
    start = next((n for n, (left, right) in enumerate(zip(a, b, strict=False)) if left != right), len(a))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) < len(b):
        return rest_a == rest_b[1:]
    return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
