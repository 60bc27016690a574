"""Entering what residents have written on paper or said."""

from datetime import timedelta

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts
from boligdialog.content import queries as content
from boligdialog.content.rules import HANDS_OUT, why_not_enter
from boligdialog.core import i18n, limits
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.ideas import queries, services
from boligdialog.ideas.forms import EnterForm
from boligdialog.ideas.models import Idea
from boligdialog.ideas.rules import why_not_use_slip
from boligdialog.ideas.views.blueprint import blueprint
from boligdialog.principles import queries as principles


@blueprint.route("/administration/paa-vegne")
def enter_where() -> Response | str:
    """For which area? The only one is chosen by itself."""
    ensure(why_not_enter(current_person()))
    areas = accounts.areas_of(current_person(), *HANDS_OUT)
    if len(areas) == 1:
        return redirect(url_for(".enter", slug=areas[0].slug))
    return render_template("ideas/enter_where.html", areas=areas)


@blueprint.route("/<slug:slug>/ideer/paa-vegne", methods=["GET", "POST"])
def enter(slug: str) -> Response:
    """The idea of somebody else, one after the other: the form is empty again after each."""
    area, person = found(housing.area(slug)), current_person()
    ensure(why_not_enter(person, area.id))
    form = EnterForm()
    form.offer_places(housing.place_names(area.id))
    form.offer_principles(principles.choices())
    form.slip_fault = lambda number: _fault(number, area, form.once.data or "")
    if form.is_sent():
        with form.keeping_text():
            limits.take("entered ideas", str(person.id), at_most=200, per=timedelta(days=1))
            idea = services.enter_idea(
                area, **form.told, by=person, lang=i18n.language(), read_first=form.is_private, once=form.once.data,
                principles=principles.numbered(form.numbers),
            )  # fmt: skip
            told(_said(idea))
            return redirect(url_for(".enter", slug=slug), 303)
    return page("ideas/enter.html", form, area=area, entered=queries.entered_by(person, area.id), first=_first(form))


def _fault(number: int, area: Area, once: str) -> str | None:
    """Why a slip cannot be entered. It may be sent twice by the same press."""
    sheet = queries.sheet(number)
    mine = queries.idea_of(once, current_person()) if sheet and sheet.item_id else None
    reason = why_not_use_slip(sheet, area)
    return None if reason is None or (sheet and mine and sheet.item_id == mine.id) else f"{reason.text} {reason.next_step}".strip()


def _first(form: EnterForm) -> Idea | None:
    """What was entered from the slip before, for those who may read it."""
    sheet = queries.sheet(form.slip_no) if form.slip.errors or form.refusal else None
    thing = content.item(sheet.item_id, seen_by=current_person()) if sheet and sheet.item_id else None
    return thing if isinstance(thing, Idea) else None


def _said(idea: Idea) -> str:
    if idea.is_visible:
        return _("%(ref)s is entered. The neighbours can see “%(title)s” now.", ref=idea.ref, title=idea.title)
    return _("%(ref)s is entered. A moderator reads “%(title)s” first.", ref=idea.ref, title=idea.title)
