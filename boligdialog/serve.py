"""Web and worker as processes of one command: both are started again when they die, and stop together. A watchman stands beside them."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import click
from flask import Flask

log = logging.getLogger(__name__)

_PATIENCE = 30  # seconds that a process has to finish what it is doing
_ROUND = 60  # seconds between two rounds of the watchman
_QUICK = 2  # a process that dies within so many seconds of its start is started again only after a pause


class Processes:
    """The processes of one command. watch: called every minute in a thread of its own; what goes wrong in it stops nobody."""

    def __init__(self, commands: dict[str, list[str]], *, watch: Callable[[], object] | None = None) -> None:
        self.commands, self.watch = commands, watch
        self.running: dict[str, tuple[subprocess.Popen[bytes], float]] = {}
        self.stopping = False

    def run(self) -> int:
        """Until SIGINT or SIGTERM; the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        if self.watch:
            threading.Thread(target=self._watch, args=(self.watch,), daemon=True).start()
        while not self.stopping:
            for name in self.commands:
                self._keep(name)
            time.sleep(0.2)
        return self._end()

    def _watch(self, watch: Callable[[], object]) -> None:
        while not self.stopping:
            time.sleep(_ROUND)
            try:
                watch()
            except Exception:
                log.exception("the watchman stumbled")

    def _keep(self, name: str) -> None:
        process, started = self.running.get(name, (None, 0.0))
        if process is not None:
            if process.poll() is None:
                return
            _end_family(process)
            if time.monotonic() - started < _QUICK:
                time.sleep(_QUICK)
            click.echo(f"{name} stopped with {process.returncode}; starting it again.", err=True)
        if not self.stopping:
            # A session of its own: Ctrl-C reaches this process alone, which tells the others in order.
            self.running[name] = (subprocess.Popen(self.commands[name], start_new_session=True), time.monotonic())  # noqa: S603

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> int:
        for process, _started in self.running.values():
            process.terminate()
        deadline = time.monotonic() + _PATIENCE
        for process, _started in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
            _end_family(process)
        return 0


def _end_family(process: subprocess.Popen[bytes]) -> None:
    """A killed master leaves its workers, which go on holding the port: end all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def web_command(app: Flask) -> list[str]:
    """gunicorn with threads: killed workers lose only their own requests (performance.md 1)."""
    config = app.config
    return [
        sys.executable, "-m", "gunicorn", "boligdialog:create_app()", "--bind", config["BIND"],
        "--worker-class", "boligdialog.webserver.WebWorker", "--limit-request-line", "8190",
        "--workers", str(config["WEB_WORKERS"]), "--threads", str(config["WEB_THREADS"]), "--timeout", "30", "--graceful-timeout", "20",
        "--log-level", "warning",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The worker, which delivers events and sends mails."""
    return [sys.executable, "-m", "boligdialog", "worker"]
