"""One idea that is several becomes those; nobody's support is moved, everybody who gave it is asked once (row 35)."""

import pytest
import sqlalchemy as sa

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.comments import services as comments
from boligdialog.content import queries as content
from boligdialog.content.models import ItemState
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.ideas.models import Idea, IdeaStage
from boligdialog.ideas.queries import lists
from boligdialog.merging import queries
from boligdialog.merging.rules import why_not_split
from boligdialog.merging.services import split_idea
from boligdialog.support.services import support_item, withdraw_support

TITLES = ("En bænk ved vaskeriet", "Blomster langs stien")


@pytest.fixture
def idea(lindegaarden, anna, make):
    return make.published(lindegaarden, anna, title="Bænk og blomster", why="Der mangler en bænk.\n\nDer mangler blomster.\n\nVi er mange.")


def _split(idea, by, parts=((TITLES[0], [0, 2]), (TITLES[1], [1, 2]))):
    db.session.refresh(idea)
    return split_idea(idea, parts=parts, by=by, version=idea.row_version)


def _refused(act, *args, **values):
    with pytest.raises(Refused) as refused:
        act(*args, **values)
    return refused.value.reason.code


def test_two_ideas_of_the_same_author_from_chosen_pieces(idea, lindegaarden, anna, bo, maja, worker):
    support_item(idea, by=bo)
    bench, flowers = _split(idea, maja)
    assert [(each.title, each.author_id, each.state) for each in (bench, flowers)] == [
        (title, anna.id, ItemState.PUBLISHED) for title in TITLES
    ]
    assert (bench.body, flowers.body) == ("Der mangler en bænk.\n\nVi er mange.", "Der mangler blomster.\n\nVi er mange.")
    assert [place.id for place in content.places_of(bench.id)] == [place.id for place in content.places_of(idea.id)]
    assert (content.counts(bench.id).supports, content.counts(idea.id).supports) == (0, 1)
    assert lists.area_with_counts("lindegaarden")[1] == {"waiting": 2}
    worker()
    assert not any(look() for look in CHECKS.values())
    event = db.session.scalars(sa.select(Event).where(Event.kind == "IdeaSplit")).one()
    assert (event.by_id, event.item_id, event.payload) == (maja.id, idea.id, {"parts": [bench.id, flowers.id], "supports": 1, "paper": 0})


def test_the_page_stays_and_leads_to_the_parts(idea, bo, clara, maja, browser):
    support_item(idea, by=bo)
    bench, _flowers = _split(idea, maja)
    support_item(bench, by=bo)
    page = browser().get(f"/ideer/{idea.id}")
    assert "Idéen er delt i 2 idéer" in page.text
    assert page.link(TITLES[0]) == f"/ideer/{bench.id}"
    assert page.link(f"Støt denne: {TITLES[0]}") == f"/ideer/{bench.id}/stoet"
    for said in ("Idéen er delt. Støt de nye idéer i stedet.", "Idéen er delt. Skriv om de nye idéer i stedet."):
        assert said in page.text
    assert "Du støtter den" in browser(bo).get(f"/ideer/{idea.id}").text
    assert _refused(support_item, idea, by=clara) == _refused(withdraw_support, idea, by=bo) == "split"
    assert _refused(comments.write_comment, idea, text="For sent", by=bo, lang="da") == "split"
    assert "Den var en del af »Bænk og blomster«" in browser().get(f"/ideer/{bench.id}").text


def test_each_supporter_gets_one_mail_to_choose_and_the_author_one_of_what_became(idea, anna, bo, clara, maja, outbox):
    for person in (anna, bo, clara):
        support_item(idea, by=person)
    sent = len(outbox())
    _split(idea, maja)
    mails = outbox()[sent:]
    asked = [each for each in mails if "Hvilken støtter du" in each["Subject"]]
    assert sorted(each["To"] for each in asked) == ["bo@example.dk", "clara@example.dk"]
    assert all(title in asked[0].get_content() for title in TITLES)
    assert [each["Subject"] for each in mails if each["To"] == "anna@example.dk"] == ["Din idé er delt i 2 idéer"]


@pytest.mark.parametrize(
    ("who", "state", "stage", "has_case", "code"),
    [
        ("maja", "published", "new", False, None),
        ("soeren", "published", "considering", False, None),
        ("maja", "published", "new", True, "open_case"),
        ("maja", "published", "in_initiative", False, "under_way"),
        ("maja", "hidden", "new", False, "not_open"),
        ("maja", "merged", "new", False, "not_open"),
        ("anna", "published", "new", False, "not_moderator"),
        (None, "published", "new", False, "not_moderator"),
    ],
)
def test_who_may_split_what(who, state, stage, has_case, code, idea, request):
    idea = Idea(title="A", area_id=idea.area_id, state=ItemState(state), stage=IdeaStage(stage))
    reason = why_not_split(request.getfixturevalue(who) if who else None, idea, has_case=has_case)
    assert (reason and reason.code) == code


def test_two_to_four_ideas_with_titles_and_once(idea, maja):
    one, many = ((TITLES[0], [0]),), tuple((f"{TITLES[0]} {n}", []) for n in range(5))
    assert _refused(_split, idea, maja, one) == _refused(_split, idea, maja, many) == "parts"
    assert _refused(_split, idea, maja, (("Kort", [0]), (TITLES[1], [1]))) == "title_length"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 1  # nothing of it has happened
    assert _refused(split_idea, idea, parts=(), by=maja, version=idea.row_version + 1) == "stale"
    _split(idea, maja)
    assert _refused(_split, idea, maja) == "not_open"


@pytest.mark.parametrize(
    ("why", "pieces"),
    [("En.\n\nTo.", ["En.", "To."]), ("En bænk. Og blomster! Hvorfor?", ["En bænk.", "Og blomster!", "Hvorfor?"]), ("", [])],
)
def test_pieces_are_paragraphs_or_else_sentences(why, pieces):
    assert queries.pieces(Idea(body=why)) == pieces


def test_a_moderator_splits_it_without_script(idea, maja, browser):
    reader = browser(maja)
    page = reader.get(reader.get(f"/ideer/{idea.id}").link("Del den i flere idéer"))
    answer = reader.send(page, "", title_1=TITLES[0], title_2="", piece_1="1", piece_2="3")
    assert (answer.status, answer.form()["title_1"]) == (422, TITLES[0])
    assert "Skriv en titel" in answer.errors[0]
    assert "Skriv en titel på idé 3, eller vælg en anden." in " ".join(answer.errors)
    answer = reader.send(answer, "", title_2=TITLES[1], piece_2="2", piece_3="all")
    assert answer.location == f"/ideer/{idea.id}"
    bodies = [each.body for each in queries.parts_of(idea.id, seen_by=None)]
    assert bodies == ["Der mangler en bænk.\n\nVi er mange.", "Der mangler blomster.\n\nVi er mange."]


def test_a_part_that_was_hidden_is_not_shown(idea, maja, browser):
    bench, _flowers = _split(idea, maja)
    db.session.execute(sa.text(f"UPDATE item SET state = 'hidden' WHERE id = {bench.id}"))
    db.session.commit()
    assert TITLES[0] not in browser().get(f"/ideer/{idea.id}").text
