"""Who holds which role, and who may do what (row 196)."""

from datetime import timedelta

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries as accounts
from boligdialog.accounts.models import RoleKind
from boligdialog.accounts.rules import why_not_hand_out_link
from boligdialog.accounts.services import roles as services
from boligdialog.admin.forms.governance import DatesForm, RoleForm
from boligdialog.admin.queries import governance, rights
from boligdialog.admin.rules import why_not_read_rights, why_not_run_house
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core import clock, mail
from boligdialog.core.access import current_person, ensure, found, prove_again_first
from boligdialog.core.forms import Form, options
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told

_SHOW_ENDED = timedelta(days=365)


@blueprint.route("/administration/roller")
def roles() -> Response:
    """Who holds what, where, from when until when."""
    person = current_person()
    ensure(why_not_run_house(person))
    held = accounts.roles(person, ended_since=clock.today() - _SHOW_ENDED)
    areas = {area.id: area for area in governance.administered_areas(person)}
    links = {each.person_id for each in held if each.is_active and why_not_hand_out_link(person, each.person) is None}
    return page("admin/roles.html", held=held, areas=areas, links=links, hinted=accounts.hinted)


@blueprint.route("/administration/roller/ny", methods=["GET", "POST"])
def appoint() -> Response:
    """Give somebody a role."""
    person = current_person()
    ensure(why_not_run_house(person))
    stale = prove_again_first()
    if stale:
        return stale
    form = RoleForm(data={"from_on": clock.today()})
    everywhere = [("0", _("All areas"))] if person.areas_as(RoleKind.ADMINISTRATOR) is None else []
    form.area.choices = options(("", _("Choose")), *everywhere, *((area.id, area.name) for area in governance.administered_areas(person)))
    if form.is_sent():
        with form.keeping_text():
            dates = {"from_on": form.from_on.data, "to_on": form.to_on.data}
            role = services.appoint(
                form.email.data or "", kind=RoleKind(form.kind.data), area_id=int(form.area.data) or None, by=person, **dates
            )
            told(_("The role is given. They will be told by mail."))
            return redirect(url_for(".role", role_id=role.id), 303)
    return page("admin/appoint.html", form)


@blueprint.route("/administration/roller/<id:role_id>", methods=["GET", "POST"])
def role(role_id: int) -> Response:
    """One role: its dates, and what can be done about it."""
    person = current_person()
    ensure(why_not_run_house(person))
    held = found(accounts.role(role_id, seen_by=person))
    stale = prove_again_first()
    if stale:
        return stale
    form = DatesForm(data={"from_on": held.from_on, "to_on": held.to_on})
    if form.is_sent():
        with form.keeping_text():
            services.change_role(held, from_on=form.from_on.data or clock.today(), to_on=form.to_on.data, by=person)
            told(_("The dates are changed. They have been logged out and must log in again."))
            return redirect(url_for(".role", role_id=role_id), 303)
    can_link = why_not_hand_out_link(person, held.person) is None
    area = next((each for each in governance.administered_areas(person) if each.id == held.area_id), None)
    return page("admin/role.html", form, role=held, area=area, can_link=can_link, hinted=accounts.hinted)


@blueprint.route("/administration/roller/<id:role_id>/afslut", methods=["GET", "POST"])
def end_role(role_id: int) -> Response:
    """Let a role end now."""
    person, form = current_person(), Form()
    ensure(why_not_run_house(person))
    held = found(accounts.role(role_id, seen_by=person))
    stale = prove_again_first()
    if stale:
        return stale
    if form.is_sent():
        with form.keeping_text():
            services.end_role(held, by=person)
            told(_("The role has ended, and they have been logged out."))
            return redirect(url_for(".roles"), 303)
    return page("admin/end_role.html", form, role=held, hinted=accounts.hinted)


@blueprint.route("/administration/roller/<id:role_id>/link", methods=["GET", "POST"])
def hand_out_link(role_id: int) -> Response:
    """A link that lifts the sign-in of somebody on the staff. It is shown once."""
    person, form = current_person(), Form()
    ensure(why_not_run_house(person))
    held = found(accounts.role(role_id, seen_by=person))
    stale = prove_again_first()
    if stale:
        return stale
    ensure(why_not_hand_out_link(person, held.person))
    if form.is_sent():
        link = mail.link(f"/personale/{services.hand_out_link(held.person, by=person)}")
        return page("admin/handed_link.html", role=held, link=link, hinted=accounts.hinted)
    return page("admin/hand_out_link.html", form, role=held, hinted=accounts.hinted)


@blueprint.route("/administration/hvem-maa-hvad")
def who_may() -> str:
    """The rules themselves, asked with example people: for all who hold a role."""
    ensure(why_not_read_rights(current_person()))
    return render_template("admin/who_may.html", columns=rights.examples(), matrix=rights.matrix(), idle=rights.without_rights())
