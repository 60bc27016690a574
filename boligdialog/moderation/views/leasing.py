"""Taking a case, taking it over and leaving it: by a button, and quietly by js/lease.js when a case is opened and left."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.core.access import current_person, found
from boligdialog.core.forms import Form
from boligdialog.core.templating import page
from boligdialog.moderation import queries
from boligdialog.moderation.services import leases
from boligdialog.moderation.views.blueprint import blueprint
from boligdialog.moderation.views.queue import kept


@blueprint.route("/koe/<id:case_id>/tag", methods=["POST"])
def claim(case_id: int) -> Response:
    """Read it, or go on reading it. A script that asks for the block gets the block alone."""
    case, person = found(queries.case(case_id, seen_by=current_person())), current_person()
    is_quiet = request.headers.get("X-Block") == "lease"
    leases.claim(case, by=person, is_deliberate=not is_quiet)
    if is_quiet:
        return page("moderation/_lease.html", case=case, kept=kept())
    return redirect(url_for(".show", case_id=case.id, **kept()), 303)


@blueprint.route("/koe/<id:case_id>/overtag", methods=["GET", "POST"])
def take_over(case_id: int) -> Response:
    """Take it over from whoever reads it; asks first."""
    case, form = found(queries.case(case_id, seen_by=current_person())), Form()
    if form.is_sent():
        with form.keeping_text():
            leases.claim(case, by=current_person(), takes_over=True)
            return redirect(url_for(".show", case_id=case.id, **kept()), 303)
    return page("moderation/take_over.html", form, case=case, kept=kept())


@blueprint.route("/koe/<id:case_id>/slip", methods=["POST"])
def release(case_id: int) -> Response:
    """Leave it to others."""
    leases.release(found(queries.case(case_id, seen_by=current_person())), by=current_person())
    return redirect(url_for(".queue", **kept()), 303)
