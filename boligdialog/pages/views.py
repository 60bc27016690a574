"""The front page, areas, one's own page, and what we say about ourselves."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts
from boligdialog.accounts.rules import why_not_see
from boligdialog.admin.services.trash import DAYS as TRASH_DAYS
from boligdialog.admin.settings import LOG_MONTHS, REPORT_DAYS
from boligdialog.core import drafts, numbers
from boligdialog.core.access import current_person, found, public
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _
from boligdialog.core.templating import Site, page
from boligdialog.core.text import excerpt
from boligdialog.core.web import told
from boligdialog.housing import queries as housing
from boligdialog.ideas import queries as ideas
from boligdialog.ideas.queries import lists, moves
from boligdialog.moderation import queries as moderation
from boligdialog.notifications import queries as notifications, services as notices
from boligdialog.principles import queries as principles
from boligdialog.support import queries as support

blueprint = Blueprint("pages", __name__)


@blueprint.route("/")
@public
def home() -> str:
    """What it is, where you live, what happens now."""
    return render_template("pages/home.html", areas=housing.areas()[:5], latest=moves.latest_moves(), themes=principles.themes())


@blueprint.route("/omraader")
@public
def areas() -> str:
    """All areas."""
    return render_template("pages/areas.html", areas=housing.areas())


@blueprint.route("/<slug:slug>")
@public
def area(slug: str) -> str:
    """An area: what moves now, the year in numbers, who takes part."""
    known, counts = lists.area_with_counts(slug)
    area = found(known)
    person = current_person()
    closed = why_not_see(person, area)
    shown = [] if closed else lists.cards(lists.Filter(area.id), seen_by=person, order="soonest", limit=3).rows
    part = 0 if closed else support.households_taking_part(area.id)
    (taking_part, _others), _all = numbers.table([part, max(0, area.households - part)])
    return render_template(
        "pages/area.html", area=area, counts=counts, cards=shown, closed=closed, plates=principles.plates(),
        sections=housing.sections(area.id),
        taking_part=taking_part,
    )  # fmt: skip


@blueprint.route("/min-side")
def mine() -> str:
    """What is mine: ideas and where they stand, what I support, what I was told, where I am signed in."""
    person = current_person()
    own = ideas.ideas_by(person)
    kept = [(each, excerpt(str(each.data.get("title") or each.data.get("text") or ""), 80)) for each in drafts.drafts_of(person.id)]
    news = notices.told(notifications.notices(seen_by=person, limit=5))
    return render_template(
        "pages/mine.html", person=person, own=own, decisions=moderation.last_decisions([idea.id for idea in own]),
        kept=kept, supported=support.supported_items(person), told=news, unread=notifications.unread(person),
        sessions=accounts.sessions_of(person),
    )  # fmt: skip


@blueprint.route("/min-side/kladde/<id:draft_id>", methods=["POST"])
def forget_draft(draft_id: int) -> Response:
    """Throw a draft away."""
    person, form = current_person(), Form()
    mine = next((each for each in drafts.drafts_of(person.id) if each.id == draft_id), None)
    if mine and form.is_sent():
        drafts.drop_draft(person.id, mine.page)
        told(_("The draft is deleted."))
    return redirect(url_for(".mine"), 303)


@blueprint.route("/om")
@public
def about() -> str:
    """What it is, who runs it, and what it is not."""
    return render_template("pages/about.html", areas=[each for each in housing.areas() if why_not_see(current_person(), each) is None])


@blueprint.route("/hjaelp")
@public
def help() -> str:
    """How it works, and whom to ask."""
    return render_template("pages/help.html")


@blueprint.route("/privatliv")
@public
def privacy() -> str:
    """What we keep about people, and for how long."""
    return render_template("pages/privacy.html", trash_days=TRASH_DAYS, report_days=REPORT_DAYS.value, log_months=LOG_MONTHS.value)


@blueprint.route("/cookies")
@public
def cookies() -> str:
    """The one cookie."""
    return render_template("pages/cookies.html", cookie_name=current_app.session_interface.get_cookie_name(current_app))


@blueprint.route("/tilgaengelighed")
@public
def accessibility() -> str:
    """For whom it is built, and where to say that something does not work."""
    return render_template("pages/accessibility.html")


@blueprint.route("/was")
@public
def statement() -> Response:
    """The accessibility statement, where the municipality has put it; whom to ask as long as there is none (row 194)."""
    site = Site()
    if site.is_demo and not site.statement_url:
        return redirect(url_for(".accessibility", _anchor="erklaering"))
    return redirect(site.statement_url) if site.statement_url else page("pages/no_statement.html", status=503)
