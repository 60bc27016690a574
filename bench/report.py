"""The table, and the file beside it."""

import json
import statistics
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "latest.json"


def bars() -> dict[str, dict[str, float]]:
    """What every cell must reach, by database."""
    return tomllib.loads((HERE / "bars.toml").read_text())


@dataclass
class Slices:
    """What was measured of one cell on one program."""

    runs: list[dict[str, Any]] = field(default_factory=list)

    def middle(self, name: str) -> float:
        """The median of the slices."""
        return statistics.median(run[name] for run in self.runs)


@dataclass
class Line:
    """One cell on one database, ours beside the floor."""

    cell: str
    database: str
    ideas: int
    ours: Slices
    floor: Slices

    @property
    def ratios(self) -> list[float]:
        """Slice by slice, each with the floor's of the same moment."""
        return [mine["rps"] / its["rps"] for mine, its in zip(self.ours.runs, self.floor.runs, strict=True)]

    @property
    def ratio(self) -> float:
        """Their median."""
        return statistics.median(self.ratios)

    @property
    def bar(self) -> float:
        """What it must reach."""
        return bars()[self.database][self.cell]

    @property
    def verdict(self) -> str:
        """In a word."""
        return "over the bar" if self.ratio >= self.bar else "over half" if self.ratio >= self.bar / 2 else "BELOW HALF"

    def as_json(self) -> dict[str, Any]:
        """For the file."""
        return {
            "cell": self.cell, "database": self.database, "ideas": self.ideas, "rps": round(self.ours.middle("rps"), 1),
            "floor_rps": round(self.floor.middle("rps"), 1), "ratio": round(self.ratio, 3),
            "ratios": [round(each, 3) for each in self.ratios], "bar": self.bar, "p50_ms": round(self.ours.middle("p50_ms"), 2),
            "p99_ms": round(self.ours.middle("p99_ms"), 2), "cpu_ms": round(self.ours.middle("cpu_ms"), 2),
            "floor_cpu_ms": round(self.floor.middle("cpu_ms"), 2), "bytes": int(self.ours.middle("bytes")),
            "floor_bytes": int(self.floor.middle("bytes")),
        }  # fmt: skip


_COLUMNS = (
    ("cell", 38), ("database", 10), ("req/s", 7), ("floor", 7), ("ratio", 6), ("from-to", 11), ("bar", 5), ("p50", 6), ("p99", 6),
    ("CPU ms", 7), ("floor", 6), ("bytes", 7), ("floor", 7),
)  # fmt: skip


def _columns(*values: str) -> str:
    texts = (
        f"{value:<{width}}" if width in (38, 10) else f"{value:>{width}}" for value, (_name, width) in zip(values, _COLUMNS, strict=True)
    )
    return " ".join(texts)


def head() -> str:
    """The names of the columns."""
    return _columns(*(name for name, _width in _COLUMNS))


def row(line: Line) -> str:
    """A cell as it is printed."""
    it = line.as_json()
    spread = f"{min(it['ratios']):.2f}-{max(it['ratios']):.2f}"
    shown = _columns(
        it["cell"], it["database"], f"{it['rps']:.0f}", f"{it['floor_rps']:.0f}", f"{it['ratio']:.2f}", spread, f"{it['bar']:.2f}",
        f"{it['p50_ms']:.1f}", f"{it['p99_ms']:.1f}", f"{it['cpu_ms']:.2f}", f"{it['floor_cpu_ms']:.2f}", str(it["bytes"]),
        str(it["floor_bytes"]),
    )  # fmt: skip
    return f"{shown}  {line.verdict}"


def write(lines: list[Line], to: Path = RESULTS) -> None:
    """As JSON, whole or not at all."""
    to.parent.mkdir(parents=True, exist_ok=True)
    fresh = to.with_suffix(".new")
    fresh.write_text(json.dumps([line.as_json() for line in lines], indent=1) + "\n")
    fresh.replace(to)
