"""The list of an area: fair, filtered, paged by keyset, two statements for readers."""

from datetime import timedelta

import pytest

from boligdialog.core import clock
from boligdialog.core.db import db
from boligdialog.core.paging import encode_cursor
from boligdialog.housing.services import change_slug
from boligdialog.ideas import services
from boligdialog.ideas.queries import lists
from boligdialog.organs import queries as organs
from boligdialog.principles import queries as principles
from boligdialog.support.services import refresh_popularity, support_item

URL = "/lindegaarden/ideer"


@pytest.fixture
def many(lindegaarden, anna, clara, make):
    return [make.published(lindegaarden, (anna, clara)[n % 2], title=f"Idé nummer {n:02d} til alle") for n in range(25)]


def _titles(page):
    return ["".join(each.itertext()) for each in page.all("h2", class_="card__title")]


@pytest.mark.parametrize("order", lists.ORDERS)
def test_paging_shows_every_idea_once(many, lindegaarden, order):
    wanted, seen, after = lists.Filter(lindegaarden.id), [], None
    while True:
        page = lists.cards(wanted, seen_by=None, order=order, after=after, limit=7)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == sorted(idea.id for idea in many)


def test_the_fair_order_is_the_same_all_day_and_another_tomorrow(many, lindegaarden, monkeypatch):
    wanted = lists.Filter(lindegaarden.id)
    today = [row.id for row in lists.cards(wanted, seen_by=None, limit=25).rows]
    assert today == [row.id for row in lists.cards(wanted, seen_by=None, limit=25).rows]
    day = clock.today()
    orders = set()
    for n in range(5):
        monkeypatch.setattr(clock, "today", lambda n=n: day + timedelta(days=n))
        orders.add(tuple(row.id for row in lists.cards(wanted, seen_by=None, limit=25).rows))
    assert len(orders) > 1


def test_a_page_begun_before_midnight_goes_on_in_its_order(many, lindegaarden, monkeypatch):
    wanted = lists.Filter(lindegaarden.id)
    first = lists.cards(wanted, seen_by=None, limit=10)
    day = clock.today()
    monkeypatch.setattr(clock, "today", lambda: day + timedelta(days=1))
    rest = lists.cards(wanted, seen_by=None, after=first.after, limit=25)
    assert len({row.id for row in [*first.rows, *rest.rows]}) == 25


def test_two_statements_signed_out_whatever_the_number(many, browser, statements):
    browser().get(URL)
    statements.clear()
    page = browser().get(URL)
    assert len(_titles(page)) == 20
    assert len(statements) <= 2, statements


def test_four_statements_signed_in(many, browser, anna, statements):
    reader = browser(anna)
    reader.get(URL)
    statements.clear()
    reader.get(URL)
    assert len(statements) <= 4, statements


def test_filters_by_status_theme_and_principle(many, lindegaarden, maja, browser):
    board = next(each for each in organs.organs_for(lindegaarden.id) if each.kind == "board")
    services.sort_idea(many[0], organ=board, why=None, principles=[principles.principle(9)], by=maja)
    services.consider_idea(many[0], by=maja)
    for query in ("status=considering", "tema=A", "princip=9"):
        assert _titles(browser().get(f"{URL}?{query}")) == [many[0].title], query
    assert not _titles(browser().get(f"{URL}?tema=N"))


@pytest.mark.parametrize(
    "query",
    [
        "tema=X", "status=nonsense", "princip=77", "princip=abc", "princip=9999999999999999999",
        "princip=٣", "sted=999999", "orden=best", "efter=xyz", "efter=WzFd",
        "per_page=10", "efter=WzIzMDU4NDMwMDkyMTM2OTM5NTIsMCwwLDBd", "efter=WzczODAwMCwyLDAsMF0",
        "efter=WyJhIiwiYiIsMSwyXQ", "q=%22%3E%3Csvg%2Fonload%3Dalert(1)%3E",
    ],
)  # fmt: skip
def test_what_the_page_does_not_have_is_400(many, browser, query):
    assert browser().get(f"{URL}?{query}").status == 400


def test_past_the_end_there_is_a_way_back(many, browser, lindegaarden):
    day = clock.today().toordinal()
    _start, backwards = lists.day_seed(clock.today())
    page = browser().get(f"{URL}?efter={encode_cursor(day, 1, -1, 0) if backwards else encode_cursor(day, 1, 2**31, 2**60)}")
    assert page.status == 200
    assert not _titles(page)
    last = next(
        each.get("href") for each in page.all("a") if "efter=" in (each.get("href") or "") and "/en/" not in (each.get("href") or "")
    )
    assert len(_titles(browser().get(last))) == 5


@pytest.mark.parametrize("order", lists.ORDERS)
def test_the_last_page_is_found_without_walking_the_list(many, lindegaarden, order, statements):
    wanted = lists.Filter(lindegaarden.id)
    statements.clear()
    after = lists.last_page_cursor(wanted, order=order, limit=7)
    assert len(statements) <= 2
    last = lists.cards(wanted, seen_by=None, order=order, after=after, limit=7)
    assert (len(last.rows), last.after) == (4, None)


def test_the_most_supported_come_first_when_the_number_is_refreshed(many, lindegaarden, bo, clara):
    for idea, people in ((many[4], (bo, clara)), (many[11], (bo,))):
        for person in people:
            support_item(idea, by=person)
    assert refresh_popularity() == 2
    assert refresh_popularity() == 0
    rows = lists.cards(lists.Filter(lindegaarden.id), seen_by=None, order="supported").rows
    assert [row.id for row in rows[:2]] == [many[4].id, many[11].id]


def test_numbers_by_status_agree_with_the_rows(many, lindegaarden):
    _area, counts = lists.area_with_counts("lindegaarden")
    assert counts == {"waiting": 25}


def test_my_own_support_shows_on_the_card(many, browser, bo):
    support_item(many[3], by=bo)
    rows = lists.cards(lists.Filter(many[3].area_id), seen_by=bo, limit=30).rows
    assert [row.id for row in rows if row.is_mine] == [many[3].id]


def test_an_area_without_ideas_invites(browser):
    page = browser().get("/roennebakken/ideer")
    assert page.status == 200
    assert any("/roennebakken/ideer/ny" in (each.get("href") or "") for each in page.all("a"))


def test_an_old_slug_answers_301(lindegaarden, browser):
    change_slug(lindegaarden, slug="linden")
    db.session.commit()
    page = browser().get(f"{URL}?orden=newest")
    assert page.status == 301
    assert page.location.endswith("/linden/ideer?orden=newest")


def test_it_says_how_many_ideas_there_are(many, browser):
    assert "25 idéer." in browser().get(URL).text.replace("\xa0", " ")
    assert "0 idéer." in browser().get(f"{URL}?status=done").text.replace("\xa0", " ")
    assert "idéer." not in browser().get(f"{URL}?tema=A").text
