"""Merging an idea with another, the page of one that was merged, and undoing it."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.core import clock, errors
from boligdialog.core.access import current_person, ensure, found, public
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.ideas import queries as ideas
from boligdialog.ideas.models import Idea
from boligdialog.merging import notices, queries, services
from boligdialog.merging.forms import ChooseForm, MergeForm, split_form
from boligdialog.merging.models import Merge
from boligdialog.merging.rules import ends_at, why_not_merge, why_not_merge_into, why_not_object, why_not_split, why_not_undo_merge
from boligdialog.merging.settings import OBJECT_DAYS, UNDO_DAYS
from boligdialog.moderation import queries as moderation

blueprint = Blueprint("merging", __name__)

#: Pages of an idea that mean the same on the idea that it is part of by now, with what was typed in them.
SAME_THERE = frozenset({"support.support", "comments.write", "notifications.follow_item"})


@blueprint.app_errorhandler(404)
def lead_on(_error: Any) -> Response:
    """Every address of an idea that was merged leads to the idea that it is part of; what else is not found, is not found."""
    values = request.view_args or {}
    number = values.get("idea_id") or values.get("item_id")
    target = queries.leads_to(number, seen_by=current_person()) if number else None
    if target is None:
        return errors.error_page(404)
    if request.endpoint in SAME_THERE:
        url = url_for(request.endpoint, item_id=target.id)
        answer = redirect(url, 301 if request.method == "GET" else 307)
    elif request.method == "GET":
        answer = redirect(url_for("ideas.show", idea_id=target.id, _anchor="samling"), 301)
    else:
        told(_("The idea is part of this one now. Look at it first."))
        answer = redirect(url_for("ideas.show", idea_id=target.id, _anchor="samling"), 303)
    answer.headers["Cache-Control"] = "private, no-store"  # it may be undone: no browser keeps the way for ever
    return answer


def _source(idea_id: int) -> Idea:
    idea = found(ideas.idea(idea_id, seen_by=current_person()))
    ensure(why_not_merge(current_person(), idea))
    return idea


@blueprint.route("/ideer/<id:idea_id>/saml", methods=["GET", "POST"])
def choose(idea_id: int) -> Response:
    """Which idea it is to be merged with: one that looks like it, or one whose number the moderator knows."""
    idea, person, form = _source(idea_id), current_person(), ChooseForm()
    if form.is_sent():
        other = content.item_called(form.reference, seen_by=person) if form.reference else content.item(form.number, seen_by=person)
        if isinstance(other, Idea):
            return redirect(url_for(".merge", idea_id=idea.id, target_id=other.id), 303)
        form.not_found()
    return page("merging/choose.html", form, idea=idea, hints=queries.hints(idea, seen_by=person, most=5))


@blueprint.route("/ideer/<id:idea_id>/saml/<id:target_id>", methods=["GET", "POST"])
def merge(idea_id: int, target_id: int) -> Response:
    """What moves, who counts once, what each author reads; and the press."""
    idea, person = _source(idea_id), current_person()
    into, case = found(ideas.idea(target_id, seen_by=person)), moderation.open_case_of(idea_id)
    versions = {"source_version": idea.row_version, "target_version": into.row_version, "case_version": case.row_version if case else None}
    form = MergeForm(data=versions)
    if form.is_sent():
        with form.keeping_text():
            seen = (form.source_version.data or 0, form.target_version.data or 0)
            services.merge_ideas(idea, into=into, by=person, seen=seen, case_version=form.case_version.data)
            told(_("The two ideas are one. Both authors hear of it."))
            return redirect(url_for("ideas.show", idea_id=into.id, _anchor="samling"), 303)
    if request.method == "GET":
        ensure(why_not_merge_into(person, idea, into, past=queries.past_of(idea.id, into.id)))
    return _preview(form, idea, into, case)


def _preview(form: MergeForm, idea: Idea, into: Idea, case: Any) -> Response:
    if form.refusal:  # the page that says no shows how it is now
        form.show(idea.row_version, into.row_version, case.row_version if case else None)
    return page(
        "merging/merge.html", form, idea=idea, into=into, case=case, preview=queries.Preview(idea, into),
        to_source=notices.words_to_source(idea, into, notices.last_day(clock.today())), to_target=notices.words_to_target(idea, into),
        objects=OBJECT_DAYS.value, undo=UNDO_DAYS.value,
    )  # fmt: skip


@blueprint.route("/ideer/<id:idea_id>/samling")
@public
def source(idea_id: int) -> Response:
    """An idea that is part of another, as it was; its author says no to that here."""
    found_ = queries.merge_of(idea_id, seen_by=current_person())
    if found_ is None:  # it stands by itself
        found(ideas.idea(idea_id, seen_by=current_person()))
        return redirect(url_for("ideas.show", idea_id=idea_id), 303)
    return _source_page(found_)


def _source_page(merge: Merge, form: Form | None = None) -> Response:
    person = current_person()
    return page(
        "merging/source.html", form, merge=merge, idea=merge.source, into=merge.target,
        is_mine=person is not None and merge.source.keeper_id == person.id,
        why_not_object=why_not_object(person, merge, OBJECT_DAYS.value), why_not_undo=why_not_undo_merge(person, merge, UNDO_DAYS.value),
        until=clock.local_day(ends_at(merge, OBJECT_DAYS.value)),
    )  # fmt: skip


@blueprint.route("/ideer/<id:idea_id>/samling/indsigelse", methods=["POST"])
def object_(idea_id: int) -> Response:
    """Its author says no: it stands by itself again, at once."""
    merge, form = found(queries.merge_of(idea_id, seen_by=current_person())), Form()
    if form.is_sent():
        with form.keeping_text():
            services.object_to_merge(merge, by=current_person())
            told(_("Your idea stands by itself again. The moderators hear of it."))
            return redirect(url_for("ideas.show", idea_id=idea_id), 303)
    return _source_page(merge, form)


@blueprint.route("/ideer/<id:idea_id>/samling/fortryd", methods=["GET", "POST"])
def undo(idea_id: int) -> Response:
    """What comes back, and the press."""
    merge, person, form = found(queries.merge_of(idea_id, seen_by=current_person())), current_person(), Form()
    ensure(why_not_undo_merge(person, merge, UNDO_DAYS.value))
    if form.is_sent():
        with form.keeping_text():
            services.undo_merge(merge, by=person)
            told(_("The two ideas stand by themselves again. Both authors hear of it."))
            return redirect(url_for("ideas.show", idea_id=idea_id), 303)
    return page(
        "merging/undo.html", form, merge=merge, idea=merge.source, into=merge.target, back=queries.what_returns(merge),
        until=clock.local_day(ends_at(merge, UNDO_DAYS.value)),
    )  # fmt: skip


@blueprint.route("/ideer/<id:idea_id>/ikke-ens/<id:other_id>", methods=["POST"])
def tell_apart(idea_id: int, other_id: int) -> Response:
    """The two are not the same; the moderator goes on where they were."""
    person = current_person()
    one, other = (found(ideas.idea(each, seen_by=person)) for each in (idea_id, other_id))
    services.tell_apart(one, other, by=person)
    told(_("We will not ask about these two again."))
    case = moderation.open_case_of(idea_id)
    return redirect(url_for("moderation.show", case_id=case.id) if case else url_for(".choose", idea_id=idea_id), 303)


@blueprint.route("/ideer/<id:idea_id>/del", methods=["GET", "POST"])
def split(idea_id: int) -> Response:
    """Several ideas of one: their titles, and where each piece of the text goes."""
    idea, person = found(ideas.idea(idea_id, seen_by=current_person())), current_person()
    pieces = queries.pieces(idea)
    form = split_form(pieces, version=idea.row_version)
    if form.is_sent():
        with form.keeping_text():
            services.split_idea(idea, parts=form.parts, by=person, version=form.version.data or 0)
            told(_("The idea is split. Its author hears of it, and whoever supports it chooses anew."))
            return redirect(url_for("ideas.show", idea_id=idea.id), 303)
    if request.method == "GET":
        ensure(why_not_split(person, idea, has_case=moderation.open_case_of(idea.id) is not None))
    if form.refusal:
        form.version.data, form.version.raw_data = idea.row_version, None
    counts = content.counts(idea.id)
    return page("merging/split.html", form, idea=idea, pieces=list(zip(pieces, form.choices, strict=True)), counts=counts)
