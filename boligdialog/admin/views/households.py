"""The homes of a section: the list, one of them, new residents, and lists from a spreadsheet."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts
from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_keep_homes, why_not_see_homes, why_not_welcome_residents
from boligdialog.accounts.services import homes as living
from boligdialog.admin.forms.housing import STATES, HomesForm, StateForm
from boligdialog.admin.services import areas as setup
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core import files
from boligdialog.core.access import Reason, current_person, ensure, found
from boligdialog.core.forms import SeenForm
from boligdialog.core.i18n import _
from boligdialog.core.paging import cursor_in, encode_cursor
from boligdialog.core.templating import page
from boligdialog.core.text import tidy_line
from boligdialog.core.web import told
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Household, HouseholdState, Section
from boligdialog.housing.services.home_list import HomeList, decode_list, read_home_list

PAGE = 50


def _section(section_id: int) -> tuple[Person, Section]:
    person, section = current_person(), found(housing.section(section_id))
    ensure(why_not_see_homes(person, section.area_id))
    return person, section


def _home(household_id: int) -> tuple[Person, Household]:
    person, home = current_person(), found(housing.household(household_id))
    ensure(why_not_keep_homes(person, home.section.area_id))
    return person, home


@blueprint.route("/administration/afdelinger/<id:section_id>/boliger")
def section_homes(section_id: int) -> str:
    """The homes of a section. Moderators see their numbers alone."""
    person, section = _section(section_id)
    is_keeper = why_not_keep_homes(person, section.area_id) is None
    wanted, after = tidy_line(request.args.get("q", "")[:60]), (cursor_in("efter", int) or (0,))[0]
    rows = accounts.homes(section.id, wanted=wanted, after=after, by_label=is_keeper, limit=PAGE + 1)
    more = encode_cursor(rows[PAGE - 1].number) if len(rows) > PAGE else None
    counts = housing.homes_by_state(section.area_id).get(section.id, {})
    return render_template(
        "admin/section_homes.html", section=section, homes=rows[:PAGE], is_keeper=is_keeper, wanted=wanted, after=after, more=more,
        states=STATES, counts=counts,
    )  # fmt: skip


@blueprint.route("/administration/boliger/<id:household_id>")
def home(household_id: int) -> str:
    """One home: how many people, not who; its letter; and what can be done."""
    _person, home = _home(household_id)
    row = accounts.homes(home.section_id, only=home.id, by_label=True)[0]
    return render_template("admin/home.html", home=home, row=row, states=STATES)


@blueprint.route("/administration/boliger/<id:household_id>/ny-beboer", methods=["GET", "POST"])
def welcome_residents(household_id: int) -> Response:
    """«Ny beboer»: asks once, for it cannot be undone (row 5)."""
    person, home = _home(household_id)
    ensure(why_not_welcome_residents(person, home.section.area_id, home.state))
    form = SeenForm(data={"seen": accounts.home_mark(home)})
    if form.is_sent():
        with form.keeping_text():
            living.welcome_residents(home, seen=form.seen.data or "", by=person)
            told(_("Nobody is counted to the home any more, and the old letter is void. Print a new letter."))
            return redirect(url_for(".home", household_id=household_id), 303)
    return page("admin/welcome_residents.html", form, home=home, people=accounts.living_in(home.id))


@blueprint.route("/administration/boliger/<id:household_id>/tilstand", methods=["GET", "POST"])
def change_home(household_id: int) -> Response:
    """People live there, it stands empty, or it is closed."""
    person, home = _home(household_id)
    form = StateForm(data={"seen": accounts.home_mark(home), "state": home.state.value})
    if form.is_sent():
        with form.keeping_text():
            living.change_home_state(home, state=HouseholdState(form.state.data), seen=form.seen.data or "", by=person)
            told(_("It is saved."))
            return redirect(url_for(".home", household_id=household_id), 303)
    return page("admin/change_home.html", form, home=home, people=accounts.living_in(home.id))


# --- a list from a spreadsheet (row 3) ------------------------------------------------------------


@blueprint.route("/administration/afdelinger/<id:section_id>/boliger/nye", methods=["GET", "POST"])
@files.takes_list
def enter_homes(section_id: int) -> Response:
    """Look at a list first, then enter it."""
    person, section = _section(section_id)
    ensure(why_not_keep_homes(person, section.area_id))
    form = HomesForm()
    step = request.form.get("step")  # of the button that was pressed: none, to look first
    if form.is_sent() and step != "change":
        with form.keeping_text():
            form.text.data = _sent_text(form)
            read = read_home_list(form.text.data)
            if read.faults:
                return _faulty_list(form, section, read)
            if step != "enter":
                return _looked_at(form, section, read)
            setup.enter_homes(section, homes=read.homes, by=person)
            told(_("All homes of the list are in %(section)s now.", section=section.name))
            return redirect(url_for(".section_homes", section_id=section_id), 303)
    return _list_page(form, section)


def _sent_text(form: HomesForm) -> str:
    upload = form.file.data
    return decode_list(upload.read()) if upload and getattr(upload, "filename", "") else form.text.data or ""


def _list_page(form: HomesForm, section: Section, **more: Any) -> Response:
    return page("admin/enter_homes.html", form, section=section, **more)


def _faulty_list(form: HomesForm, section: Section, read: HomeList) -> Response:
    form.refusal = Reason("faulty_list", _("Nothing has been entered. Mend these lines and send the list again."), status=422)
    form.form_errors = [form.refusal.text, *read.fault_lines]
    return _list_page(form, section)


def _looked_at(form: HomesForm, section: Section, read: HomeList) -> Response:
    there = housing.homes_in(section.id)
    new = [home for home in read.homes if home not in there]
    return page("admin/look_at_homes.html", form, section=section, read=read, new=new, known=len(read.homes) - len(new))
