"""Many at once: exact rows and right counts, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from boligdialog.accounts import services as people
from boligdialog.accounts.models import Membership, Person, SignInAttempt
from boligdialog.admin.queries.checks import CHECKS
from boligdialog.admin.services.running import MENDS
from boligdialog.content import queries as content
from boligdialog.content.models import Channel, ItemCount
from boligdialog.core import seals, tokens
from boligdialog.core.db import changed, db
from boligdialog.core.events import Event
from boligdialog.housing.models import Household
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea, Sheet, WithdrawWhy
from boligdialog.moderation import queries as moderation
from boligdialog.moderation.models import ReasonCode, ReportCode
from boligdialog.moderation.services import reports, review
from boligdialog.paper.services.printing import print_slips
from boligdialog.support.models import PaperSupport, Support
from boligdialog.support.services import enter_paper_support, remove_paper_support, support_item, withdraw_support
from tests import town


@pytest.fixture
def idea_id(lindegaarden, clara, make):
    return make.published(lindegaarden, clara).id


def _counts(idea_id):
    counts = content.counts(idea_id)
    return counts.supports, counts.households


def test_fifty_presses_at_once_are_one_support(idea_id, at_once):
    done = at_once(50, lambda _n: support_item(db.session.get_one(Idea, idea_id), by=town.load("anna")))
    assert sorted(done) == [False] * 49 + [True]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Support)) == 1
    assert _counts(idea_id) == (1, 1)


def test_a_storm_of_on_and_off_ends_with_right_numbers(idea_id, at_once, worker):
    def act(number: int) -> bool:
        verb = (support_item, withdraw_support)[number % 2]
        return verb(db.session.get_one(Idea, idea_id), by=town.load(("anna", "bo", "dorte")[number % 3]))

    at_once(90, act)
    worker()
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def test_many_who_enter_the_same_homes_on_paper_make_one_row_each(idea_id, at_once):
    def enter(number: int) -> int:
        homes = [3, 4, 5, 6] if number % 2 else [6, 5, 4, 3]
        return enter_paper_support(db.session.get_one(Idea, idea_id), numbers=homes, by=town.load(("maja", "soeren")[number % 2]))

    assert sum(at_once(20, enter)) == 4
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PaperSupport)) == 4
    assert content.counts(idea_id).paper == 4


def test_a_storm_online_and_on_paper_in_one_home_ends_with_right_numbers(idea_id, at_once, worker):
    home = db.session.scalars(sa.select(Household.id).where(Household.number == 1)).one()

    def act(number: int) -> object:
        item = db.session.get_one(Idea, idea_id)
        match number % 4:
            case 0:
                return support_item(item, by=town.load(("anna", "bo")[number // 4 % 2]))
            case 1:
                return enter_paper_support(item, numbers=[1, 3], by=town.load("maja"))
            case 2:
                return withdraw_support(item, by=town.load(("anna", "bo")[number // 8 % 2]))
            case _:
                return remove_paper_support(item, household_id=home, by=town.load(("bo", "maja")[number // 4 % 2]))

    at_once(96, act)
    worker()
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def test_one_slip_entered_by_ten_at_once_is_one_idea(lindegaarden, at_once):
    print_slips(lindegaarden, number=1, lang="da", by=town.load("maja"))
    area_id, slip = lindegaarden.id, db.session.scalars(sa.select(Sheet.id)).one()

    def enter(number: int) -> object:
        area, by = db.session.get_one(type(lindegaarden), area_id), town.load(("maja", "soeren")[number % 2])
        words = {"title": "En bænk ved vaskeriet", "why": "", "place_id": None, "lang": "da"}
        return ideas.enter_idea(area, **words, channel=Channel.PAPER, has_consent=True, slip=slip, by=by).id

    done = at_once(10, enter)
    assert sorted(map(str, done))[1:] == ["slip_used"] * 9
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 1


def test_one_form_sent_twenty_times_at_once_is_one_idea(lindegaarden, at_once):
    area_id, once = lindegaarden.id, "c" * 32

    def propose(_number: int) -> int:
        area = db.session.get_one(type(lindegaarden), area_id)
        return ideas.propose_idea(
            area, title="En idé sendt mange gange", why="", place_id=None, by=town.load("anna"), lang="da", once=once
        ).id

    assert len(set(at_once(20, propose))) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 1


def test_twenty_with_one_letter_are_four_people_and_four_who_wait(app, at_once):
    home = db.session.scalars(sa.select(Household).where(Household.number == 9)).one()
    code = people.issue_letter_code(home)
    home_id, before = home.id, db.session.scalar(sa.select(sa.func.count()).select_from(Person))
    came = at_once(20, lambda n: people.enter_paper_code(code, by=None, device=f"d{n}"))
    assert sum(not isinstance(each, str) for each in came) == 8
    waiting = db.session.scalars(sa.select(Membership.waits).where(Membership.household_id == home_id)).all()
    assert sorted(waiting) == [False] * 4 + [True] * 4
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == before + 8


def test_two_moderators_at_once_decide_once(lindegaarden, anna, make, at_once):
    case_id = moderation.open_case_of(make.pending(lindegaarden, anna).id).id

    def decide(number: int) -> str:
        case = db.session.get_one(moderation.Case, case_id)
        if number % 2:
            review.publish(case, by=town.load("maja"), version=1)
        else:
            review.hide(case, by=town.load("soeren"), version=1, reason=ReasonCode.TONE, text="Skriv det venligere.")
        return "decided"

    assert sorted(at_once(10, decide)) == ["decided"] + ["stale"] * 9


def test_a_code_used_twice_at_once_lets_in_once(app, at_once):
    attempt = people.ask_code("anna@example.dk", browser="b", lang="da")
    digits, attempt_id = tokens.six_digits(people.PURPOSE, attempt.id), attempt.id

    def enter(_number: int) -> str:
        return type(people.enter_code(db.session.get_one(SignInAttempt, attempt_id), code=digits)).__name__

    assert sorted(at_once(4, enter)).count("Person") == 1


def test_references_are_never_given_twice(lindegaarden, at_once):
    area_id = lindegaarden.id

    def propose(number: int) -> str:
        area = db.session.get_one(type(lindegaarden), area_id)
        return ideas.propose_idea(
            area, title=f"Idé nummer {number} på samme tid", why="", place_id=None, by=town.load("anna"), lang="da"
        ).ref

    assert len(set(at_once(16, propose))) == 16


# --- a change of what others rely on ----------------------------------------------------------------


@pytest.fixture
def trusted_id(lindegaarden, anna, make):
    """An idea of Anna, whose texts appear at once by now."""
    for _ in range(3):
        make.published(lindegaarden, anna)
    return make.published(lindegaarden, anna).id


def _change(idea_id: int, by: str, title: str, **values: Any) -> str:
    idea = db.session.get_one(Idea, idea_id)
    ideas.edit_idea(idea, title=title, why="", place_id=None, by=town.load(by), **values)
    return "changed"


def test_of_many_saves_from_one_page_one_is_saved(trusted_id, bo, at_once, worker):
    support_item(db.session.get_one(Idea, trusted_id), by=bo)
    seen = db.session.get_one(Idea, trusted_id).row_version
    done = at_once(8, lambda n: _change(trusted_id, "anna", f"En titel fra fane {n}", reason="Bedre sådan", version=seen))
    assert sorted(done) == ["changed", *["stale"] * 7]
    assert content.counts(trusted_id).changes == 1
    worker()
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def test_nobody_supports_a_text_that_is_changed_without_a_trace(trusted_id, at_once):
    def act(number: int) -> Any:
        if number % 2:
            return support_item(db.session.get_one(Idea, trusted_id), by=town.load(("bo", "clara", "dorte")[number % 3]))
        before = db.session.scalar(sa.select(sa.func.count()).select_from(Support)) or 0
        return before, _change(trusted_id, "anna", f"En titel uden grund {number}")

    done = [each for each in at_once(24, act) if isinstance(each, tuple)]
    assert [before for before, _changed in done if before] == []  # once a support was there, a reason was asked for


def test_what_is_changed_while_a_moderator_decides_is_read_or_not_shown(idea_id, at_once):
    _change(idea_id, "clara", "Den læste titel", reason="Bedre sådan")
    case = moderation.open_case_of(idea_id)
    seen = {"version": case.row_version, "item_version": db.session.get_one(Idea, idea_id).row_version}

    def act(number: int) -> str:
        if number % 2:
            return _change(idea_id, "clara", f"En ulæst titel {number}", reason="Bedre sådan")
        case = moderation.open_case_of(idea_id)
        if case:
            review.publish(case, by=town.load("maja"), **seen)
        return "done"

    at_once(8, act)
    assert "ulæst" not in db.session.get_one(Idea, idea_id).title


def test_changes_notices_and_support_at_once_lock_nobody_out(idea_id, at_once, worker):
    def act(number: int) -> Any:
        idea, who = db.session.get_one(Idea, idea_id), ("anna", "bo", "dorte")[number % 3]
        if number % 4 == 0:
            return reports.report(idea, by=town.load(who), code=ReportCode.SPAM, text="")
        if number % 4 == 1:
            return (support_item, withdraw_support)[number % 8 == 1](idea, by=town.load(who))
        return _change(idea_id, "clara", f"En titel mere {number}", reason="Bedre sådan")

    at_once(48, act)
    worker()
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def test_withdrawn_and_changed_at_once_is_one_of_them(trusted_id, bo, at_once, worker):
    support_item(db.session.get_one(Idea, trusted_id), by=bo)

    def act(number: int) -> str:
        if number % 2:
            return _change(trusted_id, "anna", f"En titel mere {number}", reason="Bedre sådan")
        ideas.withdraw_idea(db.session.get_one(Idea, trusted_id), why=WithdrawWhy.SOLVED, by=town.load("anna"))
        return "done"

    assert at_once(8, act).count("done") <= 1  # who was slower is told that it has changed
    worker()
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def test_sealers_at_once_seal_each_event_once(idea_id, at_once, monkeypatch):
    monkeypatch.setattr(seals, "_SETTLE", timedelta(0))
    monkeypatch.setattr(seals, "_BATCH", 3)
    waiting = db.session.scalar(sa.select(sa.func.count()).where(Event.seal_no.is_(None)))
    assert sum(at_once(8, lambda _n: seals.seal_events())) <= waiting
    while seals.seal_events():
        pass
    assert seals.broken_seals() == []
    assert db.session.scalar(sa.select(sa.func.sum(seals.Seal.count))) == waiting


def test_what_happens_while_seals_are_made_is_sealed_too(idea_id, at_once, monkeypatch):
    monkeypatch.setattr(seals, "_SETTLE", timedelta(0))

    def act(n):
        person = town.load("anna")
        return seals.seal_events() if n % 2 else support_item(db.session.get_one(Idea, idea_id), by=person)

    at_once(24, act)
    while seals.seal_events():
        pass
    assert seals.broken_seals() == []
    assert db.session.scalar(sa.select(sa.func.count()).where(Event.seal_no.is_(None))) == 0


def test_a_number_is_mended_while_it_changes(idea_id, at_once):
    changed(sa.update(ItemCount).values(supports=40, households=40))
    db.session.commit()
    at_once(16, lambda n: MENDS["supports"]() if n % 4 == 0 else support_item(db.session.get_one(Idea, idea_id), by=town.load(WHO[n % 3])))
    MENDS["supports"]()
    MENDS["households"]()
    assert [name for name in ("supports", "households") if CHECKS[name]()] == []


WHO = ("anna", "bo", "erik")
