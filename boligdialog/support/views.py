"""Supporting an item and taking it back; entering support that came on paper."""

from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.core import drafts, limits
from boligdialog.core.access import current_person, ensure, found, identified
from boligdialog.core.db import one_transaction
from boligdialog.core.i18n import _, lazy_gettext as _l, ngettext
from boligdialog.core.joints import facts_for
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.support import queries, services
from boligdialog.support.forms import PaperForm, RemoveForm, SupportForm
from boligdialog.support.panels import block
from boligdialog.support.rules import why_not_enter_paper_support, why_not_support

blueprint = Blueprint("support", __name__)


@blueprint.route("/ideer/<id:item_id>/stoet", methods=["GET", "POST"])
@drafts.identify_last(_l("Log in, and we count your support."))
def support(item_id: int) -> Response:
    """The small page with the button, and the button itself. A script that asks for the block gets the block alone."""
    person, form = current_person(), SupportForm()
    if form.is_sent():
        with form.keeping_text():
            with one_transaction():
                item = found(content.item(item_id, seen_by=person))
                person = identified()
                limits.take("support", str(person.id), at_most=120, per=timedelta(minutes=10))
                act = services.support_item if form.support.data == "on" else services.withdraw_support
                act(item, by=person)
            if request.headers.get("X-Block") == "support":
                return page("support/_block.html", **block(item, person))
            return redirect(url_for("ideas.show", idea_id=item_id, _anchor="stoet"), 303)
    item = found(content.item(item_id, seen_by=person))
    why_not = why_not_support(person, item, facts_for([item]))
    return page("support/support.html", form, why_not=None if why_not and drafts.can_wait(why_not) else why_not, **block(item, person))


@blueprint.route("/ideer/<id:item_id>/papir", methods=["GET", "POST"])
def enter_paper(item_id: int) -> Response:
    """The numbers of homes that are for it on paper; what cannot count is said at once, and nothing is entered."""
    person = current_person()
    item = found(content.item(item_id, seen_by=person))
    ensure(why_not_enter_paper_support(person, item, facts_for([item])))
    form = PaperForm()
    form.faults_of = lambda numbers: queries.faults_of_homes(item, numbers, person)
    if form.is_sent():
        with form.keeping_text():
            limits.take("paper support", str(person.id), at_most=120, per=timedelta(minutes=10))
            told(_entered(len(form.numbers), services.enter_paper_support(item, numbers=form.numbers, by=person)))
            return redirect(url_for(".enter_paper", item_id=item.id), 303)
    counts, mine = content.counts(item.id), queries.paper_entered_by(person, item.id)
    return page("support/enter_paper.html", form, item=item, counts=counts, mine=mine)


def _entered(all_: int, new: int) -> str:
    said = ngettext("%(num)d household is entered.", "%(num)d households are entered.", new)
    there = ngettext("%(num)d was there already.", "%(num)d were there already.", all_ - new)
    return f"{said} {there}" if all_ > new else said


@blueprint.route("/ideer/<id:item_id>/papir/fjern", methods=["POST"])
def remove_paper(item_id: int) -> Response:
    """Take away what was entered on paper: for one's own home, or what one has entered."""
    person = current_person()
    item, form = found(content.item(item_id, seen_by=person)), RemoveForm()
    own = person.home_in(item.area_id)
    services.remove_paper_support(item, household_id=form.home_id or own or 0, by=person)
    told(_("The support on paper is taken away."))
    is_mine = form.home_id in (0, own)
    return redirect(url_for("ideas.show", idea_id=item_id) if is_mine else url_for(".enter_paper", item_id=item_id), 303)
