"""Review in numbers: what came in, in time or not, hidden why, appealed; few people are never pointed at (rows 129, 163, 164)."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from boligdialog.core import clock
from boligdialog.core.db import db, local_day
from boligdialog.core.numbers import Shown
from boligdialog.housing.models import Visibility
from boligdialog.housing.services import change_visibility
from boligdialog.moderation.models import Case, Cause, Outcome, ReasonCode
from boligdialog.moderation.queries.in_numbers import months

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
TONE, SPAM = ReasonCode.TONE, ReasonCode.SPAM


@pytest.fixture
def cases(monkeypatch, lindegaarden, anna, maja, soeren, make):
    """Adds cases that came in on Monday the fourth of May; it is the fifteenth of June."""
    item_id = make.published(lindegaarden, anna).id
    db.session.execute(sa.delete(Case))
    db.session.commit()
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def _unread(count):
        """Things of which none has a case yet: one item has one open case at most."""
        made = [make.pending(lindegaarden, anna).id for _n in range(count)]
        db.session.execute(sa.delete(Case).where(Case.item_id.in_(made)))
        return made

    def add(count, outcome=Outcome.PUBLISH, *, after=1, reason=None, opened=MONDAY, **more):
        decided = {"outcome": outcome, "decided_at": opened + timedelta(days=after), "decided_by_id": maja.id} if outcome else {}
        said = {"reason_code": reason or TONE, "public_text": "Derfor."} if outcome not in (None, Outcome.PUBLISH, Outcome.CLOSED) else {}
        values = {"area_id": lindegaarden.id, "cause": Cause.PENDING, "rank": 0, "opened_at": opened, "due_on": date(2026, 5, 6)}
        items = [item_id] * count if outcome else _unread(count)
        rows = [{"item_id": each, **values, **decided, **said, **more} for each in items]
        made = db.session.scalars(sa.insert(Case).returning(Case.id), rows).all()
        db.session.commit()
        return made

    def appealed(decisions, outcome):
        for each in decisions:
            of = {"appeal_of_id": each, "not_by_id": maja.id, "decided_by_id": soeren.id}
            add(1, outcome, cause=Cause.APPEALED, **of)

    add.appealed = appealed
    return add


def _may(area):
    return next(each for each in months(area.id) if each.first == date(2026, 5, 1))


def _plain(*cells):
    return [cell.value if cell.shown is Shown.EXACT else cell.shown.value for cell in cells]


def test_the_last_twelve_months_newest_first(cases, lindegaarden):
    firsts = [each.first for each in months(lindegaarden.id)]
    assert (firsts[0], firsts[-1], len(firsts)) == (date(2026, 6, 1), date(2025, 7, 1), 12)


def test_in_time_is_until_the_day_that_the_author_was_told(cases, lindegaarden):
    cases(6, after=2)  # the sixth, as promised
    cases(7, after=3)
    cases(1, None)
    month = _may(lindegaarden)
    assert _plain(month.received, month.in_time, month.late, month.waiting) == [14, 6, 7, 1]


def test_the_median_counts_working_days(cases, lindegaarden):
    cases(3, after=0)
    assert _may(lindegaarden).days == 0
    cases(4, after=7)  # the next Monday, and no holiday between
    assert _may(lindegaarden).days == 5


def test_of_two_in_the_middle_the_slower_one_is_told(cases, lindegaarden):
    cases(3, after=0)
    cases(3, after=2)
    assert _may(lindegaarden).days == 2


def test_what_its_author_took_back_and_what_is_elsewhere_is_not_counted(cases, lindegaarden, roennebakken):
    cases(5)
    cases(5, Outcome.CLOSED)
    cases(5, area_id=roennebakken.id)
    cases(5, opened=MONDAY - timedelta(days=365))
    assert _plain(*(each.received for each in months(lindegaarden.id)), _may(lindegaarden).in_time) == [0, 5, *[0] * 10, 5]


def test_a_month_begins_at_midnight_in_copenhagen(cases, lindegaarden):
    cases(5, opened=datetime(2026, 4, 30, 21, 59, tzinfo=UTC))
    cases(6, opened=datetime(2026, 4, 30, 22, 1, tzinfo=UTC))
    assert _plain(*(each.received for each in months(lindegaarden.id)[:3])) == [0, 6, 5]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 31, 22, 59, 59, 999999, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 7, 31, 22, tzinfo=UTC), date(2026, 8, 1)),
    ],
)
def test_both_databases_know_the_day_in_copenhagen(cases, moment, day):
    cases(1, opened=moment)
    assert db.session.scalars(sa.select(local_day(Case.opened_at))).all() == [day]


def test_few_who_were_hidden_are_not_pointed_at(cases, lindegaarden):
    cases(30)
    cases(8, Outcome.HIDE, reason=SPAM)
    cases(2, Outcome.HIDE, reason=TONE)
    month = _may(lindegaarden)
    assert _plain(month.received, month.hidden, month.reasons[SPAM], month.reasons[TONE]) == [40, 10, "hidden", "under"]


def test_no_reason_is_told_when_the_total_would_give_one_away(cases, lindegaarden):
    cases(5, Outcome.HIDE, reason=SPAM)
    cases(1, Outcome.HIDE, reason=TONE)  # six came in, five at least are spam
    month = _may(lindegaarden)
    assert _plain(month.received, month.hidden) == [6, 6]
    assert {each.shown for each in month.reasons.values()} == {Shown.HIDDEN}


def test_four_reasons_below_five_in_all_are_not_told(cases, lindegaarden):
    for reason in list(ReasonCode)[:4]:
        cases(1, Outcome.HIDE, reason=reason)
    month = _may(lindegaarden)
    assert _plain(month.hidden) == ["under"]
    assert {each.shown for each in month.reasons.values()} == {Shown.HIDDEN}


def test_few_who_were_read_are_not_found_by_subtraction(cases, lindegaarden):
    cases(1, Outcome.HIDE)
    cases(4, None)
    month = _may(lindegaarden)
    assert _plain(month.received, month.in_time, month.late, month.waiting, month.hidden) == [5, "under", 0, "hidden", "under"]


def test_appeals_and_how_many_were_right(cases, lindegaarden):
    hidden = cases(16, Outcome.HIDE)
    cases.appealed(hidden[:9], Outcome.DENIED)
    cases.appealed(hidden[9:], Outcome.UPHELD)
    month = _may(lindegaarden)
    assert _plain(month.received, month.hidden, month.appeals, month.upheld) == [16, 16, 16, 7]


def test_few_appeals_are_not_pointed_at(cases, lindegaarden):
    hidden = cases(12, Outcome.HIDE)
    cases.appealed(hidden[:8], Outcome.UPHELD)
    cases.appealed(hidden[8:], Outcome.DENIED)  # four: without them one would know
    month = _may(lindegaarden)
    assert _plain(month.appeals, month.upheld) == [12, "hidden"]


def test_it_is_one_statement_however_many(cases, lindegaarden, statements):
    for days in range(20):
        cases(3, after=days % 7, opened=MONDAY + timedelta(days=days))
    area_id = lindegaarden.id
    statements.clear()
    assert _plain(*(each.received for each in months(area_id)[:2])) == [0, 60]
    assert len(statements) == 1


def test_page_and_spreadsheet_say_the_same(cases, browser):
    cases(1234, after=3)
    cases(3, Outcome.HIDE, reason=SPAM, after=4)
    page = browser().get("/lindegaarden/i-tal")
    assert "Maj 2026" in page.text
    assert "1.237" in page.text
    assert "3 hverdage" in page.text
    answer = browser().get("/lindegaarden/i-tal.csv")
    rows = list(csv.reader(io.StringIO(answer.html.removeprefix("\ufeff")), delimiter=";"))
    may = dict(zip(rows[0], rows[2], strict=True))
    assert list(may.values())[:6] == ["2026-05", "1237", "0", "1237", "0", "3"]
    assert list(may.values())[6] == "under 5"
    assert "under 5" in page.text
    assert len(rows) == 13


def test_reasons_are_told_as_far_as_they_can_be(cases, browser):
    cases(5, Outcome.HIDE, reason=SPAM)
    cases(1, Outcome.HIDE, reason=TONE)
    page = browser().get("/en/lindegaarden/i-tal")
    assert "<dt>Why it was hidden</dt><dd>not shown</dd>" in page.html
    assert "under 1 working day" not in page.text
    cases(40, Outcome.HIDE, reason=SPAM, after=0)
    page = browser().get("/en/lindegaarden/i-tal")
    assert "<dt>Hidden: The tone</dt><dd>under 5</dd>" in page.html
    assert "<dt>Hidden: Advertising or the same thing many times</dt><dd>not shown</dd>" in page.html
    assert "under 1 working day" in page.text


def test_a_quiet_month_says_so(cases, browser):
    cases(5)
    page = browser().get("/en/lindegaarden/i-tal")
    assert page.text.count("Nothing came in.") == 11


@pytest.mark.parametrize("url", ["/lindegaarden/i-tal", "/lindegaarden/i-tal.csv"])
def test_a_closed_area_keeps_its_numbers(url, lindegaarden, browser, anna, dorte, erik):
    change_visibility(lindegaarden, visibility=Visibility.RESIDENTS)
    assert [browser(each).get(url).status for each in (None, erik, anna)] == [403, 403, 200]
    change_visibility(lindegaarden, visibility=Visibility.BOARD)
    assert [browser(each).get(url).status for each in (anna, dorte)] == [403, 200]
    assert "/lindegaarden/i-tal" not in browser(anna).get("/om").html


def test_the_ways_there(lindegaarden, browser):
    for url in ("/lindegaarden", "/om"):
        assert 'href="/lindegaarden/i-tal"' in browser().get(url).html
    assert 'href="/om#i-tal"' in browser().get("/spilleregler").html
    assert 'id="i-tal"' in browser().get("/om").html
    assert 'href="/lindegaarden/i-tal.csv"' in browser().get("/lindegaarden/i-tal").html
    assert browser().get("/roedager/i-tal").status == 404
