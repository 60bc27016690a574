"""What a moderator does with a case: each act has its address, its form and a sentence afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from boligdialog.core import i18n
from boligdialog.core.access import current_person, found
from boligdialog.core.db import db, one_transaction
from boligdialog.core.events import held_back
from boligdialog.core.forms import options
from boligdialog.core.i18n import _
from boligdialog.core.web import told
from boligdialog.housing import queries as housing
from boligdialog.moderation import queries
from boligdialog.moderation.forms import DecisionForm, LineForm, MoveForm, ReasonForm, RedactForm, ReferForm, RouteForm
from boligdialog.moderation.models import Case, ReasonCode
from boligdialog.moderation.services import appeals, redacting, restoring, review
from boligdialog.moderation.settings import UNDO_GRACE, UNDO_SECONDS
from boligdialog.moderation.views.blueprint import blueprint
from boligdialog.moderation.views.queue import kept, queue_page, versions
from boligdialog.moderation.views.texts import chosen_text
from boligdialog.organs import queries as organs

Say = Callable[[str], str]


def _option(value: object, words: object) -> Any:
    return options((value, words))[0]


def _case(case_id: int) -> Case:
    return found(queries.case(case_id, seen_by=current_person()))


def _decided(case: Case, form: DecisionForm, act: str, do: Callable[..., None], said: Say, **what: Callable[[], Any]) -> Response:
    """Do it with what the form says, and go to the next case; or say why not, and keep what was typed."""
    if form.is_sent():
        with form.keeping_text(), one_transaction(), held_back(timedelta(seconds=UNDO_SECONDS.value + UNDO_GRACE)):
            case = _case(case.id)
            title = case.item.title
            do(case, by=current_person(), version=form.version.data or 0, **{name: value() for name, value in what.items()})
            told(said(title))
            return redirect(url_for(".queue", **kept(), afgjort=case.id), 303)
    if form.refusal:
        db.session.refresh(case)
    return queue_page(case, form, act)


def _reasons(form: Any) -> dict[str, Callable[[], Any]]:
    """The reason and the line to the author."""
    return {"reason": lambda: ReasonCode(form.reason.data), "text": lambda: form.text.data or ""}


@blueprint.route("/koe/<id:case_id>/vis", methods=["POST"])
def publish(case_id: int) -> Response:
    """Show it to the neighbours."""
    case, form = _case(case_id), DecisionForm()
    read = {"item_version": lambda: form.item_version.data or 0}
    said: Say = lambda title: _("The neighbours can see “%(title)s” now. The author hears of it.", title=title)  # noqa: E731 - a sentence
    return _decided(case, form, "", review.publish, said, **read)


@blueprint.route("/koe/<id:case_id>/behold", methods=["POST"])
def keep(case_id: int) -> Response:
    """Leave it as it is."""
    return _decided(_case(case_id), DecisionForm(), "", review.keep, lambda title: _("“%(title)s” stays as it is.", title=title))


@blueprint.route("/koe/<id:case_id>/ret", methods=["GET", "POST"])
def ask_edit(case_id: int) -> Response:
    """Ask the author to change something."""
    case = _case(case_id)
    form = ReasonForm(data=versions(case) | chosen_text(case))
    said: Say = lambda title: _("The author of “%(title)s” hears what to change.", title=title)  # noqa: E731
    return _decided(case, form, "ask_edit", review.ask_edit, said, **_reasons(form))


@blueprint.route("/koe/<id:case_id>/skjul", methods=["GET", "POST"])
def hide(case_id: int) -> Response:
    """Hide it with a reason."""
    case = _case(case_id)
    form = ReasonForm(data=versions(case) | chosen_text(case))
    return _decided(
        case, form, "hide", review.hide, lambda title: _("“%(title)s” is hidden. The author hears why.", title=title), **_reasons(form)
    )


@blueprint.route("/koe/<id:case_id>/fjern", methods=["GET", "POST"])
def redact(case_id: int) -> Response:
    """Show it without some words."""
    case = _case(case_id)
    form = RedactForm(data=versions(case) | {"reason": ReasonCode.PERSONAL_DATA.value} | chosen_text(case))
    said: Say = lambda _title: _("The words are gone, in old versions too. The author hears why.")  # noqa: E731
    what = {"words": lambda: form.words.data or "", "item_version": lambda: form.item_version.data or 0}
    return _decided(case, form, "redact", redacting.redact, said, **_reasons(form), **what)


@blueprint.route("/koe/<id:case_id>/flyt", methods=["GET", "POST"])
def move(case_id: int) -> Response:
    """Put it in another area or section."""
    case = _case(case_id)
    form = MoveForm(data=versions(case) | {"reason": ReasonCode.WRONG_PLACE.value} | chosen_text(case))
    form.to.choices = _places()
    what = {
        "area": lambda: found(housing.area_by_id(form.target[0])),
        "section": lambda: housing.section(form.target[1]) if form.target[1] else None,
    }
    said: Say = lambda title: _("“%(title)s” is moved. The author hears why.", title=title)  # noqa: E731
    return _decided(case, form, "move", review.move, said, **_reasons(form), **what)


def _places() -> list[Any]:
    """All areas, each with its sections."""
    first = [_option("", _("Choose an area or a section"))]
    for area in housing.areas():
        first.append(_option(area.id, area.name))
        first += [_option(f"{area.id}-{each.id}", f"{area.name}, {each.name}") for each in area.sections]
    return first


@blueprint.route("/koe/<id:case_id>/send", methods=["GET", "POST"])
def route(case_id: int) -> Response:
    """Send it to the body that can decide it."""
    case = _case(case_id)
    form = RouteForm(data=versions(case) | {"reason": ReasonCode.WRONG_PLACE.value} | chosen_text(case))
    bodies = [_option(each.id, i18n.capital(each.name)) for each in organs.organs_for(case.area_id)]
    form.organ.choices = [_option("", _("Choose who can decide it")), *bodies]
    what = {"organ": lambda: organs.organ(int(form.organ.data or 0)), "item_version": lambda: form.item_version.data or 0}
    said: Say = lambda title: _("“%(title)s” is sent on. The author hears to whom.", title=title)  # noqa: E731
    return _decided(case, form, "route", review.route, said, **_reasons(form), **what)


@blueprint.route("/koe/<id:case_id>/henvis", methods=["GET", "POST"])
def refer(case_id: int) -> Response:
    """Tell the author whom to call instead."""
    case = _case(case_id)
    form = ReferForm(data=versions(case))
    instead = [_option(each.id, each.subject) for each in organs.elsewhere(case.area_id)]
    form.route.choices = [_option("", _("Choose what it is about")), *instead]
    what = {"route": lambda: organs.route(int(form.route.data or 0)), "text": lambda: form.text.data or ""}
    said: Say = lambda title: _("The author of “%(title)s” hears whom to call.", title=title)  # noqa: E731
    return _decided(case, form, "refer", review.refer, said, **what)


@blueprint.route("/koe/<id:case_id>/medhold", methods=["GET", "POST"])
def uphold(case_id: int) -> Response:
    """Undo the decision that is appealed against."""
    case = _case(case_id)
    form = LineForm(data=versions(case))
    said: Say = lambda title: _("The first decision about “%(title)s” is undone.", title=title)  # noqa: E731
    return _decided(case, form, "uphold", appeals.uphold, said, text=lambda: form.text.data or "")


@blueprint.route("/koe/<id:case_id>/afvis", methods=["GET", "POST"])
def deny(case_id: int) -> Response:
    """Let the decision stand that is appealed against."""
    case = _case(case_id)
    form = LineForm(data=versions(case))
    said: Say = lambda title: _("The first decision about “%(title)s” stands. The author hears why.", title=title)  # noqa: E731
    return _decided(case, form, "deny", appeals.deny, said, text=lambda: form.text.data or "")


@blueprint.route("/koe/<id:case_id>/fortryd", methods=["POST"])
def undo(case_id: int) -> Response:
    """Take one's decision back at once."""
    case = _case(case_id)
    restoring.undo(case, by=current_person())
    told(_("It is undone. The case is open again."))
    return redirect(url_for(".show", case_id=case.id, **kept()), 303)
