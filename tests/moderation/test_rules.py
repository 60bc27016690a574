"""Who may do what with a case: people × cause × state × verb, as the rules say it without a database."""

import itertools

import pytest

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.admin.queries.rights import ELSEWHERE, HERE, somebody
from boligdialog.comments.models import Comment
from boligdialog.content.models import ItemState
from boligdialog.housing.models import Area
from boligdialog.ideas.models import Idea
from boligdialog.moderation.models import Case, Cause, Outcome
from boligdialog.moderation.rules import why_not_by_state, why_not_decide


@pytest.fixture(autouse=True)
def _in_words(app):
    with app.test_request_context("/"):
        yield


def _with_roles(number, *kinds, home=None):
    person = somebody(kind=kinds[0], area_id=HERE)
    for kind in kinds[1:]:
        person.roles += somebody(kind=kind, area_id=HERE).roles
    person.id, person.is_strong = number, True
    if home:
        person.memberships = list(home.memberships)
    return person


def _author():
    author = Person(id=90)
    author.roles, author.memberships = [], []
    return author


#: Whoever decides -> why not, for a case of the author, an appeal that moderator 7 decided first, and a text of a board's member.
PEOPLE = {
    "nobody": (lambda: None, ("not_moderator",) * 3),
    "resident": (lambda: Person(id=91), ("not_moderator",) * 3),
    **{
        kind.value: (lambda kind=kind: _with_roles(5, kind), ("not_moderator",) * 3)
        for kind in RoleKind
        if kind not in (RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)
    },
    "moderator": (lambda: _with_roles(6, RoleKind.MODERATOR), (None, None, None)),
    "moderator who decided first": (lambda: _with_roles(7, RoleKind.MODERATOR), (None, "same_person", None)),
    "moderator in the board": (lambda: _with_roles(8, RoleKind.MODERATOR, RoleKind.BOARD), (None, None, "about_board")),
    "the author moderates": (lambda: _with_roles(90, RoleKind.MODERATOR), ("own_case",) * 3),
    "administrator": (lambda: _with_roles(9, RoleKind.ADMINISTRATOR), (None, None, None)),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_decides_what(who):
    make, expected = PEOPLE[who]
    board = _with_roles(90, RoleKind.BOARD)
    cases = [
        (Case(area_id=HERE, cause=Cause.PENDING), _author()),
        (Case(area_id=HERE, cause=Cause.APPEALED, not_by_id=7), _author()),
        (Case(area_id=HERE, cause=Cause.REPORTED), board),
    ]
    found = tuple(reason and reason.code for reason in (why_not_decide(make(), case, author) for case, author in cases))
    assert found == expected
    there = [why_not_decide(make(), Case(area_id=ELSEWHERE, cause=case.cause), author) for case, author in cases]
    assert {reason and reason.code for reason in there} == {"not_moderator"}


#: (cause is an appeal, can be read by all, other words wait) -> what can become of an idea; of a comment without the last three.
UNSEEN = {"publish", "ask_edit", "redact", "hide", "move", "refer", "route"}
EXPECTED = {
    (False, False, False): UNSEEN,
    (False, True, False): {"keep", "redact", "hide", "move", "refer", "route"},
    (False, True, True): {"publish", "ask_edit", "redact", "hide", "move", "refer"},
    (True, False, False): {"upheld", "denied"},
    (True, True, False): {"upheld", "denied"},
    (True, True, True): {"upheld", "denied"},
}
STATES = (ItemState.PENDING, ItemState.RETURNED, ItemState.HIDDEN, ItemState.PUBLISHED, ItemState.WITHDRAWN, ItemState.ARCHIVED)


@pytest.mark.parametrize(("cause", "state"), list(itertools.product(Cause, STATES)))
def test_what_can_become_of_it(cause, state):
    area = Area(id=HERE)
    idea = Idea(id=1, state=state, area=area)
    comment = Comment(id=2, state=state, area=area, about_id=1)
    for has_change in (False, True) if idea.is_visible else (False,):
        key = (cause is Cause.APPEALED, idea.is_visible, has_change)
        for item, lost in ((idea, set()), (comment, {"move", "refer", "route"})):
            case = Case(item=item, cause=cause, area_id=HERE)
            found = {each.value for each in Outcome if not why_not_by_state(each, case, has_change=has_change)}
            assert found - {"closed"} == EXPECTED[key] - lost
