"""The envelope: one letter as a message, handed to a mail server over SMTP, or laid in instance/outbox/."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app

from boligdialog.core import tokens

PATIENCE = 20  # seconds for each answer of a mail server


@dataclass(frozen=True)
class Letter:
    """What goes out: one address, one subject line, plain text.

    stop_url: where one press stops letters of this kind (RFC 8058). is_asked_for: the receiver waits for it, so it goes
    to an address that gets no other mail.
    """

    to: str
    subject: str
    text: str
    stop_url: str = ""
    is_asked_for: bool = False


class RefusedForGood(Exception):
    """The receiver's server says that it will never take mail for this address."""

    def __init__(self, address: str) -> None:
        super().__init__("refused for good")
        self.address = address


class _Policy(EmailPolicy):
    """Two headers that Python's own folding spoils.

    A long address would become encoded words, and no mail program could press it. A subject with ø in it would lose the
    space at which it is folded.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A header as it is sent."""
        if name.startswith("List-"):
            return f"{name}: {value}{self.linesep}".encode("ascii")
        if name == "Subject":
            charset = "us-ascii" if value.isascii() and len(value) < 60 else "utf-8"
            return f"{name}: {Header(value, charset, header_name=name).encode(linesep=self.linesep)}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n")


def hand_over(letter: Letter, *, lang: str, number: int, at: datetime) -> None:
    """Send a letter. `number` makes its Message-ID: sent twice, it has the same."""
    message = sealed(letter, lang=lang, number=number, at=at)
    if current_app.config["SMTP_URL"]:
        _over_smtp(message, current_app.config["SMTP_URL"])
    else:
        folder = Path(current_app.instance_path) / "outbox"
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / f"{number:06d}.eml").write_bytes(message.as_bytes())


def sealed(letter: Letter, *, lang: str, number: int, at: datetime) -> EmailMessage:
    """The message with its headers."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())  # no line break can begin a header of its own
    message["Date"] = format_datetime(at)
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    message["Message-ID"] = f"<{tokens.keyed_hash('message id', str(number)).hex()[:24]}.{number}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop_url:
        message["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message["Content-Language"] = lang  # after set_content, which drops every Content- header
    return message


def _over_smtp(message: EmailMessage, url: str) -> None:
    with _server(url) as server:
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            if all(code >= 500 for code, _text in refused.recipients.values()):
                raise RefusedForGood(str(message["To"])) from None
            raise


@contextmanager
def _server(url: str) -> Iterator[smtplib.SMTP]:
    """A connection, encrypted as the address says. What goes wrong in saying goodbye is no reason to send again."""
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or {"smtps": 465, "smtp+starttls": 587}.get(parts.scheme, 25)
    context = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=PATIENCE)
    )
    try:
        server.ehlo()
        if parts.scheme == "smtp+starttls" or (parts.scheme == "smtp" and server.has_extn("starttls")):
            server.starttls(context=context)  # raises where the server does not offer it: no password goes out in clear
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()
