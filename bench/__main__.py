"""`make bench`: our pages beside the floor's, cell by cell, in turns on the same data and the same server."""

import argparse
import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from bench import data as datasets, report, servers
from bench.cells import CELLS, QUEUE, Cell
from bench.data import Data
from bench.report import Line, Slices
from bench.servers import Server

_MOST = 2_500  # requests a second that are made beforehand for a cell that may send each only once
_SAME_SIZE = 0.10  # how far the floor's pages may be from ours
_SHORT_QUEUE = 50  # open cases
_LONGER_QUEUE = 1.3  # times the CPU of a short queue that a long one may cost


def main() -> int:
    """Measure what was asked for; 1 when a cell reaches less than half its bar."""
    asked = _arguments()
    datasets.FOLDER = asked.data
    print(f"{asked.ideas:,} ideas, {asked.connections} connections, {asked.slices} slices of {asked.seconds:g} s; {servers.processor()}")
    lines: list[Line] = []
    for database in asked.databases:
        if not datasets.can_reach(database):
            print(f"{database} does not answer here, and is left out.")
            continue
        lines += _measure(datasets.prepared(database, asked.ideas, quick=asked.quick), asked)
    report.write(lines, asked.results)
    print("No page is kept within the server between readers, so there is no cell for pages within their shared lifetime.")
    return 1 if not asked.quick and any(line.verdict == "BELOW HALF" for line in lines) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--ideas", type=int, default=100_000)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["postgresql", "sqlite"])
    parser.add_argument("--cells", default="", help="only cells whose name has this in it")
    parser.add_argument("--slices", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--data", type=Path, default=datasets.FOLDER, help="where data is kept")
    parser.add_argument("--results", type=Path, default=report.RESULTS, help="the file that is written")
    parser.add_argument("--quick", action="store_true", help="a few hundred ideas and short slices: does it run at all?")
    asked = parser.parse_args()
    if asked.quick:
        asked.ideas, asked.slices, asked.seconds = min(asked.ideas, 300), 1, 0.3
    return asked


def _measure(made: Data, asked: argparse.Namespace) -> list[Line]:
    copy = datasets.copied(made)
    try:
        with ExitStack() as running:
            ours, floor = (running.enter_context(servers.running(copy, floor=is_floor)) for is_floor in (False, True))
            print(report.head())
            lines = [_cell(cell, copy, ours, floor, asked) for cell in CELLS if asked.cells in cell.name]
            if asked.cells in QUEUE.name:
                _shorter_queue(copy, ours, asked)
            return lines
    finally:
        datasets.drop(copy)


def _cell(cell: Cell, data: Data, ours: Server, floor: Server, asked: argparse.Namespace) -> Line:
    line = Line(cell.name, data.database, data.ideas, Slices(), Slices())
    warm_up = min(0.5, asked.seconds)
    for number in range(asked.slices + 1):  # the first pair warms up and is not counted
        pair = ((ours, line.ours, 2 * number), (floor, line.floor, 2 * number + 1))
        for server, slices, place in pair if number % 2 else reversed(pair):
            run = _slice(cell, data, server, place, asked, asked.seconds if number else warm_up)
            if number:
                slices.runs.append(run)
    print(report.row(line), flush=True)
    sizes = [slices.middle("bytes") for slices in (line.ours, line.floor)]
    if cell.status == 200 and abs(sizes[1] - sizes[0]) > _SAME_SIZE * sizes[0]:
        print(f"  The floor's page is not like ours: {sizes[1]:.0f} bytes beside {sizes[0]:.0f}.")
    return line


def _shorter_queue(data: Data, ours: Server, asked: argparse.Namespace) -> None:
    """What a page of the queue costs as long as it is, beside one of which only a page is left: about the same, says our bar."""
    spent, warm_up = {}, min(0.5, asked.seconds)
    for open_cases in (datasets.open_cases(data), _SHORT_QUEUE):
        datasets.close_cases(data, but=open_cases)
        _slice(QUEUE, data, ours, 0, asked, warm_up)
        runs = Slices([_slice(QUEUE, data, ours, 0, asked, asked.seconds) for _number in range(asked.slices)])
        spent[open_cases] = runs.middle("cpu_ms")
    long, short = spent.values()
    says = f"{next(iter(spent)):,} open cases: {long:.2f} ms of CPU a page; {_SHORT_QUEUE}: {short:.2f} ms"
    print(f"  {says}; ratio {long / short:.2f}, bar {_LONGER_QUEUE:.2f} at most.")


def _slice(cell: Cell, data: Data, server: Server, number: int, asked: argparse.Namespace, seconds: float) -> dict[str, float]:
    requests = cell.requests(data.facts, number, int(seconds * _MOST))
    wanted = {
        "port": server.port, "requests": requests, "seconds": seconds, "connections": asked.connections, "status": cell.status,
        "marker": cell.marker, "once": cell.once,
    }  # fmt: skip
    before = server.cpu()
    load = subprocess.run([sys.executable, "-m", "bench.load"], input=json.dumps(wanted), capture_output=True, text=True, timeout=60)
    spent = server.cpu() - before
    if load.returncode:
        sys.exit(f"{cell.name} on {data.database}: {load.stderr}")
    said: dict[str, float] = json.loads(load.stdout)
    return said | {"rps": said["requests"] / said["seconds"], "cpu_ms": spent / said["requests"] * 1000}


if __name__ == "__main__":
    sys.exit(main())
