"""What need not be kept for ever goes by itself; what is held for a case stays."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from boligdialog.admin import jobs
from boligdialog.admin.services import retention, trash
from boligdialog.admin.settings import LOG_MONTHS, REPORT_DAYS
from boligdialog.core import clock, seals
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.core.settings import change
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode, Report, ReportCode
from boligdialog.moderation.services import reports, review

HIDE = {"reason": ReasonCode.PERSONAL_DATA, "text": "Et navn stod i den."}
WORDS = "Min nabo hedder noget bestemt"


@pytest.fixture
def reported(lindegaarden, anna, clara, make):
    """An idea that Clara gave notice of; nobody has looked yet."""
    idea = make.published(lindegaarden, anna)
    reports.report(idea, by=clara, code=ReportCode.PERSONAL_DATA, text=WORDS)
    return idea


def _decide(idea, maja, *, hide=False):
    case = moderation.open_case_of(idea.id)
    if hide:
        review.hide(case, by=maja, version=case.row_version, **HIDE)
    else:
        review.keep(case, by=maja, version=case.row_version)


def _words():
    db.session.expire_all()
    return db.session.scalars(sa.select(Report.text)).one()


def _in_days(days, run=retention.forget_report_words):
    with time_machine.travel(clock.now() + timedelta(days=days)):
        return run()


def test_words_to_the_moderators_go_half_a_year_after_the_decision(reported, maja):
    assert _in_days(400) == 0, "nobody has decided"
    _decide(reported, maja)
    assert _in_days(179) == 0
    assert _words() == WORDS
    assert _in_days(181) == 1
    assert _words() == ""
    assert db.session.scalars(sa.select(Report.code)).one() is ReportCode.PERSONAL_DATA
    assert _in_days(181) == 0


def test_the_setting_says_when(reported, maja):
    _decide(reported, maja)
    change(REPORT_DAYS, 30)
    assert _in_days(31) == 1


def test_a_decision_of_late_keeps_them(reported, maja, bo):
    _decide(reported, maja)
    with time_machine.travel(clock.now() + timedelta(days=150)):
        reports.report(reported, by=bo, code=ReportCode.SPAM, text="")
        assert _in_days(200) == 0, "it is open again"
        _decide(reported, maja)
    assert _in_days(200) == 0
    assert _in_days(331) == 1


def test_what_is_held_keeps_them_and_what_is_purged_loses_them(reported, maja, soeren, app):
    _decide(reported, maja, hide=True)
    trash.trash_item(reported, by=maja)
    trash.hold_item(reported, by=soeren, is_held=True)
    assert _in_days(400) == 0
    trash.hold_item(reported, by=soeren, is_held=False)
    assert _in_days(31, trash.empty_trash) == 1
    assert _words() == ""


def _seal():
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        seals.seal_events()


def _events():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Event))


def test_the_log_goes_after_two_years_and_the_seals_stay(reported, app):
    _seal()
    there = _events()
    assert there > 3
    assert _in_days(700, jobs.forget_at_night) == 0
    change(LOG_MONTHS, 12)
    _seal()
    assert _in_days(400, retention.forget_log) >= there
    assert seals.broken_seals() == []
    assert seals.last_seal() is not None


def test_what_is_held_keeps_its_log(reported, maja, soeren, app):
    _decide(reported, maja, hide=True)
    trash.trash_item(reported, by=maja)
    trash.hold_item(reported, by=soeren, is_held=True)
    _seal()
    assert _in_days(1000, retention.forget_log) == 0
    trash.hold_item(reported, by=soeren, is_held=False)
    assert _in_days(1000, retention.forget_log) > 3


def test_the_page_says_how_long(browser, app):
    change(LOG_MONTHS, 36)
    text = browser().get("/en/privatliv").text
    assert "30 days" in text
    assert "180 days" in text
    assert "36 months" in text
