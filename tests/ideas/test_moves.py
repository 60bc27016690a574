"""What the front page says has happened."""

from boligdialog.core.db import db
from boligdialog.housing.models import Visibility
from boligdialog.ideas import services
from boligdialog.ideas.queries.moves import latest_moves
from boligdialog.organs import queries as organs


def _steps():
    return [(row.id, row.kind) for row in latest_moves()]


def test_an_idea_is_told_of_once_with_its_newest_step(lindegaarden, anna, maja, make):
    old, new = make.published(lindegaarden, anna), make.published(lindegaarden, anna)
    services.sort_idea(old, organ=organs.organs_for(lindegaarden.id)[0], why=None, principles=[], by=maja)
    services.consider_idea(old, by=maja)
    assert _steps() == [(old.id, "IdeaConsidered"), (new.id, "ItemPublished")]


def test_nothing_of_what_neighbours_do_not_see(lindegaarden, roennebakken, anna, make):
    make.pending(lindegaarden, anna)
    make.published(roennebakken, anna)
    roennebakken.visibility = Visibility.RESIDENTS
    db.session.commit()
    assert _steps() == []


def test_three_at_most_and_they_stand_on_the_front_page(lindegaarden, anna, make, browser):
    ideas = [make.published(lindegaarden, anna, title=f"Idé nummer {n} til alle") for n in range(5)]
    page = browser().get("/")
    assert [idea.title in page.text for idea in ideas] == [False, False, True, True, True]
