"""Changing an idea that neighbours have seen: free until somebody relies on it, then by numbered versions (row 32)."""

import pytest
import sqlalchemy as sa

from boligdialog.admin.queries.checks import CHECKS
from boligdialog.content import queries as content
from boligdialog.content.models import ItemState, Version
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.ideas import queries, services
from boligdialog.ideas.models import Idea, IdeaStage
from boligdialog.ideas.rules import why_not_edit
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import Cause, ReasonCode, ReportCode
from boligdialog.moderation.queries import lists
from boligdialog.moderation.services import reports, review
from boligdialog.notifications import queries as notifications
from boligdialog.search import queries as search
from boligdialog.support.services import support_item, withdraw_support
from boligdialog.translations.services import translate_item
from tests.conftest import NASTY

REASON = "Der er bedre plads ved porten"


@pytest.fixture
def idea(lindegaarden, anna, make):
    """An idea of Anna, whose texts appear at once by now."""
    for _ in range(3):
        make.published(lindegaarden, anna)
    return make.published(lindegaarden, anna, title="En bænk ved vaskeriet", why="Så kan man sidde.")


@pytest.fixture
def relied_on(idea, bo):
    support_item(idea, by=bo)
    return idea


@pytest.fixture
def unread(lindegaarden, clara, bo, make):
    """An idea of Clara, whose texts a moderator reads first; Bo is for it."""
    idea = make.published(lindegaarden, clara, title="En bænk ved vaskeriet", why="Så kan man sidde.")
    support_item(idea, by=bo)
    return idea


def _change(idea, by, **values):
    words = {"title": "En bænk ved porten", "why": "Så kan man sidde.", "reason": REASON} | values
    services.edit_idea(idea, place_id=content.places_of(idea.id)[0].id, by=by, **words)


def _refused(act, *args, **values):
    with pytest.raises(Refused) as refused:
        act(*args, **values)
    return refused.value.reason.code


def _numbers(idea):
    return list(db.session.scalars(sa.select(Version.n).where(Version.item_id == idea.id).order_by(Version.n)))


def test_while_nobody_relies_on_it_a_change_is_free_and_no_version(idea, anna, worker):
    _change(idea, anna, reason="")
    assert (idea.title, _numbers(idea), idea.counts.changes) == ("En bænk ved porten", [], 0)
    worker()
    assert not any(look() for look in CHECKS.values())


def test_the_first_support_of_another_freezes_it(relied_on, anna):
    assert _refused(_change, relied_on, anna, reason="") == "reason"
    assert _refused(_change, relied_on, anna, reason="Kort") == "reason"
    assert relied_on.title == "En bænk ved vaskeriet"
    _change(relied_on, anna)
    assert (relied_on.title, _numbers(relied_on)) == ("En bænk ved porten", [1, 2])
    assert "porten" in relied_on.title


def test_ones_own_support_and_comment_freeze_nothing_and_what_waits_neither(idea, anna, ida, clara, make, lindegaarden):
    support_item(idea, by=anna)
    make.comment(idea, anna)
    assert not queries.is_relied_on(idea)
    make.comment(idea, clara)
    assert queries.is_relied_on(idea)


def test_a_support_taken_back_frees_it_until_there_is_a_version(relied_on, anna, bo):
    withdraw_support(relied_on, by=bo)
    assert not queries.is_relied_on(relied_on)
    support_item(relied_on, by=bo)
    _change(relied_on, anna)
    withdraw_support(relied_on, by=bo)
    assert queries.is_relied_on(relied_on)


@pytest.mark.parametrize(
    ("state", "stage", "code"),
    [
        (ItemState.PENDING, IdeaStage.NEW, None),
        (ItemState.PUBLISHED, IdeaStage.NEW, None),
        (ItemState.PUBLISHED, IdeaStage.ANSWERED, None),
        (ItemState.PUBLISHED, IdeaStage.IN_INITIATIVE, "under_way"),
        (ItemState.PUBLISHED, IdeaStage.DONE, "under_way"),
        (ItemState.HIDDEN, IdeaStage.NEW, None),
        (ItemState.WITHDRAWN, IdeaStage.NEW, "closed"),
    ],
)
def test_who_may_change_when(state, stage, code, anna, bo, maja):
    idea = Idea(state=state, stage=stage, author_id=anna.id, area_id=1)
    reason = why_not_edit(anna, idea)
    assert (reason and reason.code) == code
    assert [why_not_edit(by, idea).code for by in (None, bo, maja)] == ["not_yours"] * 3


def test_what_is_the_same_is_no_change(relied_on, anna):
    _change(relied_on, anna, title=relied_on.title, reason="")
    assert _numbers(relied_on) == []


def test_the_numbers_and_the_index_agree_after_changes(relied_on, anna, worker):
    for n in range(3):
        _change(relied_on, anna, why=f"Nu {n} gange med solsikker")
    worker()
    assert [hit.item.id for hit in search.find("solsikker", seen_by=None).rows] == [relied_on.id]
    assert (_numbers(relied_on), relied_on.counts.changes) == ([1, 2, 3, 4], 3)
    assert not any(look() for look in CHECKS.values())


def test_a_check_finds_a_wrong_number_of_changes(relied_on, anna):
    _change(relied_on, anna)
    content.counts(relied_on.id).changes = 7
    db.session.commit()
    assert CHECKS["changes"]() == [f"item {relied_on.id}: 7 changes stored, 1 counted"]


# --- what a moderator reads first -------------------------------------------------------------------


def test_unread_text_never_passes_the_moderators(unread, clara, maja):
    _change(unread, clara)
    assert (unread.title, content.waiting_version(unread.id).title) == ("En bænk ved vaskeriet", "En bænk ved porten")
    case = moderation.open_case_of(unread.id)
    assert case.cause is Cause.CHANGED
    review.publish(case, by=maja, version=case.row_version, item_version=unread.row_version)
    assert (unread.title, unread.state, _numbers(unread)) == ("En bænk ved porten", ItemState.PUBLISHED, [1, 2])


def test_it_waits_also_while_nobody_relies_on_it(lindegaarden, clara, make):
    idea = make.published(lindegaarden, clara)
    assert _refused(_change, idea, clara, reason="") == "reason"
    _change(idea, clara)
    assert content.waiting_version(idea.id)


def test_what_changed_after_it_was_read_is_not_shown(unread, clara, maja):
    _change(unread, clara)
    case = moderation.open_case_of(unread.id)
    seen = (case.row_version, unread.row_version)
    _change(unread, clara, title="Køb billige ure på nettet")
    assert _refused(review.publish, case, by=maja, version=seen[0], item_version=seen[1]) == "stale"
    assert unread.title == "En bænk ved vaskeriet"
    assert lists.length(maja).n == 1


def test_what_sounds_private_waits_whoever_wrote_it(relied_on, anna, browser):
    reader = browser(anna)
    asked = reader.send(reader.get(f"/ideer/{relied_on.id}/ret"), "/ret", why="Ring 20 30 40 50", reason=REASON)
    assert asked.status == 422
    assert reader.send(asked, "/ret", private_ok="y").status == 303
    db.session.refresh(relied_on)
    assert relied_on.body == "Så kan man sidde."
    assert content.waiting_version(relied_on.id).body == "Ring 20 30 40 50"


def test_a_declined_change_stays_its_authors_and_is_shown_by_no_other_decision(unread, clara, bo, maja, browser):
    _change(unread, clara)
    case = moderation.open_case_of(unread.id)
    review.ask_edit(case, by=maja, version=case.row_version, reason=ReasonCode.TONE, text="Skriv det lidt venligere.")
    assert (unread.title, unread.state) == ("En bænk ved vaskeriet", ItemState.PUBLISHED)
    page = browser(clara).get(f"/ideer/{unread.id}/ret")
    assert "Skriv det lidt venligere." in page.text
    assert page.form("/ret")["title"] == "En bænk ved porten"
    reports.report(unread, by=bo, code=ReportCode.SPAM, text="")
    case = moderation.open_case_of(unread.id)
    review.keep(case, by=maja, version=case.row_version)
    assert unread.title == "En bænk ved vaskeriet"


def test_a_notice_from_a_reader_and_a_change_are_one_case(unread, clara, bo, maja, browser):
    _change(unread, clara)
    reports.report(unread, by=bo, code=ReportCode.SPAM, text="Reklame?")
    case = moderation.open_case_of(unread.id)
    assert case.cause is Cause.REPORTED
    page = browser(maja).get(f"/koe/{case.id}")
    assert "Reklame?" in page.text
    assert "Vis rettelsen" in page.text
    services.take_back_change(unread, by=clara)
    assert moderation.open_case_of(unread.id).id == case.id
    assert _refused(review.ask_edit, case, by=maja, version=case.row_version, reason=ReasonCode.TONE, text="Ret lidt i den") == "published"


def test_the_author_takes_a_change_back(unread, clara, bo, maja, browser):
    _change(unread, clara)
    reader = browser(clara)
    assert _refused(services.take_back_change, unread, by=bo) == "not_yours"
    assert reader.send(reader.get(f"/ideer/{unread.id}/ret"), "/fortryd-rettelse").status == 303
    assert (content.unshown_version(unread.id), lists.length(maja).n) == (None, 0)


def test_only_the_author_and_moderators_know_of_what_waits(unread, clara, anna, maja, browser):
    _change(unread, clara, why="Hemmeligt indtil videre")
    for person, is_there in ((None, False), (anna, False)):
        for url in (f"/ideer/{unread.id}", f"/ideer/{unread.id}/versioner", "/soeg?q=hemmeligt"):
            assert ("Hemmeligt indtil videre" in browser(person).get(url).text) is is_there
    assert "En af os læser din rettelse" in browser(clara).get(f"/ideer/{unread.id}").text
    queue = browser(maja).get(f"/koe/{moderation.open_case_of(unread.id).id}")
    assert "Hemmeligt indtil videre" in queue.text
    assert REASON in queue.text


def test_hiding_and_changing_do_not_show_it_again(unread, clara, maja):
    _change(unread, clara)
    case = moderation.open_case_of(unread.id)
    review.hide(case, by=maja, version=case.row_version, reason=ReasonCode.TONE, text="Det kan vi ikke vise.")
    assert unread.state is ItemState.HIDDEN
    services.edit_idea(unread, title="En bænk ved muren", why="", place_id=None, by=clara)
    assert (unread.state, content.unshown_version(unread.id)) == (ItemState.HIDDEN, None)
    case = moderation.open_case_of(unread.id)
    review.publish(case, by=maja, version=case.row_version)
    assert (unread.title, content.unshown_version(unread.id)) == ("En bænk ved muren", None)


# --- forms and pages --------------------------------------------------------------------------------


def test_a_change_with_a_reason_is_shown_with_its_differences(relied_on, anna, browser):
    reader = browser(anna)
    page = reader.get(f"/ideer/{relied_on.id}/ret")
    why = f"Så kan man sidde længe. {NASTY}"
    assert reader.send(page, "/ret", why=why, reason="Flere spurgte, hvor længe").status == 303
    shown = browser().get(f"/ideer/{relied_on.id}")
    versions = browser().get(shown.link("Rettet 1 gang: se hvad der er ændret"))
    assert "Flere spurgte, hvor længe" in versions.text
    assert "Tilføjet: længe" in "".join(versions.all("ins")[0].itertext()).replace("  ", " ")
    assert [each.get("id") for each in versions.all("section") if each.get("id")] == ["v2", "v1"]


def test_the_reason_is_asked_for_by_all_faults_at_once_and_the_text_kept(relied_on, anna, browser):
    reader = browser(anna)
    page = reader.get(f"/ideer/{relied_on.id}/ret")
    answer = reader.send(page, "/ret", title="Kort", why=NASTY, reason="")
    assert answer.status == 422
    assert len(answer.errors) == 2
    assert answer.form("/ret")["why"] == NASTY


def test_a_support_between_form_and_save_asks_for_a_reason(idea, anna, bo, browser):
    reader = browser(anna)
    page = reader.get(f"/ideer/{idea.id}/ret")
    assert "reason" not in page.form("/ret")
    support_item(idea, by=bo)
    asked = reader.send(page, "/ret", title="En bænk ved porten")
    assert (asked.status, asked.form("/ret")["title"]) == (422, "En bænk ved porten")
    assert reader.send(asked, "/ret", reason=REASON).status == 303
    assert _numbers(idea) == [1, 2]


def test_of_two_tabs_the_second_is_told_and_keeps_its_text(relied_on, anna, browser):
    reader = browser(anna)
    first, second = (reader.get(f"/ideer/{relied_on.id}/ret") for _tab in range(2))
    assert reader.send(first, "/ret", title="En bænk ved porten", reason=REASON).status == 303
    answer = reader.send(second, "/ret", title="En bænk på taget", reason=REASON)
    assert (answer.status, answer.form("/ret")["title"]) == (409, "En bænk på taget")
    assert "En bænk ved porten" in answer.text
    assert reader.send(answer, "/ret").status == 303
    assert (content.counts(relied_on.id).changes, _numbers(relied_on)) == (2, [1, 2, 3])


def test_a_draft_of_the_form_does_not_keep_its_old_version(relied_on, anna, browser):
    reader = browser(anna)
    page = reader.get(f"/ideer/{relied_on.id}/ret")
    reader.send(page, "/ret", title="En kladde om bænke", save_draft="1")
    relied_on.row_version += 1
    db.session.commit()
    page = reader.get(f"/ideer/{relied_on.id}/ret")
    assert page.form("/ret")["title"] == "En kladde om bænke"
    assert reader.send(page, "/ret", reason=REASON).status == 303


def test_many_versions_have_pages(relied_on, anna, browser):
    for n in range(12):
        _change(relied_on, anna, why=f"Nummer {n}")
    first = browser().get(f"/ideer/{relied_on.id}/versioner")
    ids = [each.get("id") for each in first.all("section") if each.get("id")]
    second = browser().get(first.link("Vis ældre udgaver"))
    ids += [each.get("id") for each in second.all("section") if each.get("id")]
    assert ids == [f"v{n}" for n in range(13, 0, -1)]


def test_a_moved_idea_says_from_where_to_where(lindegaarden, anna, bo, make, idea, browser):
    places = [make.place(lindegaarden).id, 2]
    support_item(idea, by=bo)
    services.edit_idea(idea, title=idea.title, why=idea.body, place_id=places[1], reason=REASON, by=anna)
    page = browser().get(f"/ideer/{idea.id}/versioner")
    assert len(page.all("del")) == len(page.all("ins")) == 1


# --- supporters and followers -----------------------------------------------------------------------


def test_supporters_see_that_it_changed_and_can_stay_or_go(relied_on, anna, bo, clara, browser):
    said = "Ændret siden du støttede."
    reader = browser(bo)
    assert said not in reader.get(f"/ideer/{relied_on.id}").text
    _change(relied_on, anna)
    support_item(relied_on, by=clara)
    page = reader.get(f"/ideer/{relied_on.id}")
    assert said in page.text
    assert page.link("Se hvad der er ændret") == f"/ideer/{relied_on.id}/versioner"
    assert said not in browser(clara).get(f"/ideer/{relied_on.id}").text
    reader.send(page, "/stoet")  # «I support it as it is now»
    assert said not in reader.get(f"/ideer/{relied_on.id}").text
    assert content.counts(relied_on.id).supports == 2


def test_supporters_hear_of_a_change_but_not_who_made_it(relied_on, anna, bo, worker, browser):
    worker()
    _change(relied_on, anna)
    worker()
    kinds = {person.id: [each.kind for each in notifications.notices(seen_by=person)] for person in (anna, bo)}
    assert kinds[bo.id].count("idea_changed") == 1
    assert "idea_changed" not in kinds[anna.id]
    assert "»En bænk ved porten« er rettet" in browser(bo).get("/min-side/nyt").text


def test_the_author_hears_what_became_of_a_change(unread, clara, maja, worker, outbox, browser):
    _change(unread, clara)
    case = moderation.open_case_of(unread.id)
    review.ask_edit(case, by=maja, version=case.row_version, reason=ReasonCode.TONE, text="Skriv det lidt venligere.")
    assert "Skriv det lidt venligere." in outbox()[-1].get_body(("plain",)).get_content()
    _change(unread, clara, title="En venlig bænk ved porten")
    case = moderation.open_case_of(unread.id)
    review.publish(case, by=maja, version=case.row_version)
    assert "Naboerne ser din rettelse" in outbox()[-1]["Subject"]


def test_a_translation_is_outdated_by_a_change(relied_on, anna, browser):
    translate_item(relied_on, lang="en", title="A bench by the laundry", body="So you can sit.", by=anna)
    _change(relied_on, anna)
    assert "The original has changed since" in browser().get(f"/en/ideer/{relied_on.id}").text


@pytest.mark.parametrize(("who", "most"), [(None, 4), ("bo", 6)])
def test_versions_cost_the_page_of_an_idea_no_statement(who, most, relied_on, anna, request, browser, statements):
    _change(relied_on, anna)
    reader, url = browser(request.getfixturevalue(who) if who else None), f"/ideer/{relied_on.id}"
    reader.get(url)
    statements.clear()
    assert "Rettet 1" in reader.get(url).text
    assert len(statements) <= most, statements
