"""Letters with codes: who prints them, what stands on them, and what becomes of the old ones."""

import io
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.models import LetterCode, RoleKind
from boligdialog.core import clock, pdf
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.core.settings import change
from boligdialog.core.tokens import tidy_code
from boligdialog.housing.models import Household, HouseholdState
from boligdialog.paper import queries
from boligdialog.paper.rules import why_not_print_letters
from boligdialog.paper.services.letters import print_letters
from boligdialog.paper.settings import COORDINATORS_PRINT, MAX_LETTERS

ONCE = "a" * 32


@pytest.fixture
def homes(app):
    return queries.homes([1, 2, 11])


def codes_on(made):
    """The codes that stand on the letters of a PDF."""
    texts = [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(made)).pages]
    return [tidy_code(lines[lines.index("Jeres kode") + 1]) for lines in texts]


def test_a_letter_lets_its_home_in(homes, soeren, app):
    first, second, third = codes_on(print_letters(homes, by=soeren, once=ONCE))
    assert [accounts.letter_code(code).household_id for code in (first, second, third)] == [1, 2, 11]
    with app.test_request_context():
        assert people.enter_paper_code(first, by=None, device="d").person.household.id == 1


def test_a_letter_says_where_to_and_whom_to_call(homes, soeren):
    text = PdfReader(io.BytesIO(print_letters(homes, by=soeren, once=ONCE))).pages[2].extract_text()
    for words in (
        "Til husstanden\nRække 1, 1\nRækkerne, Lindegården",
        "localhost:8000/k",
        "12 34 56 78",
        "H-0011",
        "In English",
        "Gælder"[1:],
    ):
        assert words in text


def test_the_qr_code_of_a_letter_opens_its_code(homes, soeren, monkeypatch):
    sent = {}
    real = pdf.document
    monkeypatch.setattr(pdf, "document", lambda template, data: sent.update(data) or real(template, data))
    code = codes_on(print_letters(homes[:1], by=soeren, once=ONCE))[0]
    drawn = typst.compile(
        str(pdf.PACKAGE / "paper/templates/print/letter.typ"), root=str(pdf.PACKAGE), font_paths=[str(pdf.FOLDER)],
        ignore_system_fonts=True, sys_inputs={"data": json.dumps(sent)}, format="png", ppi=100,
    )  # fmt: skip
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn)).convert("L"))
    assert [each.text for each in found] == [f"http://localhost:8000/k/{code}"]


def test_a_reprint_makes_the_old_code_void(homes, soeren):
    old = codes_on(print_letters(homes[:1], by=soeren, once=ONCE))[0]
    new = codes_on(print_letters(queries.homes([1]), by=soeren, once="b" * 32))[0]
    assert accounts.letter_code(old) is None
    assert accounts.letter_code(new).household_id == 1


def test_the_same_form_sent_twice_prints_the_same_letters(homes, soeren):
    first = codes_on(print_letters(homes, by=soeren, once=ONCE))
    second = codes_on(print_letters(queries.homes([1, 2, 11]), by=soeren, once=ONCE))
    assert first == second
    assert all(accounts.letter_code(code) for code in first)
    assert db.session.scalar(sa.select(sa.func.count()).where(Event.kind == "LetterIssued")) == 3


def test_letters_that_newer_ones_replaced_never_come_back(homes, soeren):
    print_letters(homes, by=soeren, once=ONCE)
    new = people.issue_letter_code(queries.homes([2])[0])
    with pytest.raises(Refused) as refused:
        print_letters(queries.homes([1, 2, 11]), by=soeren, once=ONCE)
    assert refused.value.reason.code == "replaced"
    assert accounts.letter_code(new)


def test_no_code_is_stored_in_clear(homes, soeren):
    codes = codes_on(print_letters(homes, by=soeren, once=ONCE))
    for table in db.metadata.sorted_tables:
        rows = repr(db.session.execute(sa.select(table)).all())
        assert not any(code in rows for code in codes), table.name


def test_a_closed_home_gets_no_letter_and_then_nobody_does(homes, soeren):
    homes[1].state = HouseholdState.CLOSED
    db.session.commit()
    with pytest.raises(Refused) as refused:
        print_letters(queries.homes([1, 2, 11]), by=soeren, once=ONCE)
    assert refused.value.reason.code == "closed"
    assert "H-0002" in refused.value.reason.text
    assert db.session.scalars(sa.select(LetterCode)).all() == []


def test_a_home_that_is_closed_meanwhile_voids_nothing(soeren, homes, monkeypatch):
    old = people.issue_letter_code(homes[0])
    homes, made = queries.homes([1, 2]), b"%PDF"

    def close_meanwhile(_template, _data):
        db.session.execute(sa.update(Household).where(Household.id == 2).values(state=HouseholdState.CLOSED))
        db.session.commit()
        return made

    monkeypatch.setattr(pdf, "document", close_meanwhile)
    with pytest.raises(Refused):
        print_letters(homes, by=soeren, once=ONCE)
    assert accounts.letter_code(old)


def test_a_pdf_that_fails_leaves_the_old_letters_valid(soeren, homes, monkeypatch):
    old = people.issue_letter_code(homes[0])
    monkeypatch.setattr(pdf, "_made", lambda _template, _data: b"")
    with pytest.raises(RuntimeError):
        print_letters(queries.homes([1]), by=soeren, once=ONCE)
    assert accounts.letter_code(old)


def test_many_letters_are_few_statements(soeren, homes, statements, monkeypatch):
    monkeypatch.setattr(pdf, "document", lambda _template, _data: b"%PDF")
    many = queries.homes(list(range(1, 16)))
    statements.clear()
    print_letters(many, by=soeren, once=ONCE)
    assert len([each for each in statements if not each.startswith("INSERT INTO event")]) < 12


@pytest.mark.parametrize("size", [0, MAX_LETTERS + 1])
def test_none_and_too_many_are_refused(size, soeren, homes):
    with pytest.raises(Refused) as refused:
        print_letters(homes[:1] * size, by=soeren, once=ONCE)
    assert refused.value.reason.status == 422


@pytest.mark.parametrize(
    ("kind", "is_here", "duty", "may"),
    [
        (RoleKind.ADMINISTRATOR, True, 0, True),
        (RoleKind.ADMINISTRATOR, False, 1, False),
        (RoleKind.COORDINATOR, True, 0, False),
        (RoleKind.COORDINATOR, True, 1, True),
        (RoleKind.COORDINATOR, False, 1, False),
        (RoleKind.MODERATOR, True, 1, False),
        (RoleKind.BOARD, True, 1, False),
    ],
)
def test_who_prints_letters(kind, is_here, duty, may, clara, lindegaarden, roennebakken):
    people.grant_role(clara, kind=kind, area_id=(lindegaarden if is_here else roennebakken).id)
    clara.is_strong = True
    assert (why_not_print_letters(clara, lindegaarden.id, duty) is None) is may
    clara.is_strong = False
    assert why_not_print_letters(clara, lindegaarden.id, duty)


# --- the page -------------------------------------------------------------------------------------


def pressed(reader, page):
    """The PDF that the form of a page gives."""
    answer = reader.client.post(page.action("/breve"), data=page.form("/breve"), base_url="http://localhost:8000")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.get_data()


def test_from_the_administration_to_the_letters(browser, soeren):
    reader = browser(soeren)
    page = reader.get(reader.get("/administration").link("Udskriv breve med koder Til én bolig eller hundreder"))
    page = reader.get(page.link("Lindegården 15 boliger · 15 uden brev"))
    assert "15 boliger får et brev" in page.text
    page = reader.get("/administration/breve?omraade=lindegaarden&hvor=1%3ABlok+1%3A")
    assert len(codes_on(pressed(reader, page))) == 10
    assert "5 boliger får et brev" in reader.get("/administration/breve?omraade=lindegaarden").text


def test_a_second_press_prints_what_the_page_showed(browser, soeren):
    reader = browser(soeren)
    page = reader.get("/administration/breve?omraade=lindegaarden&hvor=2")
    assert codes_on(pressed(reader, page)) == codes_on(pressed(reader, page))


def test_it_says_before_that_a_valid_code_stops(browser, soeren, homes):
    people.issue_letter_code(homes[0])
    page = browser(soeren).get("/administration/breve?bolig=1")
    assert "Koden virker ikke længere, når du udskriver." in page.text
    page = browser(soeren).get("/administration/breve?omraade=lindegaarden&hvem=alle")
    assert "1 af dem har allerede et gyldigt brev" in page.text


def test_the_page_of_a_closed_home_says_why_not(browser, soeren, homes):
    homes[0].state = HouseholdState.CLOSED
    db.session.commit()
    page = browser(soeren).get("/administration/breve?bolig=1")
    assert "H-0001 er lukket" in page.text
    forced = browser(soeren)
    answer = forced.post(page.url, forced.get("/administration/breve?bolig=2").form("/breve") | {"homes": "1"})
    assert answer.status == 409
    assert "H-0001 er lukket. En lukket bolig får intet brev." in answer.errors


def test_a_coordinator_prints_for_their_area_when_it_is_their_duty(browser, clara, roennebakken):
    people.grant_role(clara, kind=RoleKind.COORDINATOR, area_id=roennebakken.id)
    assert browser(clara, is_strong=True).get("/administration/breve").status == 403
    change(COORDINATORS_PRINT, 1)
    reader = browser(clara, is_strong=True)
    assert reader.get("/administration/breve?omraade=roennebakken").status == 200
    assert reader.get("/administration/breve?omraade=lindegaarden").status == 400
    assert reader.get("/administration/breve?bolig=1").status == 403
    page = reader.get("/administration/breve?omraade=roennebakken")
    assert reader.post(page.url, page.form("/breve") | {"homes": "1 16"}).status == 403
    assert db.session.scalars(sa.select(LetterCode)).all() == []


def test_an_old_sign_in_is_asked_again(browser, soeren, time_machine):
    reader = browser(soeren)
    page = reader.get("/administration/breve?bolig=1")
    time_machine.move_to(clock.now() + timedelta(minutes=11))
    assert reader.get("/administration/breve?bolig=1").location == "/log-ind/igen?back=/administration/breve?bolig%3D1"
    assert reader.send(page, "/breve").status == 303
    assert db.session.scalars(sa.select(LetterCode)).all() == []


@pytest.mark.parametrize("query", ["omraade=x", "omraade=lindegaarden&hvor=99", "omraade=lindegaarden&hvem=x", "bolig=0", "bolig=x", "y=1"])
def test_odd_addresses_are_refused(query, browser, soeren):
    assert browser(soeren).get(f"/administration/breve?{query}").status == 400


def test_what_is_sent_instead_of_homes_is_passed_over(browser, soeren):
    reader = browser(soeren)
    page = reader.get("/administration/breve?bolig=1")
    for odd in ("", "x -1 ９ 99999999999999999999 999999"):
        assert reader.post(page.url, page.form("/breve") | {"homes": odd}).status == 422
