"""Sentences for paper, of which one part stands out."""

from boligdialog.core.i18n import Words, language
from boligdialog.paper.settings import BOX_DA, BOX_EN


def around(sentence: str, name: str, value: str) -> list[str]:
    """A translated sentence cut at its placeholder: what stands before, the value, what stands after."""
    before, _mark, after = sentence.partition(f"%({name})s")
    return [before, value, after]


def slip_box() -> str:
    """Where slips are handed in, in the language that is being written."""
    words = Words(BOX_DA.value, BOX_EN.value)
    return words.en if language() == "en" else words.da
