"""What moderators write to each other about a case: theirs alone, kept for a time, and heard of by those who are asked."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from boligdialog.accounts import services as people
from boligdialog.accounts.models import Membership, RoleKind
from boligdialog.admin.services import retention, trash
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.moderation import queries
from boligdialog.moderation.models import CaseNote, ReasonCode, ReportCode
from boligdialog.moderation.queries import notes
from boligdialog.moderation.services.notes import write_note
from boligdialog.moderation.services.reports import report
from boligdialog.moderation.services.review import hide, publish
from boligdialog.notifications.models import Notice

NOTE = "Ring til hende først <b>& spørg</b>\nHun er ny"


@pytest.fixture
def case(lindegaarden, anna, make):
    return queries.open_case_of(make.pending(lindegaarden, anna).id)


def _code(case, by, **more):
    with pytest.raises(Refused) as refused:
        write_note(case, by=by, **{"text": NOTE} | more)
    return refused.value.reason.code


def test_a_thread_on_the_page_of_the_case(case, maja, soeren, browser):
    reader = browser(maja)
    page = reader.get(f"/koe/{case.id}/noter")
    assert reader.send(page, text=NOTE).status == 303
    other = browser(soeren)
    shown = other.get(f"/koe/{case.id}")
    assert "Ring til hende først <b>& spørg</b> Hun er ny" in " ".join(shown.text.split())
    assert other.send(other.get(f"/koe/{case.id}/noter"), text="Det har jeg gjort").status == 303
    assert [each.by.name for each in notes.notes(case)] == ["Maja", "Søren"]


def test_who_is_asked_hears_of_it_and_the_mail_does_not_say_what(case, maja, soeren, browser, outbox):
    reader = browser(maja)
    page = reader.get(f"/koe/{case.id}/noter")
    assert "Søren, Administrator" in page.text
    assert reader.send(page, text=NOTE, asked=str(soeren.id)).status == 303
    mail = next(each for each in outbox() if each["To"] == "soeren@example.dk")
    assert mail["Subject"] == "Maja beder dig læse en note"
    assert f"/koe/{case.id}/noter" in mail.get_content()
    assert "Hun er ny" not in mail.get_content()
    assert "Maja beder dig læse en note" in browser(soeren).get("/min-side/nyt").text
    assert "til Søren" in browser(soeren).get(f"/koe/{case.id}").text


def test_no_mail_tells_anybody_what_a_note_says(case, maja, soeren, outbox):
    write_note(case, text=NOTE, asked=[soeren.id], by=maja)
    publish(case, by=maja, version=case.row_version)
    assert len(outbox()) >= 2
    assert not any("Hun er ny" in each.get_content() for each in outbox())


def test_who_is_no_moderator_any_more_is_told_nothing(case, maja, soeren, worker, browser):
    write_note(case, text=NOTE, asked=[soeren.id], by=maja)
    worker()
    soeren.roles[0].to_on = soeren.roles[0].from_on
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count()).where(Notice.person_id == soeren.id, Notice.kind == "note")) == 1
    assert "beder dig læse" not in browser(soeren).get("/min-side/nyt").text


@pytest.mark.parametrize("who", ["anna", "clara", "dorte", "erik"])
def test_nobody_else_writes_or_reads(case, who, request, browser):
    person = request.getfixturevalue(who)
    assert _code(case, person) == "not_moderator"
    assert browser(person).get(f"/koe/{case.id}/noter").status == 404
    assert browser(person).post(f"/koe/{case.id}/noter", {"text": NOTE}).status in (400, 404)


def test_moderators_of_another_area_are_nobody_here(case, erik, roennebakken, browser):
    people.grant_role(erik, kind=RoleKind.MODERATOR, area_id=roennebakken.id, from_on=clock.today())
    db.session.commit()
    erik.is_strong = True
    assert _code(case, erik) == "not_moderator"
    assert browser(erik).get(f"/koe/{case.id}/noter").status == 404
    assert erik not in notes.colleagues(case, erik)


def test_a_moderator_never_reads_what_is_said_of_their_own(lindegaarden, maja, soeren, make, browser):
    own = queries.open_case_of(make.pending(lindegaarden, maja).id)
    write_note(own, text=NOTE, by=soeren)
    assert "Hun er ny" not in browser(maja).get(f"/koe/{own.id}").text
    assert browser(maja).get(f"/koe/{own.id}/noter").status == 403
    assert _code(own, maja) == "own_case"
    assert _code(own, soeren, asked=[maja.id]) == "not_asked"


def test_nor_does_one_who_shares_the_authors_home(case, anna, maja, soeren, browser):
    home = anna.memberships[0]
    db.session.add(
        Membership(person_id=soeren.id, household_id=home.household_id, area_id=home.area_id, from_on=clock.today() - timedelta(days=1))
    )
    db.session.commit()
    assert notes.colleagues(case, maja) == {}
    assert _code(case, maja, asked=[soeren.id]) == "not_asked"


@pytest.mark.parametrize(("text", "error"), [("", True), ("x" * 1001, True), ("Nabo 010190-1234", True), ("x" * 1000, False)])
def test_bad_notes_say_what_is_wrong_and_keep_the_text(case, maja, browser, text, error):
    reader = browser(maja)
    answer = reader.send(reader.get(f"/koe/{case.id}/noter"), text=text)
    assert answer.status == (422 if error else 303)
    if error:
        assert answer.errors
        assert answer.form()["text"] == text


def test_a_stranger_cannot_be_asked(case, maja, clara, browser):
    assert _code(case, maja, asked=[clara.id]) == "not_asked"
    reader = browser(maja)
    assert reader.send(reader.get(f"/koe/{case.id}/noter"), text=NOTE, asked=str(clara.id)).status == 422


def test_a_double_press_is_one_note(case, maja):
    assert write_note(case, text=NOTE, by=maja, once="a" * 32) is True
    assert write_note(case, text=NOTE, by=maja, once="a" * 32) is False
    assert len(notes.notes(case)) == 1


def test_the_next_case_shows_what_was_said_of_the_first(case, maja, clara, soeren, browser):
    write_note(case, text=NOTE, by=maja)
    publish(case, by=maja, version=case.row_version)
    report(case.item, by=clara, code=ReportCode.SPAM, text="")
    assert "Hun er ny" in browser(soeren).get("/koe").text


def _in_days(days, run=retention.forget_notes):
    with time_machine.travel(clock.now() + timedelta(days=days)):
        return run()


def test_notes_go_as_the_words_of_notices_do(case, maja, soeren):
    write_note(case, text=NOTE, by=maja, asked=[soeren.id])
    assert _in_days(400) == 0, "nobody has decided"
    publish(case, by=maja, version=case.row_version)
    assert _in_days(179) == 0
    assert _in_days(181) == 1
    assert notes.notes(case) == []


def test_what_is_held_keeps_them_and_what_is_purged_loses_them(case, maja, soeren):
    write_note(case, text=NOTE, by=maja)
    hide(case, by=maja, version=case.row_version, reason=ReasonCode.TONE, text="Skriv det pænere.")
    trash.trash_item(case.item, by=maja)
    trash.hold_item(case.item, by=soeren, is_held=True)
    assert _in_days(400) == 0
    trash.hold_item(case.item, by=soeren, is_held=False)
    assert _in_days(31, trash.empty_trash) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CaseNote)) == 0
