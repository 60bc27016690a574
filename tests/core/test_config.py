"""A refused start says what to do."""

import pytest

from boligdialog.config import VARIABLES, RefusedStart, load, secret_key


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"BASE_URL": "http://bolig.example.dk"}, "https://bolig.example.dk"),
        ({"BASE_URL": "bolig"}, "whole address"),
        ({"DATABASE_URL": "mysql://x"}, "SQLite and PostgreSQL"),
        ({"DATABASE_URL": "nonsense"}, "sqlite:///"),
        ({"SECRET_KEY": "short"}, "32 bytes"),
        ({"SMTP_URL": "mail.example.dk"}, "smtp://"),
        ({"SMTP_URL": "smtp://user:secret@mail.example.dk:587"}, "smtps://"),
        ({"SMTP_URL": "smtp://user@localhost"}, "in clear"),
        ({"REDIS_URL": "localhost:6379"}, "redis://host"),
        ({"PORT": "http"}, "whole number"),
        ({"PORT": "70000"}, "whole number"),
        ({"WEB_WORKERS": "many"}, "whole number"),
        ({"WEB_WORKERS": "9" * 5000}, "whole number"),
        ({"TRUSTED_PROXIES": "-1"}, "whole number"),
    ],
)
def test_what_is_unsafe_is_refused_with_what_to_do(tmp_path, said, says):
    with pytest.raises(RefusedStart, match=says):
        load(str(tmp_path), {}, {"SECRET_KEY": "x" * 40} | said)


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    first = secret_key(tmp_path, "")
    assert secret_key(tmp_path, "") == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_a_secret_that_others_can_read_is_refused(tmp_path):
    secret_key(tmp_path, "")
    (tmp_path / "secret.key").chmod(0o644)
    with pytest.raises(RefusedStart, match="chmod 600"):
        secret_key(tmp_path, "")


def test_https_gets_the_strict_cookie(tmp_path):
    config = load(str(tmp_path), {}, {"BASE_URL": "https://bolig.example.dk"})
    assert config["IS_HTTPS"]
    assert config["TRUSTED_HOSTS"] == ["bolig.example.dk"]


@pytest.mark.parametrize(
    "url", ["", "smtp://mail.example.dk", "smtps://user:p%40ss@mail.example.dk", "smtp+starttls://user:x@mail.example.dk"]
)
def test_a_password_is_taken_where_it_goes_out_encrypted(tmp_path, url):
    assert load(str(tmp_path), {}, {"SECRET_KEY": "x" * 40, "SMTP_URL": url})["SMTP_URL"] == url


def test_names_are_said_once():
    assert len({each.name for each in VARIABLES}) == len(VARIABLES)
