"""Two ideas become one: everybody goes along, each once, and numbers agree with rows (row 34)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.admin.queries.checks import CHECKS
from boligdialog.admin.services.running import MENDS
from boligdialog.comments import queries as comments
from boligdialog.comments.models import Comment
from boligdialog.content import queries as content
from boligdialog.content.models import ItemCount, ItemState
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.events import Event
from boligdialog.ideas.models import Idea
from boligdialog.ideas.queries import lists
from boligdialog.merging.models import Merge
from boligdialog.merging.rules import Past, why_not_merge_into, why_not_object, why_not_undo_merge
from boligdialog.merging.services import merge_ideas, object_to_merge, settle_merges, undo_merge
from boligdialog.moderation import queries as moderation
from boligdialog.notifications.models import Follow
from boligdialog.notifications.services import follow, unfollow
from boligdialog.search import queries as search
from boligdialog.support.models import CarriedPaper, CarriedSupport, PaperSupport, Support
from boligdialog.support.services import enter_paper_support, remove_paper_support, support_item, withdraw_support


@pytest.fixture
def source(lindegaarden, anna, make):
    """An idea of Anna."""
    return make.published(lindegaarden, anna, title="Et sted at sidde ved vaskeriet")


@pytest.fixture
def target(lindegaarden, clara, make):
    """The same idea, of Clara."""
    return make.published(lindegaarden, clara, title="En bænk ved vaskeriet")


def merge(source, target, by, **more):
    for each in (source, target):
        db.session.refresh(each)
    return merge_ideas(source, into=target, by=by, seen=(source.row_version, target.row_version), **more)


def refused(act, *args, **values):
    with pytest.raises(Refused) as caught:
        act(*args, **values)
    return caught.value.reason.code


def agree():
    return {name: look() for name, look in CHECKS.items() if look()}


def numbers(idea):
    counts = db.session.get_one(ItemCount, idea.id, populate_existing=True)
    return counts.supports, counts.households, counts.paper


def supporters(idea):
    named = sa.select(Person.name).join(Support, Support.person_id == Person.id).where(Support.item_id == idea.id)
    return set(db.session.scalars(named))


def homes(idea):
    return db.session.scalar(sa.select(sa.func.count()).select_from(PaperSupport).where(PaperSupport.item_id == idea.id))


def followers(idea):
    named = sa.select(Person.name).join(Follow, Follow.person_id == Person.id).where(Follow.item_id == idea.id, Follow.is_on)
    return set(db.session.scalars(named))


def test_everybody_goes_along_each_once(source, target, anna, bo, clara, dorte, maja, worker):
    for each, people in ((source, (bo, clara, dorte)), (target, (anna, dorte))):
        for person in people:
            support_item(each, by=person)
    enter_paper_support(source, numbers=[2, 3, 4], by=maja)  # of Dorte's home, which is counted online, and two others
    enter_paper_support(target, numbers=[4, 5], by=maja)
    worker()
    merge(source, target, maja)
    worker()
    assert supporters(target) == {"Anna", "Bo", "Clara", "Dorte"}
    assert numbers(target) == (4, 3, 3)  # homes 1, 2, 11 online; 3, 4, 5 on paper
    assert (homes(target), homes(source), supporters(source), numbers(source)) == (4, 0, set(), (0, 0, 0))
    assert agree() == {}


def test_what_it_was_is_an_event_with_before_and_after(source, target, bo, clara, dorte, maja):
    for person in (bo, dorte):
        support_item(source, by=person)
    support_item(target, by=dorte)
    merge(source, target, maja)
    events = {each.kind: each for each in db.session.scalars(sa.select(Event).where(Event.kind.in_(("IdeaMerged", "IdeaGathered"))))}
    gone, came = events["IdeaMerged"], events["IdeaGathered"]
    assert (gone.by_id, gone.item_id, gone.payload["target_id"], gone.payload["supports"]) == (maja.id, source.id, target.id, 2)
    assert (came.item_id, came.payload["before"][0], came.payload["after"][0]) == (target.id, 1, 2)


def test_comments_go_along_with_where_they_were_written(source, target, bo, clara, make, maja, worker, browser):
    first = make.comment(source, bo, text="Ja tak til bænke")
    make.comment(source, clara, text="Enig", answers=first)
    make.comment(target, bo, text="Her også")
    merge(source, target, maja)
    worker()
    talk = comments.talk(target.id, seen_by=None)
    assert sorted((each.origin or "", len(each.answers)) for each in talk.threads) == [("", 0), (source.title, 1)]
    assert (content.counts(target.id).comments, content.counts(source.id).comments) == (3, 0)
    assert agree() == {}
    page = browser().get(f"/ideer/{target.id}")
    assert f"Skrevet om: {source.title}" in page.text
    assert [hit.about.id for hit in search.find("bænke", seen_by=None).rows if hit.about] == [target.id]


def test_followers_go_along_but_who_once_stopped_does_not_begin_again(source, target, anna, bo, dorte, erik, maja, worker):
    worker()
    for person in (bo, dorte):
        follow(source, by=person)
    follow(target, by=dorte)
    unfollow(target, by=dorte)
    support_item(source, by=maja)  # that Maja follows it is not written yet
    merge(source, target, maja)
    assert followers(target) == {"Anna", "Bo", "Clara", "Maja"}
    worker()
    assert agree() == {}


def test_both_authors_hear_at_once_and_who_came_along_on_thursday(source, target, anna, bo, clara, maja, worker, outbox):
    support_item(source, by=bo)
    worker()
    sent = len(outbox())
    merge(source, target, maja)
    mails = {each["To"]: each for each in outbox()[sent:]}
    assert set(mails) == {"anna@example.dk", "clara@example.dk"}
    assert f"/ideer/{source.id}/samling" in mails["anna@example.dk"].get_content()
    assert "sige nej indtil" in mails["anna@example.dk"].get_content()
    assert "din idé" in mails["clara@example.dk"].get_content()


def test_every_address_leads_on(source, target, bo, maja, browser, anna):
    merge(source, target, maja)
    for reader in (browser(), browser(anna), browser(maja)):
        for url in (f"/ideer/{source.id}", f"/i/{source.id}", f"/ideer/{source.id}/versioner", f"/ideer/{source.id}/plakat"):
            page = reader.get(url)
            assert (page.status, page.location, page.headers["Cache-Control"]) == (301, f"/ideer/{target.id}#samling", "private, no-store")
        assert reader.get(f"/i?q={source.ref}").location == f"/ideer/{source.id}"
        assert reader.get(f"/soeg?q={source.ref}").location == f"/ideer/{source.id}"
    assert browser().get(f"/en/ideer/{source.id}").location == f"/en/ideer/{target.id}#samling"
    assert browser().get(f"/ideer/{source.id}/stoet").location == f"/ideer/{target.id}/stoet"


def test_a_press_on_a_page_from_before_counts_where_the_idea_is_now(source, target, bo, maja, browser):
    reader = browser(bo)
    page = reader.get(f"/ideer/{source.id}")
    press, words = page.form("/stoet"), page.form("/kommentar")
    merge(source, target, maja)
    answer = reader.post(f"/ideer/{source.id}/stoet", press)
    assert (answer.status, answer.location) == (307, f"/ideer/{target.id}/stoet")
    reader.post(answer.location, press)
    assert supporters(target) == {"Bo"}
    answer = reader.post(f"/ideer/{source.id}/kommentar", words | {"text": "Skrevet før"})
    reader.post(answer.location, words | {"text": "Skrevet før"})
    assert db.session.scalars(sa.select(Comment.about_id)).one() == target.id


def test_other_presses_lead_there_and_do_nothing(source, target, anna, maja, browser):
    reader = browser(anna)
    form = reader.get(f"/ideer/{source.id}/ret").form("")
    merge(source, target, maja)
    answer = reader.post(f"/ideer/{source.id}/ret", form)
    assert (answer.status, answer.location) == (303, f"/ideer/{target.id}#samling")


def test_an_idea_in_a_closed_area_does_not_tell_that_it_was_merged(source, target, maja, browser, erik):
    merge(source, target, maja)
    db.session.execute(sa.text("UPDATE area SET visibility = 'residents'"))
    db.session.commit()
    assert {browser(erik).get(f"/ideer/{source.id}{page}").status for page in ("", "/stoet", "/samling")} == {404}


def test_lists_numbers_and_search_follow(source, target, lindegaarden, maja, worker, browser):
    merge(source, target, maja)
    worker()
    assert lists.area_with_counts("lindegaarden")[1] == {"waiting": 1}
    assert [row.id for row in lists.cards(lists.Filter(lindegaarden.id), seen_by=None).rows] == [target.id]
    assert [hit.item.id for hit in search.find("vaskeriet", seen_by=None).rows] == [target.id]
    page = browser().get(f"/ideer/{target.id}")
    assert "Samlet af 2 idéer" in page.text
    assert page.link(source.title) == f"/ideer/{source.id}/samling"
    assert source.title in browser().get(f"/ideer/{source.id}/samling").h1


@pytest.mark.parametrize(
    ("who", "state", "area", "organs", "past", "code"),
    [
        ("maja", "published", 0, (None, None), {}, None),
        ("maja", "published", 0, (1, 1), {}, None),
        ("maja", "published", 0, (1, None), {}, None),
        ("maja", "published", 0, (1, 2), {}, "organ"),
        ("maja", "hidden", 0, (None, None), {}, "closed"),
        ("maja", "merged", 0, (None, None), {}, "closed"),
        ("maja", "withdrawn", 0, (None, None), {}, "closed"),
        ("maja", "published", 1, (None, None), {}, "area"),
        ("maja", "published", 0, (None, None), {"has_objected": True}, "objected"),
        ("maja", "merged", 0, (None, None), {"gathered": {2}}, "cycle"),
        ("maja", "published", 0, (None, None), {"gathered": {3}}, "gathered"),
        ("soeren", "published", 0, (None, None), {}, None),
        ("anna", "published", 0, (None, None), {}, "not_moderator"),
        ("dorte", "published", 0, (None, None), {}, "not_moderator"),
        (None, "published", 0, (None, None), {}, "not_moderator"),
    ],
)
def test_who_may_merge_what(who, state, area, organs, past, code, lindegaarden, request):
    by = request.getfixturevalue(who) if who else None
    source = Idea(id=1, title="A", area_id=lindegaarden.id, state=ItemState.PUBLISHED, decided_by_id=organs[0])
    into = Idea(id=2, title="B", area_id=lindegaarden.id + area, state=ItemState(state), decided_by_id=organs[1])
    reason = why_not_merge_into(by, source, into, past=Past(**past))
    assert (reason and reason.code) == code
    assert code in (None, "not_moderator") or reason.status == 422


def test_nobody_merges_their_own(source, target, maja):
    source.author_id = maja.id
    db.session.commit()
    assert refused(merge, source, target, maja) == "own_case"
    assert refused(merge, target, source, maja) == "own_case"


def test_a_cycle_itself_and_what_was_merged_are_refused(source, target, lindegaarden, dorte, maja, make):
    third = make.published(lindegaarden, dorte, title="En bænk til ved vaskeriet")
    assert refused(merge, source, source, maja) == "same"
    merge(source, target, maja)
    assert refused(merge, source, third, maja) == "not_open"
    assert refused(merge, target, source, maja) == "cycle"
    assert refused(merge, target, third, maja) == "gathered"
    assert refused(merge, third, source, maja) == "closed"
    merge(third, target, maja)
    assert db.session.scalar(sa.select(ItemCount.merged).where(ItemCount.item_id == target.id)) == 2


def test_who_has_read_older_words_is_told(source, target, anna, maja):
    seen = (source.row_version, target.row_version)
    source.row_version += 1
    db.session.commit()
    assert refused(merge_ideas, source, into=target, by=maja, seen=seen) == "stale"


def test_what_waits_in_the_queue_is_shown_and_merged_in_one(target, lindegaarden, ida, anna, maja, make, worker, outbox):
    pending = make.pending(lindegaarden, anna, title="Bænke ved vaskeriet, tak")
    case = moderation.open_case_of(pending.id)
    sent = len(outbox())
    assert refused(merge, pending, target, maja) == "stale"  # the case has not been seen
    merge(pending, target, maja, case_version=case.row_version)
    assert moderation.open_case_of(pending.id) is None
    worker()
    assert [each["To"] for each in outbox()[sent:]].count("anna@example.dk") == 1  # that it is merged; not also that it is shown
    assert agree() == {}


# --- and back -------------------------------------------------------------------------------------


def test_undone_everything_is_as_before(source, target, anna, bo, clara, dorte, make, maja, worker):
    for each, people in ((source, (bo, clara, dorte)), (target, (anna, dorte))):
        for person in people:
            support_item(each, by=person)
    enter_paper_support(source, numbers=[2, 3, 4], by=maja)
    enter_paper_support(target, numbers=[4, 5], by=maja)
    make.comment(source, bo)
    make.comment(target, bo)
    worker()
    before = _rows()
    undo_merge(merge(source, target, maja), by=maja)
    worker()
    assert _rows() == before
    assert agree() == {}
    assert not db.session.scalars(sa.select(CarriedSupport)).all() + db.session.scalars(sa.select(CarriedPaper)).all()


def _rows():
    """What hangs on ideas, without what is new each time."""
    tables = {
        Support: ("item_id", "person_id", "household_id", "at", "is_carried"),
        PaperSupport: ("item_id", "household_id", "by_id", "at", "is_carried"),
        Follow: ("item_id", "person_id", "is_on", "from_id"),
        ItemCount: ("item_id", "supports", "households", "paper", "comments", "followers", "merged"),
    }
    rows = {
        model.__tablename__: sorted(map(repr, db.session.execute(sa.select(*(getattr(model, name) for name in names)))))
        for model, names in tables.items()
    }
    table = Comment.__table__.c
    return rows | {"comment": sorted(map(repr, db.session.execute(sa.select(table.id, table.about_id, table.from_id))))}


def test_who_has_withdrawn_since_is_for_neither(source, target, bo, clara, dorte, maja, worker):
    for each, people in ((source, (bo, clara, dorte)), (target, (dorte,))):
        for person in people:
            support_item(each, by=person)
    enter_paper_support(source, numbers=[3, 4], by=maja)
    done = merge(source, target, maja)
    withdraw_support(target, by=clara)  # came along
    withdraw_support(target, by=dorte)  # was for both
    support_item(target, by=dorte)  # and is for the joint one again
    remove_paper_support(target, household_id=_home(4), by=maja)
    undo_merge(done, by=maja)
    worker()
    assert (supporters(source), supporters(target)) == ({"Bo"}, {"Dorte"})
    assert (homes(source), homes(target)) == (1, 0)
    assert agree() == {}


def _home(number):
    return db.session.scalar(sa.text("SELECT id FROM household WHERE number = :n"), {"n": number})


def test_who_came_from_two_ideas_stays_while_one_is_undone(source, target, lindegaarden, bo, dorte, maja, make, worker):
    third = make.published(lindegaarden, dorte, title="En bænk til ved vaskeriet")
    for each in (source, third):
        support_item(each, by=bo)
        enter_paper_support(each, numbers=[4], by=maja)
    worker()
    first, second = merge(source, target, maja), merge(third, target, maja)
    undo_merge(first, by=maja)
    assert (supporters(source), supporters(target), homes(source), homes(target)) == ({"Bo"}, {"Bo"}, 1, 1)
    assert "Bo" in followers(target)
    undo_merge(second, by=maja)
    worker()
    assert (supporters(third), supporters(target), homes(third), homes(target)) == ({"Bo"}, set(), 1, 0)
    assert "Bo" not in followers(target)
    assert agree() == {}


def test_new_comments_stay_and_replies_stand_below_their_words(source, target, bo, clara, make, maja, worker):
    old = make.comment(source, bo, text="Gammel")
    done = merge(source, target, maja)
    make.comment(target, clara, text="Ny")
    db.session.expire_all()
    make.comment(target, clara, text="Svar", answers=old)
    undo_merge(done, by=maja)
    worker()
    assert [(len(each.answers), each.origin) for each in comments.talk(source.id, seen_by=None).threads] == [(1, None)]
    assert [len(each.answers) for each in comments.talk(target.id, seen_by=None).threads] == [0]
    assert agree() == {}


def test_who_stopped_following_the_joint_idea_is_left_alone(source, target, bo, maja, worker):
    support_item(source, by=bo)
    worker()
    done = merge(source, target, maja)
    unfollow(target, by=bo)
    undo_merge(done, by=maja)
    worker()
    assert "Bo" not in followers(source) | followers(target)
    assert agree() == {}


def test_the_author_objects_once_and_it_is_not_merged_again(source, target, anna, bo, maja, worker, outbox, browser):
    done = merge(source, target, maja)
    sent = len(outbox())
    assert refused(object_to_merge, done, by=bo) == "not_yours"
    reader = browser(anna)
    answer = reader.send(reader.get(f"/ideer/{source.id}/samling"), "/indsigelse")
    assert answer.location == f"/ideer/{source.id}"
    assert "står for sig selv igen" in reader.get(answer.location).text
    assert {each["To"] for each in outbox()[sent:]} == {"clara@example.dk", "maja@example.dk"}
    assert refused(merge, source, target, maja) == "objected"
    assert refused(object_to_merge, done, by=anna) == "undone"


@pytest.mark.parametrize(
    ("days", "objects", "undoes"), [(13, None, None), (15, "too_late", None), (89, "too_late", None), (91, "too_late", "too_late")]
)
def test_objecting_has_an_end_and_so_has_undoing(days, objects, undoes, source, target, anna, maja):
    done = merge(source, target, maja)
    done.at = clock.now() - timedelta(days=days)
    db.session.commit()
    assert [reason and reason.code for reason in (why_not_object(anna, done, 14), why_not_undo_merge(maja, done, 90))] == [objects, undoes]


def test_after_that_nothing_is_kept_for_it(source, target, bo, dorte, maja, worker):
    for each in (source, target):
        support_item(each, by=dorte)
    support_item(source, by=bo)
    enter_paper_support(source, numbers=[4], by=maja)
    worker()
    done = merge(source, target, maja)
    assert settle_merges() == 0
    done.at = clock.now() - timedelta(days=91)
    db.session.commit()
    assert (settle_merges(), settle_merges()) == (1, 0)
    worker()
    assert not db.session.scalars(sa.select(CarriedSupport)).all() + db.session.scalars(sa.select(CarriedPaper)).all()
    assert not db.session.scalars(sa.select(Support).where(Support.is_carried)).all()
    assert followers(source) == set()
    assert refused(undo_merge, done, by=maja) == "too_late"
    assert (supporters(target), agree()) == ({"Bo", "Dorte"}, {})


def test_what_collected_others_long_ago_can_be_merged_and_undone(source, target, lindegaarden, bo, dorte, maja, make, worker):
    support_item(source, by=bo)
    done = merge(source, target, maja)
    done.at = clock.now() - timedelta(days=91)
    db.session.commit()
    settle_merges()
    third = make.published(lindegaarden, dorte, title="En bænk til ved vaskeriet")
    second = merge(target, third, maja)
    assert (supporters(third), db.session.scalars(sa.select(Merge.id)).all()) == ({"Bo"}, [done.id, second.id])
    undo_merge(second, by=maja)
    worker()
    assert (supporters(target), supporters(third), agree()) == ({"Bo"}, set(), {})


def test_the_check_finds_who_was_left_behind_and_the_night_mends_the_number(source, target, bo, maja):
    merge(source, target, maja)
    db.session.add(Support(item_id=source.id, person_id=bo.id, at=clock.now()))
    db.session.execute(sa.update(ItemCount).where(ItemCount.item_id == target.id).values(merged=5))
    db.session.execute(sa.update(ItemCount).where(ItemCount.item_id == source.id).values(supports=1))
    db.session.commit()
    assert len(CHECKS["merged ideas"]()) == 2
    assert MENDS["merged ideas"]() == 1
    assert CHECKS["merged ideas"]() == [f"item {source.id} is merged, and somebody was left behind"]


def test_a_moderator_chooses_looks_and_merges_without_script(source, target, maja, browser, worker):
    worker()
    reader = browser(maja)
    page = reader.get(reader.get(f"/ideer/{source.id}").link("Saml den med en anden idé"))
    assert page.link(f"Saml med denne: {target.title}") == f"/ideer/{source.id}/saml/{target.id}"
    assert "er ikke en idés nummer" in reader.send(page, "/saml", other="en bænk").text
    assert "Vi kender ingen idé" in reader.send(page, "/saml", other="BD-2026-9999").text
    for typed in (
        target.ref,
        target.ref.lower().replace("-", " "),
        f"http://localhost:8000/i/{target.id}",
        f"localhost/ideer/{target.id}#stoet",
    ):
        assert reader.send(page, "/saml", other=typed).location == f"/ideer/{source.id}/saml/{target.id}"
    preview = reader.get(f"/ideer/{source.id}/saml/{target.id}")
    for said in ("Din idé er samlet med", "er samlet med din idé", "Forfatteren kan sige nej i 14 dage"):
        assert said in preview.text
    done = reader.send(preview, "")
    assert done.location == f"/ideer/{target.id}#samling"
    assert "De to idéer er nu én" in reader.get(done.location).text
    undo = reader.get(reader.get(f"/ideer/{source.id}/samling").link("Fortryd samlingen"))
    assert reader.send(undo, "").location == f"/ideer/{source.id}"
    assert source.title in reader.get(f"/ideer/{source.id}").h1


def test_the_preview_says_how_many_move_and_how_many_count_once(source, target, anna, bo, dorte, maja, browser):
    for each, people in ((source, (anna, bo, dorte)), (target, (bo,))):
        for person in people:
            support_item(each, by=person)
    enter_paper_support(source, numbers=[3, 4], by=maja)
    enter_paper_support(target, numbers=[4], by=maja)
    page = browser(maja).get(f"/ideer/{source.id}/saml/{target.id}")
    assert "3 støtter. 1 af dem støtter allerede den anden idé og tæller én gang." in page.text
    assert "2 husstande på papir. 1 af dem er der allerede og tæller én gang." in page.text


def test_what_changed_meanwhile_is_said_on_the_preview(source, target, anna, maja, browser):
    reader = browser(maja)
    page = reader.get(f"/ideer/{source.id}/saml/{target.id}")
    db.session.execute(sa.update(Idea.__table__.metadata.tables["item"]).where(sa.text(f"id = {source.id}")).values(row_version=9))
    db.session.commit()
    answer = reader.send(page, "")
    assert answer.status == 409
    assert reader.send(answer, "").status == 303


def test_a_hidden_target_is_refused_by_direct_post(source, target, maja, browser):
    target_id, versions = target.id, {"source_version": source.row_version, "target_version": target.row_version}
    db.session.execute(sa.text(f"UPDATE item SET state = 'hidden' WHERE id = {target_id}"))
    db.session.commit()
    reader = browser(maja)
    assert reader.get(f"/ideer/{source.id}/saml/{target_id}").status == 422
    form = reader.get(f"/ideer/{source.id}/saml").form("")
    assert reader.post(f"/ideer/{source.id}/saml/{target_id}", form | versions).status == 422
