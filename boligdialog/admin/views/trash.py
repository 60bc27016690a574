"""The trash: what is hidden can be deleted, and restored for thirty days."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from boligdialog.admin.forms import TrashForm
from boligdialog.admin.queries import trash as queries
from boligdialog.admin.rules import WATCHERS, why_not_see_trash, why_not_trash
from boligdialog.admin.services import trash as services
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.content.models import Item
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told


@blueprint.route("/administration/papirkurv")
def trash() -> Response:
    """What is in the trash, and what could go there."""
    ensure(why_not_see_trash(current_person()))
    return _trash_page(None)


def _trash_page(form: TrashForm | None) -> Response:
    person = current_person()
    return page(
        "admin/trash.html", form, trashed=queries.trashed(person), hidden=queries.hidden(person), may_hold=person.has_role(*WATCHERS),
        may_delete=why_not_trash(person) is None, days=services.DAYS,
    )  # fmt: skip


@blueprint.route("/administration/papirkurv/<id:item_id>", methods=["POST"])
def change_trash(item_id: int) -> Response:
    """Delete, restore, keep or let go."""
    person, form = current_person(), TrashForm()
    ensure(why_not_see_trash(person))
    item = found(queries.hidden_item(item_id, seen_by=person))
    if form.is_sent():
        with form.keeping_text():
            told(_carry_out(form.act.data or "", item))
            return redirect(url_for(".trash"), 303)
    return _trash_page(form)


def _carry_out(act: str, item: Item) -> str:
    by = current_person()
    if act == "delete":
        services.trash_item(item, by=by)
        return _("It is in the trash.")
    if act == "restore":
        services.restore_item(item, by=by)
        return _("It is out of the trash.")
    services.hold_item(item, by=by, is_held=act == "hold")
    return _("It is kept until somebody lets it go.") if act == "hold" else _("It is no longer kept.")
