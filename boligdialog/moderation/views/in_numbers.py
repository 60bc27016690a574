"""How review goes in an area, for everybody who may read there."""

import csv
import io
from collections.abc import Iterator

from flask import Response, render_template

from boligdialog.accounts.rules import why_not_see
from boligdialog.core.access import current_person, ensure, found, public
from boligdialog.core.i18n import _
from boligdialog.core.numbers import Cell
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Area
from boligdialog.moderation.models import ReasonCode
from boligdialog.moderation.queries.in_numbers import Month, months
from boligdialog.moderation.settings import APPEAL_ANSWER_DAYS, REVIEW_DAYS
from boligdialog.moderation.views.blueprint import blueprint


@blueprint.route("/<slug:slug>/i-tal")
@public
def in_numbers(slug: str) -> str:
    """What came in, what was read in time, hidden and given back, month by month."""
    area = _open(slug)
    goals = {"goal": REVIEW_DAYS.value, "appeal_goal": APPEAL_ANSWER_DAYS.value}
    return render_template("moderation/in_numbers.html", area=area, months=months(area.id), **goals)


@blueprint.route("/<slug:slug>/i-tal.csv")
@public
def in_numbers_csv(slug: str) -> Response:
    """The same, for a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(_lines(months(_open(slug).id)))
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")  # the mark without which Excel takes æ, ø and å for something else
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-i-tal.csv"'
    return answer


def _open(slug: str) -> Area:
    area: Area = found(housing.area(slug))
    ensure(why_not_see(current_person(), area))
    return area


def _lines(rows: list[Month]) -> Iterator[list[object]]:
    read = [_("Came in"), _("Read in time"), _("Read later"), _("Not read yet"), _("Median working days until it was read")]
    hidden = [_("Hidden"), *(_("Hidden: %(reason)s", reason=each.label) for each in ReasonCode)]
    yield [_("Month"), *read, *hidden, _("Appeals"), _("Appeals upheld")]
    for each in rows:
        first = [each.received, each.in_time, each.late, each.waiting]
        last = [each.hidden, *each.reasons.values(), each.appeals, each.upheld]
        yield [f"{each.first:%Y-%m}", *map(_plain, first), "" if each.days is None else each.days, *map(_plain, last)]


def _plain(cell: Cell) -> object:
    """A number as a spreadsheet reads it, or the words that stand for it."""
    return str(cell) if cell.value is None else cell.value
