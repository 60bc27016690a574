"""Small things that every page needs and that seldom change, kept in the process for half a minute.

Whoever changes one of them calls forget() in the same transaction and sees the change at once; other processes follow soon.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app

from boligdialog.core.db import after_commit, db

P = ParamSpec("P")
R = TypeVar("R")

KEPT_FOR = 30  # seconds
_FORGET = "forget what is remembered"


def remembered(query: Callable[P, R]) -> Callable[P, R]:
    """Keep what a query returns: plain values only, never rows that belong to a session. Arguments must be hashable."""
    name = f"{query.__module__}.{query.__name__}"

    @wraps(query)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        memory: dict[Any, tuple[float, Any]] = current_app.extensions.setdefault("memory", {})
        key = (name, args, tuple(sorted(kwargs.items())))
        kept = memory.get(key)
        if kept is None or time.monotonic() - kept[0] > KEPT_FOR:
            kept = memory[key] = (time.monotonic(), query(*args, **kwargs))
        return kept[1]

    return run


def forget() -> None:
    """Forget everything when this transaction is committed."""
    db.session.info[_FORGET] = True


@after_commit
def _forget_now() -> None:
    if db.session.info.pop(_FORGET, False):
        current_app.extensions["memory"] = {}
