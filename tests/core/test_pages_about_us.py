"""What we say about ourselves: the statement, the foot of every page, and what to do when something goes wrong."""

import pytest

from boligdialog.core import errors, settings
from tests.pages import words


def test_without_a_statement_it_says_whom_to_ask(browser):
    page = browser().get("/was")
    assert page.status == 503
    assert settings.EMAIL.value in page.text


@pytest.mark.parametrize(("address", "is_good"), [("https://was.digst.dk/x", True), ("http://x.dk", False), ("javascript:alert(1)", False)])
def test_the_statement_is_where_the_municipality_put_it(address, is_good, browser):
    settings.change(settings.STATEMENT, address)
    page = browser().get("/was")
    assert (page.status, page.location) == ((302, address) if is_good else (503, ""))
    assert ("Tilgængelighedserklæring" in browser().get("/").text) is is_good


def test_the_demo_shows_a_provisional_statement(browser):
    settings.change(settings.IS_DEMO, 1)
    reader = browser()
    page = reader.follow(reader.get("/was"))
    assert page.status == 200
    assert "foreløbig" in words(page.all("section", id="erklaering")[0])
    settings.change(settings.STATEMENT, "https://was.digst.dk/x")
    assert reader.get("/was").location == "https://was.digst.dk/x"


@pytest.mark.parametrize("status", errors.KNOWN)
@pytest.mark.parametrize("root", ["", "/en"])
def test_every_error_says_what_to_do(status, root, browser):
    page = browser().get(f"{root}/design/fejl/{status}")
    assert page.status == status
    assert str(status) in page.text
    assert len(page.all("p", class_="lead")[0].text) > 20
    assert page.all("a", class_="button-primary")
    assert settings.PHONE.value in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


def test_no_error_is_provoked_that_has_no_words(browser):
    assert browser().get("/design/fejl/418").status == 404
