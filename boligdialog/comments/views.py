"""Writing, changing, deleting and thanking; a thread of its own."""

from datetime import timedelta

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts.models import Person
from boligdialog.comments import queries, services
from boligdialog.comments.forms import CommentForm, EditForm, SlowTalkForm, ThanksForm
from boligdialog.comments.models import Comment, CommentKind
from boligdialog.comments.rules import (
    why_not_accept,
    why_not_add,
    why_not_comment,
    why_not_comment_yet,
    why_not_edit,
    why_not_own,
    why_not_reply,
    why_not_slow_talk,
    why_not_thank,
)
from boligdialog.content import queries as content
from boligdialog.content.models import Item, ItemState
from boligdialog.content.rules import REVIEWERS, may_read
from boligdialog.core import drafts, i18n, limits
from boligdialog.core.access import current_person, ensure, found, identified, public
from boligdialog.core.db import one_transaction
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _, lazy_gettext as _l
from boligdialog.core.joints import facts_for
from boligdialog.core.paging import number_in
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.organs import queries as organs

blueprint = Blueprint("comments", __name__)


@blueprint.route("/ideer/<id:item_id>/kommentar", methods=["GET", "POST"])
@drafts.identify_last(_l("Your comment is kept. Log in, and we send it."))
def write(item_id: int) -> Response:
    """One field and a button."""
    item = found(content.item(item_id, seen_by=current_person()))
    number = number_in("svar", 1, 10**17)  # how a reply was addressed before it had a page of its own
    answers = found(queries.comment_by_id(number)) if number else None
    if answers and answers.about_id != item.id:
        abort(404)
    if answers and request.method == "GET":
        return redirect(url_for(".reply", comment_id=answers.id), 301)
    return _write(item, answers)


@blueprint.route("/kommentarer/<id:comment_id>/svar", methods=["GET", "POST"])
@drafts.identify_last(_l("Your comment is kept. Log in, and we send it."))
def reply(comment_id: int) -> Response:
    """The same below the comment that it answers; a page of its own, so that its draft stands in no other answer."""
    answers = found(queries.comment_by_id(comment_id))
    item = found(content.item(answers.about_id, seen_by=current_person()))
    return _write(item, answers)


def _write(item: Item, answers: Comment | None) -> Response:
    person = current_person()
    if answer := drafts.saved():
        return answer
    form = _form(item, person)
    if form.is_sent():
        with form.keeping_text(), one_transaction():
            item = found(content.item(item.id, seen_by=person))
            answers = found(queries.comment_by_id(answers.id)) if answers else None
            person = identified()
            limits.take("comments", str(person.id), at_most=60, per=timedelta(hours=1))
            organ = organs.organ(int(form.speak_for.data)) if form.speak_for and form.speak_for.data else None
            comment = services.write_comment(
                item, text=form.text.data or "", by=person, lang=i18n.language(), meant_as=CommentKind(form.meant_as.data),
                answers=answers, organ=organ, read_first=form.is_private, once=form.once.data,
            )  # fmt: skip
            drafts.sent()
            return _to(comment)
    facts = facts_for([item])
    why_not = why_not_reply(person, answers, facts) if answers else why_not_comment(person, item, facts)
    if request.method == "GET" and why_not and not drafts.can_wait(why_not):
        ensure(why_not)
    shown = queries.one(answers, seen_by=person) if answers and may_read(person, answers) else None  # it may wait to be read, or be gone
    slow = queries.slow_talk(item.id)
    wait = why_not_comment_yet(slow, queries.last_words(item.id, person), None) if slow and person else None
    return page("comments/write.html", form, item=item, answers=shown, slow=slow if slow and slow.is_on else None, wait=wait)


def _form(item: Item, person: Person | None) -> CommentForm:
    form = CommentForm(data=drafts.typed())
    voices = [(each.id, each.name) for each in queries.speaks_for(person, item.area_id)]
    form.offer_voices(person.name or "" if person else "", voices)
    return form


def _to(comment: Comment) -> Response:
    """Back to where it stands, with a sentence when a moderator reads it first."""
    if comment.state is ItemState.PENDING:
        told(_("Thank you. One of us reads your comment first. Until then only you can see it."))
    return redirect(request.script_root + comment.path, 303)


@blueprint.route("/kommentarer/<id:comment_id>")
@public
def show(comment_id: int) -> Response:
    """A comment with all its replies."""
    person = current_person()
    comment = found(queries.comment(comment_id, seen_by=person))
    if comment.thread_id:
        return redirect(url_for(".show", comment_id=comment.thread_id, _anchor=f"c{comment.id}"), 302)
    answers = queries.replies_of(comment, seen_by=person, after=number_in("efter", 0, 10**17) or 0, limit=51)
    more = answers[49].id if len(answers) > 50 else None
    reviews = person is not None and person.has_role(*REVIEWERS, area_id=comment.area_id)
    top = queries.one(comment, seen_by=person)
    return page("comments/thread.html", item=comment.about, top=top, answers=answers[:50], more=more, reviews=reviews)


@blueprint.route("/kommentarer/<id:comment_id>/ret", methods=["GET", "POST"])
def edit(comment_id: int) -> Response:
    """Change one's words while nobody has answered; later only add to them."""
    comment, person = found(queries.comment(comment_id, seen_by=current_person())), current_person()
    is_addition = bool(why_not_edit(person, comment, queries.replies_to(comment.id)))
    if is_addition:
        ensure(why_not_add(person, comment) if request.method == "GET" else why_not_own(person, comment))  # what is sent is kept
    if answer := drafts.saved():
        return answer
    form = EditForm(data={"text": "" if is_addition else comment.body} | drafts.typed())
    if form.is_sent():
        with form.keeping_text():
            if is_addition:
                services.add_to_comment(comment, text=form.text.data or "", by=person, read_first=form.is_private)
            else:
                services.edit_comment(comment, text=form.text.data or "", by=person, read_first=form.is_private)
            drafts.sent()
            return _to(comment)
    return page("comments/edit.html", form, comment=comment, is_addition=is_addition)


@blueprint.route("/kommentarer/<id:comment_id>/slet", methods=["GET", "POST"])
def delete(comment_id: int) -> Response:
    """Delete one's words; asks once."""
    comment, person = found(queries.comment(comment_id, seen_by=current_person())), current_person()
    ensure(why_not_own(person, comment))
    form = Form()
    if form.is_sent():
        with form.keeping_text():
            about = comment.about.path
            services.delete_comment(comment, by=person)
            told(_("You have deleted your comment."))
            return redirect(f"{request.script_root}{about}#samtale", 303)
    return page("comments/delete.html", form, comment=comment)


@blueprint.route("/kommentarer/<id:comment_id>/tak", methods=["GET", "POST"])
@drafts.identify_last(_l("Log in, and we say thank you for you."))
def thank(comment_id: int) -> Response:
    """Say thank you, or take it back. A script that asks for the block gets the block alone."""
    person = current_person()
    comment = found(queries.comment(comment_id, seen_by=person))
    form = ThanksForm()
    if form.is_sent():
        with form.keeping_text():
            person = identified()
            limits.take("thanks", str(person.id), at_most=120, per=timedelta(minutes=10))
            act = services.thank if form.thanks.data == "on" else services.withdraw_thanks
            act(comment, by=person)
            if request.headers.get("X-Block", "").startswith("thanks"):
                return page("comments/_thanks.html", each=queries.one(comment, seen_by=person))
            return redirect(request.script_root + comment.path, 303)
    drafts.ensure_or_wait(why_not_thank(person, comment))
    return page("comments/thank.html", form, comment=comment, each=queries.one(comment, seen_by=person))


@blueprint.route("/kommentarer/<id:comment_id>/svaret", methods=["GET", "POST"])
def accept(comment_id: int) -> Response:
    """Say that this reply answers the question above it."""
    answer, person = found(queries.comment(comment_id, seen_by=current_person())), current_person()
    question = found(queries.comment(answer.thread_id or 0, seen_by=person))
    ensure(why_not_accept(person, question, answer))
    form = Form()
    if form.is_sent():
        with form.keeping_text():
            services.accept_answer(question, answer=answer, by=person)
            return redirect(request.script_root + answer.path, 303)
    return page("comments/accept.html", form, question=question, answer=answer)


@blueprint.route("/ideer/<id:item_id>/langsom", methods=["GET", "POST"])
def slow_talk(item_id: int) -> Response:
    """How often each person can write, for how many days, and why."""
    item, person = _talked_about(item_id), current_person()
    ensure(why_not_slow_talk(person, item, facts_for([item])))
    slow = queries.slow_talk(item.id)
    shown = {"minutes": str(slow.minutes), "days": str(slow.days), "reason": slow.reason} if slow and slow.is_on else {}
    form = SlowTalkForm(data=shown | {"seen": str(slow.row_version if slow else 0)})
    if form.is_sent():
        with form.keeping_text():
            minutes, days = int(form.minutes.data), int(form.days.data)
            services.slow_talk(item, minutes=minutes, days=days, reason=form.reason.data or "", by=person, seen=form.seen_version)
            told(_("The conversation is slow now. It ends by itself."))
            return redirect(f"{request.script_root}{item.path}#samtale", 303)
    return page("comments/slow.html", form, item=item, slow=slow if slow and slow.is_on else None)


@blueprint.route("/ideer/<id:item_id>/langsom/slut", methods=["POST"])
def end_slow_talk(item_id: int) -> Response:
    """Everybody writes as they like again."""
    item, form = _talked_about(item_id), Form()
    if form.is_sent():
        services.end_slow_talk(item, by=current_person())
        told(_("Everybody can write as they like again."))
    return redirect(f"{request.script_root}{item.path}#samtale", 303)


def _talked_about(item_id: int) -> Item:
    """What a conversation stands below: nothing but a comment has none of its own."""
    item = found(content.item(item_id, seen_by=current_person()))
    return found(None if isinstance(item, Comment) else item)
