"""The ideas of all areas in one list: the same orders, nothing of closed areas, few statements."""

import pytest
import sqlalchemy as sa

from boligdialog.core.db import db
from boligdialog.housing import services as housing
from boligdialog.housing.models import Place, Visibility
from boligdialog.ideas.queries import lists


@pytest.fixture
def ideas(lindegaarden, roennebakken, anna, erik, make):
    return [make.published(area, by).id for _time in range(4) for area, by in ((lindegaarden, anna), (roennebakken, erik))]


@pytest.mark.parametrize("order", lists.ORDERS)
def test_every_idea_is_met_once_in_every_order(order, ideas, app):
    seen, after = [], None
    for _page in range(10):
        page = lists.cards(lists.Filter(), seen_by=None, order=order, after=after, limit=3)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == sorted(ideas)
    assert lists.last_page_cursor(lists.Filter(), order=order, limit=3) is not None


def test_the_order_is_that_of_one_list(ideas, app):
    rows = lists.cards(lists.Filter(), seen_by=None, order="newest").rows
    assert [row.id for row in rows] == sorted(ideas, reverse=True)


def test_a_closed_area_is_left_out(ideas, roennebakken, browser, erik, app):
    housing.change_visibility(roennebakken, visibility=Visibility.RESIDENTS)
    assert "Rønnebakken" not in " ".join(each.text or "" for each in browser().get("/ideer").all("span"))
    assert len(lists.cards(lists.Filter(), seen_by=None).rows) == 4
    assert len(lists.cards(lists.Filter(), seen_by=erik).rows) == 8
    assert lists.counts_everywhere(None) == {"waiting": 4}


def test_the_page(ideas, browser, statements):
    reader = browser()
    reader.get("/ideer")
    statements.clear()
    page = reader.get("/ideer?orden=newest")
    assert len(statements) <= 3, statements
    assert len(page.all("article", class_="card")) == 8
    assert "Lindegården" in page.text
    assert reader.get("/ideer?omraade=lindegaarden&status=waiting").location == "/lindegaarden/ideer?status=waiting"
    assert reader.get("/ideer?omraade=nowhere").status == 404
    assert reader.get("/ideer?sted=1").status == 400
    assert reader.get("/ideer?efter=odd").status == 400


def test_an_empty_municipality_has_a_page(app, browser):
    assert "ingen idéer" in browser().get("/ideer").text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Place)) > 0
