"""What went and what came between two texts."""

import time

import pytest

from boligdialog.core.compare import compare
from tests.conftest import NASTY


def _plain(old, new):
    marks = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in compare(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("En bænk", "En bænk", "En bænk"),
        ("", "En bænk", "[+En bænk+]"),
        ("En bænk", "", "[-En bænk-]"),
        ("En bænk ved døren", "En bænk ved porten", "En bænk ved [-døren-][+porten+]"),
        ("en grøn bænk her", "en lille blå bænk her", "en [-grøn-][+lille blå+] bænk her"),
        ("Vi vil gerne, at alle er med", "Vi håber stadig: at alle er med", "Vi [-vil gerne,-][+håber stadig:+] at alle er med"),
        ("Bænk.\n\nBord.", "Bænk.\n\nStol.", "Bænk.\n\n[-Bord-][+Stol+]."),
    ],
)
def test_word_by_word(old, new, shown):
    assert _plain(old, new) == shown


def test_nothing_of_either_text_is_lost():
    old, new = f"Før {NASTY} æøå", f"Nu {NASTY.upper()} 🏡 æøå"
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new


def test_a_long_passage_that_stayed_is_shown_from_its_ends():
    long = " ".join(f"ord{n}" for n in range(300))
    first, *rest = compare(f"{long} før", f"{long} nu")
    assert len(first.text) < 300
    assert first.text.startswith("ord0 ")
    assert [piece.text for piece in rest] == ["før", "nu"]


@pytest.mark.parametrize(
    ("old", "new"), [("a " * 1000, "a b " * 500), ("-_" * 1000, "-" * 2000), ("- x " * 500, "x - - " * 300), ("a " * 140, "a b " * 140)]
)
def test_no_text_keeps_a_page_waiting(old, new):
    start = time.process_time()
    compare(old, new)
    assert time.process_time() - start < 1
