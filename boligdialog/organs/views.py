"""The public table of who decides what."""

from flask import Blueprint, render_template

from boligdialog.core.access import found, public
from boligdialog.housing import queries as housing
from boligdialog.organs import queries

blueprint = Blueprint("organs", __name__)


@blueprint.route("/<slug:slug>/hvem-bestemmer")
@public
def who_decides(slug: str) -> str:
    """Which subject belongs to which body, and what to do."""
    area = found(housing.area(slug))
    return render_template("organs/who_decides.html", area=area, routes=queries.routes(area.id))
