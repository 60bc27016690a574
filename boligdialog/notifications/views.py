"""Following, what is new, what to hear of, and the one press that stops a mail."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.content.rules import may_read
from boligdialog.core import limits
from boligdialog.core.access import current_person, found, public
from boligdialog.core.guard import csrf
from boligdialog.core.i18n import _, address_in, language
from boligdialog.core.paging import decode_cursor, encode_cursor, refuse_unknown
from boligdialog.core.templating import page
from boligdialog.core.web import own_page, told
from boligdialog.housing import queries as housing
from boligdialog.notifications import queries, services
from boligdialog.notifications.forms import ChoicesForm, FollowForm
from boligdialog.notifications.models import Topic
from boligdialog.notifications.panels import block, key_of, own_url
from boligdialog.notifications.rules import why_not_follow
from boligdialog.organs import queries as organs
from boligdialog.principles import queries as principles

blueprint = Blueprint("notifications", __name__)


# --- following ------------------------------------------------------------------------------------


@blueprint.route("/ideer/<id:item_id>/foelg", methods=["GET", "POST"])
def follow_item(item_id: int) -> Response:
    """Follow an idea."""
    return _follow(found(content.item(item_id, seen_by=current_person())))


@blueprint.route("/<slug:slug>/foelg", methods=["GET", "POST"])
def follow_area(slug: str) -> Response:
    """Follow an area, or only a place or a body in it."""
    area = found(housing.area(slug))
    within = [block(each, current_person()) for each in [*housing.places(area.id), *organs.organs_for(area.id)]]
    return _follow(area, within=within)


@blueprint.route("/principper/<id:no>/foelg", methods=["GET", "POST"])
def follow_principle(no: int) -> Response:
    """Follow a principle."""
    return _follow(found(principles.principle(no)))


@blueprint.route("/foelg/sted/<id:place_id>", methods=["GET", "POST"])
def follow_place(place_id: int) -> Response:
    """Follow a place."""
    return _follow(found(queries.place(place_id)))


@blueprint.route("/foelg/organ/<id:organ_id>", methods=["GET", "POST"])
def follow_organ(organ_id: int) -> Response:
    """Follow what a body is to decide."""
    return _follow(found(organs.organ(organ_id)))


def _follow(thing: Any, **more: Any) -> Response:
    """The small page with the button, and the button itself. A script that asks for the block gets the block alone."""
    person, form = current_person(), FollowForm()
    if form.is_sent():
        with form.keeping_text():
            limits.take("follow", str(person.id), at_most=120, per=timedelta(minutes=10))
            act = services.follow if form.follow.data == "on" else services.unfollow
            act(thing, by=person)
            if request.headers.get("X-Block") == key_of(thing):
                return page("notifications/_follow.html", **block(thing, person))
            return redirect(f"{own_page(request.form.get('back') or own_url(thing))}#{key_of(thing)}", 303)
    why_not = why_not_follow(person, thing)
    return page("notifications/follow.html", form, why_not=why_not, own_url=own_url(thing), **block(thing, person), **more)


# --- what is new ----------------------------------------------------------------------------------


@blueprint.route("/min-side/nyt")
def news() -> str:
    """What I was told, newest first."""
    refuse_unknown("efter")
    person, cursor = current_person(), decode_cursor(request.args.get("efter"), int)
    rows = queries.notices(seen_by=person, before=cursor[0] if cursor else None)
    more = encode_cursor(rows[-1].id) if len(rows) == queries.PAGE else None
    return render_template(
        "notifications/news.html", told=services.told(rows), newest=rows[0].id if rows else 0, unread=queries.unread(person),
        next_url=url_for(".news", efter=more) if more else None, first_url=url_for(".news") if cursor else None,
    )  # fmt: skip


@blueprint.route("/min-side/nyt/<id:notice_id>", methods=["POST"])
def open_notice(notice_id: int) -> Response:
    """On to what a notice is about; it is read now."""
    person = current_person()
    notice = found(queries.notice(notice_id, seen_by=person))
    services.read_notice(notice, by=person)
    words = services.words_of(notice)
    return redirect(address_in(language(), words.path) if words else url_for(".news"), 303)


@blueprint.route("/min-side/nyt/alt", methods=["POST"])
def read_all() -> Response:
    """All that I have seen on the page is read."""
    up_to = request.form.get("up_to", "")
    if up_to.isascii() and up_to.isdigit() and len(up_to) <= 18:
        services.read_all(by=current_person(), up_to=int(up_to))
    return redirect(url_for(".news"), 303)


# --- what to hear of ------------------------------------------------------------------------------


@blueprint.route("/min-side/besked", methods=["GET", "POST"])
def choices() -> Response:
    """What I want to hear of, when and where; and what I follow."""
    person = current_person()
    now = queries.choices(person.id)
    form = ChoicesForm(data={f"{where}_{topic}": pair[n] for topic, pair in now.items() for n, where in enumerate(("mail", "page"))})
    if form.is_sent():
        with form.keeping_text():
            services.choose(form.chosen(), by=person)
            told(_("Your choices are saved."))
            return redirect(url_for(".choices"), 303)
    followed = [
        each for kind in queries.COLUMNS for each in queries.followed(person, kind) if not hasattr(each, "ref") or may_read(person, each)
    ]
    return page(
        "notifications/choices.html", form, topics=list(Topic), has_mail=bool(person.email),
        followed=[(own_url(each), block(each, person)) for each in followed],
    )  # fmt: skip


# --- one press from a mail ------------------------------------------------------------------------


@blueprint.route("/stop/<token>", methods=["GET", "POST"])
@csrf.exempt
@public
def stop(token: str) -> Response:
    """A page with one button, for whoever holds the mail; mail programs press it themselves (RFC 8058). Reads no session."""
    person_id, what = found(services.stopped_by(token))
    if request.method == "POST":
        services.stop_mail(person_id, what)
    topic = Topic(what).label if what in set(Topic) else None
    response = make_response(render_template("notifications/stop.html", what=what, topic=topic, is_done=request.method == "POST"))
    response.headers["Cache-Control"] = "private, no-store"
    return response
