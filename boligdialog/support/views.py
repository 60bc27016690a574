"""Supporting an item and taking it back."""

from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.core import drafts, limits
from boligdialog.core.access import current_person, found, identified
from boligdialog.core.db import one_transaction
from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.joints import facts_for
from boligdialog.core.templating import page
from boligdialog.support import services
from boligdialog.support.forms import SupportForm
from boligdialog.support.panels import block
from boligdialog.support.rules import why_not_support

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
