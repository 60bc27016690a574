"""The idea of a resident who wrote it on paper or told it: entered with their yes, without a name, through the same queue."""

import pytest
import sqlalchemy as sa

from boligdialog.accounts.models import RoleKind
from boligdialog.content.models import Channel, Item, ItemState
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import changed, db
from boligdialog.core.events import Event
from boligdialog.housing.models import ReviewMode
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Sheet
from boligdialog.ideas.rules import why_not_edit, why_not_take_back, why_not_withdraw
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode
from boligdialog.moderation.services import review
from boligdialog.notifications import queries as notices
from boligdialog.paper.services.printing import print_slips
from boligdialog.support.services import support_item


@pytest.fixture
def enter(lindegaarden, make, dorte):
    def one(by=dorte, area=lindegaarden, **values):
        words = {"title": "En bænk ved vaskeriet", "why": "Så kan man sidde", "place_id": make.place(area).id, "lang": "da"}
        return ideas.enter_idea(area, by=by, **words | {"channel": Channel.PAPER, "has_consent": True} | values)

    return one


@pytest.fixture
def slip(lindegaarden, dorte):
    print_slips(lindegaarden, number=1, lang="da", by=dorte)
    return db.session.query(Sheet).one().id


def _code(refused):
    return refused.value.reason.code, refused.value.reason.status


WHO_MAY = {"anna": "not_enterer", "clara": "not_enterer", "ida": "not_enterer", "dorte": None, "maja": None, "soeren": None}


@pytest.mark.parametrize(("name", "expected"), WHO_MAY.items())
def test_who_hands_out_paper_enters(name, expected, enter, request):
    person = request.getfixturevalue(name)
    if expected is None:
        assert enter(by=person).author_id is None
        return
    with pytest.raises(Refused) as refused:
        enter(by=person)
    assert _code(refused) == (expected, 403)


def test_a_board_enters_in_its_own_area_only(enter, roennebakken, dorte):
    with pytest.raises(Refused) as refused:
        enter(area=roennebakken)
    assert _code(refused) == ("not_enterer", 403)


def test_without_a_yes_nothing_is_entered(enter):
    with pytest.raises(Refused) as refused:
        enter(has_consent=False)
    assert _code(refused) == ("no_consent", 422)


@pytest.mark.parametrize(("mode", "state"), [(ReviewMode.OFF, "published"), (ReviewMode.NEW, "pending"), (ReviewMode.ALL, "pending")])
def test_it_is_read_first_although_its_enterer_is_trusted(mode, state, enter, lindegaarden, dorte):
    lindegaarden.review, dorte.published = mode, 99
    db.session.commit()
    assert enter().state == state
    assert dorte.published == 99


HOW = {Channel.PAPER: "På papir", Channel.PHONE: "I telefonen", Channel.MEETING: "På et møde", Channel.DOOR: "Ved døren"}
BYLINES = {
    Channel.PAPER: "En beboer · afleveret på papir",
    Channel.PHONE: "En beboer · fortalt i telefonen",
    Channel.MEETING: "En beboer · fortalt på et møde",
    Channel.DOOR: "En beboer · fortalt ved døren",
}


@pytest.mark.parametrize("channel", Channel)
def test_it_says_how_it_came_and_not_who_entered_it(channel, enter, browser, maja, dorte):
    idea = enter(channel=channel)
    case = moderation.open_case_of(idea.id)
    assert BYLINES[channel] in browser(maja).get(f"/koe/{case.id}").text
    review.publish(case, by=maja, version=case.row_version)
    for url in (f"/ideer/{idea.id}", "/lindegaarden/ideer", f"/ideer/{idea.id}/versioner", "/soeg?q=bænk"):
        assert dorte.name not in browser().get(url).text, url
    assert BYLINES[channel] in browser().get(f"/ideer/{idea.id}").text
    assert HOW[channel] in browser().get(f"/ideer/{idea.id}").text


def test_whoever_entered_it_does_not_decide_about_it(enter, maja, soeren):
    idea = enter(by=maja)
    case = moderation.open_case_of(idea.id)
    with pytest.raises(Refused) as refused:
        review.publish(case, by=maja, version=case.row_version)
    assert _code(refused) == ("own_case", 403)
    review.publish(case, by=soeren, version=case.row_version)
    assert idea.state is ItemState.PUBLISHED


def test_the_enterer_hears_what_to_change_and_changes_it(enter, maja, dorte, anna, worker, browser):
    idea = enter()
    case = moderation.open_case_of(idea.id)
    review.ask_edit(case, by=maja, version=case.row_version, reason=ReasonCode.UNCLEAR, text="Skriv hvor det er henne")
    worker()
    assert [each.kind for each in notices.notices(seen_by=dorte, limit=5)] == ["edit_asked"]
    reader = browser(dorte)
    answer = reader.send(reader.get(f"/ideer/{idea.id}/ret"), title="En bænk ved vaskeriets dør")
    assert (answer.status, answer.location) == (303, f"/ideer/{idea.id}/kvittering")
    assert reader.get(answer.location).status == 200
    db.session.refresh(idea)
    assert (idea.state, idea.title) == (ItemState.PENDING, "En bænk ved vaskeriets dør")
    assert browser(anna).get(f"/ideer/{idea.id}").status == 404


def test_a_change_of_a_published_one_is_read_first_too(enter, maja, dorte):
    idea = enter()
    case = moderation.open_case_of(idea.id)
    review.publish(case, by=maja, version=case.row_version)
    ideas.edit_idea(idea, title="Noget helt andet", why="", place_id=None, by=dorte, reason="Beboeren ringede igen")
    assert idea.title == "En bænk ved vaskeriet"
    assert moderation.open_case_of(idea.id) is not None


def test_hidden_and_published_reach_the_enterer_who_may_withdraw(enter, maja, dorte, worker):
    idea = enter()
    case = moderation.open_case_of(idea.id)
    review.publish(case, by=maja, version=case.row_version)
    worker()
    assert "published" in [each.kind for each in notices.notices(seen_by=dorte, limit=5)]
    ideas.withdraw_idea(idea, why=ideas.WithdrawWhy.CHANGED_MIND, by=dorte)
    assert idea.state is ItemState.WITHDRAWN


def test_the_enterer_supports_it_as_every_neighbour_may(enter, maja, dorte):
    idea = enter()
    case = moderation.open_case_of(idea.id)
    review.publish(case, by=maja, version=case.row_version)
    assert support_item(idea, by=dorte) is True


def test_who_entered_it_is_in_the_log_and_no_words_are(enter, dorte):
    idea = enter(channel=Channel.DOOR)
    event = db.session.query(Event).filter_by(kind="IdeaEntered").one()
    assert (event.by_id, event.item_id, event.payload) == (dorte.id, idea.id, {"channel": "door"})


def test_a_slip_is_entered_once(enter, slip, maja):
    first = enter(slip=slip)
    with pytest.raises(Refused) as refused:
        enter(slip=slip, by=maja)
    assert _code(refused) == ("slip_used", 422)
    assert db.session.get(Sheet, slip).item_id == first.id


def test_a_slip_is_of_its_area(enter, slip, roennebakken, maja):
    for number, area in ((slip + 1, None), (slip, roennebakken)):
        with pytest.raises(Refused) as refused:
            enter(slip=number, by=maja, **({"area": area} if area else {}))
        assert _code(refused) == ("no_slip", 422)


def test_a_slip_is_free_again_when_its_idea_is_taken_back(enter, slip, dorte):
    ideas.take_back_idea(enter(slip=slip), by=dorte)
    assert enter(slip=slip).state is ItemState.PENDING


def test_the_same_press_twice_is_one_idea(enter, slip):
    assert enter(slip=slip, once="e" * 32).id == enter(slip=slip, once="e" * 32).id


def test_all_faults_are_said_at_once_and_the_words_stay(browser, dorte, lindegaarden):
    reader = browser(dorte)
    page = reader.get("/lindegaarden/ideer/paa-vegne")
    answer = reader.send(page, "/paa-vegne", title="En", why="Derfor", slip="S-9999")
    assert answer.status == 422
    assert len(answer.errors) == 5  # channel, slip, title, place, consent
    assert answer.form("/paa-vegne")["why"] == "Derfor"


def test_one_after_the_other_by_form(browser, dorte, slip, make, lindegaarden):
    reader = browser(dorte)
    values = {"title": "En bænk ved vaskeriet", "place": str(make.place(lindegaarden).id), "channel": "paper", "consent": "y"}
    page = reader.get("/lindegaarden/ideer/paa-vegne")
    answer = reader.send(page, "/paa-vegne", slip=f"s {slip:04d}", **values)
    assert (answer.status, answer.location) == (303, "/lindegaarden/ideer/paa-vegne")
    assert reader.send(page, "/paa-vegne", slip=f"s {slip:04d}", **values).status == 303  # a double press
    again = reader.get("/lindegaarden/ideer/paa-vegne")
    assert "En bænk ved vaskeriet" in again.text
    refused = reader.send(again, "/paa-vegne", slip=str(slip), **values)
    assert refused.status == 422
    assert "En bænk ved vaskeriet" in refused.text
    assert refused.link("En bænk ved vaskeriet").startswith("/ideer/")


def test_the_ways_lead_there(browser, dorte, maja, anna):
    assert browser(dorte).get("/lindegaarden").link("Skriv en beboers idé ind") == "/lindegaarden/ideer/paa-vegne"
    assert "Skriv en beboers idé ind" not in browser(anna).get("/lindegaarden").text
    assert "Skriv en beboers idé ind" in browser(maja).get("/administration").text
    assert browser(maja).get("/administration/paa-vegne").status == 200
    assert browser(dorte).get("/administration/paa-vegne").location == "/lindegaarden/ideer/paa-vegne"


def test_an_idea_whose_enterer_is_erased_says_how_it_came(enter, browser, maja, dorte):
    idea = enter()
    case = moderation.open_case_of(idea.id)
    review.publish(case, by=maja, version=case.row_version)
    changed(sa.update(Item).where(Item.id == idea.id).values(entered_by_id=None))
    db.session.commit()
    db.session.refresh(idea)
    assert (idea.keeper, idea.is_own(dorte)) == (None, False)
    assert "En beboer · afleveret på papir" in browser().get(f"/ideer/{idea.id}").text


def test_a_role_that_is_over_enters_nothing(enter, dorte):
    dorte.roles[0].to_on = clock.today()
    db.session.commit()
    assert not dorte.has_role(RoleKind.BOARD)
    with pytest.raises(Refused):
        enter()


def test_a_role_that_is_over_changes_nothing_that_was_entered_with_it(enter, dorte, maja, browser):
    waiting, seen = enter(), enter(title="En cykelpumpe i gården")
    case = moderation.open_case_of(seen.id)
    review.publish(case, by=maja, version=case.row_version)
    dorte.roles[0].to_on = clock.today()
    db.session.commit()
    rules = (why_not_edit(dorte, seen), why_not_withdraw(dorte, seen), why_not_edit(dorte, waiting), why_not_take_back(dorte, waiting))
    assert [reason and reason.code for reason in rules] == ["not_enterer"] * 4
    page = browser(dorte).get(f"/ideer/{seen.id}")
    assert page.status == 200
    assert "Ret den" not in page.text
    assert browser(dorte).get(f"/ideer/{seen.id}/ret").status == 403
