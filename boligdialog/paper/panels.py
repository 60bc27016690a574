"""The ways to what is printed: from the administration, an area, an idea, a home."""

from typing import Any

from flask import url_for

from boligdialog.accounts.models import Person
from boligdialog.core.i18n import _
from boligdialog.core.joints import panel
from boligdialog.housing.models import Area, Household, HouseholdState, Section
from boligdialog.ideas.models import Idea
from boligdialog.paper.rules import why_not_poster, why_not_print_letters, why_not_print_slips
from boligdialog.paper.settings import COORDINATORS_PRINT


@panel("admin_paper", at=10)
def letters(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Letters with codes."""
    if why_not_print_letters(person, None, COORDINATORS_PRINT.value):
        return None
    return "", {
        "label": _("Print letters with codes"),
        "hint": _("To one home or hundreds"),
        "url": url_for("paper.letters"),
        "icon": "letter",
    }


@panel("admin_paper", at=20)
def slips(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Paper slips."""
    if why_not_print_slips(person):
        return None
    hint = _("For those who would rather write by hand")
    return "", {"label": _("Print slips"), "hint": hint, "url": url_for("paper.slips"), "icon": "pencil"}


@panel("admin_paper", at=30)
def posters(person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Posters and QR codes of the areas."""
    if why_not_print_slips(person):
        return None
    hint = _("For stairwells, laundries and notice boards")
    return "", {"label": _("Print posters and QR codes"), "hint": hint, "url": url_for("paper.posters"), "icon": "printer"}


@panel("household", Household)
def letter_to_home(home: Household, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """A letter to this home."""
    if why_not_print_letters(person, home.section.area_id, COORDINATORS_PRINT.value) or home.state is HouseholdState.CLOSED:
        return None
    return "way.html", {"label": _("Print a new letter"), "url": url_for("paper.letters", bolig=home.number), "icon_name": "letter"}


@panel("household_list", Section)
def letters_to_section(section: Section, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Letters to the homes of a section."""
    if why_not_print_letters(person, section.area_id, COORDINATORS_PRINT.value):
        return None
    url = url_for("paper.letters", omraade=section.area.slug, hvor=f"{section.id}")
    return "way.html", {"label": _("Print letters with codes"), "url": url, "icon_name": "letter"}


@panel("area_aside", Area, at=90)
def poster_of_area(area: Area, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The way to the area's posters, for those who may hang them."""
    if why_not_print_slips(person, area.id):
        return None
    return "way.html", {"label": _("Print posters"), "url": url_for("paper.area_posters", slug=area.slug), "icon_name": "printer"}


@panel("tools", Idea, at=80)
def poster_of_idea(idea: Idea, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """The way to an idea's posters: for its author, and those who look after the area."""
    is_theirs = person is not None and person.id == idea.author_id
    if why_not_poster(idea) or (not is_theirs and why_not_print_slips(person, idea.area_id)):
        return None
    return "way.html", {"label": _("Print a poster"), "url": url_for("paper.idea_posters", idea_id=idea.id), "icon_name": "printer"}
