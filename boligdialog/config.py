"""What the environment may say, and what the program refuses to start with.

`VARIABLES` is the whole list; docs/operations.md repeats it and tests/test_docs.py compares the two.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import sqlalchemy as sa


class Variable(NamedTuple):
    """One environment variable: its name, its default and what it does."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("HOST", "127.0.0.1", "The address the web server listens on."),
    Variable("PORT", "8000", "The port the web server listens on."),
    Variable(
        "BASE_URL", "http://localhost:PORT", "The public address. Every link in a mail begins with it. https, unless it is this machine."
    ),
    Variable(
        "DATABASE_URL", "sqlite:///instance/boligdialog.db", "SQLite (sqlite:///path) or PostgreSQL (postgresql+psycopg://user@host/name)."
    ),
    Variable("REDIS_URL", "", "Queue in Redis (redis://host:port/n). Empty: a queue file beside the database."),
    Variable(
        "SMTP_URL",
        "",
        "smtps://user:password@host, smtp+starttls://user:password@host or smtp://host. Empty: mails are written to instance/outbox/.",
    ),
    Variable("MAIL_FROM", "Boligdialog <boligdialog@localhost>", "Who mails come from."),
    Variable("SECRET_KEY", "", "At least 32 bytes. Empty: made once in instance/secret.key."),
    Variable("INSTANCE_DIR", "instance", "Where database, secret, queue and mails lie when nothing else is said."),
    Variable("WEB_WORKERS", "2", "Web processes."),
    Variable("WEB_THREADS", "4", "Threads in each web process."),
    Variable("TRUSTED_PROXIES", "0", "How many proxies of yours stand in front; so many X-Forwarded-For are believed."),
)

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
MIN_SECRET_BYTES = 32


class RefusedStart(Exception):
    """The configuration is unsafe or cannot work; the text says what to do."""


def instance_dir(overrides: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Path:
    """The folder for database, secret, queue and outbox; absolute."""
    return Path(overrides.get("INSTANCE_DIR") or environ.get("INSTANCE_DIR") or "instance").resolve()


def load(instance: str, overrides: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Flask's configuration from environment and overrides (which tests use).

    Raises RefusedStart with a sentence that says what to do.
    """
    said = {variable.name: environ.get(variable.name, "") or variable.default for variable in VARIABLES}
    said.update({name: str(value) for name, value in overrides.items() if name in said})
    folder = Path(instance)
    folder.mkdir(parents=True, exist_ok=True)
    base = said["BASE_URL"].replace("PORT", said["PORT"]).rstrip("/")
    is_https = check_base_url(base)
    port = _number("PORT", said["PORT"], 1, 65_535)
    hosts = sorted({urlsplit(base).hostname or "", *(LOOPBACK if not is_https else ())})
    loaded = {
        "BASE_URL": base,
        "BIND": f"{said['HOST']}:{port}",
        "IS_HTTPS": is_https,
        "TRUSTED_HOSTS": ["[::1]" if host == "::1" else host for host in hosts],
        "SECRET_KEY": secret_key(folder, said["SECRET_KEY"]),
        "SQLALCHEMY_DATABASE_URI": database_url(said["DATABASE_URL"], folder),
        "REDIS_URL": redis_url(said["REDIS_URL"]),
        "SMTP_URL": smtp_url(said["SMTP_URL"]),
        "MAIL_FROM": said["MAIL_FROM"],
        "WEB_WORKERS": _number("WEB_WORKERS", said["WEB_WORKERS"], 1, 64),
        "WEB_THREADS": _number("WEB_THREADS", said["WEB_THREADS"], 1, 64),
        "TRUSTED_PROXIES": _number("TRUSTED_PROXIES", said["TRUSTED_PROXIES"], 0, 5),
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "MAX_FORM_PARTS": 60,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,  # core/web.py calls protect() itself, so that a failed token keeps the text
        "WTF_CSRF_SSL_STRICT": False,  # Sec-Fetch-Site and Origin are checked in core/web.py; no Referer is needed
        "PERMANENT_SESSION_LIFETIME": timedelta(days=180),
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
    }
    loaded.update({name: value for name, value in overrides.items() if name not in said})
    return loaded


def check_base_url(url: str) -> bool:
    """True for https. http is refused unless it is this machine: codes and cookies would travel in clear."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RefusedStart(f"BASE_URL is «{url}». It must be a whole address, such as https://boligdialog.example.dk.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise RefusedStart(
            f"BASE_URL is «{url}». http is only allowed on this machine. Put a proxy with a certificate in front and set BASE_URL=https://{parts.hostname}."
        )
    return parts.scheme == "https"


def database_url(url: str, folder: Path) -> str:
    """An SQLAlchemy address; the SQLite default lies in the instance folder. Only the two tested databases are taken."""
    if url == "sqlite:///instance/boligdialog.db":
        return f"sqlite:///{folder / 'boligdialog.db'}"
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise RefusedStart(
            "DATABASE_URL is not an address. Write sqlite:///path or postgresql+psycopg://user:password@host:5432/name."
        ) from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise RefusedStart(f"DATABASE_URL names {parsed.get_backend_name()}. Boligdialog runs on SQLite and PostgreSQL.")
    return (
        parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        if parsed.get_backend_name() == "postgresql"
        else url
    )


def redis_url(url: str) -> str:
    """The queue's server, or nothing: then the queue is a file."""
    if url and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise RefusedStart("REDIS_URL must look like redis://host:port/n, rediss://host:port/n or unix:///path.")
    return url


def smtp_url(url: str) -> str:
    """The mail server, or nothing: then mails are written to files. A password goes out over TLS or not at all."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("smtp", "smtp+starttls", "smtps") or not parts.hostname):
        raise RefusedStart("SMTP_URL must look like smtps://user:password@host, smtp+starttls://user:password@host or smtp://host.")
    if parts.scheme == "smtp" and parts.username is not None:
        raise RefusedStart(
            "SMTP_URL has a user name, and smtp:// may send it in clear. Write smtps:// (port 465) or smtp+starttls:// (port 587) instead."
        )
    return url


def secret_key(folder: Path, given: str) -> str:
    """The given secret, or the one in instance/secret.key, made once: eight processes at the same time get the same."""
    if given:
        if len(given.encode()) < MIN_SECRET_BYTES:
            raise RefusedStart(
                f"SECRET_KEY is shorter than {MIN_SECRET_BYTES} bytes. "
                "Make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
            )
        return given
    path = folder / "secret.key"
    fresh = folder / f".secret.{os.getpid()}.{secrets.token_hex(4)}"
    if not path.exists():
        descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(fresh, path)  # atomic and refuses to replace: the first wins, the others read it
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    if path.stat().st_mode & 0o077:
        raise RefusedStart(f"Others on this machine can read {path.name}. Run: chmod 600 {path}")
    return path.read_text().strip()


def _number(name: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit() and low <= int(text[:6]) <= high):
        raise RefusedStart(f"{name} is «{text[:40]}». It must be a whole number from {low} to {high}.")
    return int(text)
