"""The queue: what is first, what an address narrows it to, page by page to the end, and late cases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.accounts.models import RoleKind
from boligdialog.accounts.services import add_person, grant_role
from boligdialog.content.models import ItemCount, ItemState
from boligdialog.core import clock
from boligdialog.core.db import changed, db
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea
from boligdialog.moderation import queries
from boligdialog.moderation.models import Case, Cause, ReasonCode, ReportCode
from boligdialog.moderation.queries import lists
from boligdialog.moderation.rules import priority_of, rank_of
from boligdialog.moderation.services import appeals, lateness, redacting, reports, review

WHY = {"reason": ReasonCode.TONE, "text": "Skriv det lidt venligere, tak."}


def _many(area, n, *, start=0):
    """So many ideas that wait, one a minute."""
    now = clock.now()
    first = (db.session.scalar(sa.select(sa.func.max(Idea.id))) or 0) + 1
    ids = range(first, first + n)
    common = {"kind": "idea", "area_id": area.id, "lang": "da", "state": ItemState.PENDING, "shuffle": 0, "row_version": 1}
    rows = [common | {"id": i, "ref": f"T-{i}", "title": f"Idé {i}", "created_at": now, "popularity": 0} for i in ids]
    db.session.execute(sa.insert(Idea.__mapper__.local_table.metadata.tables["item"]), rows)
    words = {"body": "", "body_html": "", "renderer_version": 1, "stage": "new"}
    db.session.execute(sa.insert(Idea.__table__), [words | {"id": i} for i in ids])
    db.session.execute(sa.insert(ItemCount.__table__), [{"item_id": i} for i in ids])
    case = {"area_id": area.id, "cause": Cause.PENDING, "priority": 0, "due_on": clock.today(), "row_version": 1}
    db.session.execute(sa.insert(Case), [case | {"item_id": i, "rank": rank_of(0, clock.today()), "opened_at": now} for i in ids])
    db.session.commit()


def _titles(person, **what):
    return [row.title for row in lists.queue(person, lists.of(person, **what)).rows]


@pytest.fixture
def of_two_areas(lindegaarden, roennebakken, app):
    """A moderator of both areas, and of no other."""
    person = add_person("marie@example.dk")
    for area in (lindegaarden, roennebakken):
        grant_role(person, kind=RoleKind.MODERATOR, area_id=area.id, from_on=clock.today())
    db.session.commit()
    person.is_strong = True
    return person


def test_five_thousand_cost_what_fifty_cost(lindegaarden, roennebakken, maja, of_two_areas, statements):
    counts = []
    for n in (50, 4950):
        _many(lindegaarden, n)
        for person in (maja, of_two_areas):
            assert person.roles
            statements.clear()
            assert len(lists.queue(person).rows) == 50
            assert lists.length(person).n == (50 if n == 50 else 5000)
            counts.append(len(statements))
    assert counts == [2] * 4


def test_page_by_page_every_case_comes_once(lindegaarden, roennebakken, of_two_areas):
    _many(lindegaarden, 80)
    _many(roennebakken, 45)
    seen, after = [], None
    while True:
        page = lists.queue(of_two_areas, after=after)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 125


def test_the_pages_of_the_queue_keep_what_was_chosen(lindegaarden, maja, browser):
    _many(lindegaarden, 60)
    reader = browser(maja)
    page = reader.get("/koe?omraade=lindegaarden&hvad=idea")
    later = reader.get(page.link("Vis flere"))
    assert len(later.all("a", class_="case")) == 10
    assert all("omraade=lindegaarden" in each.get("href") for each in later.all("a", class_="case"))
    assert "Idé 1" in reader.get(later.link("Fra begyndelsen")).text
    assert "omraade=lindegaarden" in later.action("/vis")


@pytest.mark.parametrize("query", ["omraade=findes-ikke", "aarsag=x", "hvad=person", "frist=i-gaar", "efter=xx"])
def test_what_the_page_does_not_have_is_no_500(lindegaarden, maja, browser, query):
    assert browser(maja).get(f"/koe?{query}").status in (400, 404)


def test_narrowed_by_area_cause_kind_and_day(lindegaarden, roennebakken, anna, bo, clara, maja, make, browser):
    new = make.pending(lindegaarden, anna, title="En ny idé i gården")
    far = make.pending(roennebakken, anna, title="En ny idé på bakken")
    told = make.published(lindegaarden, clara, title="En idé med en besked")
    comment = make.comment(told, anna)
    for item in (told, comment):
        reports.report(item, by=bo, code=ReportCode.SPAM, text="")
    changed(sa.update(Case).where(Case.item_id == far.id).values(due_on=clock.today() - timedelta(days=1)))
    db.session.commit()
    assert _titles(maja, area_id=roennebakken.id) == [far.title]
    assert set(_titles(maja, cause=Cause.REPORTED)) == {told.title, comment.title}
    assert _titles(maja, kind="comment") == [comment.title]
    assert _titles(maja, is_overdue=True) == [far.title]
    assert new.title in _titles(maja)
    page = browser(maja).get("/koe?frist=over&aarsag=reported")
    assert page.h1 == "Intet af det venter"


def test_the_order_of_what_waits(lindegaarden, anna, bo, clara, erik, maja, soeren, make):
    made = {name: make.published(lindegaarden, anna, title=f"Idé med {name}") for name in ("en", "to", "fare")}
    old = make.pending(lindegaarden, clara, title="En gammel idé")
    changed(sa.update(Case).where(Case.item_id == old.id).values(rank=rank_of(0, clock.today() - timedelta(days=21))))
    db.session.commit()
    right = make.pending(lindegaarden, clara, title="En idé der rettes")
    case = queries.open_case_of(right.id)
    review.ask_edit(case, by=maja, version=case.row_version, **WHY)
    ideas.edit_idea(right, title="En idé der er rettet", why="", place_id=None, by=clara)
    reports.report(made["en"], by=bo, code=ReportCode.SPAM, text="")
    reports.report(made["to"], by=bo, code=ReportCode.SPAM, text="")
    reports.report(made["to"], by=clara, code=ReportCode.SPAM, text="")
    reports.report(made["fare"], by=bo, code=ReportCode.DANGER, text="")
    expected = ["Idé med fare", "En idé der er rettet", "En gammel idé", "Idé med to", "Idé med en"]
    assert _titles(maja) == _titles(soeren) == expected


def test_whoever_asked_for_it_reads_it_before_what_others_asked_for(lindegaarden, anna, clara, maja, soeren, make):
    for moderator, author in ((soeren, anna), (maja, clara)):
        idea = make.pending(lindegaarden, author)
        case = queries.open_case_of(idea.id)
        review.ask_edit(case, by=moderator, version=case.row_version, **WHY)
        ideas.edit_idea(idea, title=f"Rettet for {moderator.name}", why="", place_id=None, by=author)
    assert _titles(soeren)[0] == "Rettet for Søren"
    assert _titles(maja)[0] == "Rettet for Maja"


@pytest.mark.parametrize(
    ("codes", "homes", "priority"),
    [
        ([], 0, 0), ([ReportCode.SPAM], 1, 10), ([ReportCode.HATE], 5, 50), ([ReportCode.CONFLICT], 50, 50),
        ([ReportCode.SPAM, ReportCode.DANGER], 1, 1000), ([ReportCode.PERSONAL_DATA], 2, 1000),
    ],
)  # fmt: skip
def test_what_notices_weigh(codes, homes, priority):
    assert priority_of(codes, homes) == priority


def test_a_day_that_is_no_working_day_weighs_nothing():
    friday = clock.today() - timedelta(days=clock.today().weekday()) + timedelta(days=4)
    ranks = [rank_of(0, friday + timedelta(days=n)) - rank_of(0, friday) for n in range(4)]
    assert ranks == [0, 5, 5, 5]


def test_what_is_late_moves_up_once_and_its_moderators_hear_of_it(lindegaarden, roennebakken, anna, maja, of_two_areas, make, outbox):
    make.pending(lindegaarden, anna, title="En idé i dag")
    for title in ("En sen idé", "En sen idé til"):
        idea = make.pending(lindegaarden, anna, title=title)
        changed(sa.update(Case).where(Case.item_id == idea.id).values(due_on=clock.today() - timedelta(days=1)))
        db.session.commit()
    assert lateness.mark_late() == 2
    assert lateness.mark_late() == 0
    assert _titles(maja) == ["En sen idé", "En sen idé til", "En idé i dag"]
    mails = {each["To"]: each["Subject"] for each in outbox() if "længere" in each["Subject"]}
    assert set(mails) == {"maja@example.dk", "marie@example.dk", "soeren@example.dk"}
    assert mails["maja@example.dk"].startswith("2 tekster i Lindegården")


def test_what_was_taken_out_is_kept_while_an_appeal_may_need_it(lindegaarden, anna, bo, maja, soeren, make):
    cases = []
    for by in (anna, bo):
        idea = make.pending(lindegaarden, by, title="Lys hos Per Hansen")
        case = queries.open_case_of(idea.id)
        redacting.redact(case, by=maja, version=1, words="Per Hansen", **WHY)
        cases.append(case)
    appeals.appeal(cases[1], by=bo)
    assert lateness.forget_before() == 0
    changed(sa.update(Case).where(Case.outcome.is_not(None)).values(decided_at=clock.now() - timedelta(days=15)))
    db.session.commit()
    assert lateness.forget_before() == 1
    assert [case.before is None for case in cases] == [True, False]
