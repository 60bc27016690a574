"""Mails through a real client to a real server."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from boligdialog.accounts.services import ask_code
from boligdialog.core import clock, mail
from boligdialog.core.db import changed, db
from boligdialog.core.mail import Mail, MailState

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")  # of the test server's own


class Inbox:
    """Takes mails; the first `failures` of them it refuses for now."""

    def __init__(self) -> None:
        self.mails, self.failures = [], 0

    async def handle_DATA(self, server, session, envelope):
        if self.failures:
            self.failures -= 1
            return "451 later, please"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 thank you"


@pytest.fixture
def inbox(app, monkeypatch):
    handler = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, server_kwargs={"hostname": "localhost"})
    controller.start()
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
    yield handler
    controller.stop(no_assert=True)


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
    inbox.failures = 2
    ask_code("anna@example.dk", browser="b", lang="da")
    for _ in range(3):
        worker()
        _due_again()
    assert len(inbox.mails) == 1
    assert db.session.query(Mail.state).scalar() is MailState.SENT


def test_a_server_that_is_down_stops_nobody(app, monkeypatch, worker):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    ask_code("anna@example.dk", browser="b", lang="da")
    worker()
    row = db.session.query(Mail).one()
    assert (row.state, row.last_error) == (MailState.WAITING, "ConnectionRefusedError")
    assert row.next_at > clock.now()


def test_a_line_break_begins_no_header(app):
    row = Mail(id=1, kind="sign_in", about_id=1, lang="da", created_at=clock.now())
    message = mail._message(mail.Letter("a@example.dk", "Hej\r\nBcc: x@evil.dk\u2028y", "tekst"), row)
    assert message["Bcc"] is None
    assert "Bcc: x@evil.dk" in message["Subject"]
