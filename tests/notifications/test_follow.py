"""Following: by itself and by the button, private, and an unfollow lasts."""

import pytest
import sqlalchemy as sa

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.content import queries as content
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import sweep_deliveries
from boligdialog.housing.models import Visibility
from boligdialog.ideas.services import consider_idea, sort_idea
from boligdialog.notifications import queries
from boligdialog.notifications.models import Follow, Notice
from boligdialog.notifications.services import follow, follow_by_itself, unfollow
from boligdialog.organs import queries as organs
from boligdialog.principles import queries as principles
from boligdialog.support.services import support_item


@pytest.fixture
def idea(lindegaarden, clara, make):
    return make.published(lindegaarden, clara)


def _followers(idea):
    db.session.expire_all()
    return content.counts(idea.id).followers


def _told(kind):
    return sorted(db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == kind)))


def test_own_and_supported_things_are_followed_by_themselves(idea, clara, bo):
    support_item(idea, by=bo)
    sweep_deliveries()
    assert queries.is_followed_by(idea, clara)
    assert queries.is_followed_by(idea, bo)
    assert _followers(idea) == 2
    assert not any(look() for look in CHECKS.values())


def test_an_unfollow_lasts(idea, bo):
    follow(idea, by=bo)
    unfollow(idea, by=bo)
    support_item(idea, by=bo)
    sweep_deliveries()
    assert follow_by_itself(idea, bo) is False
    assert not queries.is_followed_by(idea, bo)
    assert follow(idea, by=bo) is True
    assert queries.is_followed_by(idea, bo)


def test_a_second_press_changes_no_number(idea, bo):
    assert [follow(idea, by=bo), follow(idea, by=bo), unfollow(idea, by=bo), unfollow(idea, by=bo)] == [True, False, True, False]
    assert _followers(idea) == 0


def test_whoever_follows_area_place_principle_or_body_hears_of_a_new_idea_once(lindegaarden, anna, bo, clara, dorte, erik, make):
    place, principle = make.place(lindegaarden), principles.principle(1)
    for person, thing in ((bo, lindegaarden), (bo, place), (clara, place), (dorte, principle), (erik, principles.principle(2))):
        follow(thing, by=person)
    make.published(lindegaarden, anna, principles=[principle])
    sweep_deliveries()
    assert _told("new_idea") == sorted([bo.id, clara.id, dorte.id])


def test_whoever_follows_a_body_hears_what_it_is_to_decide(idea, lindegaarden, bo, maja):
    organ = organs.organs_for(lindegaarden.id)[0]
    follow(organ, by=bo)
    sort_idea(idea, organ=organ, why=None, principles=[], by=maja)
    sweep_deliveries()
    assert _told("sorted") == [bo.id]


def test_the_author_of_a_new_idea_is_not_told_of_it_as_news(lindegaarden, anna, make):
    follow(lindegaarden, by=anna)
    make.published(lindegaarden, anna)
    sweep_deliveries()
    assert _told("new_idea") == []


def test_all_who_follow_an_idea_hear_that_it_is_considered_but_for_the_one_who_does_it(idea, lindegaarden, clara, bo, maja):
    for person in (bo, maja):
        follow(idea, by=person)
    sort_idea(idea, organ=organs.organs_for(lindegaarden.id)[0], why=None, principles=[], by=maja)
    consider_idea(idea, by=maja)
    sweep_deliveries()
    assert _told("considered") == sorted([clara.id, bo.id])


def test_everybody_is_told_in_a_fixed_number_of_statements(idea, lindegaarden, bo, dorte, erik, statements, make, anna):
    for person in (bo, dorte, erik):
        follow(lindegaarden, by=person)
    sweep_deliveries()
    make.published(lindegaarden, anna)
    before = len(statements)
    sweep_deliveries()
    inserts = [each for each in statements[before:] if each.startswith("INSERT INTO notice")]
    assert len(inserts) == 2, inserts  # the author, and all followers


def test_the_button_works_without_scripts_and_says_what_it_will_do(idea, bo, browser):
    reader = browser(bo)
    answer = reader.send(reader.get(f"/ideer/{idea.id}"), "/foelg")
    assert answer.status == 303
    assert answer.location.startswith(f"/ideer/{idea.id}#")
    assert "Følger – stop" in reader.get(f"/ideer/{idea.id}").text
    reader.send(reader.get(f"/ideer/{idea.id}"), "/foelg")
    assert not queries.is_followed_by(idea, bo)


def test_signed_out_the_button_is_a_link_without_token(idea, browser):
    for url in (f"/ideer/{idea.id}", "/lindegaarden", "/principper/1"):
        page = browser().get(url)
        assert "csrf" not in page.html
        assert "Set-Cookie" not in page.headers
        assert [each for each in page.all("a") if (each.get("href") or "").endswith("/foelg")]


@pytest.mark.parametrize("url", ["/lindegaarden/foelg", "/principper/1/foelg", "/foelg/sted/1", "/foelg/organ/1"])
def test_every_thing_has_a_page_with_its_button(url, bo, browser):
    reader = browser(bo)
    answer = reader.send(reader.get(url), url)
    assert answer.status == 303
    assert db.session.query(Follow).filter_by(person_id=bo.id, is_on=True).count() == 1


def test_a_script_gets_the_block_alone(idea, bo, browser):
    reader = browser(bo)
    page = reader.get(f"/ideer/{idea.id}")
    answer = reader.post(page.action("/foelg"), page.form("/foelg"), headers={"X-Block": f"follow-item-{idea.id}"})
    assert answer.status == 200
    assert "<html" not in answer.html


@pytest.mark.parametrize("value", ["maybe", "", None])
def test_an_unknown_answer_is_asked_again(value, idea, bo, browser):
    reader = browser(bo)
    page = reader.get(f"/ideer/{idea.id}")
    values = page.form("/foelg") | {"follow": value} if value is not None else {"csrf_token": page.form("/foelg")["csrf_token"]}
    answer = reader.post(page.action("/foelg"), values)
    assert answer.status == 422
    assert answer.errors


def test_what_may_not_be_read_cannot_be_followed(lindegaarden, anna, bo, erik, make):
    with pytest.raises(Refused):
        follow(make.pending(lindegaarden, anna), by=anna)
    lindegaarden.visibility = Visibility.RESIDENTS
    db.session.commit()
    with pytest.raises(Refused):
        follow(lindegaarden, by=erik)
    assert follow(lindegaarden, by=bo)


def test_nobody_sees_who_follows(idea, bo, clara, dorte, maja, browser):
    bo.name = "Bodil Følgesen"
    db.session.commit()
    follow(idea, by=bo)
    for person in (None, clara, dorte, maja):
        assert "Bodil" not in browser(person).get(f"/ideer/{idea.id}").text


def test_the_database_knows_one_follow_a_thing_and_one_thing_a_follow(idea, lindegaarden, bo):
    follow(idea, by=bo)
    for values in ({"item_id": idea.id}, {"item_id": idea.id, "area_id": lindegaarden.id}, {}):
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(sa.insert(Follow).values(person_id=bo.id, at=idea.created_at, is_on=True, **values))
        db.session.rollback()
