"""What moderators do with an idea: sort it, show that it is considered."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.core import i18n
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.forms import Form
from boligdialog.core.i18n import Words, _
from boligdialog.core.templating import page
from boligdialog.core.web import own_page, told
from boligdialog.ideas import queries, services
from boligdialog.ideas.forms import SortForm
from boligdialog.ideas.models import Idea
from boligdialog.ideas.rules import why_not_consider, why_not_sort
from boligdialog.ideas.views.blueprint import blueprint
from boligdialog.organs import queries as organs
from boligdialog.principles import queries as principles


@blueprint.route("/ideer/<id:idea_id>/ordn", methods=["GET", "POST"])
def sort(idea_id: int) -> Response:
    """Who can decide it, and which principles it goes with."""
    idea, person = found(queries.idea(idea_id, seen_by=current_person())), current_person()
    ensure(why_not_sort(person, idea))
    form = _sorting(idea)
    if form.is_sent():
        with form.keeping_text():
            organ = organs.organ(int(form.organ.data)) if form.organ.data else None
            why = Words(form.why_da.data, form.why_en.data or "") if form.why_da.data else None
            services.sort_idea(idea, organ=organ, why=why, principles=principles.numbered(form.numbers), by=person)
            told(_("It is saved."))
            return redirect(own_page(request.args.get("back") or url_for(".show", idea_id=idea.id)), 303)
    return page("ideas/sort.html", form, idea=idea)


def _sorting(idea: Idea) -> SortForm:
    """The form by which an idea is sorted, filled with what holds now."""
    numbers = [str(each.no) for each in content.principles_of(idea.id)]
    why = idea.decided_why
    data = {"organ": str(idea.decided_by_id or ""), "why_da": why.da if why else "", "why_en": why.en if why else ""}
    form = SortForm(data=data | dict(zip(("first", "second", "third"), numbers, strict=False)))
    form.offer_organs([(each.id, i18n.capital(each.name)) for each in organs.organs_for(idea.area_id)])
    form.offer_principles(principles.choices())
    return form


@blueprint.route("/ideer/<id:idea_id>/overvej", methods=["GET", "POST"])
def consider(idea_id: int) -> Response:
    """Show that those who can decide it have begun to look at it."""
    idea, person = found(queries.idea(idea_id, seen_by=current_person())), current_person()
    ensure(why_not_consider(person, idea))
    form = Form()
    if form.is_sent():
        with form.keeping_text():
            services.consider_idea(idea, by=person)
            return redirect(url_for(".show", idea_id=idea.id), 303)
    return page("ideas/consider.html", form, idea=idea)
