"""A decision is undone at once by who made it: everything is as it was, and nobody was told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.content import queries as content
from boligdialog.content.models import ItemState
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.core.events import Delivery, DeliveryState, sweep_deliveries
from boligdialog.ideas import services as ideas
from boligdialog.moderation import queries
from boligdialog.moderation.models import Case, ReasonCode, ReportCode
from boligdialog.moderation.services import redacting, reports, restoring, review
from boligdialog.organs import queries as organs

WHY = {"reason": ReasonCode.TONE, "text": "Skriv det lidt venligere, tak."}


def _pending(make, area, anna, bo):
    return make.pending(area, anna, title="Lys hos Per Hansen", why="Det er mørkt.")


def _reported(make, area, anna, bo):
    idea = make.published(area, anna, title="Lys hos Per Hansen")
    reports.report(idea, by=bo, code=ReportCode.SPAM, text="")
    return idea


def _row(item):
    db.session.refresh(item)
    columns = ("state", "title", "body", "area_id", "section_id", "published_at", "next_kind", "next_on", "decided_by_id")
    return {name: getattr(item, name) for name in columns} | {"published": item.author.published}


def _refused(act, *args, **values):
    with pytest.raises(Refused) as refused:
        act(*args, **values)
    return refused.value.reason


@pytest.mark.parametrize(
    ("thing", "name"),
    [(_pending, name) for name in ("publish", "ask_edit", "hide", "redact", "move", "route")]
    + [(_reported, name) for name in ("keep", "hide", "redact", "move", "route")],
)
def test_everything_is_as_it_was(lindegaarden, roennebakken, anna, bo, maja, make, worker, thing, name):
    idea = thing(make, lindegaarden, anna, bo)
    before, places, case = _row(idea), content.places_of(idea.id), queries.open_case_of(idea.id)
    case_id = case.id
    what = {"move": {"area": roennebakken}, "redact": {"words": "Per Hansen"}}.get(name, {})
    if name == "route":
        what = {"organ": organs.organs_for(lindegaarden.id)[0]}
    reasons = {} if name in ("publish", "keep") else WHY
    service = redacting.redact if name == "redact" else getattr(review, name)
    service(case, by=maja, version=case.row_version, **reasons, **what)
    assert queries.case_by_id(case_id).outcome is not None
    restoring.undo(case, by=maja)
    assert (_row(idea), content.places_of(idea.id)) == (before, places)
    assert queries.open_case_of(idea.id).id == case_id
    worker()
    assert {check: look() for check, look in CHECKS.items() if look()} == {}


def test_by_the_page_with_nobody_told(lindegaarden, anna, maja, make, browser, outbox):
    idea = make.pending(lindegaarden, anna, title="Flere bænke i gården")
    reader = browser(maja)
    case_id = queries.open_case_of(idea.id).id
    sent = reader.send(reader.get(f"/koe/{case_id}"), "/vis")
    sweep_deliveries()
    waiting = db.session.scalars(sa.select(Delivery.listener).where(Delivery.state == DeliveryState.WAITING)).all()
    assert [name for name in waiting if "search" in name] == []  # readers find it at once
    page = reader.follow(sent)
    assert reader.send(page, "/fortryd").status == 303
    db.session.refresh(idea)
    assert idea.state is ItemState.PENDING
    assert outbox() == []
    assert reader.send(page, "/fortryd").status == 409


def test_too_late_and_by_others_it_is_refused(lindegaarden, anna, maja, soeren, make, browser):
    case = queries.open_case_of(make.pending(lindegaarden, anna).id)
    review.publish(case, by=maja, version=1)
    assert _refused(restoring.undo, case, by=soeren).code == "not_yours"
    changed(sa.update(Case).where(Case.id == case.id).values(decided_at=clock.now() - timedelta(seconds=16)))
    db.session.commit()
    assert _refused(restoring.undo, case, by=maja).status == 410
    assert browser(maja).get(f"/koe?afgjort={case.id}").all("form", action=f"/koe/{case.id}/fortryd") == []


def test_what_has_gone_on_is_not_undone(lindegaarden, anna, bo, maja, make):
    idea = make.pending(lindegaarden, anna)
    case = queries.open_case_of(idea.id)
    review.ask_edit(case, by=maja, version=1, **WHY)
    ideas.edit_idea(idea, title="En venligere titel", why="", place_id=None, by=anna)
    assert _refused(restoring.undo, case, by=maja).status == 409
    assert (idea.state, idea.title) == (ItemState.PENDING, "En venligere titel")


def test_a_change_that_was_shown_stays(lindegaarden, clara, maja, make):
    idea = make.published(lindegaarden, clara, title="En bænk ved porten")
    ideas.edit_idea(idea, title="En bænk ved muren", why="", place_id=None, by=clara, reason="Der er sol")
    case = queries.open_case_of(idea.id)
    review.publish(case, by=maja, version=case.row_version)
    assert _refused(restoring.undo, case, by=maja).code == "lasting"


def test_a_declined_change_waits_again(lindegaarden, clara, maja, make):
    idea = make.published(lindegaarden, clara, title="En bænk ved porten")
    ideas.edit_idea(idea, title="En bænk ved muren", why="", place_id=None, by=clara, reason="Der er sol")
    case = queries.open_case_of(idea.id)
    review.ask_edit(case, by=maja, version=case.row_version, **WHY)
    restoring.undo(case, by=maja)
    review.publish(case, by=maja, version=case.row_version)
    assert idea.title == "En bænk ved muren"
