"""A list of homes as spreadsheets write it: every faulty line named, nothing of it entered (features.md row 3)."""

import pytest

from boligdialog.core.access import Refused
from boligdialog.core.i18n import force_locale
from boligdialog.housing.services.home_list import decode_list, read_home_list

TWO = [("Blok Æ", "A", "1. tv"), ("Blok Æ", "A", "1. th")]
TEXT = "blok;opgang;bolig\r\nBlok Æ;A;1. tv\r\nBlok Æ;A;1. th\r\n"


@pytest.fixture(autouse=True)
def _english(app):
    with force_locale("en"):
        yield


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_is_read_as_excel_writes_it(encoding):
    assert read_home_list(decode_list(TEXT.encode(encoding))).homes == TWO


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(";", ","),
        TEXT.replace(";", "\t"),
        TEXT.replace("\r\n", "\n"),
        TEXT.replace("\r\n", "\r"),
        "\n\n" + TEXT + "\n",
        '"Home";"Block";"Entrance"\n"1. tv";"Blok Æ";"A"\n 1. th ;Blok  Æ;A',
    ],
)
def test_separators_line_ends_and_order_do_not_matter(text):
    assert read_home_list(text).homes == TWO


def test_columns_without_a_use_are_passed_over_with_a_word():
    read = read_home_list("bolig;postnr\n1;2820\n2;2820")
    assert (read.homes, read.ignored) == ([("", "", "1"), ("", "", "2")], ["postnr"])


@pytest.mark.parametrize("heading", ["Lejers navn", "CPR-nr.", "E-mail", "Telefon", "Tenant", "Beboer"])
def test_a_column_about_people_is_refused(heading):
    read = read_home_list(f"bolig;{heading}\n1;Anna\n")
    assert read.homes == []
    assert "no names" in read.fault_lines[0]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (";A;", "empty"),
        ("Blok 1", "empty"),
        ("x" * 21 + ";A;1", "longer than 20"),
        (";;" + "x" * 41, "longer than 40"),
        ("B;A;1;2", "more columns"),
        ('B;"A;1', "quotation marks"),
        ("B;A;0\x07", "signs that we cannot read"),
        ("B;A;\ufffd", "signs that we cannot read"),
        ("B;A;010203-1234", "CPR"),
        ("Blok Æ;A;1. tv", "earlier line"),
    ],
)
def test_a_faulty_line_is_named_with_what_is_wrong(line, fault):
    read = read_home_list(TEXT + line + "\n")
    assert read.homes == []
    assert len(read.fault_lines) == 1
    assert read.fault_lines[0].startswith("Line 4: ")
    assert fault in read.fault_lines[0]


def test_all_faulty_lines_are_named_at_once():
    lines = ["bolig", "1", "x" * 41, "y" * 41, "z" * 41, "2", "2", "u" * 41]
    assert read_home_list("\n".join(lines)).fault_lines == [
        "Lines 3–5, 8: “home” is longer than 40 characters.",
        "Line 7: The same home stands in an earlier line.",
    ]


@pytest.mark.parametrize("text", ["", " \n\n", "bolig\n", "bolig\n" * 20_001])
def test_a_list_without_homes_or_without_end_is_refused(text):
    with pytest.raises(Refused) as refused:
        read_home_list(text)
    assert refused.value.reason.status == 422


def test_a_list_without_a_heading_is_told_how_it_begins():
    assert "For example: blok;opgang;bolig" in read_home_list("Blok 1;A;1\n").fault_lines[0]


@pytest.mark.parametrize("data", [b"PK\x03\x04 a workbook", b"\xff\xfe\x00", b"bolig\n\x81\x8d"])
def test_a_file_that_is_no_list_is_refused(data):
    with pytest.raises(Refused):
        decode_list(data)
