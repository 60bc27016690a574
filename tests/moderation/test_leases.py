"""Who reads a case keeps it for ten minutes: others see it and leave it alone, and may take it over when they say so."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.core.events import Event
from boligdialog.moderation import queries
from boligdialog.moderation.models import Case, ReasonCode
from boligdialog.moderation.services import leases, review

WHY = {"reason": ReasonCode.TONE, "text": "Min egen begrundelse bliver stående."}


@pytest.fixture
def case(lindegaarden, anna, make):
    return queries.open_case_of(make.pending(lindegaarden, anna, title="Flere bænke ved legepladsen").id)


def _refused(act, *args, **values):
    with pytest.raises(Refused) as refused:
        act(*args, **values)
    return refused.value.reason


def _claims():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Event).where(Event.kind == "CaseClaimed"))


def _later(case, minutes):
    changed(sa.update(Case).where(Case.id == case.id).values(lease_until=clock.now() - timedelta(minutes=minutes)))
    db.session.commit()


def test_ten_minutes_are_its_readers_and_then_anybodys(case, maja, soeren):
    leases.claim(case, by=maja)
    assert timedelta(minutes=9) < case.lease_until - clock.now() <= timedelta(minutes=10)
    reason = _refused(leases.claim, case, by=soeren)
    assert (reason.code, reason.status) == ("leased", 409)
    assert reason.text.startswith("Maja ")
    assert _refused(review.publish, case, by=soeren, version=1).code == "leased"
    _later(case, 1)
    leases.claim(case, by=soeren)
    assert case.lease_by_id == soeren.id


def test_opening_is_not_logged_and_a_press_is(case, maja, soeren):
    leases.claim(case, by=maja, is_deliberate=False)
    leases.claim(case, by=maja, is_deliberate=False)
    assert _claims() == 0
    leases.claim(case, by=soeren, takes_over=True)
    assert (_claims(), case.lease_by_id) == (1, soeren.id)


def test_an_outcome_frees_it_and_so_does_leaving(case, maja, soeren):
    leases.claim(case, by=maja)
    assert leases.release(case, by=soeren) is False
    assert leases.release(case, by=maja) is True
    leases.claim(case, by=soeren)
    review.publish(case, by=soeren, version=1)
    assert (case.lease_by_id, case.lease_until) == (None, None)
    assert _refused(leases.claim, case, by=maja).code == "closed"


def test_nobody_takes_their_own_case(lindegaarden, maja, make):
    own = queries.open_case_of(make.pending(lindegaarden, maja).id)
    assert _refused(leases.claim, own, by=maja, takes_over=True).code == "own_case"


def test_by_the_pages_without_a_script(case, maja, soeren, browser):
    first, second = browser(maja), browser(soeren)
    page = first.get(f"/koe/{case.id}")
    assert db.session.get_one(Case, case.id).lease_by_id is None  # reading writes nothing
    assert first.send(page, "/tag").status == 303
    assert "Sagen er din til" in first.get(f"/koe/{case.id}").text
    seen = second.get("/koe")
    assert "Maja læser den" in seen.text
    asked = second.get(f"/koe/{case.id}/overtag")
    assert "Maja" in asked.text
    assert second.send(asked, "/overtag").status == 303
    assert db.session.get_one(Case, case.id).lease_by_id == soeren.id


def test_whoever_was_taken_over_keeps_their_words(case, maja, soeren, browser):
    slow = browser(maja)
    page = slow.get(f"/koe/{case.id}/skjul")
    leases.claim(case, by=maja)
    leases.claim(case, by=soeren, takes_over=True)
    answer = slow.send(page, "/skjul", reason="tone", text="Min egen begrundelse bliver stående.")
    assert answer.status == 409
    assert "Min egen begrundelse bliver stående." in answer.html
    assert "Søren" in answer.text


def test_quietly_a_script_gets_the_line_alone(case, maja, browser):
    reader = browser(maja)
    page = reader.get(f"/koe/{case.id}")
    answer = reader.post(f"/koe/{case.id}/tag", page.form("/tag"), headers={"X-Block": "lease"})
    assert answer.status == 200
    assert "<html" not in answer.html
    assert "Sagen er din til" in answer.text
    assert _claims() == 0


def test_the_queue_opens_with_what_nobody_reads(lindegaarden, anna, case, maja, soeren, make, browser):
    other = make.pending(lindegaarden, anna, title="Noget helt andet her")
    leases.claim(case, by=soeren)
    assert browser(maja).get("/koe").h1 == other.title
