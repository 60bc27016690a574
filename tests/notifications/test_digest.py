"""Joined mails: one a person and week, and the rest of a busy day in one."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from boligdialog.content.models import Item, ItemState
from boligdialog.core import clock, events
from boligdialog.core.db import changed, db
from boligdialog.core.mail import Mail, MailState
from boligdialog.notifications.jobs import join_what_is_due
from boligdialog.notifications.models import Digest, Notice, Topic, When
from boligdialog.notifications.notices import write_digest
from boligdialog.notifications.rules import last_due, start_of_day
from boligdialog.notifications.services import choose, follow

WEDNESDAY, THURSDAY, NEXT = "2026-11-25 12:00 +0100", "2026-11-26 16:00 +0100", "2026-12-03 16:00 +0100"
COPENHAGEN = clock.COPENHAGEN


@pytest.fixture
def wednesday(time_machine):
    time_machine.move_to(WEDNESDAY)
    return time_machine


@pytest.fixture
def published(wednesday, lindegaarden, bo, anna, make):
    """Bo follows the area; publish(n) makes n new ideas that he has been told of."""
    lindegaarden.review = "off"
    db.session.commit()
    follow(lindegaarden, by=bo)

    def publish(count=1, **texts):
        ideas = [make.published(lindegaarden, anna, **({"title": f"Idé nummer {n} om bænke"} | texts)) for n in range(count)]
        events.sweep_deliveries()
        return ideas

    return publish


def _to(outbox, address="bo@example.dk"):
    return [each for each in outbox() if each["To"] == address]


@pytest.mark.parametrize(
    ("rhythm", "now", "due"),
    [
        (When.WEEKLY, "2026-11-26 15:59", "2026-11-19 16:00"),
        (When.WEEKLY, "2026-11-26 16:00", "2026-11-26 16:00"),
        (When.WEEKLY, "2026-12-02 23:59", "2026-11-26 16:00"),
        (When.WEEKLY, "2026-03-29 12:00", "2026-03-26 16:00"),  # summer time began at night
        (When.WEEKLY, "2026-10-29 16:00", "2026-10-29 16:00"),  # and it had ended: 15:00 UTC
        (When.DAILY, "2026-11-26 17:59", "2026-11-25 18:00"),
        (When.DAILY, "2026-11-26 18:00", "2026-11-26 18:00"),
    ],
)
def test_joined_mails_are_due_by_the_clock_on_the_wall(rhythm, now, due):
    moment, expected = (datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN) for text in (now, due))
    assert last_due(rhythm, moment) == expected


def test_a_day_begins_at_midnight_in_copenhagen():
    assert start_of_day(datetime(2026, 7, 1, 22, 30, tzinfo=clock.UTC)).isoformat() == "2026-07-02T00:00:00+02:00"


def test_the_weekly_mail_comes_on_thursday_at_four_with_what_is_new(published, wednesday, outbox):
    published(2)
    wednesday.move_to("2026-11-26 15:59 +0100")
    join_what_is_due()
    assert _to(outbox) == []
    wednesday.move_to(THURSDAY)
    join_what_is_due()
    (mail,) = _to(outbox)
    assert mail["Subject"] == "Ny idé i Lindegården: »Idé nummer 0 om bænke« – og 1 mere"
    assert mail.get_content().count("- Ny idé i Lindegården") == 2


def test_a_week_without_news_brings_no_mail(published, wednesday, outbox):
    wednesday.move_to(THURSDAY)
    join_what_is_due()
    assert db.session.query(Digest).count() == 0
    assert _to(outbox) == []


def test_one_mail_a_person_and_week_however_often_the_job_runs(published, wednesday, outbox):
    published(1)
    wednesday.move_to(THURSDAY)
    for _ in range(3):
        join_what_is_due()
    assert len(_to(outbox)) == 1
    assert db.session.query(Digest).count() == 1


def test_what_comes_after_four_waits_for_the_next_week(published, wednesday, outbox):
    published(1)
    wednesday.move_to("2026-11-26 16:02 +0100")
    published(1, title="En sen idé om lys")
    join_what_is_due()
    assert "sen idé" not in _to(outbox)[0].get_content()
    wednesday.move_to(NEXT)
    join_what_is_due()
    assert "sen idé" in _to(outbox)[1].get_content()


def test_what_was_committed_late_is_not_lost(published, wednesday, outbox):
    published(1)
    wednesday.move_to(THURSDAY)
    join_what_is_due()
    wednesday.move_to("2026-11-26 15:59 +0100")
    published(1, title="En idé, der blev gemt sent")
    for moment in (THURSDAY, NEXT):
        wednesday.move_to(moment)
        join_what_is_due()
    mails = _to(outbox)
    assert len(mails) == 2
    assert "gemt sent" in mails[1].get_content()


def test_the_worker_may_have_been_away_on_thursday(published, wednesday, outbox):
    published(1)
    wednesday.move_to("2026-11-28 09:00 +0100")
    join_what_is_due()
    assert len(_to(outbox)) == 1


def test_a_mail_has_at_most_fifteen_lines_and_says_how_many_more(published, wednesday, outbox):
    published(17)
    wednesday.move_to(THURSDAY)
    join_what_is_due()
    lines = [line for line in _to(outbox)[0].get_content().splitlines() if line.startswith("- ")]
    assert len(lines) == 15
    assert lines[-1] == "- og 3 mere: http://localhost:8000/min-side/nyt"


def test_what_may_no_longer_be_seen_is_left_out(published, wednesday, outbox):
    hidden, _shown = published(2)
    changed(sa.update(Item.__table__).where(Item.__table__.c.id == hidden.id).values(state=ItemState.HIDDEN))
    db.session.commit()
    wednesday.move_to(THURSDAY)
    join_what_is_due()
    assert _to(outbox)[0]["Subject"] == "Ny idé i Lindegården: »Idé nummer 1 om bænke«"


def test_a_mail_with_nothing_left_is_dropped(published, wednesday, outbox):
    published(1)
    changed(sa.update(Item.__table__).values(state=ItemState.HIDDEN))
    db.session.commit()
    wednesday.move_to(THURSDAY)
    join_what_is_due()
    assert _to(outbox) == []
    assert db.session.scalar(sa.select(Mail.state).where(Mail.kind == "digest")) is MailState.DROPPED


def test_what_was_read_on_the_page_is_no_news(published, wednesday, outbox):
    published(1)
    changed(sa.update(Notice).values(read_at=clock.now()))
    db.session.commit()
    wednesday.move_to(THURSDAY)
    join_what_is_due()
    assert db.session.query(Digest).count() == 0


def test_it_is_in_the_language_of_its_reader(published, wednesday, outbox, bo):
    bo.lang = "en"
    db.session.commit()
    published(1)
    wednesday.move_to(THURSDAY)
    join_what_is_due()
    (mail,) = _to(outbox)
    assert mail["Subject"].startswith("New idea in Lindegården")
    assert "http://localhost:8000/en/ideer/" in mail.get_content()
    assert mail["Content-Language"] == "en"


def test_more_than_three_a_day_are_joined_at_six(published, wednesday, outbox, bo):
    choose(dict.fromkeys(Topic, (When.NOW, When.NOW)), by=bo)
    published(6)
    assert len(_to(outbox)) == 3
    wednesday.move_to("2026-11-25 18:00 +0100")
    join_what_is_due()
    mails = _to(outbox)
    assert len(mails) == 4
    assert mails[3].get_content().count("- Ny idé") == 3


def test_the_next_day_mails_come_at_once_again(published, wednesday, outbox, bo):
    choose(dict.fromkeys(Topic, (When.NOW, When.NOW)), by=bo)
    published(3)
    wednesday.move_to("2026-11-26 00:05 +0100")
    published(1)
    assert len(_to(outbox)) == 4


def test_twenty_lines_are_rendered_with_few_statements(published, wednesday, statements):
    published(12)
    wednesday.move_to(THURSDAY)
    join_what_is_due()
    before = len(statements)
    assert write_digest(db.session.scalars(sa.select(Digest.id)).one())
    assert len(statements) - before <= 16, statements[before:]
