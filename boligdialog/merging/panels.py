"""What an idea was merged of, on its page; and the way to merging, for moderators."""

from typing import Any

from flask import url_for

from boligdialog.accounts.models import Person
from boligdialog.content.models import ItemState
from boligdialog.core.i18n import _
from boligdialog.core.joints import gate, panel
from boligdialog.ideas.models import Idea
from boligdialog.merging import queries
from boligdialog.merging.rules import why_not_by_split, why_not_merge, why_not_split

Shown = tuple[str, dict[str, Any]]


@panel("origin", Idea)
def merged_of(idea: Idea, person: Person | None) -> Shown | None:
    """«Merged of 2 ideas», with the way to each. Most ideas are not, and cost no statement."""
    return ("merging/_origin.html", {"idea": idea, "merges": queries.merged_into(idea.id)}) if idea.counts.merged else None


@panel("tools", Idea, at=60)
def way_to_merge(idea: Idea, person: Person | None) -> Shown | None:
    """The way to merging it with another one."""
    if why_not_merge(person, idea) or idea.state is not ItemState.PUBLISHED:
        return None
    return "way.html", {"label": _("Merge it with another idea"), "url": url_for("merging.choose", idea_id=idea.id), "icon_name": "merge"}


@panel("queue", Idea, at=60)
def looks_alike(idea: Idea, person: Person | None) -> Shown | None:
    """In the moderator's case: what it looks like, side by side; merged in two presses (row 153)."""
    if person is None or why_not_merge(person, idea):
        return None
    hints = queries.hints(idea, seen_by=person)
    return ("merging/_hints.html", {"idea": idea, "hints": hints}) if hints else None


gate("merging", facts=queries.split, why_not=why_not_by_split)


@panel("origin", Idea)
def split_into(idea: Idea, person: Person | None) -> Shown | None:
    """On the page of an idea that was split: its parts, each with the way to support it."""
    parts = queries.parts_of(idea.id, seen_by=person) if idea.state is ItemState.ARCHIVED else []
    return ("merging/_parts.html", {"parts": parts, "mine": queries.supported_among(person, parts)}) if parts else None


@panel("tools", Idea, at=61)
def way_to_split(idea: Idea, person: Person | None) -> Shown | None:
    """The way to making several ideas of it."""
    if why_not_split(person, idea, has_case=False):
        return None
    return "way.html", {"label": _("Split it into several ideas"), "url": url_for("merging.split", idea_id=idea.id), "icon_name": "steps"}
