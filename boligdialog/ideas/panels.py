"""Ideas on other features' pages: in the navigation, on an area's bar, on a principle's page, in the queue; and the idea's gate."""

from typing import Any

from flask import url_for

from boligdialog.accounts.models import Person
from boligdialog.content import queries as content
from boligdialog.content.rules import why_not_enter
from boligdialog.core.compare import compare
from boligdialog.core.i18n import _
from boligdialog.core.joints import gate, panel
from boligdialog.housing.models import Area
from boligdialog.ideas import queries
from boligdialog.ideas.models import Idea
from boligdialog.ideas.queries import lists
from boligdialog.ideas.rules import why_not_by_stage, why_not_sort
from boligdialog.principles import queries as principles
from boligdialog.principles.models import Principle

gate("ideas", facts=queries.stages, why_not=why_not_by_stage)


@panel("area", Area, at=20)
def area_link(area: Area, person: Person | None) -> tuple[str, dict[str, Any]]:
    """The way to the area's ideas."""
    return "", {"url": url_for("ideas.overview", slug=area.slug), "label": _("Ideas")}


@panel("nav", at=20)
def navigation(person: Person | None) -> tuple[str, dict[str, Any]]:
    """The way to an idea of one's own."""
    return "", {"url": url_for("ideas.choose_area"), "label": _("Propose an idea")}


@panel("principle", Principle)
def on_principle(principle: Principle, person: Person | None) -> tuple[str, dict[str, Any]]:
    """What we work on under a principle."""
    page = lists.cards(lists.Filter(principle_no=principle.no), seen_by=person, order="newest", limit=6)
    return "ideas/_on_principle.html", {"cards": page.rows, "plates": principles.plates(), "principle": principle}


@panel("queue", Idea)
def in_queue(idea: Idea, person: Person | None) -> tuple[str, dict[str, Any]]:
    """The whole idea in the moderator's case, with who can decide it."""
    waiting = content.waiting_version(idea.id)
    return "ideas/_in_queue.html", {
        "idea": idea,
        "places": content.places_of(idea.id),
        "principles": content.principles_of(idea.id),
        "waiting": waiting,
        "title": compare(idea.title, waiting.title) if waiting else (),
        "body": compare(idea.body, waiting.body) if waiting else (),
    }


@panel("hit", Idea)
def as_hit(idea: Idea, person: Person | None) -> tuple[str, dict[str, Any]]:
    """Where an idea stands, among the hits of a search."""
    return "ideas/_hit.html", {"idea": idea}


@panel("tools", Idea)
def tools(idea: Idea, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """What a moderator can do with a published idea."""
    return None if why_not_sort(person, idea) else ("ideas/_tools.html", {"idea": idea})


@panel("admin_paper", at=40)
def enter_for_others(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The way to entering what came on paper."""
    if why_not_enter(person):
        return None
    hint = _("From a slip, a phone call, a meeting or a door")
    return "", {"label": _("Enter a resident's idea"), "hint": hint, "url": url_for("ideas.enter_where"), "icon": "plus"}


@panel("area_aside", Area, at=80)
def enter_in_area(area: Area, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The same, for this area."""
    if why_not_enter(person, area.id):
        return None
    return "way.html", {"label": _("Enter a resident's idea"), "url": url_for("ideas.enter", slug=area.slug), "icon_name": "plus"}
