"""Bodies and terms, the page of hand-over, and the table of who decides what."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services as people
from boligdialog.accounts.models import RoleKind
from boligdialog.accounts.services import roles
from boligdialog.comments.queries import speaks_for
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.core.i18n import Words
from boligdialog.ideas import services as ideas
from boligdialog.organs import queries, services
from boligdialog.organs.events import OrganChanged, OrganClosed, RouteChanged, RouteMoved
from boligdialog.organs.models import OrganKind, Route
from tests import town
from tests.conftest import NASTY

TODAY = clock.today()
WORDS = Words("bestyrelsen på bakken", "the board on the hill")


@pytest.fixture(autouse=True)
def _in_words(app):
    with app.test_request_context("/"):
        yield


@pytest.fixture
def board(lindegaarden):
    return next(each for each in queries.bodies(lindegaarden.id) if each.kind is OrganKind.BOARD)


@pytest.fixture
def local(lindegaarden, ida):
    """Ida administers Lindegården alone."""
    people.grant_role(ida, kind=RoleKind.ADMINISTRATOR, area_id=lindegaarden.id)
    ida.is_strong = True
    return ida


def _refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.reason.code


def _kinds():
    return set(db.session.scalars(sa.select(Event.kind)))


def _seat(board, soeren, who="anna", from_on=TODAY, to_on=None):
    return services.seat(board, f"{who}@example.dk", by=soeren, from_on=from_on, to_on=to_on)


# --- terms ---------------------------------------------------------------------------------------------


def test_a_term_gives_a_voice_in_that_body_alone(soeren, board, lindegaarden):
    boards = [each.id for each in queries.bodies(lindegaarden.id) if each.kind is OrganKind.BOARD]
    _seat(board, soeren)
    assert [each.id for each in speaks_for(town.load("anna"), lindegaarden.id)] == [board.id]
    assert sorted(each.id for each in speaks_for(town.load("dorte"), lindegaarden.id)) == sorted(boards)
    assert len(boards) == 2


def test_a_term_starts_and_stops_at_midnight(soeren, board, lindegaarden, monkeypatch):
    _seat(board, soeren, from_on=TODAY + timedelta(days=1), to_on=TODAY + timedelta(days=3))
    for days, speaks in ((0, False), (1, True), (2, True), (3, False)):
        monkeypatch.setattr(clock, "today", lambda days=days: TODAY + timedelta(days=days))
        assert bool(speaks_for(town.load("anna"), lindegaarden.id)) == speaks, days
        assert (board.id in queries.seats(town.load("anna"))) == speaks, days


def test_a_leaver_loses_access_at_once(soeren, board, anna, browser, lindegaarden):
    term = _seat(board, soeren)
    page = f"/administration/organer/{board.id}/overdragelse"
    reader = browser(town.load("anna"))
    assert reader.get(page).status == 200
    roles.end_role(term.role, by=soeren)
    assert reader.get(page).status == 303
    assert browser(town.load("anna")).get(page).status == 403
    assert speaks_for(town.load("anna"), lindegaarden.id) == []


def test_the_same_term_twice_is_one(soeren, board):
    first = _seat(board, soeren).role_id
    assert _seat(board, soeren).role_id == first
    assert _refused(_seat, board, soeren, to_on=TODAY + timedelta(days=5)) == "has_term"


def test_one_may_sit_in_two_bodies(soeren, board, lindegaarden):
    other = next(each for each in queries.bodies(lindegaarden.id) if each.kind is OrganKind.BOARD and each.id != board.id)
    _seat(board, soeren)
    _seat(other, soeren)
    assert queries.seats(town.load("anna")) == {board.id, other.id}


@pytest.mark.parametrize(
    ("act", "who", "why"),
    [
        ("seat", "soeren", None), ("seat", "ida", None), ("seat", "maja", "not_administrator"), ("seat", "dorte", "not_administrator"),
        ("seat meeting", "soeren", "no_members"), ("seat far", "ida", "not_administrator"),
        ("change", "ida", None), ("change", "maja", "not_administrator"), ("change municipality", "ida", "not_administrator"),
        ("change municipality", "soeren", None), ("close", "soeren", "has_routes"), ("close seated", "soeren", "has_members"),
        ("close", "anna", "not_administrator"), ("routes", "ida", None), ("routes", "dorte", "not_administrator"),
        ("routes far", "ida", "not_administrator"),
    ],
)  # fmt: skip
def test_who_looks_after_bodies_and_the_table(act, who, why, local, soeren, board, lindegaarden, roennebakken):
    by = local if who == "ida" else town.load(who)
    verb, _space, thing = act.partition(" ")
    organ = {
        "meeting": next(each for each in queries.bodies(lindegaarden.id) if each.kind is OrganKind.MEETING),
        "far": next(each for each in queries.bodies(roennebakken.id) if each.kind is OrganKind.BOARD),
        "municipality": queries.bodies(None)[0],
    }.get(thing, board)
    if thing == "seated":
        _seat(board, soeren)
    area = roennebakken if thing == "far" else lindegaarden
    doing = {
        "seat": lambda: _seat(organ, by),
        "change": lambda: services.change_organ(organ, by=by, name=WORDS),
        "close": lambda: services.close_organ(organ, by=by),
        "routes": lambda: services.change_route(queries.routes(area.id)[0], by=by, is_retired=True),
    }[verb]
    assert (_refused(doing) if why else doing() and None) == why


def test_a_body_is_added_renamed_and_closed(soeren, lindegaarden):
    organ = services.add_organ(lindegaarden.id, by=soeren, name=WORDS, kind=OrganKind.BOARD, can_decide=True, contact="")
    assert organ.id in {each.id for each in queries.organs_for(lindegaarden.id)}
    services.change_organ(organ, by=soeren, name=Words("rådet", "the council"), contact="12 34 56 78")
    services.close_organ(organ, by=soeren)
    assert organ.id not in {each.id for each in queries.organs_for(lindegaarden.id)}
    assert {OrganChanged.__name__, OrganClosed.__name__} <= _kinds()


def test_the_hand_over_shows_who_goes_and_what_waits(soeren, maja, board, lindegaarden, anna, make, browser):
    idea = make.published(lindegaarden, anna, title="En bænk ved legepladsen")
    ideas.sort_idea(idea, organ=board, why=None, principles=[], by=maja)
    _seat(board, soeren, "bo", to_on=TODAY + timedelta(days=10))
    _seat(board, soeren, "clara", from_on=TODAY + timedelta(days=10))
    page = browser(town.load("bo")).get(f"/administration/organer/{board.id}/overdragelse")
    assert "En bænk ved legepladsen" in page.text
    assert "Clara" in page.text
    assert browser(town.load("clara")).get(page.url).status == 403
    assert browser(soeren).get(page.url).status == 200


def test_an_administrator_adds_a_body_and_a_member(soeren, lindegaarden, browser):
    reader = browser(soeren)
    form = reader.get(f"/administration/organer/ny/{lindegaarden.id}")
    assert len(reader.send(form).errors) == 3
    sent = reader.send(form, name_da=NASTY[:59], name_en="the board", kind="board", can_decide="y", contact="x" * 81)
    assert sent.status == 422
    assert sent.form()["name_da"] == NASTY[:59]
    page = reader.follow(reader.send(form, name_da=NASTY[:59], name_en="the board", kind="board", can_decide="y"))
    done = reader.send(reader.get(f"{page.url}/medlem"), "/medlem", email="anna@example.dk")
    assert "Anna" in reader.follow(done).text
    assert reader.send(reader.get(f"{page.url}/luk"), "/luk").status == 409


# --- who decides what ----------------------------------------------------------------------------------

ROUTE = {
    "subject_da": "Cykler", "subject_en": "Bicycles", "example_da": "Et skur", "example_en": "A shed",
    "how_da": "Spørg kontoret", "how_en": "Ask the office",
}  # fmt: skip


def test_a_subject_is_added_changed_and_retired(soeren, lindegaarden, browser):
    reader, public = browser(soeren), "/lindegaarden/hvem-bestemmer"
    form = reader.get("/administration/hvem-bestemmer/lindegaarden/ny")
    assert len(reader.send(form).errors) == 6
    reader.send(form, **ROUTE, contacts="Kontoret; The office; 12 34 56 78")
    shown = browser().get(public)
    assert "Cykler" in shown.text
    assert shown.link("12 34 56 78") == "tel:12345678"
    assert "Bicycles" in browser().get(f"/en{public}").text
    route = queries.routes(lindegaarden.id)[-1]
    edit = reader.get(f"/administration/emne/{route.id}")
    assert edit.form()["contacts"] == "Kontoret; The office; 12 34 56 78"
    reader.send(edit, subject_da=NASTY[:70], contacts="")
    assert NASTY[:70].split()[0] in browser().get(public).text
    services.change_route(db.session.get_one(Route, route.id), by=town.load("soeren"), is_retired=True)
    assert NASTY[:70].split()[0] not in browser().get(public).text
    assert RouteChanged.__name__ in _kinds()


def test_a_faulty_contact_is_named_by_its_line(soeren, lindegaarden, browser):
    reader = browser(soeren)
    form = reader.get("/administration/hvem-bestemmer/lindegaarden/ny")
    answer = reader.send(form, **ROUTE, contacts="Kontoret; The office; 12345678\nKun et navn")
    assert answer.status == 422
    assert "2" in answer.errors[0]
    assert answer.form()["contacts"].endswith("Kun et navn")


def test_subjects_move_up_and_down_and_stop_at_the_ends(soeren, lindegaarden, browser):
    reader, before = browser(soeren), [each.id for each in queries.routes(lindegaarden.id)]
    page = reader.get("/administration/hvem-bestemmer/lindegaarden")
    path = f"/administration/emne/{before[1]}/flyt"
    for to, place in (("up", 0), ("up", 0), ("down", 1), ("down", 2), ("sideways", 2)):
        assert reader.post(path, page.form(path) | {"to": to}).status == 303
        assert [each.id for each in queries.routes(lindegaarden.id)].index(before[1]) == place
    assert RouteMoved.__name__ in _kinds()


def test_who_sits_in_a_body_finds_its_hand_over(soeren, board, lindegaarden, bo, clara, browser):
    services.seat(board, "bo@example.dk", from_on=clock.today(), to_on=None, by=soeren)
    url = f"/administration/organer/{board.id}/overdragelse"
    reader = browser(town.load("bo"))
    for page in ("/min-side", "/lindegaarden"):
        assert any(link.get("href") == url for link in reader.get(page).all("a")), page
    assert not any(link.get("href") == url for link in reader.get("/roennebakken").all("a"))
    for page in ("/min-side", "/lindegaarden"):
        assert not any(link.get("href") == url for link in browser(clara).get(page).all("a")), page


def test_who_sat_in_a_body_finds_it_no_more(soeren, board, bo, browser, time_machine):
    services.seat(board, "bo@example.dk", from_on=clock.today(), to_on=clock.today() + timedelta(days=5), by=soeren)
    time_machine.move_to(clock.now() + timedelta(days=6))
    assert "overdragelse" not in browser(town.load("bo")).get("/min-side").html
