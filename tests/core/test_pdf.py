"""What is printed shows words as they were typed, whatever they are, and reaches for nothing."""

import io
import re
import time

import pytest
from pypdf import PdfReader

from boligdialog.core import pdf
from boligdialog.core.access import Refused
from boligdialog.core.qr import svg
from tests.conftest import NASTY

pytestmark = pytest.mark.once

POSTER = {
    "title": "Plakat", "lang": "da", "size": "a4", "area": "Lindegården", "heading": "En bænk", "heading-lang": "da", "lead": "Fortæl det.",
    "last": None, "ways": [{"head": "Peg", "text": ["eller ", "bolig.dk", ""]}], "qr": pdf.Svg(svg("http://localhost:8000/q/o1")),
    "qr-alt": "QR", "any-language": "Alle sprog.", "languages": [],
}  # fmt: skip

TYPED = [
    '#import "x": *',
    "#panic() #{1+1} #sys.inputs",
    "$x^2$ og $ sum $",
    "*fed* _skæv_ `kode`",
    r"\ \u{41} \#",
    "@henvisning <mærke>",
    "= Overskrift // bemærkning /* mere */",
    "- punkt [indhold] ~ -- ---",
    "https://example.dk/a?b=c#d",
]


def words(made: bytes) -> str:
    """All text of a PDF, without line ends and the marks where long words may break."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).replace("\u200b", "").replace("\n", " ")


@pytest.mark.parametrize("typed", TYPED)
def test_markup_of_the_typesetter_comes_out_as_it_was_typed(typed):
    made = pdf.document("paper/print/poster.typ", POSTER | {"heading": typed, "area": typed})
    assert re.sub(r"\s", "", typed) in re.sub(r"\s", "", words(made))


@pytest.mark.parametrize(
    "typed",
    [
        NASTY[:80],
        "نريد مقعدا تحت الشجرة، بجانب Blok 12",
        "🏡👨‍👩‍👧👍🏽❤️",
        "বাংলা 中文 ไทย",
        "x\u0301q\u0323\u0301 Z\u0351\u0345a\u0300lgo",
        "\u202eomvendt\u202c \u2066x\u2069 \ufeff \x00\x07",
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzdonaudampfschiff!",
        "",
        " ",
        "\U0010fffe\ue000\u0378",
    ],
)
def test_no_text_keeps_a_poster_from_being_printed(typed):
    reader = PdfReader(io.BytesIO(pdf.document("paper/print/poster.typ", POSTER | {"heading": typed})))
    assert len(reader.pages) == 1


def test_it_is_tagged_for_screen_readers():
    reader = PdfReader(io.BytesIO(pdf.document("paper/print/poster.typ", POSTER)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata.title == "Plakat"


def test_a_sign_that_no_font_shows_becomes_another():
    assert pdf.printable("中bænk\u0007") == "◊bænk"
    assert pdf.printable("🏡 مقعد") == "🏡 مقعد"
    assert pdf.printable("🏡", "plain") == "◊"


def test_a_drawing_must_be_ours():
    assert pdf._each({"a": ["<svg 中", pdf.Svg("<svg 中")]}, pdf.printable) == {"a": ["<svg ◊", "<svg 中"]}


def test_too_much_is_not_printed():
    with pytest.raises(ValueError, match="too much"):
        pdf.document("paper/print/poster.typ", POSTER | {"heading": "x" * pdf.MAX_DATA})


def test_who_finds_no_place_is_told_at_once_when_to_come_back(app):
    began = time.monotonic()
    with pdf._few_at_a_time, pdf._few_at_a_time, pytest.raises(Refused) as refused:
        pdf.document("paper/print/poster.typ", POSTER)
    assert time.monotonic() - began < 1
    assert (refused.value.reason.status, refused.value.reason.retry_after) == (503, 20)
    assert pdf.document("paper/print/poster.typ", POSTER, is_open=True).startswith(b"%PDF"), "every place was given back"


def test_what_everybody_may_ask_for_leaves_a_place_for_letters(app):
    with pdf._place(pdf._open_to_all), pdf._place(pdf._few_at_a_time):
        with pytest.raises(Refused) as refused:
            pdf.document("paper/print/poster.typ", POSTER, is_open=True)
        assert refused.value.reason.status == 503
        assert pdf.document("paper/print/poster.typ", POSTER).startswith(b"%PDF")


def test_the_page_of_who_finds_no_place_says_when_to_come_back(app, browser):
    with pdf._place(pdf._open_to_all):
        page = browser().get("/en/lindegaarden/plakat/en-a3.pdf")
    assert page.status == 503
    assert page.headers["Retry-After"] == "20"
    assert "Many are printing just now. Try again in a minute." in page.text


def test_a_document_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "_PATIENCE", 0.001)
    with pytest.raises(RuntimeError):
        pdf.document("paper/print/poster.typ", POSTER)


def test_templates_evaluate_nothing_and_reach_for_nothing():
    for path in pdf.PACKAGE.glob("*/templates/**/*.typ"):
        source = path.read_text()
        assert not re.search(r"\beval\b|@preview|\bread\(|\bplugin\b", source), path
        assert set(re.findall(r'#import "([^"]+)"', source)) <= {"_paper.typ"}
        assert set(re.findall(r'image\("([^"]+)"', source)) <= {"/ui/static/logo.svg", "/ui/static/scenes/home-wide.svg"}
