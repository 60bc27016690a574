"""What runs outside the request: Huey, with its queue in a file beside the database or in Redis.

The queue is only a nudge. Every job's work is also a row in the database, and a sweeper finds what a crash left.
"""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, ParamSpec

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer
from redis.exceptions import RedisError

P = ParamSpec("P")
log = logging.getLogger(__name__)

_jobs: list["Job[Any]"] = []
_periodic: list[tuple[Callable[[], object], dict[str, str]]] = []


class JSONSerializer(Serializer):
    """Plain JSON: Huey's own default unpickles whatever lies in the queue."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class Job(Generic[P]):
    """A function that can also run later, in the worker. Arguments are numbers and short strings."""

    def __init__(self, function: Callable[P, object]) -> None:
        self.function = function
        self.name = f"{function.__module__.removeprefix('boligdialog.')}.{function.__name__}"
        _jobs.append(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> object:
        return self.function(*args, **kwargs)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Put it in the queue, best effort: an error is logged, never raised, for the sweeper comes anyway."""
        try:
            current_app.extensions["jobs"][self.name](*args, **kwargs)
        except Exception:
            log.exception("could not enqueue %s", self.name)


def job(function: Callable[P, object]) -> Job[P]:
    """Make a function runnable in the worker."""
    return Job(function)


def every(**when: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Run a function on a schedule: crontab words, UTC, such as minute="*/5". Nightly jobs run from 03:30 (rule R6)."""

    def add(function: Callable[[], object]) -> Callable[[], object]:
        _periodic.append((function, when))
        return function

    return add


def _queue(app: Flask) -> Huey:
    options = {"results": False, "serializer": JSONSerializer()}
    if app.config["REDIS_URL"]:
        return RedisHuey("boligdialog", url=app.config["REDIS_URL"], **options)
    path = Path(app.instance_path) / "queue.db"
    path.touch(mode=0o600)
    return SqliteHuey("boligdialog", filename=str(path), **options)


def is_within_reach(app: Flask) -> bool:
    """Whether the queue answers. A file always does."""
    huey = app.extensions["huey"]
    try:
        return not isinstance(huey, RedisHuey) or bool(huey.storage.conn.ping())
    except RedisError:
        return False


def _in_app(app: Flask, function: Callable[..., object]) -> Callable[..., None]:
    def run(*args: Any, **kwargs: Any) -> None:
        with app.app_context():
            function(*args, **kwargs)

    return run


def init_app(app: Flask) -> None:
    """Give this application its queue and register every job. Called last, when all features are loaded."""
    huey = app.extensions["huey"] = _queue(app)
    app.extensions["jobs"] = {each.name: huey.task(name=each.name)(_in_app(app, each.function)) for each in _jobs}
    for function, when in _periodic:
        huey.periodic_task(crontab(**when), name=f"{function.__module__}.{function.__name__}")(_in_app(app, function))


def run_worker(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; what is under way is finished first."""
    app.extensions["huey"].create_consumer(workers=1, graceful_signal="TERM", max_delay=0.5, check_worker_health=True).run()
