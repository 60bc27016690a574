"""Reading a list of homes as a spreadsheet writes it. Every faulty line is named; a list with one fault is refused whole."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from boligdialog.core.access import refuse
from boligdialog.core.guard import FORBIDDEN
from boligdialog.core.i18n import _, ngettext
from boligdialog.core.text import fold, holds_cpr, tidy_line

MAX_LINES = 20_000
COLUMNS = {"block": 20, "entrance": 20, "label": 40}  # how long each may be

#: What the heading of a column may say, in Danish and English.
_HEADINGS = {
    **dict.fromkeys(("blok", "bygning", "block", "building"), "block"),
    **dict.fromkeys(("opgang", "indgang", "entrance", "stairwell"), "entrance"),
    **dict.fromkeys(("bolig", "lejlighed", "label", "home", "dwelling", "flat"), "label"),
}
#: Parts of headings of columns that would hold who lives there.
_PEOPLE = ("navn", "name", "cpr", "person", "mail", "telefon", "phone", "mobil", "lejer", "tenant", "beboer", "resident", "født", "birth")

Home = tuple[str, str, str]


@dataclass
class HomeList:
    """What a list says. faults: sentence -> numbers of the lines; then there are no homes."""

    homes: list[Home] = field(default_factory=list)
    faults: dict[str, list[int]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)

    def fault(self, line: int, text: str) -> None:
        """Note what is wrong with a line."""
        self.faults.setdefault(text, []).append(line)

    @property
    def fault_lines(self) -> list[str]:
        """Every fault with the numbers of all its lines: «Line 3: …», «Lines 4–9, 12: …»."""
        faults = sorted(self.faults.items(), key=lambda each: each[1])
        return [
            ngettext("Line %(lines)s: %(fault)s", "Lines %(lines)s: %(fault)s", len(lines), lines=_runs(lines), fault=text)
            for text, lines in faults
        ]


def _runs(lines: list[int]) -> str:
    """«3–5, 9»."""
    starts = [lines[0], *(b for a, b in pairwise(lines) if b != a + 1)]
    ends = [*(a for a, b in pairwise(lines) if b != a + 1), lines[-1]]
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))


def decode_list(data: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, UTF-16 with it, else Windows-1252 as Excel writes. Refused when it is none."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        refuse("workbook", _("This is a workbook. Save it as CSV in your spreadsheet, and choose that file."), status=422)
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    refuse("not_text", _("We cannot read the file. Save it as CSV in your spreadsheet, and choose that file."), status=422)


def read_home_list(text: str) -> HomeList:
    """The homes of a list, or all that is wrong with it."""
    found = HomeList()
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None:
        refuse("empty", _("The list is empty."), status=422)
    if len(lines) > MAX_LINES:
        refuse("too_many", _("The list has more than %(most)d lines. Divide it in two.", most=MAX_LINES), status=422)
    split = _splitter(lines[first])
    wanted = _headings(split, first + 1, lines[first], found)
    if not found.faults:
        _read_lines(found, split, wanted, [(n, line) for n, line in enumerate(lines[first + 1 :], first + 2) if line.strip()])
    if found.faults:
        found.homes = []
    elif not found.homes:
        refuse("empty", _("The list has a heading and no homes."), status=422)
    return found


Splitter = Callable[[str], list[str]]


def _splitter(heading: str) -> Splitter:
    """Cut lines at the sign that cuts the heading most: semicolon, comma or tab."""
    sign = max(";,\t", key=heading.count)
    return lambda line: next(csv.reader([line], delimiter=sign, strict=True))


def _headings(split: Splitter, number: int, line: str, found: HomeList) -> list[str | None]:
    """Which column is which; None for one that we do not use."""
    try:
        cells = [tidy_line(cell) for cell in split(line)]
    except csv.Error:
        found.fault(number, _("The quotation marks do not match."))
        return []
    wanted = [_HEADINGS.get(fold(cell)) for cell in cells]
    for cell, column in zip(cells, wanted, strict=True):
        name = cell[:40]
        if column is None and any(word in fold(cell) for word in _PEOPLE):
            text = _("The column “%(name)s” is about people. Take it out: we keep no names of those who live there.", name=name)
            found.fault(number, text)
        elif column is None and cell:
            found.ignored.append(name)
        elif column and wanted.count(column) > 1:
            found.fault(number, _("Two columns say the same: “%(name)s”.", name=name))
    if "label" not in wanted and not found.faults:
        text = _("The first line must name the columns. One must be “bolig” (or “home”). For example: blok;opgang;bolig")
        found.fault(number, text)
    return wanted


def _read_lines(found: HomeList, split: Splitter, wanted: list[str | None], lines: list[tuple[int, str]]) -> None:
    seen: set[Home] = set()
    for number, line in lines:
        try:
            cells = [tidy_line(cell) for cell in split(line)]
        except csv.Error:
            found.fault(number, _("The quotation marks do not match."))
            continue
        faults = _faults(cells, line, wanted)
        values = {column: cell for column, cell in zip(wanted, cells, strict=False) if column}
        home = (values.get("block", ""), values.get("entrance", ""), values.get("label", ""))
        if not faults and home in seen:
            faults = [_("The same home stands in an earlier line.")]
        for text in faults:
            found.fault(number, text)
        seen.add(home)
        found.homes.append(home)


def _faults(cells: list[str], line: str, wanted: list[str | None]) -> list[str]:
    """All that is wrong with a line."""
    faults = []
    if len(cells) > len(wanted) and any(cells[len(wanted) :]):
        faults.append(_("There are more columns than in the first line."))
    if FORBIDDEN.search(line.replace("\t", " ")) or "\ufffd" in line:
        faults.append(_("There are signs that we cannot read."))
    if any(holds_cpr(cell) for cell in cells):
        faults.append(_("There seems to be a CPR number."))
    for column, cell in zip(wanted, cells, strict=False):
        if column and len(cell) > COLUMNS[column]:
            faults.append(_("“%(column)s” is longer than %(most)d characters.", column=_name(column), most=COLUMNS[column]))
    at = wanted.index("label")
    if at >= len(cells) or not cells[at]:
        faults.append(_("“%(column)s” is empty.", column=_name("label")))
    return faults


def _name(column: str) -> str:
    return {"block": _("block"), "entrance": _("entrance"), "label": _("home")}[column]
