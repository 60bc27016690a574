"""The way in to all that staff look after."""

from flask import render_template

from boligdialog.admin.rules import why_not_open_desk
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core.access import current_person, ensure


@blueprint.route("/administration")
def desk() -> str:
    """All that this reader may look after, by what it is about."""
    ensure(why_not_open_desk(current_person()))
    return render_template("admin/desk.html")
