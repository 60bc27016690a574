"""Mails through a real client to a real server."""

import asyncio
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from boligdialog.accounts.services import ask_code
from boligdialog.admin.queries.checks import CHECKS
from boligdialog.core import clock, envelope, mail
from boligdialog.core.db import changed, db
from boligdialog.core.envelope import Letter
from boligdialog.core.mail import Mail, MailRefusal, MailState
from boligdialog.notifications import services as notifications

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")  # of the test server's own


class Inbox:
    """Takes mails, or fails as `faults` says: one fault a mail, until there are none left."""

    def __init__(self) -> None:
        self.mails, self.recipients, self.faults = [], [], []

    def _fault(self, *names: str) -> str:
        return self.faults.pop(0) if self.faults and self.faults[0] in names else ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.recipients.append(address)
        fault = self._fault("refuse", "later", "slow")
        if fault == "slow":
            await asyncio.sleep(0.6)
        if fault in ("refuse", "later"):
            return {"refuse": "550 no such person here", "later": "451 come again"}[fault]
        envelope.rcpt_tos.append(address)
        return "250 yes"

    async def handle_DATA(self, server, session, envelope):
        fault = self._fault("busy", "dies unheard", "dies with it", "dies after")
        if fault == "busy":
            return "451 later, please"
        if fault != "dies unheard":
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        if fault.startswith("dies"):
            if fault == "dies after":
                session.loop.call_soon(server.transport.write, b"250 thank you\r\n")
                session.loop.call_later(0.05, server.transport.abort)
                await asyncio.sleep(0.1)
            server.transport.abort()
        return "250 thank you"


@pytest.fixture
def inbox(app, monkeypatch):
    handler = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, server_kwargs={"hostname": "localhost"})
    controller.start()
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setattr(envelope, "PATIENCE", 0.5)
    yield handler
    controller.stop(no_assert=True)


@pytest.fixture
def told(lindegaarden, anna, make):
    """Anna's ideas are published, so many: a mail each, of the kind that can be stopped."""
    lindegaarden.review = "all"
    db.session.commit()

    def publish(count=1):
        for _ in range(count):
            make.published(lindegaarden, anna)

    return publish


@pytest.fixture
def many_a_day(monkeypatch):
    """Nothing is joined, so that every idea is a mail."""
    monkeypatch.setattr(notifications, "AT_ONCE_A_DAY", 99)


def _states():
    db.session.expire_all()
    return [state for (state,) in db.session.query(Mail.state).order_by(Mail.id)]


def _due_again():
    db.session.rollback()
    changed(Mail.__table__.update().values(next_at=clock.now()))
    db.session.commit()


def test_a_mail_goes_out_with_danish_letters(inbox, worker):
    ask_code("anna@example.dk", browser="b", lang="da")
    worker()
    (letter,) = inbox.mails
    assert letter["To"] == "anna@example.dk"
    assert "Boligdialog" in letter["Subject"]
    assert letter["Message-ID"]
    assert letter["Content-Language"] == "da"
    assert "ø" in letter.get_content()


def test_a_refused_mail_is_sent_later(inbox, worker):
    inbox.faults = ["busy", "later"]
    ask_code("anna@example.dk", browser="b", lang="da")
    for _ in range(3):
        worker()
        _due_again()
    assert len(inbox.mails) == 1
    assert db.session.query(Mail.state).scalar() is MailState.SENT


@pytest.mark.parametrize("fault", ["busy", "later", "slow", "dies unheard"])
def test_whatever_goes_wrong_the_mail_goes_out_once_later(fault, inbox, told, worker):
    inbox.faults = [fault]
    told()
    worker()
    assert (_states(), inbox.mails) == ([MailState.WAITING], [])
    _due_again()
    worker()
    assert (_states(), len(inbox.mails)) == ([MailState.SENT], 1)


def test_a_server_that_takes_a_mail_and_dies_gets_it_twice_with_the_same_id(inbox, told, worker):
    inbox.faults = ["dies with it"]
    told()
    worker()
    _due_again()
    worker()
    assert [each["Message-ID"] for each in inbox.mails] == [inbox.mails[0]["Message-ID"]] * 2
    assert _states() == [MailState.SENT]


def test_a_server_that_says_thank_you_and_dies_has_it(inbox, told, worker):
    inbox.faults = ["dies after"]
    told()
    worker()
    assert (_states(), len(inbox.mails)) == ([MailState.SENT], 1)


def test_a_mail_that_fails_keeps_no_other_back(inbox, told, worker):
    inbox.faults = ["busy"]
    told(3)
    worker()
    assert _states() == [MailState.WAITING, MailState.SENT, MailState.SENT]


def test_a_refused_mail_is_not_tried_again(inbox, told, worker):
    inbox.faults = ["refuse"]
    told()
    worker()
    _due_again()
    worker()
    assert _states() == [MailState.REFUSED]
    assert len(inbox.recipients) == 1
    assert not CHECKS["deliveries and mails"]()


def test_three_refusals_stop_mail_and_say_so_on_the_page(many_a_day, inbox, told, worker, browser, anna, clara):
    inbox.faults = ["refuse"] * 3
    told(3)
    worker()
    assert "Vi kan ikke sende mail til dig" in browser(anna).get("/lindegaarden/ideer").text
    assert "Vi kan ikke sende mail til dig" not in browser(clara).get("/lindegaarden/ideer").text
    told()
    worker()
    assert _states()[3] is MailState.DROPPED
    assert len(inbox.recipients) == 3


def test_a_code_to_sign_in_goes_anyway_and_shows_that_the_address_works(inbox, told, worker, app):
    inbox.faults = ["refuse"] * 3
    told(3)
    worker()
    assert mail.is_stopped("anna@example.dk")
    ask_code("anna@example.dk", browser="b", lang="da")
    worker()
    assert len(inbox.mails) == 1
    assert not mail.is_stopped("anna@example.dk")


def test_refusals_count_only_in_a_row(many_a_day, inbox, told, worker):
    for fault in ("refuse", "refuse", "", "refuse", "refuse"):
        inbox.faults = [fault] if fault else []
        told()
        worker()
    assert not mail.is_stopped("anna@example.dk")
    assert db.session.query(MailRefusal.n).scalar() == 2


def test_no_limit_on_notices_counts_codes(inbox, told, worker, app):
    told(4)
    ask_code("anna@example.dk", browser="b", lang="da")
    worker()
    subjects = [each["Subject"] for each in inbox.mails]
    assert len(subjects) == 4  # three notices, and the code
    assert "er din kode" in subjects[3]


def test_after_five_days_a_mail_is_given_up(app, monkeypatch, told, worker, time_machine):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    time_machine.move_to("2026-11-20 12:00 +0100")
    told()
    worker()
    time_machine.move_to("2026-11-25 11:00 +0100")
    worker()
    assert _states() == [MailState.WAITING]
    time_machine.move_to("2026-11-25 23:00 +0100")
    worker()
    assert _states() == [MailState.DEAD]


def test_no_password_goes_out_in_clear(inbox, app, monkeypatch, told, worker):
    monkeypatch.setitem(app.config, "SMTP_URL", app.config["SMTP_URL"].replace("smtp://", "smtp+starttls://anna:secret@"))
    told()
    worker()
    assert (_states(), inbox.recipients) == ([MailState.WAITING], [])
    assert db.session.query(Mail.last_error).scalar() == "SMTPNotSupportedError"


@pytest.mark.parametrize("subject", ["Ny idé i Lindegården: »Idé nummer 0 om bænke« – og 1 mere", "x" * 200, "kort", "æøå " * 40 + "x"])
def test_a_subject_arrives_as_it_was_written(subject, inbox, app):
    envelope.hand_over(Letter("a@example.dk", subject, "tekst"), lang="da", number=1, at=clock.now())
    assert inbox.mails[0]["Subject"] == subject


def test_the_way_to_stop_is_one_address_however_long(inbox, app):
    url = f"https://{'boligdialog.' * 6}example.dk/en/stop/1234567-answers-{'0' * 32}"
    envelope.hand_over(Letter("a@example.dk", "Hej", "tekst", stop_url=url), lang="da", number=1, at=clock.now())
    assert inbox.mails[0]["List-Unsubscribe"] == f"<{url}>"


def test_a_server_that_is_down_stops_nobody(app, monkeypatch, worker):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    ask_code("anna@example.dk", browser="b", lang="da")
    worker()
    row = db.session.query(Mail).one()
    assert (row.state, row.last_error) == (MailState.WAITING, "ConnectionRefusedError")
    assert row.next_at > clock.now()


def test_a_line_break_begins_no_header(app):
    letter = Letter("a@example.dk", "Hej\r\nBcc: x@evil.dk\u2028y", "tekst")
    message = envelope.sealed(letter, lang="da", number=1, at=clock.now())
    assert message["Bcc"] is None
    assert "Bcc: x@evil.dk" in message["Subject"]
