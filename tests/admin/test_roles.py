"""Roles: given, changed, ended; the last administrator stays; a link from an administrator needs its owner's own sign-in."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.accounts import queries as accounts, services as people
from boligdialog.accounts.events import RoleChanged, RoleEnded, RoleGranted
from boligdialog.accounts.models import Role, RoleKind
from boligdialog.accounts.services import roles
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.core.events import Event
from boligdialog.core.sessions import UserSession
from boligdialog.notifications.models import Topic, When
from boligdialog.notifications.services import choose
from tests import town

TODAY = clock.today()


@pytest.fixture(autouse=True)
def _in_words(app):
    with app.test_request_context("/"):
        yield


@pytest.fixture
def local(lindegaarden, ida):
    """Ida administers Lindegården alone."""
    people.grant_role(ida, kind=RoleKind.ADMINISTRATOR, area_id=lindegaarden.id)
    ida.is_strong = True
    return ida


def _role_of(person, kind):
    return next(each for each in person.roles if each.kind is kind and not each.is_over)


def _refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.reason.code


def _events(kind):
    return list(db.session.scalars(sa.select(Event).where(Event.kind == kind.__name__).order_by(Event.id)))


def test_somebody_new_is_invited_and_told(soeren, lindegaarden, outbox):
    role = roles.appoint("Ny@Example.dk", kind=RoleKind.MODERATOR, area_id=lindegaarden.id, by=soeren)
    mail = outbox()[-1]
    assert mail["To"] == "ny@example.dk"
    assert "/personale/" not in mail.get_content()
    assert _events(RoleGranted)[-1].payload["role_id"] == role.id
    assert role.granted_by_id == soeren.id


def test_who_wants_no_mail_about_anything_hears_of_a_role_all_the_same(soeren, anna, lindegaarden, outbox):
    choose(dict.fromkeys(Topic, (When.NEVER, When.NEVER)), by=anna)
    role = roles.appoint("anna@example.dk", kind=RoleKind.MODERATOR, area_id=lindegaarden.id, by=soeren)
    roles.end_role(role, by=soeren)
    mails = [mail for mail in outbox() if mail["To"] == "anna@example.dk"]
    assert len(mails) == 2
    assert all(mail["List-Unsubscribe"] is None and "/stop/" not in mail.get_content() for mail in mails)


def test_the_same_role_twice_is_one(soeren, lindegaarden):
    first = roles.appoint("ny@example.dk", kind=RoleKind.MODERATOR, area_id=lindegaarden.id, by=soeren).id
    assert roles.appoint("ny@example.dk", kind=RoleKind.MODERATOR, area_id=lindegaarden.id, by=soeren).id == first
    later = {"kind": RoleKind.MODERATOR, "area_id": lindegaarden.id, "by": soeren, "to_on": TODAY + timedelta(days=9)}
    assert _refused(roles.appoint, "ny@example.dk", **later) == "has_role"


@pytest.mark.parametrize(
    ("who", "email", "kind", "area", "days", "why"),
    [
        ("soeren", "anna@example.dk", RoleKind.MODERATOR, "lindegaarden", None, None),
        ("soeren", "soeren@example.dk", RoleKind.MODERATOR, "lindegaarden", None, "own_role"),
        ("soeren", "anna@example.dk", RoleKind.BOARD, None, None, "board_area"),
        ("soeren", "anna@example.dk", RoleKind.AMBASSADOR, "lindegaarden", 90, None),
        ("soeren", "anna@example.dk", RoleKind.AMBASSADOR, None, 90, "ambassador_area"),
        ("soeren", "anna@example.dk", RoleKind.AMBASSADOR, "lindegaarden", None, "ambassador_ends"),
        ("soeren", "anna@example.dk", RoleKind.SPECIALIST, "lindegaarden", None, None),
        ("soeren", "anna@example.dk", RoleKind.SECRETARY, None, None, None),
        ("soeren", "anna@example.dk", RoleKind.DPO, None, 365, None),
        ("soeren", "anna@example.dk", RoleKind.MODERATOR, None, 0, "dates"),
        ("soeren", "anna@example.dk", RoleKind.MODERATOR, None, -3, "dates"),
        ("soeren", "ikke en adresse", RoleKind.MODERATOR, None, None, "address"),
        ("ida", "anna@example.dk", RoleKind.ADMINISTRATOR, "lindegaarden", None, None),
        ("ida", "anna@example.dk", RoleKind.MODERATOR, "roennebakken", None, "not_administrator"),
        ("ida", "anna@example.dk", RoleKind.MODERATOR, None, None, "not_administrator"),
        ("ida", "ida@example.dk", RoleKind.MODERATOR, "lindegaarden", None, "own_role"),
        ("maja", "anna@example.dk", RoleKind.BOARD, "lindegaarden", None, "not_administrator"),
        ("dorte", "anna@example.dk", RoleKind.BOARD, "lindegaarden", None, "not_administrator"),
        ("anna", "anna@example.dk", RoleKind.ADMINISTRATOR, None, None, "not_administrator"),
    ],
)
def test_who_may_give_which_role(who, email, kind, area, days, why, local, lindegaarden, roennebakken):
    by = local if who == "ida" else town.load(who)
    area_id = {"lindegaarden": lindegaarden.id, "roennebakken": roennebakken.id, None: None}[area]
    to_on = None if days is None else TODAY + timedelta(days=days)
    values = {"kind": kind, "area_id": area_id, "by": by, "to_on": to_on}
    if why:
        assert _refused(roles.appoint, email, **values) == why
    else:
        assert roles.appoint(email, **values).is_active


def test_an_ambassador_keeps_a_last_day(soeren, lindegaarden):
    role = roles.appoint("anna@example.dk", kind=RoleKind.AMBASSADOR, area_id=lindegaarden.id, by=soeren, to_on=TODAY + timedelta(days=9))
    assert _refused(roles.change_role, role, from_on=TODAY, to_on=None, by=soeren) == "ambassador_ends"
    roles.change_role(role, from_on=TODAY, to_on=TODAY + timedelta(days=20), by=soeren)


@pytest.mark.parametrize("kind", [RoleKind.SECRETARY, RoleKind.DPO])
def test_new_kinds_of_staff_need_a_strong_sign_in(kind, soeren, lindegaarden, clara, browser):
    people.grant_role(clara, kind=kind, area_id=lindegaarden.id)
    clara.is_strong = False
    assert browser(clara).get("/administration").status == 403
    clara.is_strong = True
    assert browser(clara).get("/administration").status == 200
    assert browser(clara).get("/administration/roller").status == 403


def test_ending_a_role_logs_out_at_once(soeren, maja, browser):
    reader, role = browser(maja), _role_of(maja, RoleKind.MODERATOR)
    assert reader.get("/koe").status == 200
    roles.end_role(role, by=soeren)
    assert reader.get("/koe").status == 303
    assert not town.load("maja").has_role(RoleKind.MODERATOR)
    assert _events(RoleEnded)[-1].by_id == soeren.id
    assert _refused(roles.end_role, db.session.get_one(Role, role.id), by=soeren) == "over"


def test_new_dates_are_written_down_before_and_after(soeren, maja, browser):
    role, last = _role_of(maja, RoleKind.MODERATOR), TODAY + timedelta(days=30)
    browser(maja)
    roles.change_role(role, from_on=TODAY, to_on=last, by=soeren)
    payload = _events(RoleChanged)[-1].payload
    assert (payload["before_to"], payload["to_on"]) == (None, last.isoformat())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UserSession).where(UserSession.person_id == maja.id)) == 0


def test_nobody_makes_their_own_role_longer(soeren):
    role = _role_of(soeren, RoleKind.ADMINISTRATOR)
    assert _refused(roles.change_role, role, from_on=TODAY, to_on=None, by=soeren) == "own_role"


def test_the_last_administrator_stays(soeren, local):
    role = _role_of(soeren, RoleKind.ADMINISTRATOR)
    assert _refused(roles.end_role, role, by=soeren) == "last_administrator"
    other = roles.appoint("to@example.dk", kind=RoleKind.ADMINISTRATOR, area_id=None, by=soeren, to_on=TODAY + timedelta(days=9))
    assert _refused(roles.end_role, _role_of(town.load("soeren"), RoleKind.ADMINISTRATOR), by=town.load("soeren")) == "last_administrator"
    roles.change_role(other, from_on=TODAY, to_on=None, by=soeren)
    roles.end_role(_role_of(town.load("soeren"), RoleKind.ADMINISTRATOR), by=town.load("soeren"))
    assert not town.load("soeren").has_role(RoleKind.ADMINISTRATOR)


def test_an_end_date_for_the_last_one_is_refused_too(soeren, local):
    other = roles.appoint("to@example.dk", kind=RoleKind.ADMINISTRATOR, area_id=None, by=soeren)
    changed(sa.update(Role).where(Role.person_id == soeren.id).values(to_on=TODAY + timedelta(days=1)))
    db.session.commit()
    for dates in ({"from_on": TODAY, "to_on": TODAY + timedelta(days=9)}, {"from_on": TODAY + timedelta(days=3), "to_on": None}):
        assert _refused(roles.change_role, other, by=soeren, **dates) == "last_administrator"


def test_two_administrators_who_end_each_other_leave_one(soeren, at_once):
    """Whoever comes second is no administrator any more."""
    maja_id = roles.appoint("maja@example.dk", kind=RoleKind.ADMINISTRATOR, area_id=None, by=soeren).person_id
    ids = [soeren.id, maja_id]

    def end_the_other(number):
        by, other = town.load(("soeren", "maja")[number]), ids[1 - number]
        role = db.session.scalars(sa.select(Role).where(Role.person_id == other, Role.kind == RoleKind.ADMINISTRATOR)).one()
        return roles.end_role(role, by=by)

    done = at_once(2, end_the_other)
    assert sorted(done, key=str) == [None, "not_administrator"]
    left = [each for each in db.session.scalars(sa.select(Role).where(Role.kind == RoleKind.ADMINISTRATOR)) if each.holds_the_house]
    assert len(left) == 1


def test_two_who_leave_at_once_leave_one(soeren, at_once):
    roles.appoint("maja@example.dk", kind=RoleKind.ADMINISTRATOR, area_id=None, by=soeren)

    def leave(number):
        by = town.load(("soeren", "maja")[number])
        return roles.end_role(_role_of(by, RoleKind.ADMINISTRATOR), by=by)

    assert sorted(at_once(2, leave), key=str) == [None, "last_administrator"]


# --- the link ------------------------------------------------------------------------------------------


def test_a_handed_link_needs_its_owners_own_sign_in(soeren, maja, anna, browser):
    address = f"/personale/{roles.hand_out_link(maja, by=soeren)}"
    nobody = browser().get(address)
    assert "Maja" not in nobody.text
    assert any(address in (each.get("href") or "") for each in nobody.all("a", class_="button"))
    assert browser(anna).get(address).status == 403
    assert browser(soeren).post(address, browser(soeren).get("/min-side").form("/sprog")).status == 403
    owner = browser(maja, is_strong=False)
    assert owner.get("/koe").status == 403
    assert owner.send(owner.get(address)).status == 303
    assert owner.get("/koe").status == 200
    assert owner.get(address).status == 410


def test_the_service_asks_too_whose_link_it_is(soeren, maja):
    token = roles.hand_out_link(maja, by=soeren)
    assert _refused(people.use_staff_link, token) == "not_you"
    assert _refused(people.use_staff_link, token, by=soeren) == "not_you"
    assert people.use_staff_link(token, by=maja).id == maja.id
    assert _refused(people.use_staff_link, token, by=maja) == "used_link"


def test_a_new_link_and_an_ended_role_void_the_old_link(soeren, maja):
    first, second = (roles.hand_out_link(maja, by=soeren) for _n in range(2))
    assert accounts.staff_link(first) is None
    roles.end_role(_role_of(maja, RoleKind.MODERATOR), by=soeren)
    assert accounts.staff_link(second) is None


def test_who_may_hand_out_a_link(soeren, maja, anna, local):
    assert _refused(roles.hand_out_link, soeren, by=soeren) == "own_link"
    assert _refused(roles.hand_out_link, anna, by=soeren) == "no_staff"
    assert _refused(roles.hand_out_link, maja, by=local) == "not_administrator"
    assert _refused(roles.hand_out_link, soeren, by=maja) == "not_administrator"


# --- the pages -----------------------------------------------------------------------------------------


def test_an_administrator_gives_a_role_and_a_link(soeren, lindegaarden, browser):
    reader = browser(soeren)
    form = reader.get("/administration/roller/ny")
    sent = reader.send(form, email="ny@example.dk", kind="moderator", area=str(lindegaarden.id), to_on="1.2.2099")
    page = reader.follow(sent)
    assert "1. februar 2099" in reader.get("/administration/roller").text.replace("\xa0", " ")
    made = reader.send(reader.get(f"{page.url}/link"), "/link")
    assert "http://localhost:8000/personale/" in made.text


def test_all_faults_come_at_once_and_the_text_is_kept(soeren, browser):
    reader = browser(soeren)
    answer = reader.send(reader.get("/administration/roller/ny"), email="x", from_on="i morgen", to_on="32.1.2027")
    assert answer.status == 422
    assert len(answer.errors) == 5
    assert answer.form()["to_on"] == "32.1.2027"


def test_an_old_sign_in_is_proved_again_first(soeren, browser):
    reader = browser(soeren)
    changed(sa.update(UserSession).values(created_at=clock.now() - timedelta(minutes=11)))
    db.session.commit()
    assert reader.get("/administration/roller").status == 200
    for path in ("/administration/roller/ny", f"/administration/roller/{soeren.roles[0].id}/afslut"):
        assert reader.get(path).location.startswith("/log-ind/igen")


def test_the_last_administrator_reads_why_not(soeren, browser):
    reader, role = browser(soeren), _role_of(soeren, RoleKind.ADMINISTRATOR)
    answer = reader.send(reader.get(f"/administration/roller/{role.id}/afslut"))
    assert answer.status == 409
    assert answer.errors


def test_an_administrator_of_one_area_sees_no_other(local, browser, roennebakken, soeren):
    far = roles.appoint("fjern@example.dk", kind=RoleKind.MODERATOR, area_id=roennebakken.id, by=soeren)
    page = browser(local).get("/administration/roller")
    assert "fje…" not in page.text
    assert browser(local).get(f"/administration/roller/{far.id}").status == 404
    assert browser(local).get("/administration/indstillinger").status == 403
    assert "Alle områder" not in browser(local).get("/administration/roller/ny").text
