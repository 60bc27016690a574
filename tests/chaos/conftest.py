"""Many at once: each in a thread of its own, as in the processes of a server."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from boligdialog.core.access import Refused
from boligdialog.core.db import db


@pytest.fixture
def at_once(app) -> Callable[..., list[Any]]:
    """at_once(n, function): run function(0) … function(n - 1) in threads of their own; results, or the reason of a refusal."""

    def run(count: int, function: Callable[[int], Any]) -> list[Any]:
        def one(number: int) -> Any:
            with app.app_context():
                try:
                    return function(number)
                except Refused as refused:
                    return refused.reason.code
                finally:
                    db.session.remove()

        db.session.remove()
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, range(count)))

    return run
