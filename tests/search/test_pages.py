"""The search page, and the ideas that a new one resembles."""

import pytest

from boligdialog.core.paging import encode_cursor
from boligdialog.core.text import tidy_line
from boligdialog.search import queries

URL = "/soeg"


@pytest.fixture
def benches(lindegaarden, roennebakken, anna, erik, make, worker):
    ideas = [
        make.published(lindegaarden, anna, title="Flere bænke ved legepladsen", why="Fordi <script>alert(1)</script> bænke er rare"),
        make.published(roennebakken, erik, title="Flere bænke ved legepladsen her", why="Fordi"),
    ]
    worker()
    return ideas


def _links(page):
    return [each.get("href") for each in page.all("a")]


def test_hits_lead_to_their_pages(benches, browser):
    page = browser().get(f"{URL}?q=b%C3%A6nke")
    assert {f"/ideer/{idea.id}" for idea in benches} <= set(_links(page))
    assert "".join(page.all("mark")[0].itertext()) == "bænke"
    assert page.all("meta", name="robots")[0].get("content") == "noindex"


def test_a_title_in_another_language_says_so(benches, browser):
    page = browser().get(f"/en{URL}?q=legepladsen")
    assert page.all("h2", lang="da")
    assert f"/en/ideer/{benches[0].id}" in _links(page)


@pytest.mark.parametrize("written", ["{ref}", " {low} ", "{spaced}"])
def test_a_reference_opens_the_item(written, benches, browser):
    ref = benches[0].ref
    typed = written.format(ref=ref, low=ref.lower(), spaced=ref.replace("-", " "))
    answer = browser()._ask("get", URL, query_string={"q": typed})
    assert (answer.status, answer.location) == (303, f"/ideer/{benches[0].id}")


def test_a_reference_betrays_nothing(lindegaarden, anna, make, browser):
    ref = make.pending(lindegaarden, anna).ref
    assert browser().get(f"{URL}?q={ref}").status == 200
    assert browser(anna).get(f"{URL}?q={ref}").status == 303


def test_nothing_found_helps_on(browser):
    page = browser().get(f"{URL}?q=rabarber&omraade=lindegaarden")
    assert "rabarber" in page.text
    assert {"/soeg?q=rabarber", "/lindegaarden/ideer/ny"} <= set(_links(page))


@pytest.mark.parametrize(
    "query",
    [
        {"omraade": "findes-ikke"}, {"q": "x" * 101}, {"q": "x" * 10_000}, {"q": "a\0b"}, {"sort": "(select 1)"},
        {"q": "x", "efter": "xyz"}, {"q": "x", "efter": encode_cursor(-1, 1, 1, 0)}, {"q": "x", "efter": encode_cursor(0, 7, 1, 0)},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_clearly(query, browser):
    page = browser()._ask("get", URL, query_string=query)
    assert page.status in (400, 404, 422)
    assert page.all("h1")


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "'", '"', "a' OR '1'='1", '" OR "a', "NEAR(a b)", "a:*", "<script>alert(1)</script>", "{{7*7}}", "{title} : a"]
)
def test_odd_signs_are_only_signs(text, benches, browser):
    page = browser()._ask("get", URL, query_string={"q": text})
    assert page.status == 200
    assert page.all("input", name="q")[0].get("value") == tidy_line(text)
    assert not [each for each in page.all("script") if not each.get("src")]


def test_the_list_of_ideas_has_the_field(benches, browser):
    page = browser().get("/lindegaarden/ideer")
    assert page.all("input", name="q", form="find")
    assert page.all("form", id="find", action=URL)


# --- similar --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "number"),
    [("Nye bænke ved legepladsen", 2), ("En bænk ved vaskeriet", 2), ("Rabarber og tomater", 0), ("bænk", 0), ("Vi vil gerne have det", 0)],
)
def test_what_resembles_a_title(title, number, benches, lindegaarden, roennebakken):
    for area in (lindegaarden, roennebakken):
        alike = queries.similar(title, area_id=area.id, seen_by=None, kind="idea")
        assert len(alike) == number
        assert not alike or alike[0].item.area_id == area.id


def test_the_part_for_the_script(benches, browser, anna, lindegaarden):
    page = browser(anna)._ask("get", f"{URL}/ligner", query_string={"area": lindegaarden.id, "titel": "Nye bænke ved legepladsen"})
    assert f"/ideer/{benches[0].id}" in page.html
    assert "Støtte er ikke en afstemning" in page.html


def test_without_script_they_are_shown_once_after_sending(benches, browser, anna):
    reader = browser(anna)
    answer = reader.send(reader.get("/lindegaarden/ideer/ny"), title="Nye bænke ved legepladsen", why="Min grund", place="1")
    assert answer.status == 200
    assert answer.form()["why"] == "Min grund"
    assert f"/ideer/{benches[0].id}" in _links(answer)
    assert reader.send(answer).status == 303


def test_a_new_idea_is_sent_at_once(benches, browser, anna):
    reader = browser(anna)
    assert reader.send(reader.get("/lindegaarden/ideer/ny"), title="Rabarber i alle bede", place="1").status == 303
