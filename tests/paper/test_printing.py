"""Posters, slips and QR codes."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from boligdialog.accounts import services as people
from boligdialog.accounts.models import RoleKind
from boligdialog.core import clock, limits
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.settings import PHONE, change
from boligdialog.housing import services as housing
from boligdialog.housing.models import HouseholdState, Visibility
from boligdialog.housing.services import change_visibility
from boligdialog.ideas import queries as ideas
from boligdialog.ideas.models import Sheet
from boligdialog.paper import queries
from boligdialog.paper.models import Scan
from boligdialog.paper.services import printing
from boligdialog.paper.settings import BOX_DA, BOX_EN
from tests.conftest import NASTY


def read(made):
    """The pages of a PDF as words."""
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in PdfReader(io.BytesIO(made)).pages]


def test_the_poster_of_an_area_has_three_ways_in(lindegaarden):
    change(BOX_DA, "i den grønne postkasse ved vaskeriet")
    (text,) = read(printing.area_poster(lindegaarden, lang="da", size="a4"))
    for words in (
        "Hvad kunne gøre det bedre at bo her?", "Du får svar inden 14 dage.", "localhost:8000/ lindegaarden", "Eller ring til Marie",
        "12 34 56 78", "i den grønne postkasse ved vaskeriet", "Możesz pisać po polsku.", "Lindegården",
    ):  # fmt: skip
        assert words in text


def test_a_poster_in_english_is_english(lindegaarden):
    change(BOX_EN, "in the green box")
    (text,) = read(printing.area_poster(lindegaarden, lang="en", size="a3"))
    assert "What could make it better to live here?" in text
    assert "in the green box" in text


def test_without_a_phone_there_are_two_ways(lindegaarden):
    change(PHONE, "")
    (text,) = read(printing.area_poster(lindegaarden, lang="da", size="a4"))
    assert "ring til" not in text
    assert "2. Eller læg en seddel" in text


def test_the_poster_of_an_idea_says_what_was_typed_and_when_the_answer_comes(lindegaarden, anna, make):
    idea = make.published(lindegaarden, anna, title='#import "x" $x$ *fed* \\ @ref <b>')
    (text,) = read(printing.idea_poster(ideas.reading("da", idea.id, seen_by=None), lang="da", size="a4"))
    assert '#import "x" $x$ *fed* \\ @ref <b>' in text
    assert "Svaret kommer senest" in text
    assert f"localhost:8000/i/{idea.id}" in text
    assert "Støtte er ikke en afstemning." in text


@pytest.mark.parametrize("title", [NASTY[:80], "R" * 80, "نريد مقعدا تحت الشجرة", "Ord " * 20])
@pytest.mark.parametrize("size", ["a4", "a3"])
def test_any_title_fits_one_sheet(title, size, lindegaarden, anna, make):
    idea = make.published(lindegaarden, anna, title=title)
    assert len(read(printing.idea_poster(ideas.reading("da", idea.id, seen_by=None), lang="da", size=size))) == 1


def test_an_idea_that_neighbours_cannot_see_has_no_poster(lindegaarden, anna, make):
    idea = make.pending(lindegaarden, anna)
    with pytest.raises(Refused):
        printing.idea_poster(ideas.reading("da", idea.id, seen_by=anna), lang="da", size="a4")


def test_a_poster_is_made_once(lindegaarden, monkeypatch):
    first = printing.area_poster(lindegaarden, lang="da", size="a4")
    monkeypatch.setattr(printing.pdf, "document", lambda *_args, **_more: pytest.fail("again"))
    assert printing.area_poster(lindegaarden, lang="da", size="a4") is first


def test_one_network_gets_so_many_new_posters(app, time_machine):
    for _n in range(3):
        limits.take_lightly("x", "a", at_most=3, per=timedelta(minutes=10))
    limits.take_lightly("x", "b", at_most=3, per=timedelta(minutes=10))
    with pytest.raises(Refused) as refused:
        limits.take_lightly("x", "a", at_most=3, per=timedelta(minutes=10))
    assert 0 < refused.value.reason.retry_after <= 600
    time_machine.move_to(clock.now() + timedelta(minutes=10))
    limits.take_lightly("x", "a", at_most=3, per=timedelta(minutes=10))


def test_posters_are_read_by_everybody_and_no_other_sheet_exists(browser, lindegaarden):
    answer = browser().client.get("/lindegaarden/plakat/en-a3.pdf", base_url="http://localhost:8000")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert float(PdfReader(io.BytesIO(answer.get_data())).pages[0].mediabox.width) == pytest.approx(841.9, abs=1)
    for odd in ("da-a5", "sv-a4", "da", "../da-a4"):
        assert browser().get(f"/lindegaarden/plakat/{odd}.pdf").status == 404


def test_who_hangs_posters_finds_them(browser, lindegaarden, anna, clara, maja, make):
    idea = make.published(lindegaarden, anna)
    assert browser(maja).get("/lindegaarden").link("Udskriv plakater") == "/lindegaarden/plakat"
    assert browser(anna).get(f"/ideer/{idea.id}").link("Udskriv en plakat") == f"/ideer/{idea.id}/plakat"
    assert "Udskriv" not in browser(clara).get(f"/ideer/{idea.id}").text
    assert "Udskriv" not in browser().get("/lindegaarden").text


# --- slips ----------------------------------------------------------------------------------------


def test_each_slip_has_a_number_of_its_own(lindegaarden, maja):
    numbers = [text.split("S-")[1][:4] for text in read(printing.print_slips(lindegaarden, number=3, lang="da", by=maja))]
    more = [text.split("S-")[1][:4] for text in read(printing.print_slips(lindegaarden, number=2, lang="en", by=maja))]
    assert len({*numbers, *more}) == 5
    assert db.session.scalars(sa.select(Sheet.printed_on)).all() == [clock.today()] * 5


def test_a_slip_asks_three_things_and_for_a_yes(lindegaarden, maja):
    (text,) = read(printing.print_slips(lindegaarden, number=1, lang="da", by=maja))
    for words in (
        "Min idé med få ord",
        "Hvorfor er det en god idé?",
        "Hvor?",
        "Ja, I må vise idéen på Boligdialog",
        "Telefon, hvis vi må ringe",
    ):
        assert words in text


def test_slips_are_for_those_who_hand_them_out(lindegaarden, roennebakken, anna, dorte):
    with pytest.raises(Refused):
        printing.print_slips(lindegaarden, number=1, lang="da", by=anna)
    with pytest.raises(Refused):
        printing.print_slips(roennebakken, number=1, lang="da", by=dorte)
    assert db.session.scalars(sa.select(Sheet)).all() == []


def test_the_form_of_slips(browser, dorte, lindegaarden):
    reader = browser(dorte)
    page = reader.get("/administration/sedler")
    assert page.form("/sedler")["area"] == str(lindegaarden.id)
    assert len(reader.send(page, "/sedler").errors) == 2
    assert reader.send(page, "/sedler", lang="da", number="10000").status == 422
    answer = reader.client.post(
        "/administration/sedler", data=page.form("/sedler") | {"lang": "da", "number": "10"}, base_url="http://localhost:8000"
    )
    assert len(read(answer.get_data())) == 10


# --- QR codes -------------------------------------------------------------------------------------


def test_a_qr_code_leads_on_and_is_counted_by_day(browser, lindegaarden, maja, time_machine):
    code = f"o{lindegaarden.id}"
    assert browser().get(f"/q/{code}").location == "/lindegaarden"
    assert browser().get(f"/q/{code}").location == "/lindegaarden"
    time_machine.move_to(clock.now() + timedelta(days=1))
    browser().get(f"/q/{code}")
    assert [(row.code, row.times) for row in db.session.scalars(sa.select(Scan).order_by(Scan.day))] == [(code, 2), (code, 1)]
    assert queries.scans(code) == 3
    assert "Åbnet 3 gange" in browser(maja).get(f"/qr/{code}").text
    assert "Åbnet" not in browser().get(f"/qr/{code}").text


def test_the_code_of_an_idea_leads_to_it(browser, lindegaarden, anna, make):
    idea, hidden = make.published(lindegaarden, anna), make.pending(lindegaarden, anna)
    assert browser().get(f"/q/i{idea.id}").location == f"/ideer/{idea.id}"
    assert f"localhost:8000/i/{idea.id}" in browser().get(f"/qr/i{idea.id}").text
    assert browser().get(f"/q/i{hidden.id}").status == 404


def test_a_place_that_is_gone_leads_to_its_area(browser, lindegaarden, make):
    place = make.place(lindegaarden)
    assert browser().get(f"/q/s{place.id}").location == f"/lindegaarden/ideer?sted={place.id}"
    place.is_retired = True
    db.session.commit()
    assert browser().get(f"/q/s{place.id}").location == "/lindegaarden"


def test_where_only_residents_read_a_place_leads_to_the_area(browser, lindegaarden, make, anna):
    change_visibility(lindegaarden, visibility=Visibility.RESIDENTS)
    place = make.place(lindegaarden)
    assert browser().get(f"/q/s{place.id}").location == "/lindegaarden"
    assert browser(anna).get(f"/q/s{place.id}").location == f"/lindegaarden/ideer?sted={place.id}"


@pytest.fixture
def entrance(lindegaarden):
    """The code of an entrance, and the homes in it."""
    homes = housing.add_households(lindegaarden.sections[0], homes=[("Blok 8", "Opgang A", "st. tv."), ("Blok 8", "Opgang A", "st. th.")])
    code = next(code for code, name in queries.entrance_codes(lindegaarden.id).items() if name.endswith("Blok 8, Opgang A"))
    return code, homes


def test_the_code_of_an_entrance_leads_to_the_area_and_is_counted_by_itself(entrance, browser, maja):
    code, _homes = entrance
    assert browser().get(f"/q/{code}").location == "/lindegaarden"
    assert queries.scans(code) == 1
    page = browser(maja).get("/lindegaarden/plakat")
    assert page.link("Blokkene, Blok 8, Opgang A Åbnet 1 gang på 30 dage") == f"/qr/{code}"
    assert "localhost:8000/lindegaarden" in browser(maja).get(f"/qr/{code}").text


def test_where_homes_lie_is_for_those_who_hand_out_paper(entrance, browser, anna):
    code, _homes = entrance
    for reader in (browser(), browser(anna)):
        assert "Opgang A" not in reader.get("/lindegaarden/plakat").text
        assert reader.get(f"/qr/{code}").status == 403
        assert reader.get(f"/qr/{code}.svg").status == 403


def test_an_entrance_that_is_gone_leads_to_its_area_and_counts_no_more(entrance, browser):
    code, homes = entrance
    for home in homes:
        home.state = HouseholdState.CLOSED
    db.session.commit()
    assert browser().get(f"/q/{code}").location == "/lindegaarden"
    assert queries.scans(code) == 0


@pytest.mark.parametrize(
    "code",
    [
        "e0x00000000",
        "e999999x00000000",
        "e1x0000",
        "e1",
        "e1x0000000G",
        "o0",
        "o999999",
        "i999999",
        "s999999",
        "x1",
        "o",
        "o1x",
        "o01",
        "o" + "9" * 30,
        "ｏ1",
        "%2e%2e",
    ],
)
def test_odd_codes_lead_nowhere(code, browser):
    for path in (f"/q/{code}", f"/qr/{code}", f"/qr/{code}.svg"):
        assert browser().get(path).status == 404
    assert db.session.scalars(sa.select(Scan)).all() == []


def test_the_letters_short_address_leads_to_the_code(browser):
    assert browser().get("/k").location == "/log-ind/brev"


def test_a_coordinator_of_one_area_sees_its_posters(browser, clara, roennebakken):
    people.grant_role(clara, kind=RoleKind.COORDINATOR, area_id=roennebakken.id)
    page = browser(clara, is_strong=True).get("/administration/plakater")
    assert "Rønnebakken" in page.text
    assert "Lindegården" not in page.text
