"""Odd bytes are 400 and never 500; headers are strict; pages for everybody carry nothing of anybody."""

import pytest

from boligdialog.core import headers

ODD = ["%00", "%ff%fe", "%ed%a0%80", "%1b", "9223372036854775808", "9" * 5000, "%F0%9F", "a" * 5000]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "place",
    [
        "/lindegaarden/ideer?efter={}",
        "/lindegaarden/ideer?princip={}",
        "/log-ind?back={}",
        "/ideer/{}",
        "/i?q={}",
        "/k/{}",
        "/{}",
        "/personale/{}",
    ],
)
def test_no_address_is_a_500(browser, odd, place):
    assert browser().get(place.format(odd)).status in (200, 303, 400, 404, 410, 413), place


@pytest.mark.parametrize("odd", ["\x00", "\x1b[31m", "\ufffe", "a" * 3000, "９" * 400, "\u202e" * 50, "e\u0301" * 40])
def test_no_text_is_a_500(browser, anna, odd):
    reader = browser(anna)
    page = reader.get("/lindegaarden/ideer/ny")
    for name in ("title", "why", "place", "once", "principle"):
        answer = reader.send(page, **{"title": "En god titel her", "place": "1"} | {name: odd})
        assert answer.status in (303, 400, 409, 413, 422), (name, answer.status)


def test_raw_bytes_in_a_form_are_400(browser, anna):
    reader = browser(anna)
    reader.get("/lindegaarden/ideer/ny")
    answer = reader._ask(
        "post", "/lindegaarden/ideer/ny", data=b"title=\xed\xa0\x80&why=\xff", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status == 400


def test_too_many_fields_are_413(browser, anna):
    assert browser(anna).post("/lindegaarden/ideer/ny", {f"f{n}": "x" for n in range(200)}).status == 413


def test_too_much_is_413(browser, anna):
    assert browser(anna).post("/lindegaarden/ideer/ny", {"why": "x" * 300_000}).status == 413


@pytest.mark.parametrize("url", ["/", "/lindegaarden/ideer", "/log-ind", "/nowhere", "/healthz", "/favicon.ico", "/min-side", "/log-ud"])
def test_the_headers_are_on_every_answer(browser, url):
    answer = browser().get(url)
    for name, value in headers.HEADERS.items():
        assert answer.headers.get(name) == value, (url, name)
    assert "Server" not in answer.headers


def test_pages_for_everybody_are_the_same_bytes_for_all(browser):
    first, second = browser().get("/lindegaarden/ideer"), browser().get("/lindegaarden/ideer")
    assert first.html == second.html
    assert "Set-Cookie" not in first.headers
    assert "csrf" not in first.html
    assert first.headers["Cache-Control"].startswith("public")


def test_pages_of_one_person_are_kept_by_nobody(browser, anna):
    for url in ("/", "/lindegaarden/ideer", "/min-side", "/lindegaarden/ideer/ny"):
        assert browser(anna).get(url).headers["Cache-Control"] == "private, no-store", url
    assert browser().get("/log-ind").headers["Cache-Control"] == "private, no-store"


def test_only_pages_without_secrets_are_compressed(browser, anna):
    packed = {"Accept-Encoding": "gzip"}
    assert "Content-Encoding" not in browser(anna).get("/principper", headers=packed).headers


def test_a_wrong_host_is_400(app):
    for host in ("evil.dk", "localhost.evil.dk"):
        assert app.test_client().get("/", headers={"Host": host}).status_code == 400


def test_the_robust_error_page_needs_no_database(app, browser, monkeypatch):
    import sqlalchemy as sa

    def down(*_args, **_kwargs):
        raise sa.exc.OperationalError("x", {}, Exception("gone"))

    monkeypatch.setattr("boligdialog.housing.queries.areas", down)
    monkeypatch.setattr("boligdialog.core.settings._stored", down)
    answer = browser().get("/omraader")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "30"


def test_a_crash_is_a_number_and_no_trace(browser, monkeypatch):
    monkeypatch.setattr("boligdialog.housing.queries.areas", lambda: 1 / 0)
    answer = browser().get("/omraader")
    assert answer.status == 500
    assert "ZeroDivision" not in answer.html


def test_an_error_speaks_the_readers_language(browser):
    assert "Her bor ingen" in browser().get("/nowhere-at-all").text
    assert "Nobody lives here" in browser().get("/en/nowhere-at-all").text


def test_a_csp_report_is_taken_without_a_session(browser):
    assert browser()._ask("post", "/csp", data=b'{"csp-report": {"violated-directive": "script-src"}}').status == 204
    assert browser()._ask("post", "/csp", data=b"\x00not json").status == 204
