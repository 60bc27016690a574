"""What authors do with an idea: change it, see how it was, withdraw it and bring it back."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts.models import Person
from boligdialog.content import queries as content
from boligdialog.content.models import ItemState, Version
from boligdialog.core import drafts, limits
from boligdialog.core.access import current_person, ensure, found, public
from boligdialog.core.compare import compare
from boligdialog.core.db import db
from boligdialog.core.i18n import _
from boligdialog.core.paging import number_in
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.housing import queries as housing
from boligdialog.ideas import queries, services
from boligdialog.ideas.forms import ChangeForm, WithdrawForm
from boligdialog.ideas.models import Idea, WithdrawWhy
from boligdialog.ideas.rules import why_not_edit, why_not_own, why_not_withdraw
from boligdialog.ideas.settings import UNDO_DAYS
from boligdialog.ideas.views.blueprint import blueprint
from boligdialog.moderation import queries as moderation
from boligdialog.principles import queries as principles

_PAGE = 10  # versions


@blueprint.route("/ideer/<id:idea_id>/ret", methods=["GET", "POST"])
def edit(idea_id: int) -> Response:
    """Change an idea: freely until others rely on it, then with a reason."""
    idea, person = found(queries.idea(idea_id, seen_by=current_person())), current_person()
    ensure(why_not_edit(person, idea) if request.method == "GET" else why_not_own(person, idea))  # what is sent is kept on the page
    if answer := drafts.saved():
        return answer
    unshown = content.unshown_version(idea.id)
    form = _changing(idea, unshown, person)
    if form.is_sent():
        with form.keeping_text():
            limits.take("changes", str(idea.id), at_most=30, per=timedelta(days=1))
            services.edit_idea(
                idea, **form.words, reason=form.reason.data or "", version=form.seen, read_first=form.is_private, by=person,
                principles=principles.numbered(form.numbers),
            )  # fmt: skip
            drafts.sent()
            return _saved(idea)
    if form.refusal:
        db.session.refresh(idea)
        form.version.data = str(idea.row_version)  # the page that says no shows how it is now
    decision = moderation.last_decisions([idea.id]).get(idea.id)
    return page(
        "ideas/edit.html", form, idea=idea, area=idea.area, unshown=unshown, decision=decision, calls=moderation.calls_instead(decision),
        reads_first=moderation.reads_first(idea, person),
    )  # fmt: skip


def _changing(idea: Idea, unshown: Version | None, person: Person) -> ChangeForm:
    """The form, filled with what its author wants it to say, and asking for a reason when it must be given."""
    if unshown:
        data = {"title": unshown.title, "why": unshown.body, "place": str(unshown.place_id or ""), "reason": unshown.reason}
    else:
        place = next(iter(content.places_of(idea.id)), None)
        data = {"title": idea.title, "why": idea.body, "place": str(place.id) if place else ""}
    chosen = dict(zip(("first", "second", "third"), (str(each.no) for each in content.principles_of(idea.id)), strict=False))
    form = ChangeForm(data=data | chosen | drafts.typed() | {"version": str(idea.row_version)})
    retired = [(place.id, place.name) for place in content.places_of(idea.id) if place.is_retired]
    form.offer_places([*housing.place_names(idea.area_id), *retired])
    form.offer_principles(principles.choices())
    is_seen = idea.state is ItemState.PUBLISHED
    form.must_say_why = is_seen and (form.is_private or moderation.reads_first(idea, person) or queries.is_relied_on(idea))
    return form


def _saved(idea: Idea) -> Response:
    if idea.state is not ItemState.PUBLISHED:
        return redirect(url_for(".receipt", idea_id=idea.id), 303)
    if content.waiting_version(idea.id):
        told(_("Thank you. One of us reads your change. Until then your neighbours see the text as it was."))
    else:
        told(_("Your change is saved."))
    return redirect(url_for(".show", idea_id=idea.id), 303)


@blueprint.route("/ideer/<id:idea_id>/fortryd-rettelse", methods=["POST"])
def take_back_change(idea_id: int) -> Response:
    """Let the text stay as neighbours see it."""
    idea = found(queries.idea(idea_id, seen_by=current_person()))
    services.take_back_change(idea, by=current_person())
    told(_("Your change is taken back. The text stays as it was."))
    return redirect(url_for(".show", idea_id=idea.id), 303)


@blueprint.route("/ideer/<id:idea_id>/versioner")
@public
def versions(idea_id: int) -> str:
    """Who changed what, when and why; the newest first."""
    idea = found(queries.idea(idea_id, seen_by=current_person()))
    before = number_in("foer", 1, 10**6) or idea.counts.changes + 2
    some = content.versions(idea.id, before=before, limit=_PAGE + 1)
    steps = [
        {"new": new, "title": compare(old.title, new.title), "body": compare(old.body, new.body), "old_place": old.place, "old": old}
        for old, new in zip(some[1:], some, strict=False)
    ]
    more = some[-2].n if len(some) > _PAGE and some[-1].n != 1 else None
    return render_template("ideas/versions.html", idea=idea, steps=steps, first=some[-1] if some and some[-1].n == 1 else None, more=more)


@blueprint.route("/ideer/<id:idea_id>/traek-tilbage", methods=["GET", "POST"])
def withdraw(idea_id: int) -> Response:
    """Withdraw an idea that neighbours have seen, with a reason."""
    idea, person = found(queries.idea(idea_id, seen_by=current_person())), current_person()
    ensure(why_not_withdraw(person, idea))
    form = WithdrawForm()
    if moderation.reads_first(idea, person):
        form.without_words()
    if form.is_sent():
        with form.keeping_text():
            text = (form.text.data or "") if form.text else ""
            services.withdraw_idea(idea, why=WithdrawWhy(form.reason.data), text=text, by=person)
            return redirect(url_for(".show", idea_id=idea.id), 303)
    return page("ideas/withdraw.html", form, idea=idea, days=UNDO_DAYS.value)


@blueprint.route("/ideer/<id:idea_id>/hent-frem", methods=["POST"])
def restore(idea_id: int) -> Response:
    """Bring a withdrawn idea back."""
    idea = found(queries.idea(idea_id, seen_by=current_person()))
    services.restore_idea(idea, by=current_person())
    told(_("Your idea is back. Your neighbours can support it again."))
    return redirect(url_for(".show", idea_id=idea.id), 303)
