"""The button that follows, on the pages of what can be followed; and what to know when mail does not arrive."""

from typing import Any

from flask import url_for

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.core import mail
from boligdialog.core.joints import panel
from boligdialog.housing.models import Area, Place
from boligdialog.notifications import queries
from boligdialog.organs.models import Organ
from boligdialog.principles.models import Principle

Shown = tuple[str, dict[str, Any]]


@panel("area_aside", Area)
def follow_area(area: Area, person: Person | None) -> Shown:
    """Beside what moves in an area, with the way to its places and bodies."""
    return "notifications/_follow_area.html", block(area, person)


@panel("principle_aside", Principle)
def follow_principle(principle: Principle, person: Person | None) -> Shown:
    """Beside what we work on under a principle."""
    return "notifications/_follow.html", block(principle, person)


@panel("banner")
def mail_does_not_arrive(person: Person | None) -> Shown | None:
    """Whoever we cannot reach by mail reads it on the page."""
    return ("notifications/_no_mail.html", {}) if person and person.email and mail.is_stopped(person.email) else None


def block(thing: Any, person: Person | None) -> dict[str, Any]:
    """What the block shows; the same after a press."""
    return {"url": follow_url(thing), "key": key_of(thing), "is_on": queries.is_followed_by(thing, person), "name": name_of(thing)}


def key_of(thing: Any) -> str:
    """What the block is called in a page: «follow-area-3»."""
    return f"follow-{queries.column_of(thing).key.removesuffix('_id')}-{thing.id}"


def name_of(thing: Any) -> str:
    """What a thing is called in a sentence."""
    return str(thing.title if isinstance(thing, Item | Principle) else thing.name)


def follow_url(thing: Any) -> str:
    """The small page with the button."""
    match thing:
        case Item():
            return url_for("notifications.follow_item", item_id=thing.id)
        case Area():
            return url_for("notifications.follow_area", slug=thing.slug)
        case Principle():
            return url_for("notifications.follow_principle", no=thing.no)
        case Place():
            return url_for("notifications.follow_place", place_id=thing.id)
        case Organ():
            return url_for("notifications.follow_organ", organ_id=thing.id)
    raise TypeError(thing)


def own_url(thing: Any) -> str:
    """The page about a thing; places and bodies have none of their own."""
    match thing:
        case Item():
            return url_for("ideas.show", idea_id=thing.id)
        case Area():
            return url_for("pages.area", slug=thing.slug)
        case Principle():
            return url_for("principles.show", no=thing.no)
    return follow_url(thing)
