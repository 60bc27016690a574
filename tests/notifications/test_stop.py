"""One press in a mail stops it, without a login; pressed twice it does no harm."""

import pytest

from boligdialog.core.db import db
from boligdialog.core.events import sweep_deliveries
from boligdialog.core.mail import Mail, MailState
from boligdialog.notifications import queries
from boligdialog.notifications.models import Topic, When
from boligdialog.notifications.services import stop_url, stopped_by


def _path(person, what):
    return stop_url(person, what).removeprefix("http://localhost:8000")


def _mail(person):
    return {topic for topic, (by_mail, _page) in queries.choices(person.id).items() if by_mail is When.NEVER}


@pytest.mark.parametrize(
    ("what", "stopped"),
    [("news", {Topic.NEWS}), ("answers", {Topic.ANSWERS}), ("weekly", {Topic.NEWS, Topic.VOTES}), ("all", set(Topic))],
)
def test_one_press_stops_what_the_mail_was_about(what, stopped, bo, browser):
    reader = browser()
    page = reader.get(_path(bo, what))
    assert len(page.all("button")) - len(browser().get("/hjaelp").all("button")) == 1
    assert _mail(bo) == set()
    answer = reader.post(_path(bo, what), {})
    assert answer.status == 200
    assert _mail(bo) == stopped
    assert reader.post(_path(bo, what), {}).status == 200
    assert _mail(bo) == stopped


def test_a_mail_program_may_press_it_from_anywhere(bo, browser):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example.com"}
    answer = browser().post(_path(bo, "news"), {"List-Unsubscribe": "One-Click"}, headers=headers)
    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_answer_says_what_stopped_and_how_to_start_again(bo, browser):
    danish = browser().post(_path(bo, "news"), {})
    assert "mails om nye idéer og ændringer i det, du følger" in danish.text
    assert danish.link("Vælg, hvad du vil høre om") == "/min-side/besked"
    bo.lang = "en"
    db.session.commit()
    assert "mails about new ideas" in browser().post(_path(bo, "news"), {}).text


def test_a_token_is_good_for_one_person_and_one_thing(bo, clara, app):
    number, what, proof = _path(bo, "news").removeprefix("/stop/").split("-")
    assert stopped_by(f"{number}-{what}-{proof}") == (bo.id, "news")
    others = (f"{clara.id}-{what}-{proof}", f"{number}-all-{proof}", f"{number}-x-{proof}")
    for forged in (*others, f"{number}-{what}-", f"²-{what}-{proof}", "-", ""):
        assert stopped_by(forged) is None


def test_every_mail_carries_its_way_out(lindegaarden, anna, make, outbox):
    lindegaarden.review = "all"
    db.session.commit()
    make.published(lindegaarden, anna)
    (mail,) = outbox()
    url = stop_url(anna, "review")
    assert mail["List-Unsubscribe"] == f"<{url}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in mail.get_content()


def test_a_mail_that_was_on_its_way_is_dropped(lindegaarden, anna, make, browser, outbox):
    lindegaarden.review = "all"
    db.session.commit()
    browser().post(_path(anna, "review"), {})
    make.published(lindegaarden, anna)
    assert outbox() == []


def test_stopped_meanwhile_it_does_not_go_out(lindegaarden, anna, make, browser, outbox):
    lindegaarden.review = "all"
    db.session.commit()
    make.published(lindegaarden, anna)
    sweep_deliveries()
    browser().post(_path(anna, "review"), {})
    assert outbox() == []
    assert db.session.query(Mail.state).scalar() is MailState.DROPPED
