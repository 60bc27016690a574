"""The page of who may do what is made from the rules; a role of one area is nothing in another."""

import pytest

from boligdialog.accounts.models import RoleKind
from boligdialog.admin.queries import rights
from boligdialog.admin.queries.rights import ELSEWHERE, HERE, all_verbs, scene, somebody
from boligdialog.core.settings import change
from boligdialog.paper.settings import COORDINATORS_PRINT

STAFF_VERBS = [verb for verb in all_verbs() if verb.is_staff]

#: Who may, as the rules say today: nobody, mail, home, ambassador, board, coordinator, moderator, specialist, secretary, data
#: protection officer, administrator of the area, of all areas.
EXPECTED = {
    "read": "XXXXXXXXXXXX", "read_residents": "..X.XXX.XXXX", "read_board": "....XXX.XXXX",
    "propose": ".XXXXXXXXXXX", "support": ".XXXXXXXXXXX", "comment": ".XXXXXXXXXXX", "thank": ".XXXXXXXXXXX", "report": ".XXXXXXXXXXX",
    "review": "......X...XX", "decide": "......X...XX",
    "note": "......X...XX", "keep_text": "......X...XX", "mute": "......X...XX", "slow_talk": "......X...XX",
    "sort": "......X...XX", "consider": "......X...XX", "merge": "......X...XX", "split": "......X...XX", "trash": "......X...XX",
    "translate": "......X...XX", "accept": "....XXX...XX",
    "see_homes": ".....XX...XX", "keep_homes": ".....X....XX", "letters": "..........XX", "slips": "....XXX...XX",
    "enter": "....XXX...XX", "enter_paper": "....XXX...XX",
    "admit": "......X...XX", "lend_code": ".....XX...XX",
    **{f"make_{kind}": "..........XX" for kind in RoleKind},
    "organs": "..........XX", "hand_over": "..........XX", "routes": "..........XX", "log": ".........XXX", "hold": ".........XXX",
    "everywhere": "...........X", "principles": "...........X", "settings": "...........X",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_words(app):
    with app.test_request_context("/"):
        yield


def test_the_rules_say_who_may_do_what(app):
    there, columns = scene(), rights.examples()
    found = {verb.key: "".join("." if verb.why_not(each.person, there) else "X" for each in columns) for verb in all_verbs()}
    assert found == EXPECTED


@pytest.mark.parametrize("kind", RoleKind)
@pytest.mark.parametrize("verb", STAFF_VERBS, ids=lambda verb: verb.key)
def test_a_role_of_one_area_is_nothing_in_another(verb, kind):
    """A moderator of area A is refused in area B, for each staff verb; and so is every other role."""
    assert verb.why_not(somebody(kind=kind, area_id=HERE), scene(ELSEWHERE)) is not None


@pytest.mark.parametrize("verb", STAFF_VERBS, ids=lambda verb: verb.key)
def test_staff_without_a_strong_sign_in_are_residents(verb):
    weak = somebody(kind=RoleKind.ADMINISTRATOR, area_id=None)
    weak.is_strong = False
    assert verb.why_not(weak, scene()) is not None


def test_staff_read_the_page_and_residents_do_not(browser, maja, anna, dorte):
    page = browser(maja).get("/administration/hvem-maa-hvad")
    assert len(page.all("table")) == len(rights.VERBS)
    assert browser(dorte).get("/administration/hvem-maa-hvad").status == 200
    assert browser(anna).get("/administration/hvem-maa-hvad").status == 403


def test_a_setting_that_gives_a_right_shows_on_the_page(app):
    change(COORDINATORS_PRINT, 1)
    letters = next(verb for verb in all_verbs() if verb.key == "letters")
    assert letters.why_not(somebody(kind=RoleKind.COORDINATOR), scene()) is None


def test_a_role_without_rights_says_so(browser, maja):
    page = browser(maja).get("/en/administration/hvem-maa-hvad")
    assert "give nothing more than a login yet: Resident ambassador, Specialist." in page.text
