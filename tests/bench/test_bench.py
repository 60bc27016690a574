"""The benchmark runs, counts only right answers, and writes what it found. No time is asserted: that belongs to `make bench`."""

import json
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bench import load, report
from bench.cells import CELLS

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
FIELDS = {"cell", "database", "ideas", "rps", "floor_rps", "ratio", "p50_ms", "p99_ms", "cpu_ms"}


def test_a_small_run_writes_a_line_for_each_cell(tmp_path):
    where = ["--data", str(tmp_path), "--results", str(tmp_path / "new.json")]
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--databases", "sqlite", *where],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    lines = json.loads((tmp_path / "new.json").read_text())
    assert [line["cell"] for line in lines] == [cell.name for cell in CELLS]
    assert all(line.keys() >= FIELDS for line in lines)
    assert "is not like ours" not in run.stdout


def test_the_first_morning_is_walked_through_the_pages():
    command = [sys.executable, "-m", "bench.morning", "--homes", "12", "--letters", "6", "--databases", "sqlite"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert "sqlite" in run.stdout


def test_every_cell_has_a_bar_on_both_databases():
    for database in ("sqlite", "postgresql"):
        assert set(report.bars()[database]) == {cell.name for cell in CELLS}


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\nidea",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nerror",
        b"",
    ],
)
def test_an_error_page_never_counts(answer):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_answer, args=(server, answer), daemon=True).start()
        with pytest.raises(load.Wrong):
            load.run(server.getsockname()[1], [b"GET / HTTP/1.1\r\n\r\n"], seconds=1, connections=1, status=200, marker=b"idea", once=False)


def _answer(server, answer):
    connection, _address = server.accept()
    connection.recv(100)
    connection.sendall(answer)
    connection.close()
