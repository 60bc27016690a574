"""Pages of ideas: the list of an area, one idea, proposing, changing, sorting."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_see
from boligdialog.content import queries as content
from boligdialog.content.models import Attachment, ItemState
from boligdialog.content.settings import MAX_PHOTOS
from boligdialog.core import clock, drafts, files, i18n, limits, mail
from boligdialog.core.access import current_person, ensure, found, identified, public
from boligdialog.core.drafts import Draft
from boligdialog.core.events import line_of
from boligdialog.core.forms import Form
from boligdialog.core.i18n import Words, _, lazy_gettext as _l
from boligdialog.core.paging import choice_in, decode_cursor, encode_cursor, number_in, refuse_unknown
from boligdialog.core.templating import page
from boligdialog.core.web import own_page, told
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.ideas import queries, services
from boligdialog.ideas.forms import DescribeForm, PhotoForm, ProposeForm, SortForm
from boligdialog.ideas.models import STAGE_OF_STATUS, Idea
from boligdialog.ideas.queries import lists
from boligdialog.ideas.rules import why_not_consider, why_not_edit, why_not_propose, why_not_show_photos, why_not_sort
from boligdialog.moderation import queries as moderation
from boligdialog.organs import queries as organs
from boligdialog.principles import queries as principles
from boligdialog.search import queries as search
from boligdialog.search.queries import Alike

blueprint = Blueprint("ideas", __name__)


# --- reading --------------------------------------------------------------------------------------


@blueprint.route("/<slug:slug>/ideer")
@public
def overview(slug: str) -> str:
    """The ideas of an area, in an order that is fair."""
    refuse_unknown("tema", "princip", "status", "sted", "orden", "efter")
    known, counts = lists.area_with_counts(slug)
    area = found(known)
    ensure(why_not_see(current_person(), area))
    wanted = _wanted(area)
    order = choice_in("orden", lists.ORDERS) or "fair"
    cursor_types = (int,) * lists.order_named(order).cursor_length
    try:
        shown = lists.cards(wanted, seen_by=current_person(), order=order, after=decode_cursor(request.args.get("efter"), *cursor_types))
    except ValueError:
        abort(400)
    last = lists.last_page_cursor(wanted, order=order) if shown.is_past_end else None
    return render_template(
        "ideas/overview.html", area=area, shown=shown, counts=counts, wanted=wanted, order=order,
        plates=principles.plates(), themes=principles.theme_names(), places=housing.place_names(area.id),
        next_url=_here(efter=encode_cursor(*shown.after)) if shown.after else None,
        last_url=_here(efter=encode_cursor(*last) if last else None), here=_here,
    )  # fmt: skip


def _wanted(area: Area) -> lists.Filter:
    """The filter that the address asks for; 400 for what the page does not have."""
    themes = tuple(request.args.getlist("tema"))
    places = tuple(filter(None, request.args.getlist("sted")))  # «all places» is an empty choice
    ours = {str(id_) for id_, _name in housing.place_names(area.id)}
    if not set(themes) <= {key for key, _name in principles.theme_names()} or not set(places) <= ours:
        abort(400)
    principle = number_in("princip", 1, 99)
    if principle and principle not in {plate.no for plate in principles.plates().values()}:
        abort(400)
    return lists.Filter(area.id, choice_in("status", STAGE_OF_STATUS), themes, principle, tuple(map(int, places)))


def _here(**changes: str | None) -> str:
    """This page with some of its query changed; a cursor is only kept when it is given."""
    query: dict[str, Any] = {name: values for name, values in request.args.to_dict(flat=False).items() if name != "efter"}
    query.update({name: [value] for name, value in changes.items() if value})
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
    return url_for(request.endpoint or "", **(request.view_args or {}), **query)


@blueprint.route("/ideer/<id:idea_id>")
@public
def show(idea_id: int) -> str:
    """One idea: what, why, where, who decides, what has happened and what comes next."""
    person = current_person()
    read = found(queries.reading(i18n.language(), idea_id, seen_by=person))
    idea = read.idea
    entries = [(event, line_of(event, idea)) for event in reversed(content.timeline(idea.id))]
    decision = moderation.last_decisions([idea.id]).get(idea.id) if not idea.is_visible else None
    return render_template(
        "ideas/show.html", idea=idea, translation=read.translation, decision=decision, places=read.places, plates=read.plates,
        entries=[(event, line) for event, line in entries if line], day_no=_day_no(idea),
        is_mine=person is not None and person.id == idea.author_id, why_not_edit=why_not_edit(person, idea), short_address=mail.link(f"/i/{idea.id}").split("://")[1],
    )  # fmt: skip


def _day_no(idea: Idea) -> int:
    """Which of the days of the promise it is; the first is 1."""
    return (clock.today() - clock.local_day(idea.published_at)).days + 1 if idea.published_at else 0


@blueprint.route("/i/<id:idea_id>")
@public
def short_link(idea_id: int) -> Response:
    """The short address that is printed."""
    found(queries.idea(idea_id, seen_by=current_person()))
    return redirect(url_for(".show", idea_id=idea_id), 301)


@blueprint.route("/i")
@public
def find() -> Response:
    """To the idea with a number such as BD-2026-0123."""
    idea_id = found(content.item_by_ref(request.args.get("q", "").strip()[:20]))
    found(queries.idea(idea_id, seen_by=current_person()))
    return redirect(url_for(".show", idea_id=idea_id), 303)


# --- proposing ------------------------------------------------------------------------------------


@blueprint.route("/ideer/ny")
@public
def choose_area() -> Response | str:
    """For which area? A resident's own is chosen for them."""
    person: Person | None = current_person()
    mine = next((each.area_id for each in person.memberships if each.is_active), None) if person else None
    area = housing.area_by_id(mine) if mine else None
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name in ("princip", "inspiration")}
    if area:
        return redirect(url_for(".propose", slug=area.slug, **kept))
    return render_template("ideas/choose_area.html", areas=housing.areas(), kept=kept)


@blueprint.route("/<slug:slug>/ideer/ny", methods=["GET", "POST"])
@drafts.identify_last(_l("Your idea is kept. Log in, and we send it."))
def propose(slug: str) -> Response:
    """Three fields and a button."""
    area, person = found(housing.area(slug)), current_person()
    drafts.ensure_or_wait(why_not_propose(person, area))
    if answer := drafts.saved(lambda draft_id: url_for(".draft_photos", draft_id=draft_id)):
        return answer
    photos = content.photos_of_draft(drafts.draft_id_here())
    form = ProposeForm(data=_start() | drafts.typed() | {"draft": str(photos[0].draft_id) if photos else ""})
    form.offer_places(housing.place_names(area.id))
    alike = _alike(form, area, person) if form.is_sent() else []
    if form.is_sent() and not alike:
        with form.keeping_text():
            person = identified()
            limits.take("ideas", str(person.id), at_most=20, per=timedelta(days=1))
            idea = services.propose_idea(
                area, **_texts(form), by=person, lang=i18n.language(), read_first=form.is_private, once=form.once.data,
                principles=_principle(form), draft_id=_number(form.draft),
            )  # fmt: skip
            drafts.sent()
            return redirect(url_for(".receipt", idea_id=idea.id), 303)
    return page("ideas/propose.html", form, area=area, alike=alike, photos=photos)


def _alike(form: ProposeForm, area: Area, person: Person | None) -> list[Alike]:
    """The ideas that this one resembles, shown once before it is sent (row 152)."""
    if form.different.data:
        return []
    form.different.data = "1"
    return search.similar(form.title.data or "", area_id=area.id, seen_by=person, kind="idea")


def _start() -> dict[str, str]:
    """What a measure to inspire, or a principle, fills in beforehand (row 22)."""
    measure = principles.measure(number_in("inspiration", 1, 10**9) or 0)
    if measure:
        return {"title": str(measure.text)[:80], "principle": str(measure.principle.no)}
    return {"principle": str(number_in("princip", 1, 99) or "")}


def _texts(form: ProposeForm) -> dict[str, Any]:
    return {"title": form.title.data, "why": form.why.data, "place_id": int(form.place.data)}


def _principle(form: ProposeForm) -> list[Any]:
    chosen = principles.principle(_number(form.principle))
    return [chosen] if chosen else []


def _number(field: Field) -> int:
    """What a hidden field of ours says; 0 for anything else."""
    given = field.data or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


@blueprint.route("/ideer/<id:idea_id>/kvittering")
def receipt(idea_id: int) -> str:
    """Thank you, and what happens now."""
    idea = found(queries.idea(idea_id, seen_by=current_person()))
    if idea.author_id != current_person().id:
        abort(404)
    return render_template("ideas/receipt.html", idea=idea)


@blueprint.route("/ideer/<id:idea_id>/ret", methods=["GET", "POST"])
def edit(idea_id: int) -> Response:
    """Change an idea that neighbours have not seen."""
    idea, person = found(queries.idea(idea_id, seen_by=current_person())), current_person()
    ensure(why_not_edit(person, idea))
    place = next(iter(content.places_of(idea.id)), None)
    if answer := drafts.saved():
        return answer
    form = ProposeForm(data={"title": idea.title, "why": idea.body, "place": str(place.id) if place else ""} | drafts.typed())
    form.offer_places(housing.place_names(idea.area_id))
    if form.is_sent():
        with form.keeping_text():
            services.edit_idea(idea, **_texts(form), read_first=form.is_private, by=person)
            drafts.sent()
            return redirect(url_for(".receipt", idea_id=idea.id), 303)
    return page("ideas/edit.html", form, idea=idea, area=idea.area, decision=moderation.last_decisions([idea.id]).get(idea.id))


@blueprint.route("/ideer/<id:idea_id>/slet", methods=["GET", "POST"])
def take_back(idea_id: int) -> Response:
    """Take an idea back that neighbours have not seen; asks once."""
    idea, person = found(queries.idea(idea_id, seen_by=current_person())), current_person()
    ensure(why_not_edit(person, idea))
    form = Form()
    if form.is_sent():
        with form.keeping_text():
            services.take_back_idea(idea, by=person)
            told(_("You have deleted your idea."))
            return redirect(url_for("pages.mine"), 303)
    return page("ideas/take_back.html", form, idea=idea)


# --- photos ---------------------------------------------------------------------------------------


@blueprint.route("/ideer/<id:idea_id>/billeder", methods=["GET", "POST"])
@files.takes_picture
def photos(idea_id: int) -> Response:
    """The photos of an idea that neighbours have not seen, and one more."""
    idea = found(queries.idea(idea_id, seen_by=current_person()))
    on = ("edit", _("On to the text")) if idea.state is ItemState.RETURNED else ("show", _("I am done"))
    return _photos(idea, idea.photos, idea.title, url_for(f".{on[0]}", idea_id=idea.id), on[1])


@blueprint.route("/ideer/kladde/<id:draft_id>/billeder", methods=["GET", "POST"])
@files.takes_picture
def draft_photos(draft_id: int) -> Response:
    """The photos of a draft, and one more."""
    draft = found(queries.draft(draft_id, seen_by=current_person()))
    title, text_url = draft.data.get("title", ""), request.script_root + draft.page
    return _photos(draft, content.photos_of_draft(draft.id), title, text_url, _("On to the text"))


def _photos(of: Idea | Draft, photos: list[Attachment], title: str, next_url: str, next_words: str) -> Response:
    person = current_person()
    ensure(why_not_show_photos(person, of))
    form = PhotoForm()
    if form.is_sent():
        with form.keeping_text():
            limits.take("photos", str(person.id), at_most=40, per=timedelta(hours=1))
            services.add_photo(of, files.keep(form.photo.data), **form.said, by=person, once=form.once.data)
            return redirect(request.script_root + request.path, 303)
    return page(
        "ideas/photos.html", form, photos=photos, idea_title=title, next_url=next_url, next_words=next_words,
        most=MAX_PHOTOS, most_bytes=files.MAX_BYTES,
    )  # fmt: skip


@blueprint.route("/billeder/<id:photo_id>", methods=["GET", "POST"])
def photo(photo_id: int) -> Response:
    """What is on a photo, said anew."""
    chosen, of = found(queries.photo(photo_id, seen_by=current_person()))
    ensure(why_not_show_photos(current_person(), of))
    form = DescribeForm(data={"alt": chosen.alt, "people": "yes" if chosen.has_people else "no"})
    if form.is_sent():
        with form.keeping_text():
            services.describe_photo(of, chosen, **form.said, by=current_person())
            return redirect(_photos_of(of), 303)
    return page("ideas/photo.html", form, photo=chosen, back_url=_photos_of(of))


@blueprint.route("/billeder/<id:photo_id>/fjern", methods=["POST"])
def remove_photo(photo_id: int) -> Response:
    """Take a photo away."""
    chosen, of = found(queries.photo(photo_id, seen_by=current_person()))
    services.remove_photo(of, chosen, by=current_person())
    told(_("The picture is taken away."))
    return redirect(_photos_of(of), 303)


def _photos_of(of: Idea | Draft) -> str:
    return url_for(".photos", idea_id=of.id) if isinstance(of, Idea) else url_for(".draft_photos", draft_id=of.id)


# --- what moderators do ---------------------------------------------------------------------------


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
            services.sort_idea(idea, organ=organ, why=why, principles=[found(principles.principle(no)) for no in form.numbers], by=person)
            told(_("It is saved."))
            return redirect(own_page(request.args.get("back") or url_for(".show", idea_id=idea.id)), 303)
    return page("ideas/sort.html", form, idea=idea)


def _sorting(idea: Idea) -> SortForm:
    """The form by which an idea is sorted, filled with what holds now."""
    numbers = [str(each.no) for each in content.principles_of(idea.id)]
    why = idea.decided_why
    data = {"organ": str(idea.decided_by_id or ""), "why_da": why.da if why else "", "why_en": why.en if why else ""}
    form = SortForm(data=data | dict(zip(("first", "second", "third"), numbers, strict=False)))
    form.offer(
        [(each.id, i18n.capital(each.name)) for each in organs.organs_for(idea.area_id)],
        [(each.no, str(each.title)) for each in principles.plates().values()],
    )
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
