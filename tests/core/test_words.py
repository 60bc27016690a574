"""What a text says, in whatever form of the words."""

import pytest

from boligdialog.core.words import mentions

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("Gyngen er i STYKKER", ["er i stykker"], True),
        ("i stykker er gyngen", ["er i stykker"], False),
        ("Der er rotter i kælderen", ["rotte"], True),
        ("Rotten", ["rotter"], True),
        ("rotation", ["rotter"], False),
        ("", ["rotter"], False),
        ("alt", ["", " ", ","], False),
        ("er", ["er i stykker"], False),
    ],
)
def test_a_text_mentions_a_phrase_in_its_forms(text, phrases, expected):
    assert mentions(text, phrases) is expected
