"""Who is muted cannot write for some days: they hear why, keep what they typed, and read and support as before. It ends by itself."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from boligdialog.accounts import services as people
from boligdialog.accounts.models import Membership, Mute, RoleKind
from boligdialog.accounts.rules import why_not_write
from boligdialog.admin.services import retention
from boligdialog.comments.rules import why_not_add, why_not_comment, why_not_edit as why_not_edit_comment, why_not_own, why_not_thank
from boligdialog.content.models import ItemState
from boligdialog.content.rules import may_read
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.ideas.rules import why_not_edit, why_not_propose, why_not_take_back, why_not_withdraw
from boligdialog.moderation import queries
from boligdialog.moderation.models import ReportCode
from boligdialog.moderation.queries import mutes
from boligdialog.moderation.rules import is_read_first, why_not_report
from boligdialog.moderation.services.muting import confirm_mute, end_mute, mute_person
from boligdialog.moderation.services.reports import report
from boligdialog.support.rules import why_not_support, why_not_withdraw_support
from boligdialog.translations.rules import why_not_translate
from tests import town

WHY = "Du har skrevet grimt om en nabo tre gange."


@pytest.fixture
def case(lindegaarden, anna, make):
    return queries.open_case_of(make.pending(lindegaarden, anna).id)


@pytest.fixture
def local(erik, roennebakken):
    """Erik moderates the other area."""
    people.grant_role(erik, kind=RoleKind.MODERATOR, area_id=roennebakken.id, from_on=clock.today())
    db.session.commit()
    return _strong("erik")


def _strong(name):
    person = town.load(name)
    person.is_strong = True
    return person


def _mute(case, maja, days=3, **more):
    mute = mute_person(case, days=days, by=maja, **{"reason": WHY} | more)
    db.session.expire_all()
    return mute


def _code(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    db.session.expire_all()
    return refused.value.reason.code


def _in(**time):
    return time_machine.travel(clock.now() + timedelta(**time))


# --- what it takes and what it leaves ---------------------------------------------------------------


def test_what_is_taken_and_what_never_is(case, maja, anna, clara, lindegaarden, make):
    """Each verb with its rule: words go, all else stays (row 134, fixed)."""
    other, own, seen = make.published(lindegaarden, clara), case.item, make.published(lindegaarden, anna)
    mine, theirs = make.comment(other, anna), make.comment(other, clara)
    _mute(case, maja)
    found = {
        "propose": why_not_propose(anna, lindegaarden), "change": why_not_edit(anna, own), "change what is seen": why_not_edit(anna, seen),
        "comment": why_not_comment(anna, other, {}), "change a comment": why_not_edit_comment(anna, mine, 0),
        "add": why_not_add(anna, mine), "translate": why_not_translate(anna, own, "en", {}),
        "support": why_not_support(anna, other, {}), "take support back": why_not_withdraw_support(anna, other, {}),
        "thank": why_not_thank(anna, theirs), "report": why_not_report(anna, other), "take back": why_not_take_back(anna, own),
        "withdraw": why_not_withdraw(anna, seen), "delete": why_not_own(anna, mine),
    }  # fmt: skip
    assert {verb for verb, reason in found.items() if reason} == {
        "propose", "change", "change what is seen", "comment", "change a comment", "add", "translate"
    }  # fmt: skip
    assert {reason.code for reason in found.values() if reason} == {"muted"}
    assert may_read(anna, other)
    assert is_read_first(anna, seen, 0), "not even a word on why it is withdrawn"


def test_it_holds_in_its_area_alone(case, maja, anna, lindegaarden, roennebakken):
    _mute(case, maja)
    assert why_not_write(anna, lindegaarden.id)
    assert why_not_write(anna, roennebakken.id) is None


def test_everywhere_is_everywhere(case, maja, anna, roennebakken):
    _mute(case, maja, everywhere=True)
    assert why_not_write(anna, roennebakken.id)
    assert why_not_write(anna, None)


def test_it_ends_by_itself(case, maja, anna, lindegaarden):
    _mute(case, maja, days=3)
    with _in(days=2, hours=23):
        assert why_not_write(anna, lindegaarden.id)
    with _in(days=3, seconds=1):
        assert why_not_write(anna, lindegaarden.id) is None
        assert mutes.mutes(maja) == []


# --- what the person sees ---------------------------------------------------------------------------


def test_a_clear_sentence_and_the_text_is_kept(case, maja, anna, clara, lindegaarden, make, browser):
    other, reader = make.published(lindegaarden, clara), browser(anna)
    forms = {
        "/lindegaarden/ideer/ny": {"title": "Min idé, der skal blive", "why": "En grund"},
        f"/ideer/{case.item_id}/ret": {"title": "Min ændring, der skal blive", "why": "En grund"},
        f"/ideer/{other.id}/kommentar": {"text": "Mine ord, der skal blive"},
        f"/ideer/{case.item_id}/oversaet/en": {"title": "My words that stay", "text": "And why"},
    }
    opened = {url: reader.get(url) for url in forms}
    mute = _mute(case, maja)
    for url, typed in forms.items():
        place = next((each.get("value") for each in opened[url].all("option") if each.get("value")), None)
        answer = reader.send(opened[url], **typed, **({"place": place} if "title" in typed and "oversaet" not in url else {}))
        if url.endswith("/ny"):
            answer = reader.send(answer) if answer.status == 200 else answer  # the page of ideas that resemble it
        assert answer.status == 403, url
        assert "Du kan ikke skrive her før" in answer.text, url
        assert WHY in answer.text, url
        assert {name: answer.form()[name] for name in typed} == typed, url
        again = reader.get(url)
        assert (again.status, "Du kan ikke skrive her før" in again.text) == (403, True), url
    page = reader.get(f"/ideer/{other.id}")
    assert "Du kan ikke skrive her før" in page.text
    assert "/kommentar" not in page.html.split('id="samtale"')[1]
    mine = reader.get("/min-side").text
    assert "Lindegården:" in mine
    assert WHY in mine
    assert mute.is_on


def test_a_comment_of_ones_own_keeps_the_words_too(case, maja, anna, clara, lindegaarden, make, browser):
    mine = make.comment(make.published(lindegaarden, clara), anna)
    reader = browser(anna)
    page = reader.get(f"/kommentarer/{mine.id}/ret")
    _mute(case, maja)
    answer = reader.send(page, text="Mine nye ord")
    assert (answer.status, answer.form()["text"]) == (403, "Mine nye ord")


def test_a_change_by_a_stranger_is_still_a_bare_no(case, clara, browser, make, lindegaarden, anna):
    idea = make.published(lindegaarden, anna)
    reader = browser(clara)
    token = reader.get("/min-side").form()["csrf_token"]
    for url in (f"/ideer/{idea.id}/ret", f"/ideer/{idea.id}/oversaet/en"):
        answer = reader.post(url, {"csrf_token": token, "title": "x"})
        assert answer.status == 403
        assert not answer.all("textarea")


def test_the_person_hears_until_when_why_and_how_to_complain(case, maja, outbox, browser, anna):
    _mute(case, maja)
    mail = outbox()[-1]
    assert mail["To"] == "anna@example.dk"
    assert mail["Subject"].startswith("Du kan ikke skrive i Lindegården før ")
    text = mail.get_content()
    for words in (
        WHY,
        "Du kan stadig læse alt, støtte idéer",
        "Er du uenig? Sig det til os: 12 34 56 78",
        "En anden end den, der bestemte det",
    ):
        assert words in text, words
    assert "Du kan ikke skrive i Lindegården" in browser(anna).get("/min-side/nyt").text


def test_it_says_so_in_english_too(case, maja, anna, outbox):
    anna.lang = "en"
    db.session.commit()
    _mute(case, maja)
    assert outbox()[-1]["Subject"].startswith("You cannot write in Lindegården until ")


# --- who, and for how long --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "reason", "status"),
    [("0", WHY, 422), ("91", WHY, 422), ("-1", WHY, 422), ("tre", WHY, 422), ("", WHY, 422), ("3", "kort", 422), ("3", "x" * 501, 422),
     ("1", WHY, 303), ("90", WHY, 303)],
)  # fmt: skip
def test_days_and_reason_have_bounds(case, maja, browser, days, reason, status):
    reader = browser(maja)
    answer = reader.send(reader.get(f"/koe/{case.id}/pause"), days=days, reason=reason)
    assert answer.status == status
    if status == 422:
        assert (answer.form()["days"], answer.form()["reason"]) == (days, reason)


@pytest.mark.parametrize(("days", "reason"), [(0, WHY), (91, WHY), (3, "  kort  "), (3, "x" * 501)])
def test_the_service_says_the_bounds_again(case, maja, days, reason):
    assert _code(mute_person, case, days=days, reason=reason, by=maja) in ("days", "reason")


def test_a_moderator_of_another_area_mutes_nobody_here(case, local, browser, maja):
    assert _code(mute_person, case, days=3, reason=WHY, by=local) == "not_moderator"
    assert browser(local).get(f"/koe/{case.id}/pause").status == 404
    mute = _mute(case, maja)
    assert _code(end_mute, mute, by=local) == "not_moderator"
    assert mutes.mutes(local) == []
    assert browser(local).post(f"/koe/pauser/{mute.id}/slut", {}).status in (400, 404)


def test_a_moderator_of_one_area_mutes_there_and_not_everywhere(local, make, roennebakken, anna, browser):
    case = queries.open_case_of(make.pending(roennebakken, anna).id)
    assert _code(mute_person, case, days=3, reason=WHY, everywhere=True, by=local) == "not_moderator"
    page = browser(local).get(f"/koe/{case.id}/pause")
    assert "everywhere" not in page.form()
    assert "I alle områder" not in page.text
    assert mute_person(case, days=3, reason=WHY, by=local).area_id == roennebakken.id


@pytest.mark.parametrize("who", ["anna", "clara", "dorte"])
def test_residents_and_boards_mute_nobody(case, who, request, browser):
    person = request.getfixturevalue(who)
    assert _code(mute_person, case, days=3, reason=WHY, by=person) == "not_moderator"
    assert browser(person).get("/koe/pauser").status == 403


def test_nobody_mutes_their_home_or_who_works_here(lindegaarden, maja, soeren, anna, make, case):
    own = queries.open_case_of(make.pending(lindegaarden, maja).id)
    assert _code(mute_person, own, days=3, reason=WHY, by=maja) == "own_case"
    assert _code(mute_person, own, days=3, reason=WHY, by=soeren) == "staff"
    home = anna.memberships[0]
    db.session.add(Membership(person_id=soeren.id, household_id=home.household_id, area_id=home.area_id, from_on=clock.today()))
    db.session.commit()
    assert _code(mute_person, case, days=3, reason=WHY, by=_strong("soeren")) == "own_case"


def test_what_was_entered_for_somebody_has_nobody_to_mute(case, maja):
    case.item.author_id = None
    db.session.commit()
    assert _code(mute_person, case, days=3, reason=WHY, by=maja) == "nobody"


# --- the second person ------------------------------------------------------------------------------


def test_over_seven_days_waits_for_another_person(case, maja, soeren, anna, lindegaarden, outbox, browser):
    mute = _mute(case, maja, days=8)
    assert (mute.waits, mute.is_on, why_not_write(anna, lindegaarden.id)) == (True, False, None)
    mails = outbox()
    assert [each["To"] for each in mails if "venter på en person mere" in each["Subject"]] == ["soeren@example.dk"]
    assert not any("Du kan ikke skrive" in each["Subject"] for each in mails)
    assert _code(confirm_mute, mute, by=maja) == "same_person"
    assert "Du har selv bedt om det." in browser(maja).get("/koe/pauser").text
    reader = browser(soeren)
    page = reader.get("/koe/pauser")
    assert WHY in page.text
    assert reader.send(page, "/ja").status == 303
    db.session.expire_all()
    assert mute.is_on
    assert mute.until - mute.begins_at == timedelta(days=8)
    assert why_not_write(anna, lindegaarden.id)
    assert any("Du kan ikke skrive" in each["Subject"] for each in outbox())
    assert _code(confirm_mute, mute, by=soeren) == "answered"


def test_the_database_wants_two_people_as_well(case, maja):
    mute = _mute(case, maja, days=8)
    now = clock.now()
    for values in ({"begins_at": now, "until": now}, {"begins_at": now, "until": now, "confirmed_by_id": maja.id}, {"needs_second": False}):
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(sa.update(Mute).where(Mute.id == mute.id).values(**values))
        db.session.rollback()


def test_short_ones_in_a_row_are_a_long_one(case, maja, soeren, anna):
    first = _mute(case, maja, days=5)
    assert first.is_on
    with _in(days=6):
        again = mute_person(case, days=3, reason=WHY, by=maja)
        assert again.waits
        end_mute(again, by=soeren)
    with _in(days=36):
        assert mute_person(case, days=7, reason=WHY, by=maja).is_on


def test_what_nobody_says_yes_to_lapses(case, maja, soeren):
    mute = _mute(case, maja, days=30)
    with _in(days=7, seconds=1):
        assert mutes.mutes(soeren) == []
        assert _code(confirm_mute, mute, by=soeren) == "answered"
        assert mute_person(case, days=30, reason=WHY, by=maja).waits, "it can be asked for again"


def test_a_no_is_a_no_and_the_person_never_hears_of_it(case, maja, soeren, anna, outbox, browser):
    _mute(case, maja, days=30)
    reader = browser(soeren)
    assert reader.send(reader.get("/koe/pauser"), "/slut").status == 303
    assert not any(each["To"] == "anna@example.dk" for each in outbox())
    assert "Ingen er sat på pause" in reader.get("/koe/pauser").text


def test_who_may_end_it_ends_it_and_the_person_hears(case, maja, soeren, anna, lindegaarden, outbox):
    mute = _mute(case, maja)
    end_mute(mute, by=soeren)
    db.session.expire_all()
    assert why_not_write(anna, lindegaarden.id) is None
    assert [each["Subject"] for each in outbox() if each["To"] == "anna@example.dk"] == ["Du kan skrive igen i Lindegården"]
    assert _code(end_mute, mute, by=soeren) == "over"


def test_two_moderators_at_once_make_one(case, maja, soeren):
    _mute(case, maja)
    assert _code(mute_person, case, days=3, reason=WHY, by=soeren) == "muted"


def test_a_double_press_makes_one(case, maja):
    first = _mute(case, maja, once="c" * 32)
    assert _mute(case, maja, once="c" * 32).id == first.id


# --- around it --------------------------------------------------------------------------------------


def test_the_case_says_that_the_author_is_muted(case, maja, browser):
    assert "Sæt forfatteren på pause" in browser(maja).get(f"/koe/{case.id}").text
    _mute(case, maja)
    assert "Forfatteren er på pause til" in browser(maja).get(f"/koe/{case.id}").text


def test_a_neighbour_never_sees_that_somebody_is_muted(case, maja, clara, anna, lindegaarden, make, browser):
    seen = make.published(lindegaarden, anna)
    _mute(case, maja)
    for person in (None, clara):
        for url in (f"/ideer/{seen.id}", "/lindegaarden", "/lindegaarden/ideer", "/min-side" if person else "/"):
            text = browser(person).get(url).text
            assert WHY not in text
            assert "pause" not in text


def test_a_muted_person_can_still_give_notice(case, maja, anna, clara, lindegaarden, make):
    other = make.published(lindegaarden, clara)
    _mute(case, maja)
    assert report(other, by=town.load("anna"), code=ReportCode.DANGER, text="") is True


def test_withdrawing_is_possible_without_words(case, maja, anna, lindegaarden, make, browser):
    seen = make.published(lindegaarden, anna)
    _mute(case, maja)
    reader = browser(anna)
    page = reader.get(f"/ideer/{seen.id}/traek-tilbage")
    assert "text" not in page.form()
    assert reader.send(page, reason="solved").status == 303
    db.session.refresh(seen)
    assert seen.state is ItemState.WITHDRAWN


def test_it_is_forgotten_as_the_log_is(case, maja):
    _mute(case, maja)
    with _in(days=700):
        assert retention.forget_mutes() == 0
    with _in(days=740):
        assert retention.forget_mutes() == 1


def test_who_is_signed_in_is_read_in_one_statement_still(anna, browser, statements):
    reader = browser(anna)
    statements.clear()
    reader.get("/om")
    assert len([each for each in statements if "mute" in each]) == 1
