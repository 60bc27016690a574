"""The page of one idea, and who may see it."""

import pytest

from boligdialog.core.db import db
from boligdialog.core.i18n import Words
from boligdialog.ideas import services
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode
from boligdialog.moderation.services import review
from boligdialog.organs import queries as organs


def test_everybody_reads_what_is_published(lindegaarden, anna, make, browser):
    idea = make.published(lindegaarden, anna)
    page = browser().get(f"/ideer/{idea.id}")
    assert page.status == 200
    assert idea.ref in page.text
    assert "<script>alert" not in page.html
    assert "<svg onload" not in page.html
    assert "49 Donau" not in page.text


def test_what_waits_is_seen_by_author_and_moderator_alone(lindegaarden, anna, bo, maja, soeren, make, browser):
    idea = make.pending(lindegaarden, anna)
    for reader, status in ((None, 404), (bo, 404), (anna, 200), (maja, 200), (soeren, 200)):
        assert browser(reader).get(f"/ideer/{idea.id}").status == status


def test_a_hidden_idea_is_gone_for_others_and_explained_to_its_author(lindegaarden, anna, bo, maja, make, browser):
    idea = make.pending(lindegaarden, anna)
    review.hide(moderation.open_case_of(idea.id), by=maja, version=1, reason=ReasonCode.PERSONAL_DATA, text="Der står et navn på en nabo.")
    assert browser(bo).get(f"/ideer/{idea.id}").status == 404
    assert "Der står et navn på en nabo." in browser(anna).get(f"/ideer/{idea.id}").text


def test_who_decides_stands_on_the_page_with_why(lindegaarden, anna, maja, make, browser):
    idea = make.published(lindegaarden, anna)
    organ = next(each for each in organs.organs_for(lindegaarden.id) if each.kind == "meeting")
    services.sort_idea(idea, organ=organ, why=Words("fordi det koster penge", "because it costs money"), principles=[], by=maja)
    assert "fordi det koster penge" in browser().get(f"/ideer/{idea.id}").text
    assert "because it costs money" in browser().get(f"/en/ideer/{idea.id}").text


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("meeting", "Bestyrelsen i Blokkene svarer"),
        ("board", "Bestyrelsen i Blokkene svarer"),
        ("municipality", "Kommunen svarer"),
        ("residents", "Det boligsociale team svarer"),
    ],
)
def test_a_board_answers_for_its_meeting_and_we_for_the_residents(kind, answers, lindegaarden, anna, maja, make, browser):
    idea = make.published(lindegaarden, anna)
    organ = next(each for each in organs.organs_for(lindegaarden.id) if each.kind == kind)
    services.sort_idea(idea, organ=organ, why=None, principles=[], by=maja)
    for url in (f"/ideer/{idea.id}", "/lindegaarden/ideer"):
        assert answers in browser().get(url).text


def test_short_link_and_reference_lead_there(lindegaarden, anna, make, browser):
    idea = make.published(lindegaarden, anna)
    assert browser().get(f"/i/{idea.id}").location == f"/ideer/{idea.id}"
    assert browser().get(f"/i?q={idea.ref.lower()}").location == f"/ideer/{idea.id}"
    assert browser().get("/i?q=BD-1999-0001").status == 404


def test_the_timeline_tells_what_happened(lindegaarden, anna, make, browser):
    idea = make.published(lindegaarden, anna)
    entries = browser().get(f"/ideer/{idea.id}").all("ol", class_="timeline")[0]
    assert len(entries.findall("{*}li")) == 3  # the answer to come, published, sent


def test_moderators_alone_get_tools(lindegaarden, anna, maja, make, browser):
    idea = make.published(lindegaarden, anna)
    assert "/ordn" not in browser(anna).get(f"/ideer/{idea.id}").html
    assert "/ordn" in browser(maja).get(f"/ideer/{idea.id}").html
    assert browser(anna).get(f"/ideer/{idea.id}/ordn").status == 403
    db.session.refresh(idea)
    assert idea.decided_by_id is None
