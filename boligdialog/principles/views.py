"""The pages of the principles and of the rules."""

from flask import Blueprint, render_template

from boligdialog.core.access import found, public
from boligdialog.principles import queries

blueprint = Blueprint("principles", __name__)


@blueprint.route("/principper")
@public
def overview() -> str:
    """All ten, in their themes."""
    return render_template("principles/overview.html", themes=queries.themes())


@blueprint.route("/principper/<id:no>")
@public
def show(no: int) -> str:
    """One principle: its text, what we do about it, and what may inspire."""
    principle = found(queries.principle(no))
    return render_template("principles/show.html", principle=principle, wording=principle, is_old=False)


@blueprint.route("/principper/<id:no>/version/<id:number>")
@public
def version(no: int, number: int) -> str:
    """A wording as it was: old links keep theirs."""
    principle = found(queries.principle(no))
    wording = found(queries.version(principle, number))
    return render_template("principles/show.html", principle=principle, wording=wording, is_old=number != principle.version)


@blueprint.route("/spilleregler")
@public
def rules() -> str:
    """The six rules of co-creation."""
    return render_template("principles/rules.html", rules=queries.ground_rules())
