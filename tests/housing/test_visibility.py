"""Who can read what is made in an area: three modes, the same on every page (features.md row 6)."""

import pytest

from boligdialog.accounts.rules import why_not_see
from boligdialog.core.access import Refused
from boligdialog.housing.models import Visibility
from boligdialog.housing.services import change_visibility
from boligdialog.support.services import support_item

#: Nobody, a resident there, a neighbour of another area, the board, a moderator.
READERS = (None, "anna", "erik", "dorte", "maja")


@pytest.mark.parametrize(
    ("visibility", "may"),
    [
        (Visibility.PUBLIC, (True, True, True, True, True)),
        (Visibility.RESIDENTS, (False, True, False, True, True)),
        (Visibility.BOARD, (False, False, False, True, True)),
    ],
)
def test_every_page_keeps_to_the_mode(visibility, may, request, lindegaarden, clara, make, browser):
    idea = make.published(lindegaarden, clara, title="Kun for dem, det vedkommer")
    change_visibility(lindegaarden, visibility=visibility)
    for who, allowed in zip(READERS, may, strict=True):
        person = request.getfixturevalue(who) if who else None
        assert (why_not_see(person, lindegaarden) is None) is allowed
        reader = browser(person)
        assert reader.get(f"/ideer/{idea.id}").status == (200 if allowed else 404)
        assert reader.get(f"/i?q={idea.ref}").status == (303 if allowed else 404)
        assert reader.get("/lindegaarden/ideer").status == (200 if allowed else 403)
        for url in ("/", "/lindegaarden", "/roennebakken/ideer", "/principper/9"):
            page = reader.get(url)
            assert page.status == 200
            assert allowed or idea.title not in page.text, url


def test_authors_read_their_own_whatever_the_mode(lindegaarden, clara, make, browser):
    idea = make.published(lindegaarden, clara)
    change_visibility(lindegaarden, visibility=Visibility.BOARD)
    assert browser(clara).get(f"/ideer/{idea.id}").status == 200


def test_the_form_says_who_will_see_it(lindegaarden, anna, browser):
    said = set()
    for visibility in Visibility:
        change_visibility(lindegaarden, visibility=visibility)
        said.add(browser(anna).get("/lindegaarden/ideer/ny").all("p", class_="intro")[0].text.strip())
    assert len(said) == 3


def test_who_may_not_read_may_not_support(lindegaarden, clara, erik, make, browser):
    idea = make.published(lindegaarden, clara)
    change_visibility(lindegaarden, visibility=Visibility.RESIDENTS)
    assert browser(erik).get(f"/ideer/{idea.id}/stoet").status == 404
    with pytest.raises(Refused):
        support_item(idea, by=erik)
