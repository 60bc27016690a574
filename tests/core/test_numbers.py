"""Nobody finds a small number: neither by reading nor by subtraction (rule R7)."""

from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from boligdialog.core import numbers
from boligdialog.core.numbers import Cell, Shown

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=5)


@pytest.mark.parametrize(("count", "says"), [(0, "0"), (1, "under 5"), (4, "under 5"), (5, "5"), (1250, "1.250")])
def test_a_count_alone(count, says, app):
    with app.test_request_context("/"):
        assert str(numbers.cell(count)) == says


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([12, 20], [12, 20], 32),
        ([3, 20], ["under", "hidden"], 23),
        ([3, 9, 20], ["under", "hidden", 20], 32),
        ([3, 2, 20], ["under", "under", 20], 25),
        ([1, 1, 20], ["under", "under", "hidden"], 22),
        ([4, 4], ["under", "under"], "hidden"),
        ([2, 0, 0], ["under", 0, 0], "under"),
        ([0, 0], [0, 0], 0),
        ([1, 5], ["under", "hidden"], "hidden"),
    ],
)
def test_a_table(counts, cells, total, app):
    shown, whole = numbers.table(counts)
    assert [_plain(each) for each in shown] == cells
    assert _plain(whole) == total


def _plain(cell: Cell):
    return cell.value if cell.shown is Shown.EXACT else cell.shown.value


def test_without_a_total_only_the_small_ones_are_hidden():
    shown, whole = numbers.table([3, 9, 20], with_total=False)
    assert [_plain(each) for each in shown] == ["under", 9, 20]
    assert whole.value is None


@given(COUNTS)
def test_no_small_number_is_shown(counts):
    shown, total = numbers.table(counts)
    assert all(cell.value is None for cell, count in zip(shown, counts, strict=True) if 0 < count < 5)
    assert not (total.value and 0 < total.value < 5)


@given(COUNTS)
def test_what_need_not_be_hidden_is_shown_as_it_is(counts):
    shown, total = numbers.table(counts)
    assert all(cell.value in (None, count) for cell, count in zip(shown, counts, strict=True))
    if not any(0 < count < 5 for count in counts):
        assert [cell.value for cell in shown] == counts
        assert total.value == sum(counts)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_every_small_number_could_be_another(counts):
    """Try all tables that look the same: each small cell has at least two values among them."""
    shown, total = numbers.table(counts)
    if total.shown is Shown.HIDDEN:
        return  # nothing to subtract from
    totals = [total.value] if total.shown is Shown.EXACT else range(1, 5)
    ranges = [[cell.value] if cell.shown is Shown.EXACT else range(1, 5) if cell.shown is Shown.UNDER else range(5, 50) for cell in shown]
    fits = [guess for guess in product(*ranges) if sum(guess) in totals]
    for n, cell in enumerate(shown):
        if cell.shown is Shown.UNDER:
            assert len({guess[n] for guess in fits}) >= 2, (counts, shown)


def test_four_of_one_each_are_not_below_five_together():
    assert [_plain(each) for each in (numbers.table([1, 1, 1, 1])[1], numbers.table([1, 1, 1])[1])] == ["hidden", "under"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=4), st.integers(0, 3))
def test_parts_are_safe_beside_something_that_the_total_cannot_exceed(counts, more):
    shown, total = numbers.parts(counts)
    highest = max(5, sum(counts) + more)  # a larger whole, shown as it is
    if all(cell.shown is Shown.HIDDEN for cell in shown):
        return  # the total stands alone
    totals = [total.value] if total.shown is Shown.EXACT else range(1, 5)
    ranges = [[cell.value] if cell.shown is Shown.EXACT else range(1, 5) if cell.shown is Shown.UNDER else range(5, 50) for cell in shown]
    fits = [guess for guess in product(*ranges) if sum(guess) in totals and sum(guess) <= highest]
    for n, cell in enumerate(shown):
        assert cell.shown is not Shown.UNDER or len({guess[n] for guess in fits}) >= 2, (counts, shown)
