"""Names that may be used, who may take part, and roles that begin and end by themselves."""

from datetime import timedelta

import pytest

from boligdialog.accounts import services
from boligdialog.accounts.models import AgeBand, Person, Role, RoleKind
from boligdialog.accounts.rules import why_not_name, why_not_take_part
from boligdialog.core import clock
from boligdialog.core.access import Refused


@pytest.mark.parametrize("name", ["Anna", "Søren Å.", "Ole-Bjarne", "李雷", "فاطمة", "O'Hara", "Bo"])
def test_names_of_people_are_good(app, name):
    assert why_not_name(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "", "A", "x" * 41, "Kommunen", "BESTYRELSEN", "Bestyrelsеn", "B\u200bestyrelsen", "Ｂｅｓｔｙｒｅｌｓｅｎ",
        "Moderator Maja", "moderat0r", "12345", "<b>Bo</b>", "bo@example.dk", "Gentofte Kommune",
    ],
)  # fmt: skip
def test_names_that_speak_for_others_or_are_none_are_refused(app, name):
    assert why_not_name(name) is not None


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (None, "sign_in"),
        (Person(name=None, age=AgeBand.ADULT), "no_name"),
        (Person(name="Bo", age=None), "no_name"),
        (Person(name="Bo", age=AgeBand.UNDER_15), "under_15"),
        (Person(name="Bo", age=AgeBand.FROM_15), None),
        (Person(name="Bo", age=AgeBand.ADULT), None),
    ],
)
def test_who_may_take_part(app, person, code):
    reason = why_not_take_part(person)
    assert (reason.code if reason else None) == code


@pytest.mark.parametrize(("starts", "ends", "holds"), [(-9, None, True), (-9, 1, True), (-9, 0, False), (1, None, False), (0, None, True)])
def test_a_role_begins_and_ends_by_itself(app, starts, ends, holds):
    today = clock.today()
    role = Role(
        kind=RoleKind.BOARD, area_id=1, from_on=today + timedelta(days=starts), to_on=None if ends is None else today + timedelta(days=ends)
    )
    assert Person(roles=[role]).has_role(RoleKind.BOARD, area_id=1) is holds


def test_a_role_holds_in_its_area_alone(dorte, lindegaarden, roennebakken):
    assert dorte.has_role(RoleKind.BOARD, area_id=lindegaarden.id)
    assert not dorte.has_role(RoleKind.BOARD, area_id=roennebakken.id)


def test_staff_rights_need_a_strong_sign_in(maja, browser):
    assert browser(maja).get("/koe").status == 200
    assert browser(maja, is_strong=False).get("/koe").status == 403


def test_a_new_role_ends_all_sign_ins(anna, browser):
    reader = browser(anna)
    assert reader.get("/min-side").status == 200
    services.grant_role(anna, kind=RoleKind.MODERATOR, area_id=None)
    assert reader.get("/min-side").status == 303


def test_log_out_everywhere_means_everywhere(anna, browser):
    one, other = browser(anna), browser(anna)
    one.send(one.get("/min-side"), "/log-ud-alle")
    assert [each.get("/min-side").status for each in (one, other)] == [303, 303]


def test_a_staff_link_works_once(maja, browser):
    token = services.issue_staff_link(maja)
    reader = browser()
    page = reader.get(f"/personale/{token}")
    assert reader.send(page, "/personale/").status == 303
    assert reader.get("/koe").status == 200
    assert browser().get(f"/personale/{token}").status == 410
    with pytest.raises(Refused):
        services.use_staff_link(token)
