"""Proposing an idea, and taking it back while neighbours have not seen it."""

from datetime import timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from boligdialog.accounts.models import Person
from boligdialog.content import queries as content
from boligdialog.content.models import Attachment
from boligdialog.core import drafts, i18n, limits
from boligdialog.core.access import current_person, ensure, found, identified, public
from boligdialog.core.db import one_transaction
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _, lazy_gettext as _l
from boligdialog.core.paging import number_in
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.ideas import queries, services
from boligdialog.ideas.forms import ProposeForm
from boligdialog.ideas.rules import why_not_propose, why_not_take_back
from boligdialog.ideas.views.blueprint import blueprint
from boligdialog.organs import queries as organs
from boligdialog.organs.models import Route
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
    if request.method == "GET":  # what is sent is kept on the page that says no
        drafts.ensure_or_wait(why_not_propose(person, area))
    if answer := drafts.saved(lambda draft_id: url_for(".draft_photos", draft_id=draft_id)):
        return answer
    photos = [] if request.method == "POST" else _photos()
    form = ProposeForm(data=_start() | drafts.typed() | {"draft": str(photos[0].draft_id) if photos else ""})
    form.offer_places(housing.place_names(area.id))
    form.offer_principles(principles.choices())
    alike, elsewhere = _before_sending(form, area, person) if form.is_sent() else ([], [])
    if form.is_sent() and not (alike or elsewhere):
        with form.keeping_text(), one_transaction():
            person = identified()
            limits.take("ideas", str(person.id), at_most=20, per=timedelta(days=1))
            idea = services.propose_idea(
                area, **form.words, by=person, lang=i18n.language(), read_first=form.is_private, once=form.once.data,
                principles=principles.numbered(form.numbers), draft_id=_number(form.draft),
            )  # fmt: skip
            drafts.sent()
            return redirect(url_for(".receipt", idea_id=idea.id), 303)
    if request.method == "POST":
        photos = _photos()
    return page("ideas/propose.html", form, area=area, alike=alike, elsewhere=elsewhere, calls=organs.elsewhere(area.id), photos=photos)


def _photos() -> list[Attachment]:
    return content.photos_of_draft(drafts.draft_id_here())


def _before_sending(form: ProposeForm, area: Area, person: Person | None) -> tuple[list[Alike], list[Route]]:
    """The ideas that this one resembles, and whom to call if it is none: each shown once, on one page (rows 30 and 152)."""
    title = form.title.data or ""
    alike = [] if form.different.data else search.similar(title, area_id=area.id, seen_by=person, kind="idea")
    elsewhere = [] if form.is_idea.data else organs.belongs_elsewhere(f"{title}\n{form.why.data}", area.id)
    form.different.data = form.is_idea.data = "1"
    return alike, elsewhere


def _start() -> dict[str, str]:
    """What a measure to inspire, or a principle, fills in beforehand (row 22)."""
    number = number_in("inspiration", 1, 10**9)
    if number and (measure := principles.measure(number)):
        return {"title": str(measure.text)[:80], "first": str(measure.principle.no)}
    return {"first": str(number_in("princip", 1, 99) or "")}


def _number(field: Field) -> int:
    """What a hidden field of ours says; 0 for anything else."""
    given = field.data or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


@blueprint.route("/ideer/<id:idea_id>/kvittering")
def receipt(idea_id: int) -> str:
    """Thank you, and what happens now."""
    idea = found(queries.idea(idea_id, seen_by=current_person()))
    if not idea.is_own(current_person()):
        abort(404)
    return render_template("ideas/receipt.html", idea=idea)


@blueprint.route("/ideer/<id:idea_id>/slet", methods=["GET", "POST"])
def take_back(idea_id: int) -> Response:
    """Take an idea back that neighbours have not seen; asks once."""
    idea, person = found(queries.idea(idea_id, seen_by=current_person())), current_person()
    ensure(why_not_take_back(person, idea))
    form = Form()
    if form.is_sent():
        with form.keeping_text():
            services.take_back_idea(idea, by=person)
            told(_("You have deleted your idea."))
            return redirect(url_for("pages.mine"), 303)
    return page("ideas/take_back.html", form, idea=idea)
