"""Reading: the list of an area, and one idea."""

from datetime import timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_see
from boligdialog.content import queries as content
from boligdialog.content.models import ItemState
from boligdialog.core import clock, i18n, mail
from boligdialog.core.access import current_person, ensure, found, public
from boligdialog.core.events import line_of
from boligdialog.core.paging import choice_in, decode_cursor, encode_cursor, number_in, refuse_unknown
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.ideas import queries
from boligdialog.ideas.models import STAGE_OF_STATUS, WITHDRAWN, Idea
from boligdialog.ideas.queries import lists
from boligdialog.ideas.rules import why_not_edit, why_not_restore, why_not_take_back, why_not_withdraw
from boligdialog.ideas.settings import UNDO_DAYS
from boligdialog.ideas.views.blueprint import blueprint
from boligdialog.moderation import queries as moderation
from boligdialog.principles import queries as principles


@blueprint.app_template_filter()
def plates_among(ranked: str | None, plates: dict[int, principles.Plate]) -> tuple[principles.Plate, ...]:
    """The plates of a card, the main principle's first: what a row of the list says of them («0:9,1:6»), looked up."""
    return tuple(plates[int(each.split(":")[1])] for each in sorted((ranked or "").split(",")) if each)


@blueprint.route("/<slug:slug>/ideer")
@public
def overview(slug: str) -> str:
    """The ideas of an area, in an order that is fair."""
    refuse_unknown("tema", "princip", "status", "sted", "orden", "efter")
    known, counts = lists.area_with_counts(slug)
    area = found(known)
    ensure(why_not_see(current_person(), area))
    return _list(_wanted(area), area, counts)


@blueprint.route("/ideer")
@public
def everywhere() -> Response | str:
    """The ideas of all areas, in the same orders; whoever chooses an area goes to its own list."""
    refuse_unknown("tema", "princip", "status", "omraade", "orden", "efter")
    area = found(housing.area(request.args["omraade"])) if request.args.get("omraade") else None
    if area:
        kept = {name: values for name, values in request.args.to_dict(flat=False).items() if name not in ("omraade", "efter")}
        return redirect(url_for(".overview", slug=area.slug, **kept))  # type: ignore[arg-type]
    return _list(_wanted(None), None, lists.counts_everywhere(current_person()))


def _list(wanted: lists.Filter, area: Area | None, counts: dict[str, int]) -> str:
    order = choice_in("orden", lists.ORDERS) or "fair"
    cursor_types = (int,) * lists.order_named(order).cursor_length
    try:
        shown = lists.cards(wanted, seen_by=current_person(), order=order, after=decode_cursor(request.args.get("efter"), *cursor_types))
    except ValueError:
        abort(400)
    last = lists.last_page_cursor(wanted, order=order) if shown.is_past_end else None
    return render_template(
        "ideas/overview.html", area=area, shown=shown, counts=counts, wanted=wanted, order=order,
        plates=principles.plates(), themes=principles.theme_names(), places=housing.place_names(area.id) if area else [],
        areas=[] if area else housing.areas(),
        next_url=_here(efter=encode_cursor(*shown.after)) if shown.after else None,
        last_url=_here(efter=encode_cursor(*last) if last else None), here=_here,
    )  # fmt: skip


def _wanted(area: Area | None) -> lists.Filter:
    """The filter that the address asks for; 400 for what the page does not have."""
    themes = tuple(request.args.getlist("tema"))
    places = tuple(filter(None, request.args.getlist("sted")))  # «all places» is an empty choice
    ours = {str(id_) for id_, _name in housing.all_place_names(area.id)} if area else set()
    if not set(themes) <= {key for key, _name in principles.theme_names()} or not set(places) <= ours:
        abort(400)
    principle = number_in("princip", 1, 99)
    if principle and principle not in {plate.no for plate in principles.plates().values()}:
        abort(400)
    return lists.Filter(
        area.id if area else None, choice_in("status", (*STAGE_OF_STATUS, WITHDRAWN)), themes, principle, tuple(map(int, places))
    )


def _here(**changes: str | None) -> str:
    """This page with some of its query changed; a cursor is only kept when it is given."""
    query: dict[str, Any] = {name: values for name, values in request.args.to_dict(flat=False).items() if name != "efter"}
    query.update({name: [value] for name, value in changes.items() if value})
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
    return url_for(request.endpoint or "", **(request.view_args or {}), **query)


@blueprint.route("/ideer/<id:idea_id>")
@public
def show(idea_id: int) -> str:
    """One idea: what, why, where, who decides, what has happened and what comes next."""
    person = current_person()
    read = found(queries.reading(i18n.language(), idea_id, seen_by=person))
    idea = read.idea
    entries = [(event, line_of(event, idea)) for event in reversed(content.timeline(idea.id))]
    decision = moderation.last_decisions([idea.id]).get(idea.id) if not idea.is_visible else None
    return render_template(
        "ideas/show.html", idea=idea, translation=read.translation, decision=decision, places=read.places, plates=read.plates,
        calls=moderation.calls_instead(decision),
        entries=[(event, line) for event, line in entries if line], day_no=_day_no(idea),
        **_for_author(idea, person), short_address=mail.link(f"/i/{idea.id}").split("://")[1],
    )  # fmt: skip


def _for_author(idea: Idea, person: Person | None) -> dict[str, Any]:
    """What its author can do with it now, and what waits for a moderator."""
    is_mine = idea.is_own(person)
    is_withdrawn = is_mine and idea.withdrawn_at is not None
    return {
        "is_mine": is_mine,
        "why_not_edit": why_not_edit(person, idea),
        "why_not_take_back": why_not_take_back(person, idea),
        "why_not_withdraw": why_not_withdraw(person, idea),
        "can_restore": is_withdrawn and not why_not_restore(person, idea, UNDO_DAYS.value),
        "restore_until": clock.local_day(idea.withdrawn_at + timedelta(days=UNDO_DAYS.value))
        if is_withdrawn and idea.withdrawn_at
        else None,
        "unshown": content.unshown_version(idea.id) if is_mine and idea.state is ItemState.PUBLISHED else None,
    }


def _day_no(idea: Idea) -> int:
    """Which of the days of the promise it is; the first is 1."""
    return (clock.today() - clock.local_day(idea.published_at)).days + 1 if idea.published_at else 0


@blueprint.route("/i/<id:idea_id>")
@public
def short_link(idea_id: int) -> Response:
    """The short address that is printed."""
    found(queries.idea(idea_id, seen_by=current_person()))
    return redirect(url_for(".show", idea_id=idea_id), 301)


@blueprint.route("/i")
@public
def find() -> Response:
    """To the idea with a number such as BD-2026-0123."""
    item = found(content.item_called(request.args.get("q", "").strip()[:20], seen_by=current_person()))
    return redirect(url_for(".show", idea_id=item.id), 303)
