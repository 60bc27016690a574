"""Following, choosing what to hear of, and telling people.

Features say whom they tell, and how a notice of theirs reads; this decides how it gets there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item, ItemCount
from boligdialog.core import clock, mail, tokens
from boligdialog.core.access import ensure
from boligdialog.core.db import BigInt, atomic, changed, db, insert, inserted
from boligdialog.core.events import Event
from boligdialog.notifications import queries
from boligdialog.notifications.models import MAIL_DEFAULT, PAGE_DEFAULT, Digest, Follow, Notice, NoticeChoice, Topic, When
from boligdialog.notifications.rules import start_of_day, why_not_choose, why_not_follow
from boligdialog.notifications.settings import AT_ONCE_A_DAY

# --- following ------------------------------------------------------------------------------------


@atomic
def follow(thing: Any, *, by: Person) -> bool:
    """Let `by` hear of what happens to a thing: an item, an area, a principle, a place or a body; whether that is new."""
    ensure(why_not_follow(by, thing))
    column = queries.column_of(thing).key
    row = insert(Follow).values({column: thing.id, "person_id": by.id, "at": clock.now(), "is_on": True})
    again = row.on_conflict_do_update(
        index_elements=[column, "person_id"], set_={"is_on": True, "at": row.excluded.at, "from_id": None}, where=~Follow.__table__.c.is_on
    )
    return _counted(thing, +1) if changed(again) else False


@atomic
def unfollow(thing: Any, *, by: Person) -> bool:
    """No more of it. It lasts: what `by` does later does not follow it again by itself."""
    mine = sa.update(Follow).where(queries.column_of(thing) == thing.id, Follow.person_id == by.id, Follow.is_on)
    return _counted(thing, -1) if changed(mine.values(is_on=False, at=clock.now())) else False


@atomic
def follow_by_itself(item: Item, person: Person) -> bool:
    """Somebody wrote, supported or commented on an item: they follow it, unless they once followed it and stopped."""
    new = inserted(Follow, item_id=item.id, person_id=person.id, at=clock.now(), is_on=True)
    return _counted(item, +1) if new else False


def _counted(thing: Any, step: int) -> bool:
    if isinstance(thing, Item):
        changed(sa.update(ItemCount).where(ItemCount.item_id == thing.id).values(followers=ItemCount.followers + step))
    return True


@atomic
def carry_followers(source: Item, *, into: Item, also: sa.Select) -> None:
    """Let all who follow one item follow another, and these people too; those who once stopped do not begin again.

    What they follow at the source stays for the way back.
    """
    stands = sa.exists().where(Follow.item_id == source.id, Follow.person_id == Person.id)
    on = stands.where(Follow.is_on)
    said = (sa.literal(into.id, BigInt), sa.literal(source.id, BigInt), Person.id, sa.literal(clock.now(), Follow.__table__.c.at.type))
    rows = sa.select(*said, sa.true()).where(sa.or_(on, sa.and_(Person.id.in_(also), ~stands)))
    new = insert(Follow).from_select(["item_id", "from_id", "person_id", "at", "is_on"], rows)
    db.session.execute(new.on_conflict_do_nothing())
    _count_followers(into)


@atomic
def carry_followers_back(source: Item, *, into: Item, since: datetime) -> None:
    """Let those follow the source alone who came from there. Who has stopped since the two were merged has stopped with both."""
    table, at_target = Follow.__table__, Follow.__table__.alias()
    stopped = sa.exists().where(
        at_target.c.item_id == into.id, at_target.c.person_id == table.c.person_id, ~at_target.c.is_on, at_target.c.at >= since
    )
    changed(sa.update(Follow).where(Follow.item_id == source.id, Follow.is_on, stopped).values(is_on=False, at=clock.now()))
    changed(sa.delete(Follow).where(Follow.item_id == into.id, Follow.from_id == source.id, Follow.is_on))
    _count_followers(source, into)


@atomic
def keep_followers_for_good(source: Item, *, into: Item) -> None:
    """The way back is closed: nobody follows the source any more."""
    changed(sa.update(Follow).where(Follow.item_id == into.id, Follow.from_id == source.id).values(from_id=None))
    changed(sa.delete(Follow).where(Follow.item_id == source.id))
    _count_followers(source)


def _count_followers(*items: Item) -> None:
    rows = sa.select(sa.func.count()).where(Follow.item_id == ItemCount.item_id, Follow.is_on).scalar_subquery()
    changed(sa.update(ItemCount).where(ItemCount.item_id.in_([each.id for each in items])).values(followers=rows))


# --- choosing -------------------------------------------------------------------------------------


@atomic
def choose(chosen: Mapping[Topic, tuple[When, When]], *, by: Person) -> None:
    """When `by` hears of each topic: by mail, on the page."""
    ensure(why_not_choose(chosen))
    _keep(by.id, chosen)


@atomic
def stop_mail(person_id: int, what: str) -> None:
    """Stop the mail that a link in a mail is about: one topic, the weekly mail, or all. Pressed twice it says the same."""
    _keep(
        person_id, {topic: (When.NEVER, page) for topic, (when, page) in queries.choices(person_id).items() if _is_meant(topic, when, what)}
    )


def _is_meant(topic: Topic, when: When, what: str) -> bool:
    return what in ("all", topic) or (what == "weekly" and when is When.WEEKLY)


def _keep(person_id: int, chosen: Mapping[Topic, tuple[When, When]]) -> None:
    for topic, (by_mail, on_page) in chosen.items():
        row = insert(NoticeChoice).values(person_id=person_id, topic=topic, mail=by_mail, page=on_page)
        same = {"mail": row.excluded.mail, "page": row.excluded.page}
        db.session.execute(row.on_conflict_do_update(index_elements=["person_id", "topic"], set_=same))


def stop_url(person: Person, what: str) -> str:
    """The address in a mail that stops it: derived, so it is stored nowhere and works for ever."""
    return mail.link(f"/stop/{person.id}-{what}-{_proof(person.id, what)}", person.language)


def stopped_by(token: str) -> tuple[int, str] | None:
    """Whose mail, and which of it, a link stops; None when it is not one of ours."""
    number, _dash, rest = token.partition("-")
    what, _dash, proof = rest.partition("-")
    if what not in {*Topic, "weekly", "all"} or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return (int(number), what) if tokens.same(_proof(int(number), what), proof) else None


def _proof(person_id: int, what: str) -> str:
    return tokens.link_token(f"stop {what}", person_id)


# --- how a notice reads ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """How a notice reads: a subject, the whole text of a mail, and the page it is about (a path, Danish form)."""

    subject: str
    text: str
    path: str


#: kind of notice -> how it reads for its receiver; None when they may no longer see the thing.
_wordings: dict[str, Callable[[Notice], Wording | None]] = {}

#: kind of notice -> the topic that it belongs to; of none is what always comes: it is about somebody's own rights or duty.
TOPIC_OF: dict[str, Topic | None] = {}


def wording(kind: str, topic: Topic | None) -> Callable[[Callable[[Notice], Wording | None]], Callable[[Notice], Wording | None]]:
    """How notices of a kind read, and which of the five topics they belong to, if to any."""

    def add(function: Callable[[Notice], Wording | None]) -> Callable[[Notice], Wording | None]:
        _wordings[kind], TOPIC_OF[kind] = function, topic
        return function

    return add


def words_of(notice: Notice) -> Wording | None:
    """How a notice reads now, in the language being written."""
    write = _wordings.get(notice.kind)  # a kind that no feature has any more reads as nothing
    return write(notice) if write else None


def told(notices: list[Notice]) -> list[tuple[Notice, Wording]]:
    """Notices with their words, without those that their receiver may no longer see."""
    kept = queries.items_of(notices)  # while they are held, no word has to read its item again
    pairs = [(notice, words) for notice in notices if (words := words_of(notice))]
    del kept
    return pairs


# --- telling --------------------------------------------------------------------------------------


def tell(people: Iterable[Person] | sa.Select, *, kind: str, event: Event) -> None:
    """Give each person one notice of an event, and a mail when they want it at once; not to the one who did it.

    `people` may be a query of numbers of people: then all of them are told in one statement. Called by a listener, in its transaction.
    """
    whom = people if isinstance(people, sa.Select) else [person.id for person in people]
    rows = _notices(kind, event).where(Person.id.in_(whom), Person.id != (event.by_id or 0))
    columns = ["event_id", "person_id", "kind", "created_at", "mail", "page"]
    db.session.execute(insert(Notice).from_select(columns, rows).on_conflict_do_nothing())
    fresh = (Notice.event_id == event.id, Notice.kind == kind, Notice.mail == When.NOW)
    mail.post_each("notice", sa.select(Notice.id, _language()).join(Person, Person.id == Notice.person_id).where(*fresh))


def tell_author(event: Event, *, kind: str) -> None:
    """Tell the author of the item that an event is about, or who entered it for somebody, unless it was their own doing."""
    tell(sa.select(sa.func.coalesce(Item.author_id, Item.entered_by_id)).where(Item.id == event.item_id), kind=kind, event=event)


def _notices(kind: str, event: Event) -> sa.Select:
    """A notice for every person, as they have chosen. Who has had their mails of today gets the next ones joined in one."""
    topic, now = TOPIC_OF[kind], clock.now()
    when = Notice.__table__.c.mail.type
    given = (sa.literal(event.id), Person.id, sa.literal(kind), sa.literal(now, Notice.__table__.c.created_at.type))
    if topic is None:
        at_once, never = sa.literal(When.NOW, when), sa.literal(When.NEVER, when)
        return sa.select(*given, sa.case((Person.email.is_(None), never), else_=at_once), at_once)
    by_mail = sa.func.coalesce(NoticeChoice.mail, sa.literal(MAIL_DEFAULT[topic], when))
    on_page = sa.func.coalesce(NoticeChoice.page, sa.literal(PAGE_DEFAULT[topic], when))
    today = (Notice.person_id == Person.id, Notice.mail == When.NOW, Notice.created_at >= start_of_day(now))
    mails_today = sa.select(sa.func.count()).where(*today).correlate(Person).scalar_subquery()
    mailed = sa.case(
        (Person.email.is_(None), sa.literal(When.NEVER, when)),
        (sa.and_(by_mail == When.NOW, mails_today >= AT_ONCE_A_DAY), sa.literal(When.DAILY, when)),
        else_=by_mail,
    )
    same = sa.and_(NoticeChoice.person_id == Person.id, NoticeChoice.topic == topic)
    return sa.select(*given, mailed, on_page).outerjoin(NoticeChoice, same).where(sa.or_(by_mail != When.NEVER, on_page != When.NEVER))


def _language() -> sa.ColumnElement[str]:
    return sa.func.coalesce(Person.lang, sa.literal("da"))


# --- joining --------------------------------------------------------------------------------------


@atomic
def join_notices(rhythm: When, *, due_at: datetime) -> int:
    """Join what waits for this moment in one mail a person; how many notices went into mails. Repeated it does nothing more."""
    waiting = (Notice.mail == rhythm, Notice.digest_id.is_(None), Notice.created_at <= due_at)
    changed(sa.update(Notice).where(*waiting, Notice.read_at.is_not(None)).values(mail=When.NEVER))  # read on the page: no news
    this = {"rhythm": sa.literal(rhythm, Digest.__table__.c.rhythm.type), "due_at": sa.literal(due_at, Digest.__table__.c.due_at.type)}
    people = (
        sa.select(Notice.person_id, *this.values()).join(Person, Person.id == Notice.person_id).where(*waiting, Person.email.is_not(None))
    )
    db.session.execute(insert(Digest).from_select(["person_id", *this], people.distinct()).on_conflict_do_nothing())
    # A digest whose mail is decided on is closed: what was committed late waits for the next.
    is_closed = sa.exists().where(mail.Mail.kind == "digest", mail.Mail.about_id == Digest.id)
    is_open = (Digest.rhythm == rhythm, Digest.due_at == due_at, ~is_closed)
    mine = sa.select(Digest.id).where(Digest.person_id == Notice.person_id, *is_open).scalar_subquery()
    joined = changed(sa.update(Notice).where(*waiting, mine.is_not(None)).values(digest_id=mine))
    mail.post_each("digest", sa.select(Digest.id, _language()).join(Person, Person.id == Digest.person_id).where(*is_open))
    return joined


# --- reading --------------------------------------------------------------------------------------


@atomic
def read_notice(notice: Notice, *, by: Person) -> bool:
    """The person has opened it; whether it was new to them."""
    mine = sa.update(Notice).where(Notice.id == notice.id, Notice.person_id == by.id, Notice.read_at.is_(None))
    return changed(mine.values(read_at=clock.now())) == 1


@atomic
def read_all(*, by: Person, up_to: int) -> int:
    """All that was on the page when the button was pressed; what came since stays new. How many were."""
    mine = sa.update(Notice).where(Notice.person_id == by.id, Notice.id <= up_to, Notice.read_at.is_(None))
    return changed(mine.values(read_at=clock.now()))
