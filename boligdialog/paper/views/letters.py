"""Letters with codes: which homes, how many, and then one PDF that is kept nowhere."""

from dataclasses import dataclass, field
from typing import Any

from flask import Response as FlaskResponse, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts
from boligdialog.accounts.models import Person
from boligdialog.core import clock
from boligdialog.core.access import current_person, ensure, found, prove_again_first, public
from boligdialog.core.i18n import _
from boligdialog.core.paging import choice_in, number_in, refuse_unknown
from boligdialog.core.templating import page
from boligdialog.housing.models import Area, Household
from boligdialog.paper import queries
from boligdialog.paper.forms import LettersForm
from boligdialog.paper.rules import letter_roles, why_not_print_letters, why_not_so_many
from boligdialog.paper.services.letters import print_letters
from boligdialog.paper.settings import COORDINATORS_PRINT, MAX_LETTERS
from boligdialog.paper.views.blueprint import blueprint


@blueprint.route("/k")
@public
def letter_code() -> Response:
    """The short address that stands on letters: where the code is typed."""
    return redirect(url_for("accounts.enter_letter"), 302)


@dataclass(frozen=True)
class Choice:
    """Which homes the address asks for. `places`: what can be chosen in the area, as (value, words)."""

    area: Area | None = None
    home: Household | None = None
    ids: list[int] = field(default_factory=list)
    with_letter: int = 0
    places: list[tuple[str, str]] = field(default_factory=list)
    where: str = ""
    who: str = "uden"


@blueprint.route("/administration/breve", methods=["GET", "POST"])
def letters() -> Response:
    """Choose the homes, see how many, print. Asks for a fresh sign-in first: a letter lets people in."""
    person = current_person()
    ensure(why_not_print_letters(person, None, COORDINATORS_PRINT.value))
    stale = prove_again_first()
    if stale:
        return stale
    form = LettersForm()
    if form.is_sent():
        with form.keeping_text():
            made = print_letters(queries.homes(form.ids), by=person, once=form.once.data or "")
            return pdf_answer(made, "breve", is_secret=True)
    return _letters_page(form, _choice(person), person)


def _letters_page(form: LettersForm, choice: Choice, person: Person) -> Response:
    areas = accounts.areas_of(person, *letter_roles(COORDINATORS_PRINT.value))
    form.homes.data = " ".join(map(str, choice.ids))
    return page(
        "paper/letters.html", form, choice=choice, areas=areas, counts={} if choice.area else queries.homes_by_area(areas),
        why_not=why_not_so_many(len(choice.ids), MAX_LETTERS),
    )  # fmt: skip


def _choice(person: Person) -> Choice:
    """What the address asks for: one home, or the homes of an area, a section or an entrance."""
    refuse_unknown("omraade", "hvor", "hvem", "bolig")
    number = number_in("bolig", 1, 10**9)
    if number:
        home = found(queries.home(number))
        ensure(why_not_print_letters(person, home.section.area_id, COORDINATORS_PRINT.value))
        return Choice(home.section.area, home, [home.id], int(queries.has_letter(home.id)), who="alle")
    areas = {each.slug: each for each in accounts.areas_of(person, *letter_roles(COORDINATORS_PRINT.value))}
    slug = choice_in("omraade", areas)
    return _homes_of(areas[slug]) if slug else Choice()


def _homes_of(area: Area) -> Choice:
    places, asked = _places(area), request.args.get("hvor", "")
    who = choice_in("hvem", ("uden", "alle")) or "uden"
    if asked not in places:
        abort(400)
    rows = queries.chosen_homes(area.id, **places[asked][1], only_without=who == "uden")
    shown = [(value, words) for value, (words, _where) in places.items()]
    return Choice(area, None, [row.id for row in rows], sum(bool(row.has_letter) for row in rows), shown, asked, who)


def _places(area: Area) -> dict[str, tuple[str, dict[str, Any]]]:
    """What can be chosen: the whole area, each section, each entrance; value -> (words, conditions)."""
    places: dict[str, tuple[str, dict[str, Any]]] = {"": (_("The whole of %(area)s", area=area.name), {})}
    for row in queries.entrances(area.id):
        places.setdefault(str(row.section_id), (row.section, {"section_id": row.section_id}))
        if row.block or row.entrance:
            words = ", ".join(filter(None, [row.section, row.block, row.entrance]))
            where = {"section_id": row.section_id, "block": row.block, "entrance": row.entrance}
            places[f"{row.section_id}:{row.block}:{row.entrance}"] = (words, where)
    return places


def pdf_answer(made: bytes, name: str, *, is_secret: bool = False) -> Response:
    """A PDF to read in the browser, or, when it holds codes, to be fetched once and kept by nobody on the way."""
    answer = FlaskResponse(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'{"attachment" if is_secret else "inline"}; filename="{name}-{clock.today()}.pdf"'
    if is_secret:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer
