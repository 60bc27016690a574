"""The two programs behind the same server, and what they and their database spend."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.data import Data, settings
from boligdialog import create_app
from boligdialog.core.db import db
from boligdialog.serve import web_command

_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """gunicorn before one of the programs."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, data: Data) -> None:
        self.process, self.port, self.data = process, port, data

    def cpu(self) -> float:
        """Seconds of processor time that the server and its database connections have used so far."""
        web = _family(self.process.pid)
        return sum(_spent(pid) for pid in web) + sum(self._database().values())

    def _database(self) -> dict[int, float]:
        if not self.data.is_postgresql:
            return {}
        with psycopg.connect(self.data.url.replace("+psycopg", ""), autocommit=True) as connection:
            mine = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            return {pid: _spent(pid) for (pid,) in connection.execute(mine)}


def _spent(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [pid, *(grandchild for child in children for grandchild in _family(int(child)))]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _command(port: int, data: Data) -> list[str]:
    """As `boligdialog run` starts it."""
    app = create_app(**settings(data, port))
    with app.app_context():
        db.engine.dispose()
    return web_command(app)


@contextmanager
def running(data: Data, *, floor: bool) -> Iterator[Server]:
    """One of the two programs on a port of its own, until the block ends."""
    port = free_port()
    command = [part.replace("boligdialog:create_app()", "bench.floor:create_app()") if floor else part for part in _command(port, data)]
    assert command[:3] == [sys.executable, "-m", "gunicorn"]
    command += ["--keep-alive", "30"]  # a loaded machine must not make it hang up on a connection that rested for two seconds
    environ = {**os.environ, **settings(data, port), "BENCH_DATABASE": data.url}
    with (data.folder / ("floor.log" if floor else "web.log")).open("wb") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait_for(port, process)
            yield Server(process, port, data)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _try in range(300):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("a server did not start; its log lies in bench/data/run/")


def processor() -> str:
    """The machine in words, for the report."""
    try:
        model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        model = None
    return f"{os.cpu_count()} cores" + (f", {model[1].strip()}" if model else "")
