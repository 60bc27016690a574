"""Pages for those who look after the homes of an area: who waits for a yes, and ways back on paper."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.rules import why_not_lend_code
from boligdialog.accounts.services import homes as households
from boligdialog.admin.forms import AnswerForm
from boligdialog.admin.rules import why_not_help
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core import mail, tokens
from boligdialog.core.access import current_person, ensure, found, prove_again_first
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told


@blueprint.route("/hjem")
def homes() -> Response:
    """Who wants to be counted to a home that has four people already (row 4)."""
    ensure(why_not_help(current_person()))
    return _homes_page(None)


def _homes_page(form: AnswerForm | None) -> Response:
    return page("admin/homes.html", form, waiting=accounts.waiting_for_homes(current_person()))


@blueprint.route("/hjem/<id:membership_id>", methods=["POST"])
def answer_home(membership_id: int) -> Response:
    """Yes or no to one of them."""
    person, form = current_person(), AnswerForm()
    ensure(why_not_help(person))
    membership = accounts.membership(membership_id, seen_by=person)
    if form.is_sent():
        with form.keeping_text():
            if membership is None:
                households.refuse_answered()
            act = households.admit if form.answer.data == "yes" else households.turn_away
            act(membership, by=person)
            told(_("They are counted to the home now.") if form.answer.data == "yes" else _("They are not counted to the home."))
            return redirect(url_for(".homes"), 303)
    return _homes_page(form)


@blueprint.route("/koder")
def codes() -> Response:
    """Residents without e-mail, who may have lost their return code (row 12). Asks for a fresh sign-in first: a code lets somebody in."""
    person = current_person()
    ensure(why_not_help(person))
    stale = prove_again_first()
    if stale:
        return stale
    return page("admin/codes.html", people=accounts.without_email(person))


@blueprint.route("/koder/<id:person_id>", methods=["GET", "POST"])
def lend_code(person_id: int) -> Response:
    """A way back on paper. It is shown once, works once, and gives its owner a code that nobody else has seen."""
    by, form = current_person(), Form()
    ensure(why_not_help(by))
    person = found(accounts.helped_person(person_id, by=by))
    ensure(why_not_lend_code(by, person))
    stale = prove_again_first()
    if stale:
        return stale
    if form.is_sent():
        with form.keeping_text():
            code = people.renew_return_code(person, by=by, once=form.once.data or "")
            return page("admin/lent_code.html", code=tokens.spaced(code), person=person, site_address=mail.link("/log-ind").split("://")[1])
    return page("admin/lend_code.html", form, person=person)
