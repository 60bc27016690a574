"""What I was told, on my page: newest first, new until I have opened it."""

import pytest

from boligdialog.core.db import db
from boligdialog.core.events import sweep_deliveries
from boligdialog.notifications import queries
from boligdialog.notifications.services import follow


@pytest.fixture
def told(lindegaarden, bo, anna, make):
    """Bo has been told of n new ideas."""
    follow(lindegaarden, by=bo)

    def publish(count):
        for n in range(count):
            make.published(lindegaarden, anna, title=f"Idé nummer {n:02d} om bænke")
        sweep_deliveries()

    return publish


def test_opening_a_notice_reads_it_and_leads_on(told, bo, browser):
    told(1)
    reader = browser(bo)
    page = reader.get("/min-side/nyt")
    assert queries.unread(bo) == 1
    answer = reader.send(page, f"/min-side/nyt/{queries.notices(seen_by=bo)[0].id}")
    assert answer.status == 303
    assert answer.location.startswith("/ideer/")
    assert queries.unread(bo) == 0
    assert reader.get("/min-side/nyt").link("Ny idé i Lindegården: »Idé nummer 00 om bænke«") == answer.location


def test_all_are_read_by_one_press_but_not_what_came_since(told, bo, browser):
    told(2)
    reader = browser(bo)
    page = reader.get("/min-side/nyt")
    told(1)
    assert reader.send(page, "/min-side/nyt/alt").status == 303
    assert queries.unread(bo) == 1


@pytest.mark.parametrize("up_to", ["", "-1", "x", "9" * 30, "²"])
def test_an_odd_number_reads_nothing(told, bo, browser, up_to):
    told(1)
    reader = browser(bo)
    assert reader.send(reader.get("/min-side/nyt"), "/min-side/nyt/alt", up_to=up_to).status == 303
    assert queries.unread(bo) == 1


def test_newest_first_page_by_page(told, bo, browser):
    told(22)
    reader = browser(bo)
    first = reader.get("/min-side/nyt")
    assert first.text.index("nummer 21") < first.text.index("nummer 20")
    second = reader.get(first.link("Vis flere"))
    assert "nummer 01" in second.text
    assert "nummer 02" not in second.text


def test_somebody_elses_notice_is_not_found(told, bo, clara, browser):
    told(1)
    notice = queries.notices(seen_by=bo)[0]
    token = browser(clara)
    page = token.get("/min-side/besked")
    answer = token.post(f"/min-side/nyt/{notice.id}", {"csrf_token": page.form()["csrf_token"]})
    assert answer.status == 404
    assert queries.unread(bo) == 1


def test_what_may_no_longer_be_read_is_not_shown(told, bo, browser, lindegaarden):
    told(1)
    lindegaarden.visibility = "board"
    db.session.commit()
    assert "nummer 00" not in browser(bo).get("/min-side/nyt").text


def test_my_page_shows_the_newest_and_how_many_are_new(told, bo, browser):
    told(6)
    page = browser(bo).get("/min-side")
    assert "Se alt nyt, 6 nye" in page.text
    assert page.text.count("Ny idé i Lindegården") == 5


def test_a_page_of_news_takes_few_statements(told, bo, browser, statements):
    told(20)
    before = len(statements)
    browser(bo).get("/min-side/nyt")
    assert len(statements) - before <= 14, statements[before:]


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0"])
def test_a_crafted_cursor_is_refused(bo, browser, cursor):
    assert browser(bo).get(f"/min-side/nyt?efter={cursor}").status == 400
