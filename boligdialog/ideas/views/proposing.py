"""Proposing an idea, and changing it while neighbours have not seen it."""

from datetime import timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from boligdialog.accounts.models import Person
from boligdialog.content import queries as content
from boligdialog.core import drafts, i18n, limits
from boligdialog.core.access import current_person, ensure, found, identified, public
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _, lazy_gettext as _l
from boligdialog.core.paging import number_in
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.ideas import queries, services
from boligdialog.ideas.forms import ProposeForm
from boligdialog.ideas.rules import why_not_edit, why_not_propose
from boligdialog.ideas.views.blueprint import blueprint
from boligdialog.moderation import queries as moderation
from boligdialog.principles import queries as principles
from boligdialog.search import queries as search
from boligdialog.search.queries import Alike


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
    retired = [(place.id, place.name)] if place and place.is_retired else []
    form.offer_places([*housing.place_names(idea.area_id), *retired])
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
