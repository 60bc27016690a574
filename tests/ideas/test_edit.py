"""Changing and taking back an idea that neighbours have not seen; test_change.py is about the others."""

import pytest

from boligdialog.content import queries as content
from boligdialog.content.models import ItemState
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.ideas import services
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import Cause, ReasonCode
from boligdialog.moderation.queries import lists
from boligdialog.moderation.services import review


def test_a_returned_idea_goes_to_the_front_of_the_queue(lindegaarden, anna, clara, maja, make):
    make.pending(lindegaarden, clara)
    idea = make.pending(lindegaarden, anna)
    case = moderation.open_case_of(idea.id)
    review.ask_edit(case, by=maja, version=1, reason=ReasonCode.TONE, text="Skriv det lidt venligere.")
    services.edit_idea(idea, title="En venligere titel", why="", place_id=None, by=anna)
    assert idea.state is ItemState.PENDING
    first = lists.queue(maja).rows[0]
    assert first.title == "En venligere titel"
    assert first.cause is Cause.FIXED


def test_an_idea_that_waits_can_be_changed_in_place(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    reader = browser(anna)
    page = reader.get(f"/ideer/{idea.id}/ret")
    reader.send(page, title="En helt ny titel til idéen")
    db.session.refresh(idea)
    assert (idea.title, idea.state) == ("En helt ny titel til idéen", ItemState.PENDING)


def test_only_the_author_changes(lindegaarden, anna, bo, make, browser):
    idea = make.pending(lindegaarden, anna)
    with pytest.raises(Refused):
        services.edit_idea(idea, title="En kapret titel her", why="", place_id=None, by=bo)
    assert browser(bo).get(f"/ideer/{idea.id}/ret").status == 404


def test_photos_that_neighbours_have_seen_stay(lindegaarden, anna, make, browser):
    idea = make.published(lindegaarden, anna)
    assert browser(anna).get(f"/ideer/{idea.id}/billeder").status == 409
    assert browser(anna).get(f"/ideer/{idea.id}/slet").status == 409


def test_taking_back_closes_the_case(lindegaarden, anna, maja, make, browser):
    idea = make.pending(lindegaarden, anna)
    reader = browser(anna)
    reader.send(reader.get(f"/ideer/{idea.id}/slet"))
    assert lists.length(maja).n == 0
    assert browser(anna).get(f"/ideer/{idea.id}").status == 404


def test_an_author_changes_which_principles_it_goes_with(lindegaarden, anna, make, browser):
    idea = make.pending(lindegaarden, anna)
    reader = browser(anna)
    reader.send(reader.get(f"/ideer/{idea.id}/ret"), first="2", second="9")
    assert [each.no for each in content.principles_of(idea.id)] == [2, 9]
    assert reader.get(f"/ideer/{idea.id}/ret").form()["second"] == "9"
