"""The queue, and one case of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for
from sqlalchemy import Row
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.content.rules import REVIEWERS
from boligdialog.core import clock
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.paging import choice_in, cursor_in, encode_cursor, number_in
from boligdialog.core.templating import page
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.moderation import queries
from boligdialog.moderation.forms import DecisionForm, FilterForm
from boligdialog.moderation.models import Case, Cause, Outcome
from boligdialog.moderation.queries import lists
from boligdialog.moderation.rules import why_not_by_state, why_not_decide, why_not_review, why_not_take, why_not_undo
from boligdialog.moderation.services.deciding import what_was_decided
from boligdialog.moderation.settings import REVIEW_DAYS, UNDO_SECONDS
from boligdialog.moderation.views.blueprint import blueprint

_FILTERS = ("omraade", "aarsag", "hvad", "frist", "efter")


def kept() -> dict[str, Any]:
    """What the address narrows the queue to: every link and form of the desk keeps it."""
    return {name: request.args[name] for name in _FILTERS if request.args.get(name)}


@dataclass(frozen=True)
class _Desk:
    """The queue as the address asks for it."""

    wanted: lists.Wanted
    waiting: lists.Waiting
    length: lists.Length
    areas: list[Area]
    filter: FilterForm


def _desk() -> _Desk:
    person, area = current_person(), request.args.get("omraade")
    cause = choice_in("aarsag", [each.value for each in Cause])
    kind, late = choice_in("hvad", ("idea", "comment")), choice_in("frist", ("over",))
    theirs = person.areas_as(*REVIEWERS)
    areas = [each for each in housing.areas() if theirs is None or each.id in theirs]
    here = found(next((each for each in areas if each.slug == area), None)) if area else None
    wanted = lists.of(person, area_id=here.id if here else None, cause=Cause(cause) if cause else None, kind=kind, is_overdue=bool(late))
    return _Desk(
        wanted, lists.queue(person, wanted, after=cursor_in("efter", int, int)), lists.length(person, wanted), areas, FilterForm(areas)
    )


def queue_page(case: Case | None, form: DecisionForm | None = None, act: str = "", desk: _Desk | None = None) -> Response:
    """The list, a case of it, and what can be done with it."""
    desk = desk or _desk()
    cases, here, after = desk.waiting.rows, kept(), desk.waiting.after
    is_first = "efter" not in here
    first: dict[str, Any] = {name: value for name, value in here.items() if name != "efter"}
    data: dict[str, Any] = {
        "cases": cases,
        "length": desk.length.n,
        "case": case,
        "act": act,
        "kept": here,
        "place_no": next((n for n, row in enumerate(cases, 1) if case and row.id == case.id), 0) if is_first else 0,
        "oldest": _waited(desk.length.oldest) if desk.length.oldest else 0,
        "goal": REVIEW_DAYS.value,
        "filter": desk.filter,
        "is_narrowed": bool(first),
        "first_url": None if is_first else url_for(".queue", **first),
        "next_url": url_for(".queue", **first, efter=encode_cursor(*after)) if after else None,
        "neighbours": _neighbours(cases, case),
        "undo": _just_decided(),
        "undo_seconds": UNDO_SECONDS.value,
    }
    return page("moderation/queue.html", form, **data, **(_of(case) if case else {}))


def _just_decided() -> Case | None:
    """What was decided by the last press, while that can be undone."""
    number = number_in("afgjort", 1, 10**17)
    case = queries.case(number, seen_by=current_person()) if number else None
    return case if case and why_not_undo(current_person(), case, UNDO_SECONDS.value) is None else None


def _neighbours(cases: list[Row], case: Case | None) -> tuple[int | None, int | None]:
    """The cases before and behind the one that is shown."""
    ids = [row.id for row in cases]
    if case is None or case.id not in ids:
        return None, ids[0] if ids else None
    at = ids.index(case.id)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


def _of(case: Case) -> dict[str, Any]:
    """What the page of a case shows beside the item."""
    change = content.waiting_version(case.item_id) if case.item.is_visible else None
    return {
        "waited": _waited(case.opened_at),
        "reports": queries.reports_of(case.item_id) if case.cause in (Cause.REPORTED, Cause.APPEALED) else [],
        "change": change,
        "why_not": why_not_decide(current_person(), case, case.item.keeper),
        "taken": why_not_take(current_person(), case),
        "offered": {each.value for each in Outcome if not why_not_by_state(each, case, has_change=change is not None)},
        "earlier": [(each, what_was_decided(each)) for each in queries.earlier_decisions(case)],
    }


def _waited(since: datetime) -> int:
    return clock.working_days_between(clock.local_day(since), clock.today())


@blueprint.route("/koe")
def queue() -> Response:
    """The first case that nobody else reads, or that the queue is empty."""
    person = current_person()
    ensure(why_not_review(person))
    desk = _desk()
    free = next((row.id for row in desk.waiting.rows if row.lease_by_id in (None, person.id)), None)
    first = free or (desk.waiting.rows[0].id if desk.waiting.rows else None)
    return _show(first, desk) if first else queue_page(None, desk=desk)


@blueprint.route("/koe/<id:case_id>")
def show(case_id: int) -> Response:
    """One case beside the list of all."""
    return _show(case_id)


@blueprint.route("/koe/<id:case_id>/mere")
def more(case_id: int) -> Response:
    """What else can be done with a case: for phones, where three buttons are at hand."""
    return _show(case_id, act="more")


def _show(case_id: int, desk: _Desk | None = None, act: str = "") -> Response:
    case = found(queries.case(case_id, seen_by=current_person()))
    return queue_page(case, DecisionForm(formdata=None, data=versions(case)), act, desk)


def versions(case: Case) -> dict[str, int]:
    """What the moderator sees now, for the decision to be about."""
    return {"version": case.row_version, "item_version": case.item.row_version}
