"""The pages of a long list: what the address may ask for, and cursors. No page numbers (performance.md 2)."""

import base64
import binascii
import json
from collections.abc import Iterable
from typing import Any

from flask import abort, request


def number_in(name: str, low: int, high: int) -> int | None:
    """A whole number of the query, or None when it is not given; 400 for anything else."""
    given = request.args.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 18 and low <= int(given) <= high):
        abort(400)
    return int(given)


def choice_in(name: str, choices: Iterable[str]) -> str | None:
    """One of our words in the query, or None when it is not given; 400 for any other."""
    given = request.args.get(name)
    if given is None or given == "":
        return None
    return given if given in set(choices) else abort(400)


def refuse_unknown(*known: str) -> None:
    """400 for a filter or sort key that the page does not have."""
    if set(request.args) - set(known):
        abort(400)


def cursor_in(name: str, *types: type) -> tuple[Any, ...] | None:
    """The cursor of the query, or None when it is not given; 400 when it is not one of ours."""
    return decode_cursor(request.args.get(name), *types)


def encode_cursor(*values: int | str) -> str:
    """Where the next page of a list begins, as a short word for the address."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(word: str | None, *types: type) -> tuple[Any, ...] | None:
    """What encode_cursor was given, or None without one; 400 when it is not one of ours."""
    if not word:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(word[:200] + "=" * (-len(word) % 4)))
    except (ValueError, binascii.Error):
        abort(400)
    if not isinstance(values, list) or [type(value) for value in values] != list(types):
        abort(400)
    if any(isinstance(value, int) and abs(value) >= 2**62 for value in values):
        abort(400)
    return tuple(values)
