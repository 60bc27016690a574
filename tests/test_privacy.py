"""What people have told us stays where it belongs."""

import pytest
import sqlalchemy as sa

from boligdialog.core.db import OnErasure, db
from boligdialog.housing.models import Household
from boligdialog.ideas.models import Idea
from boligdialog.support.services import support_item

#: Words that no page may show to anybody but their owner.
CANARIES = ("anna@example.dk", "bo@example.dk", "clara@example.dk", "@example.dk", "Hemmelig etage 3 tv")

PAGES = (
    "/",
    "/omraader",
    "/lindegaarden",
    "/lindegaarden/ideer",
    "/lindegaarden/hvem-bestemmer",
    "/lindegaarden/i-tal",
    "/principper/9",
    "/min-side",
    "/min-side/nyt",
    "/min-side/besked",
    "/koe",
    "/ideer/{id}",
    "/ideer/{id}/stoet",
    "/ideer/{id}/oversaet/en",
)


def test_every_key_to_a_person_says_what_erasure_does(app):
    keys = [
        column
        for table in db.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == "person.id"
    ]
    assert len(keys) >= 10
    for column in keys:
        assert column.info.get("on_erasure") in set(OnErasure), f"{column} does not say: use person_key(OnErasure.…)"


def test_erasure_and_the_databases_own_rule_agree(app):
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                if key.target_fullname == "person.id":
                    expected = {OnErasure.DELETE: "CASCADE", OnErasure.FORGET: "SET NULL", OnErasure.KEEP: None}[column.info["on_erasure"]]
                    assert key.ondelete == expected, column


def test_no_column_is_for_what_we_never_keep(app):
    forbidden = ("cpr", "nin", "ssn", "password", "ip_address", "address_line", "phone")
    names = [f"{table.name}.{column.name}" for table in db.metadata.sorted_tables for column in table.columns]
    assert not [name for name in names if any(word in name.split(".")[1] for word in forbidden)]


@pytest.mark.parametrize("who", [None, "anna", "clara", "dorte", "maja", "soeren"])
def test_no_page_shows_an_address_or_a_home(who, request, browser, lindegaarden, anna, bo, make):
    db.session.execute(sa.update(Household).values(label="Hemmelig etage 3 tv " + sa.cast(Household.number, sa.String)))
    db.session.commit()
    idea = make.published(lindegaarden, anna)
    make.pending(lindegaarden, bo)
    support_item(idea, by=bo)
    person = request.getfixturevalue(who) if who else None
    for url in PAGES:
        page = browser(person).get(url.format(id=idea.id))
        shown = page.html.replace("boligdialog@example.dk", "")  # the site's own address, in every foot
        assert not [word for word in CANARIES if word in shown], url


def test_nobody_sees_who_supports(browser, clara, dorte, maja, bo, lindegaarden, anna, make):
    idea = make.published(lindegaarden, anna)
    bo.name = "Bodil Støttesen"
    db.session.commit()
    support_item(idea, by=bo)
    for person in (None, clara, dorte, maja):
        for url in (f"/ideer/{idea.id}", "/lindegaarden", "/lindegaarden/ideer"):
            assert "Bodil" not in browser(person).get(url).text


def test_a_forged_field_changes_nothing_else(browser, anna):
    reader = browser(anna)
    page = reader.get("/lindegaarden/ideer/ny")
    place = next(each.get("value") for each in page.all("option") if each.get("value"))
    forged = {
        "state": "published",
        "author_id": "2",
        "supports": "99",
        "is_admin": "1",
        "body_html": "<script>",
        "published_at": "2020-01-01",
        "stage": "done",
    }
    reader.send(page, title="En ærlig idé om bænke", place=place, **forged)
    idea = db.session.scalars(sa.select(Idea)).one()
    assert (idea.state, idea.author_id, idea.stage, idea.body_html) == ("pending", anna.id, "new", "")


def test_under_five_households_reads_under_five(browser, lindegaarden, anna, bo, make):
    support_item(make.published(lindegaarden, anna), by=bo)
    assert "under 5" in browser().get("/lindegaarden").text
