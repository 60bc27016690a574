"""The conversation as it is read: pages by keyset, orders, the way to one comment, few statements."""

import pytest
import sqlalchemy as sa

from boligdialog.comments import queries, services
from boligdialog.comments.models import Comment
from boligdialog.comments.settings import REPLIES, THREADS
from boligdialog.content.models import Item, ItemCount
from boligdialog.core.db import db


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.published(lindegaarden, anna)


@pytest.fixture
def long_talk(idea, lindegaarden, anna, bo, clara, make):
    lindegaarden.review = "off"
    db.session.commit()
    tops = [services.write_comment(idea, text=f"Kommentar {n}", by=(bo, clara)[n % 2], lang="da") for n in range(25)]
    for n in range(8):
        services.write_comment(idea, text=f"Svar {n}", by=bo, lang="da", answers=tops[3])
    services.thank(tops[7], by=anna)
    return tops


@pytest.mark.parametrize("order", queries.ORDERS)
def test_every_thread_is_shown_once(long_talk, idea, order):
    first = queries.talk(idea.id, seen_by=None, order=order)
    rest = queries.talk(idea.id, seen_by=None, order=order, after=first.after)
    shown = [each.id for each in first.threads + rest.threads]
    assert len(first.threads) == THREADS
    assert sorted(shown) == [each.id for each in long_talk]
    assert rest.after is None


def test_the_orders(long_talk, idea):
    ids = {order: [each.id for each in queries.talk(idea.id, seen_by=None, order=order).threads] for order in queries.ORDERS}
    assert ids["oldest"][0] == long_talk[0].id
    assert ids["newest"][0] == long_talk[-1].id
    assert ids["thanked"][:2] == [long_talk[7].id, long_talk[0].id]


def test_a_long_thread_shows_its_first_replies_and_leads_to_the_rest(long_talk, idea, browser):
    thread = queries.talk(idea.id, seen_by=None).threads[3]
    assert (len(thread.answers), thread.replies) == (REPLIES, 8)
    page = browser().get(f"/ideer/{idea.id}")
    assert "Svar 7" in browser().get(page.link("Vis alle 8 svar")).text


def test_an_address_leads_to_one_comment_however_far_down(long_talk, idea, browser):
    page = browser().get(f"/ideer/{idea.id}?c={long_talk[22].id}")
    assert "Kommentar 22" in page.text
    assert any(each.get("id") == f"c{long_talk[22].id}" for each in page.all("article"))


@pytest.mark.parametrize("query", ["mere=xyz", "mere=WzFd", "samtale=odd", "c=abc", "c=0"])
def test_what_the_page_does_not_have_is_400(idea, browser, query):
    assert browser().get(f"/ideer/{idea.id}?{query}").status == 400


def test_a_comment_that_is_not_there_shows_the_conversation(idea, browser):
    assert browser().get(f"/ideer/{idea.id}?c=999999").status == 200


def test_a_page_of_talk_is_one_statement(long_talk, idea, bo, statements):
    about_id, reader = idea.id, bo
    assert reader.id
    statements.clear()
    queries.talk(about_id, seen_by=reader)
    assert len(statements) == 1


def test_an_ideas_page_is_six_statements_signed_in_and_four_signed_out(long_talk, idea, bo, browser, statements):
    url = f"/ideer/{idea.id}"
    for reader, most in ((browser(bo), 6), (browser(), 4)):
        reader.get(url)
        statements.clear()
        reader.get(url)
        assert len(statements) <= most, statements


def _copies(comment, n):
    """The same comment n times more, as rows: 2,000 through the service would take a minute."""
    item = dict(db.session.execute(sa.select(Item.__table__).where(Item.__table__.c.id == comment.id)).one()._mapping)
    row = dict(db.session.execute(sa.select(Comment.__table__).where(Comment.__table__.c.id == comment.id)).one()._mapping)
    ids = range(comment.id + 1, comment.id + 1 + n)
    db.session.execute(sa.insert(Item.__table__), [item | {"id": no, "ref": f"BD-2020-{no:04}", "once": None} for no in ids])
    db.session.execute(sa.insert(Comment.__table__), [row | {"id": no} for no in ids])
    db.session.execute(sa.insert(ItemCount.__table__), [{"item_id": no} for no in ids])
    db.session.commit()


@pytest.mark.parametrize("n", [50, 2000])
def test_a_page_costs_the_same_whatever_the_number_of_comments(idea, bo, make, browser, statements, n):
    _copies(make.comment(idea, bo), n - 1)
    reader, url = browser(bo), f"/ideer/{idea.id}"
    reader.get(url)
    statements.clear()
    page = reader.get(url)
    assert len(page.all("article", class_="comment")) == THREADS
    assert len(statements) <= 6
