"""A slow conversation: one comment per person in so many minutes, for some days, with a reason for all."""

from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from boligdialog.comments import queries, services
from boligdialog.comments.events import SlowTalkEnded, TalkSlowed
from boligdialog.comments.models import Comment, SlowTalk
from boligdialog.comments.rules import why_not_comment_yet
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.ideas.models import Idea
from tests import town

WHY = "Det går for stærkt lige nu"


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.published(lindegaarden, anna)


@pytest.fixture
def slow(idea, maja):
    services.slow_talk(idea, minutes=120, days=3, reason=WHY, by=maja)
    return idea


@pytest.fixture
def later(monkeypatch):
    """later(hours=2): what the clock says from now on."""
    now = clock.now()

    def go(**time):
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(**time))

    return go


def _write(idea, by, **values):
    return services.write_comment(idea, **{"text": "Jeg mener noget", "by": by, "lang": "da"} | values)


def _refused(act, *given, **named):
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    return refused.value.reason


def _events(kind):
    rows = db.session.scalars(sa.select(Event).where(Event.kind == kind.__name__).order_by(Event.id)).all()
    return [row.payload for row in rows]


def test_one_comment_then_one_waits(slow, bo, later):
    _write(slow, bo)
    reason = _refused(_write, slow, bo)
    assert (reason.code, reason.status) == ("slow", 429)
    assert WHY in reason.next_step
    assert 0 < reason.retry_after <= 7200
    later(minutes=119)
    assert _refused(_write, slow, bo).code == "slow"
    later(minutes=121)
    assert _write(slow, bo).id


def test_a_reply_takes_a_turn_too_and_others_have_their_own(slow, bo, clara, make):
    top = make.comment(slow, bo)
    _write(slow, clara, answers=top)
    assert _refused(_write, slow, clara, answers=top).code == "slow"


def test_what_was_written_before_counts_and_another_idea_does_not(idea, lindegaarden, anna, bo, maja, make):
    other = make.published(lindegaarden, anna)
    _write(idea, bo)
    services.slow_talk(idea, minutes=30, days=1, reason=WHY, by=maja)
    assert _refused(_write, idea, bo).code == "slow"
    assert _write(other, bo).id


def test_deleting_gives_no_other_turn(slow, bo):
    services.delete_comment(_write(slow, bo), by=bo)
    assert _refused(_write, slow, bo).code == "slow"


def test_it_ends_by_itself(slow, bo, later):
    later(hours=71, minutes=30)
    _write(slow, bo)
    assert _refused(_write, slow, bo).retry_after <= 30 * 60 + 1
    later(hours=72, seconds=1)
    assert _write(slow, bo).id


def test_who_writes_for_a_body_is_not_slowed_and_as_themselves_they_are(slow, maja):
    organ = queries.speaks_for(maja, slow.area_id)[0]
    for _n in range(2):
        _write(slow, maja, organ=organ)
    _write(slow, maja)
    assert _refused(_write, slow, maja).code == "slow"
    assert _write(slow, maja, organ=organ).id


def test_the_moment_that_is_said_is_never_too_early():
    now = clock.now()
    slow = SlowTalk(minutes=30, days=1, reason=WHY, begins_at=now, until=now + timedelta(days=1))
    last = now.replace(minute=0, second=1, microsecond=0) + timedelta(hours=1)
    assert f"{clock.local(last):%H}".lstrip("0") + ".31" in why_not_comment_yet(slow, last, None).text


def test_two_at_once_are_one(slow, bo, at_once):
    slow_id = slow.id

    together = Barrier(4)

    def write(_n: int) -> str:
        about, bo = db.session.get_one(Idea, slow_id), town.load("bo")
        together.wait(10)
        _write(about, bo)
        return "written"

    assert sorted(at_once(4, write)) == ["slow", "slow", "slow", "written"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


def test_a_double_press_is_one_comment_still(slow, bo, browser):
    reader = browser(bo)
    page = reader.get(f"/ideer/{slow.id}")
    one, two = (reader.send(page, "/kommentar", text="Godt set") for _ in range(2))
    assert one.status == two.status == 303
    assert one.location == two.location


def test_the_form_says_when_and_a_refused_comment_keeps_its_text(slow, bo, browser):
    reader = browser(bo)
    assert "Du kan skrive her igen" not in reader.get(f"/ideer/{slow.id}").text
    _write(slow, bo)
    for address in (f"/ideer/{slow.id}", f"/ideer/{slow.id}/kommentar"):
        page = reader.get(address)
        assert "Du kan skrive her igen" in page.text
        assert WHY in page.text
    answer = reader.send(reader.get(f"/ideer/{slow.id}/kommentar"), "/kommentar", text="Og en ting til")
    assert answer.status == 429
    assert answer.form("/kommentar")["text"] == "Og en ting til"
    assert int(answer.headers["Retry-After"]) > 0
    assert any("Du kan skrive her igen" in each for each in answer.errors)


def test_everybody_reads_that_it_is_slow_and_why(slow, browser, later):
    assert WHY in browser().get(f"/ideer/{slow.id}").text
    assert "kan hver person skrive højst én kommentar på 2 timer" in browser().get(f"/ideer/{slow.id}").text
    later(hours=73)
    assert WHY not in browser().get(f"/ideer/{slow.id}").text


def test_it_is_set_changed_and_ended_in_the_browser(idea, maja, browser):
    desk = browser(maja)
    page = desk.get(desk.get(f"/ideer/{idea.id}").link("Gør samtalen langsom"))
    assert desk.send(page, "/langsom", minutes="30", days="2", reason=WHY).status == 303
    page = desk.get(desk.get(f"/ideer/{idea.id}").link("Skift eller stop det"))
    assert (page.form("/langsom")["minutes"], page.form("/langsom")["days"], page.form("/langsom")["reason"]) == ("30", "2", WHY)
    assert desk.send(page, "/langsom", minutes="1440").status == 303
    page = desk.get(f"/ideer/{idea.id}/langsom")
    assert desk.send(page, "/langsom/slut").status == 303
    assert not queries.slow_talk(idea.id).is_on
    first, second = _events(TalkSlowed)
    assert (first["minutes"], first.get("minutes_before")) == (30, None)
    assert (second["minutes"], second["minutes_before"], second["until_before"]) == (1440, 30, first["until"])
    (ended,) = _events(SlowTalkEnded)
    assert (ended["minutes_before"], ended["until_before"]) == (1440, second["until"])


@pytest.mark.parametrize(
    "odd", [{"minutes": "5"}, {"minutes": ""}, {"days": "8"}, {"days": "x"}, {"reason": "kort"}, {"reason": "x" * 201}]
)
def test_faults_keep_what_was_typed(idea, maja, browser, odd):
    desk = browser(maja)
    page = desk.get(f"/ideer/{idea.id}/langsom")
    typed = {"minutes": "30", "days": "2", "reason": WHY} | odd
    answer = desk.send(page, "/langsom", **typed)
    assert answer.status == 422
    assert answer.errors
    assert answer.form("/langsom")["reason"] == typed["reason"]
    assert queries.slow_talk(idea.id) is None


@pytest.mark.parametrize(("minutes", "days", "reason"), [(31, 1, WHY), (30, 0, WHY), (30, 8, WHY), (30, 1, "kort")])
def test_the_service_says_no_to_the_same(idea, maja, minutes, days, reason):
    assert _refused(services.slow_talk, idea, minutes=minutes, days=days, reason=reason, by=maja).status == 422


@pytest.mark.parametrize("who", ["anna", "bo", "clara", "dorte", "erik"])
def test_only_moderators_of_the_area_do(slow, who, request, browser):
    person = request.getfixturevalue(who)
    assert _refused(services.slow_talk, slow, minutes=30, days=1, reason=WHY, by=person).code == "not_moderator"
    assert _refused(services.end_slow_talk, slow, by=person).code == "not_moderator"
    assert "/langsom" not in browser(person).get(f"/ideer/{slow.id}").html


def test_nobody_slows_the_talk_about_their_own_idea(lindegaarden, maja, soeren, make):
    lindegaarden.review = "off"
    db.session.commit()
    own = make.published(lindegaarden, maja)
    assert _refused(services.slow_talk, own, minutes=30, days=1, reason=WHY, by=maja).code == "own_case"
    services.slow_talk(own, minutes=30, days=1, reason=WHY, by=soeren)
    assert _refused(services.end_slow_talk, own, by=maja).code == "own_case"


def test_of_two_moderators_the_second_is_told(idea, maja, soeren, browser):
    one, two = browser(maja), browser(soeren)
    mine, theirs = one.get(f"/ideer/{idea.id}/langsom"), two.get(f"/ideer/{idea.id}/langsom")
    assert one.send(mine, "/langsom", minutes="30", days="2", reason=WHY).status == 303
    assert one.send(mine, "/langsom", minutes="30", days="2", reason=WHY).status == 303  # a double press is one
    late = two.send(theirs, "/langsom", minutes="120", days="7", reason="Vi venter lidt med svar")
    assert late.status == 409
    assert late.form("/langsom")["reason"] == "Vi venter lidt med svar"
    assert WHY in late.text
    assert queries.slow_talk(idea.id).minutes == 30
    assert two.send(late, "/langsom").status == 303
    assert queries.slow_talk(idea.id).minutes == 120
    assert len(_events(TalkSlowed)) == 2


def test_moderators_at_once_make_one(idea, at_once):
    idea_id = idea.id

    def slow_down(number: int) -> str:
        idea = db.session.get_one(Idea, idea_id)
        services.slow_talk(idea, minutes=30, days=1 + number, reason=WHY, by=town.load("maja"), seen=0)
        return "slow"

    assert sorted(at_once(4, slow_down)) == ["slow", "stale", "stale", "stale"]
    assert len(_events(TalkSlowed)) == 1


def test_what_is_over_is_not_ended(idea, slow, maja, later):
    later(hours=73)
    assert _refused(services.end_slow_talk, slow, by=maja).code == "over"


def test_a_comment_has_no_conversation_of_its_own(idea, bo, maja, make, browser):
    assert browser(maja).get(f"/ideer/{make.comment(idea, bo).id}/langsom").status == 404


@pytest.mark.parametrize("who", [None, "bo"])
def test_the_page_of_an_idea_costs_no_statement_more(idea, who, request, maja, browser, statements):
    """How many it is at most stands in test_talk.py; only a slow one asks further, and not when it is over."""
    reader, asked = browser(request.getfixturevalue(who) if who else None), []
    for act in (None, services.slow_talk, services.end_slow_talk):
        if act:
            act(idea, by=maja, **({"minutes": 30, "days": 1, "reason": WHY} if act is services.slow_talk else {}))
        statements.clear()
        reader.get(f"/ideer/{idea.id}")
        asked.append(len([each for each in statements if "FROM slow_talk" in each]))
    assert asked == [0, 1, 0]
