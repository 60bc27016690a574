"""One person, one support; a household counts once; the numbers agree with the rows."""

import pytest

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.content import queries as content
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.ideas.models import Idea, IdeaStage
from boligdialog.organs import queries as organs
from boligdialog.support.models import Support
from boligdialog.support.services import support_item, withdraw_support


@pytest.fixture
def idea(lindegaarden, clara, make):
    return make.published(lindegaarden, clara)


def _counts(idea):
    counts = content.counts(idea.id)
    db.session.refresh(counts)
    return counts.supports, counts.households


def test_a_household_counts_once(idea, anna, bo, dorte):
    assert [support_item(idea, by=person) for person in (anna, bo, dorte, anna)] == [True, True, True, False]
    assert _counts(idea) == (3, 2)


def test_support_can_be_taken_back(idea, anna, bo, worker):
    support_item(idea, by=anna)
    support_item(idea, by=bo)
    assert withdraw_support(idea, by=anna) is True
    assert withdraw_support(idea, by=anna) is False
    assert _counts(idea) == (1, 1)
    withdraw_support(idea, by=bo)
    assert _counts(idea) == (0, 0)
    worker()
    assert not any(look() for look in CHECKS.values())


def test_without_a_household_one_counts_as_a_person_only(idea, maja):
    support_item(idea, by=maja)
    assert _counts(idea) == (1, 0)


def test_the_button_works_without_scripts(idea, anna, browser):
    reader = browser(anna)
    page = reader.get(f"/ideer/{idea.id}")
    answer = reader.send(page, "/stoet")
    assert answer.status == 303
    assert answer.location == f"/ideer/{idea.id}#stoet"
    assert _counts(idea) == (1, 1)
    again = reader.send(reader.get(f"/ideer/{idea.id}"), "/stoet")
    assert again.status == 303
    assert _counts(idea) == (0, 0)


def test_a_second_press_on_an_old_page_does_no_harm(idea, anna, browser):
    reader = browser(anna)
    page = reader.get(f"/ideer/{idea.id}")
    reader.send(page, "/stoet")
    reader.send(page, "/stoet")
    assert _counts(idea) == (1, 1)


def test_the_number_never_stands_without_the_fixed_sentence(idea, anna, browser):
    support_item(idea, by=anna)
    for url in (f"/ideer/{idea.id}", "/lindegaarden/ideer", "/lindegaarden", f"/ideer/{idea.id}/stoet"):
        page = browser(anna).get(url)
        assert page.text.count("Støtte er ikke en afstemning") >= 1, url


def test_the_block_alone_is_returned_to_a_script(idea, anna, browser):
    reader = browser(anna)
    page = reader.get(f"/ideer/{idea.id}")
    answer = reader.post(page.action("/stoet"), page.form("/stoet"), headers={"X-Block": "support"})
    assert answer.status == 200
    assert "<html" not in answer.html
    assert 'data-block="support"' in answer.html


def test_signed_out_the_button_is_a_link_without_token(idea, browser):
    page = browser().get(f"/ideer/{idea.id}")
    assert "csrf" not in page.html
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"].startswith("public")
    button = browser().get(f"/ideer/{idea.id}/stoet")
    assert button.headers["Cache-Control"] == "private, no-store"
    assert button.form("/stoet")["support"] == "on"


@pytest.mark.parametrize("who", ["ida", None])
def test_who_may_not_yet_is_told_what_is_missing(idea, who, request):
    person = request.getfixturevalue(who) if who else None
    with pytest.raises(Refused) as refused:
        support_item(idea, by=person)
    assert refused.value.reason.code in ("no_name", "sign_in")


def test_the_ideas_gate_closes_what_is_done(idea, anna, lindegaarden, browser):
    organ = organs.organs_for(lindegaarden.id)[0]
    changed(Idea.__table__.update().where(Idea.__table__.c.id == idea.id).values(stage=IdeaStage.DONE, decided_by_id=organ.id))
    db.session.commit()
    with pytest.raises(Refused) as refused:
        support_item(idea, by=anna)
    assert refused.value.reason.status == 410
    assert not [each for each in browser(anna).get(f"/ideer/{idea.id}").all("form") if "/stoet" in (each.get("action") or "")]


def test_what_is_not_published_has_no_support(lindegaarden, anna, bo, make):
    with pytest.raises(Refused):
        support_item(make.pending(lindegaarden, anna), by=bo)


def test_the_database_refuses_a_second_row(idea, anna):
    support_item(idea, by=anna)
    db.session.add(Support(item_id=idea.id, person_id=anna.id, at=idea.created_at))
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.commit()
    db.session.rollback()
