"""What a decision and a page of the queue cost, in statements."""

import pytest

from boligdialog.core.db import db, one_transaction
from boligdialog.moderation import queries
from boligdialog.moderation.models import ReasonCode, ReportCode
from boligdialog.moderation.services import redacting, reports, review
from boligdialog.organs import queries as organs

WHY = {"reason": ReasonCode.PERSONAL_DATA, "text": "Der står et navn på en nabo. Skriv uden navnet."}
DECISION, QUEUE = 12, 20


def _pending(make, area, anna, bo):
    return make.pending(area, anna, title="Lys hos Per Hansen", why="Det er mørkt.")


def _reported(make, area, anna, bo):
    idea = make.published(area, anna)
    reports.report(idea, by=bo, code=ReportCode.SPAM, text="")
    return idea


@pytest.mark.parametrize(
    ("act", "thing", "what"),
    [
        (review.publish, _pending, {}), (review.hide, _pending, WHY), (review.ask_edit, _pending, WHY), (review.keep, _reported, {}),
        (review.hide, _reported, WHY), (redacting.redact, _pending, {"words": "Per Hansen", **WHY}), (review.route, _pending, WHY),
        (review.move, _pending, WHY),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_a_decision_is_twelve_statements_at_most(lindegaarden, roennebakken, anna, bo, maja, make, statements, act, thing, what):
    case = queries.open_case_of(thing(make, lindegaarden, anna, bo).id)
    version, case_id, organ = case.row_version, case.id, organs.organs_for(lindegaarden.id)[0]
    more = {review.route: {"organ": organ}, review.move: {"area": roennebakken}}.get(act, {})
    assert [each.id for each in (maja, organ, roennebakken)]
    with one_transaction():  # as the page does it
        statements.clear()
        act(queries.case(case_id, seen_by=maja), by=maja, version=version, **what, **more)
    assert len(statements) <= (DECISION if act is not redacting.redact else DECISION + 5), "\n\n".join(statements)


def test_one_case_is_read_without_reading_every_item(lindegaarden, anna, bo, maja, make, statements):
    case_id = queries.open_case_of(_pending(make, lindegaarden, anna, bo).id).id
    assert maja.id
    statements.clear()
    queries.case(case_id, seen_by=maja)
    assert len(statements) == 1, "\n\n".join(statements)
    if db.engine.dialect.name == "sqlite":  # it is there that an outer join reads all of it first
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statements[0]}", (case_id,))
        assert not [row for row in plan if row[3].startswith(("SCAN", "MATERIALIZE"))]


def test_the_queue_is_twenty_statements_at_most(lindegaarden, anna, bo, maja, make, browser, statements):
    _pending(make, lindegaarden, anna, bo)
    reader = browser(maja)
    reader.get("/koe")
    statements.clear()
    assert "Lys hos Per Hansen" in reader.get("/koe").text
    assert len(statements) <= QUEUE, "\n\n".join(statements)
