"""What can be done with every thing: make it, move it, say what comes next, tie it to principles and places, show photos of it."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from boligdialog.accounts.models import Person
from boligdialog.content import queries
from boligdialog.content.events import ItemChanged, ItemPublished, ItemRewritten, PrinciplesChosen
from boligdialog.content.models import (
    MOVES,
    VISIBLE,
    AreaCount,
    Attachment,
    Item,
    ItemCount,
    ItemState,
    PlaceLink,
    PrincipleLink,
    ReferenceCounter,
    Version,
)
from boligdialog.content.rules import why_not_attach, why_not_choose_principles, why_not_describe
from boligdialog.content.settings import MAX_PHOTOS
from boligdialog.core import clock, files
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import after_commit, atomic, changed, db, insert, inserted, is_sqlite
from boligdialog.core.drafts import Draft
from boligdialog.core.events import Happened, record
from boligdialog.core.files import Picture
from boligdialog.core.i18n import _
from boligdialog.core.settings import SETTINGS
from boligdialog.core.text import tidy_line
from boligdialog.principles.models import Principle

_TO_REMOVE = "files whose photo is gone"

I = TypeVar("I", bound=Item)  # noqa: E741 - an item


@atomic
def make(item: I) -> I:
    """Give a new item its reference, its place in the fair order and its counters, and store it."""
    item.created_at = clock.now()
    item.ref = _next_reference(clock.today().year)
    item.shuffle = secrets.randbelow(2**31)
    db.session.add(item)
    db.session.flush()
    db.session.execute(_NUMBERS, {"item_id": item.id})
    return item


_NUMBERS = sa.insert(ItemCount.__table__)


def _next_reference(year: int) -> str:
    return f"BD-{year}-{db.session.execute(_one_more(is_sqlite()), {'year': year, 'last': 1}).scalar_one():04d}"


@cache
def _one_more(_sqlite: bool) -> Any:
    table = ReferenceCounter.__table__
    upsert = insert(ReferenceCounter).on_conflict_do_update(index_elements=["year"], set_={"last": table.c.last + 1})
    return upsert.returning(table.c.last)


@atomic
def move(item: Item, to: ItemState, *, version: int | None = None, happened: Sequence[Happened] = (), **more: Any) -> None:
    """Move an item to another state, if that move exists and nobody was quicker.

    version: the row_version that the actor saw; Refused with 409 when it is stale. happened: what is recorded of it, beside that
    readers see something else. more: what else its row says from now on.
    """
    state, seen, before = item.state, item.row_version if version is None else version, item.listed_as
    if to not in MOVES[state]:
        refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)
    values = {"state": to} | more
    if to is ItemState.PUBLISHED and item.published_at is None:
        values["published_at"] = clock.now()
    _change(item, seen, values)
    recount(item, before)
    if (state is ItemState.PUBLISHED) != (to is ItemState.PUBLISHED):
        _count_as_comment(item, +1 if to is ItemState.PUBLISHED else -1)
    seen_otherwise = [ItemChanged(item_id=item.id)] if {state, to} & VISIBLE else []
    if seen_otherwise or happened:
        record(*seen_otherwise, *happened)


def _change(item: Item, seen: int, values: dict[str, Any]) -> None:
    """Change a row that is still in the state and of the version that was seen; the object says the same afterwards."""
    values = values | {"row_version": seen + 1}
    db.session.flush()
    row = {"of": item.id, "in_state": item.state, "seen": seen}
    if not changed(_SEEN.values({name: sa.bindparam(f"new_{name}") for name in values}), row | {f"new_{n}": v for n, v in values.items()}):
        refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)
    for name, value in values.items():
        set_committed_value(item, name, value)


_item = Item.__table__
_SEEN = sa.update(_item).where(
    _item.c.id == sa.bindparam("of"), _item.c.state == sa.bindparam("in_state"), _item.c.row_version == sa.bindparam("seen")
)


@atomic
def relocate(item: Item, *, area_id: int, section_id: int | None, version: int | None = None) -> None:
    """Put an item in another area or section; the numbers of both areas follow, and places of the old area go."""
    before, left = item.listed_as, item.area_id
    _change(item, item.row_version if version is None else version, {"area_id": area_id, "section_id": section_id})
    if left != area_id:
        changed(sa.delete(PlaceLink).where(PlaceLink.item_id == item.id))
        for area, step in ((left, -1), (area_id, +1)) if before else ():
            _count_in_area({"area_id": area, "kind": item.kind, "status": before}, step)
    db.session.refresh(item, ["area"])
    if item.is_visible:
        record(ItemChanged(item_id=item.id))


@atomic
def claim(item: Item, *, version: int | None = None) -> None:
    """Take an item for a change of its text, which follows in the same transaction: whoever saw the old one is refused with 409."""
    _change(item, item.row_version if version is None else version, {})
    db.session.refresh(item)
    if item.is_visible:
        record(ItemChanged(item_id=item.id))


@atomic
def hold(item: Item) -> None:
    """Let nobody support, answer or report it until this transaction ends: each of them needs the row. On SQLite writers wait anyway."""
    db.session.execute(sa.select(Item.id).where(Item.id == item.id).with_for_update())


@atomic
def stay(item: Item) -> None:
    """Refuse when somebody moved it while this transaction waited for its row: what has just been hung on it would be lost there.

    On SQLite writers wait before they read.
    """
    if not is_sqlite() and db.session.scalar(_STATE, {"of": item.id}) is not item.state:
        refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)


_STATE = sa.select(_item.c.state).where(_item.c.id == sa.bindparam("of"))


@atomic
def publish(item: Item, *, by: Person | None, version: int | None = None) -> None:
    """Let everybody read it; the clock of its promise starts now, unless it runs already."""
    is_first, was_read = item.published_at is None, item.next_kind == "review"
    promise: dict[str, Any] = {}
    if item.promise and (is_first or was_read):
        kind, setting = item.promise
        promise = {"next_kind": kind, "next_on": clock.today() + timedelta(days=SETTINGS[setting].value)}
    published = ItemPublished(by_id=by.id if by else None, item_id=item.id)
    move(item, ItemState.PUBLISHED, version=version, happened=[published], **promise)
    if is_first and item.author_id:
        changed(_PUBLISHED_ONE, {"author": item.author_id})


_PUBLISHED_ONE = (
    sa.update(Person.__table__).where(Person.__table__.c.id == sa.bindparam("author")).values(published=Person.__table__.c.published + 1)
)


@atomic
def set_next(item: Item, *, kind: str | None, on: date | None) -> None:
    """Say what happens next with an item, and when: the green line of its card."""
    item.next_kind, item.next_on = kind, on


@atomic
def recount(item: Item, before: str | None) -> None:
    """Move an item between the numbers of its area, from the status it was listed as to the one it has now."""
    if before != item.listed_as:
        for status, step in ((before, -1), (item.listed_as, +1)):
            if status:
                _count_in_area({"area_id": item.area_id, "kind": item.kind, "status": status}, step)


def _count_as_comment(item: Item, step: int) -> None:
    for item_id in item.counted_at:
        changed(_COUNT_COMMENT, {"of": item_id, "step": step})


_numbers = ItemCount.__table__
_COUNT_COMMENT = (
    sa.update(_numbers).where(_numbers.c.item_id == sa.bindparam("of")).values(comments=_numbers.c.comments + sa.bindparam("step"))
)


def _count_in_area(key: dict[str, Any], step: int) -> None:
    db.session.execute(_in_area(is_sqlite(), step), key | {"n": max(step, 0)})


@cache
def _in_area(_sqlite: bool, step: int) -> Any:
    upsert = insert(AreaCount)
    return upsert.on_conflict_do_update(index_elements=["area_id", "kind", "status"], set_={"n": AreaCount.__table__.c.n + step})


@atomic
def choose_principles(item: Item, *, principles: Sequence[Principle], by: Person) -> None:
    """Tie an item to principles, the main one first. Logged each time (row 20)."""
    numbers = [each.no for each in principles]
    ensure(why_not_choose_principles(numbers))
    changed(sa.delete(PrincipleLink).where(PrincipleLink.item_id == item.id))
    db.session.add_all(PrincipleLink(item_id=item.id, principle_id=each.id, rank=rank) for rank, each in enumerate(principles))
    record(PrinciplesChosen(by_id=by.id, item_id=item.id, numbers=numbers))


@atomic
def choose_places(item: Item, *, place_ids: Sequence[int]) -> None:
    """Say which places an item is about."""
    changed(sa.delete(PlaceLink).where(PlaceLink.item_id == item.id))
    name_places(item, place_ids)


@atomic
def name_places(item: Item, place_ids: Sequence[int]) -> None:
    """The same for an item that names none yet."""
    if place_ids:
        db.session.execute(_PLACES, [{"item_id": item.id, "place_id": each} for each in dict.fromkeys(place_ids)])


_PLACES = sa.insert(PlaceLink.__table__)


# --- versions ---------------------------------------------------------------------------------------


@atomic
def rewrite(item: Item, *, by: Person | None, title: str, text: str, place_id: int | None, reason: str | None) -> None:
    """Let readers read something else, from now on. With a reason it is a numbered version; without, nobody has relied on it yet.

    The caller has claimed the item.
    """
    drop_waiting(item)
    if reason is not None:
        _number(item, by=by, title=title, body=text, place_id=place_id, reason=reason)
    item.put(title, text)
    choose_places(item, place_ids=[place_id] if place_id else [])
    db.session.flush()


def _number(item: Item, *, by: Person | None, **words: Any) -> None:
    counts = db.session.get_one(ItemCount, item.id, populate_existing=True)
    if not counts.changes:
        place = next(iter(queries.places_of(item.id)), None)
        said = {"title": item.title, "body": item.text, "place_id": place.id if place else None}
        db.session.add(Version(item_id=item.id, n=1, by_id=item.author_id, at=item.published_at or item.created_at, reason=None, **said))
    n, now = counts.changes + 2, clock.now()
    db.session.add(Version(item_id=item.id, n=n, by_id=by.id if by else None, at=now, **words))
    changed(sa.update(ItemCount).where(ItemCount.item_id == item.id).values(changes=ItemCount.changes + 1, changed_at=now))
    db.session.expire(counts)
    record(ItemRewritten(item_id=item.id, by_id=by.id if by else None, n=n))


@atomic
def put_right(item: Item, *, title: str, text: str) -> None:
    """Let it say something else, without a trace: nobody sees it now, and what it said before was not to be seen."""
    if item.published_at:
        drop_waiting(item)
        last = sa.select(sa.func.max(Version.n)).where(Version.item_id == item.id).scalar_subquery()
        changed(sa.update(Version).where(Version.item_id == item.id, Version.n == last).values(title=title, body=text))
    item.put(title, text)


@atomic
def keep_waiting(item: Item, *, by: Person, title: str, text: str, place_id: int | None, reason: str) -> None:
    """Keep what an item is to say once a moderator has read it, in place of what waited. The caller has claimed the item."""
    words = {"title": title, "body": text, "place_id": place_id, "by_id": by.id, "at": clock.now(), "reason": reason, "is_declined": False}
    row = insert(Version).values(item_id=item.id, n=None, **words)
    waiting = {"index_elements": ["item_id"], "index_where": sa.text("n IS NULL")}
    db.session.execute(row.on_conflict_do_update(**waiting, set_=words))


@atomic
def show_waiting(item: Item, *, version: int | None = None) -> None:
    """Let readers read what has waited. version: the row_version that whoever read it saw."""
    waiting = queries.waiting_version(item.id)
    if waiting is None or waiting.reason is None:
        refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)
    words: dict[str, Any] = {"title": waiting.title, "text": waiting.body, "place_id": waiting.place_id, "reason": waiting.reason}
    author = waiting.by
    claim(item, version=version)
    rewrite(item, by=author, **words)


@atomic
def decline_waiting(item: Item) -> None:
    """What waited is not shown; its author still has it."""
    changed(sa.update(Version).where(Version.item_id == item.id, Version.n.is_(None)).values(is_declined=True))


@atomic
def drop_waiting(item: Item) -> bool:
    """Forget what waited; whether there was something."""
    there = queries.unshown_version(item.id)
    if there:
        db.session.expunge(there)  # its number may be given again
    return changed(sa.delete(Version).where(Version.item_id == item.id, Version.n.is_(None))) > 0


@atomic
def forget_versions(item: Item) -> None:
    """Erase what its text was before, with the text that waits."""
    changed(sa.delete(Version).where(Version.item_id == item.id))
    changed(sa.update(ItemCount).where(ItemCount.item_id == item.id).values(changes=0))


# --- photos -----------------------------------------------------------------------------------------


@atomic
def attach_photo(of: Item | Draft, picture: Picture, *, alt: str, has_people: bool, by: Person, once: str | None = None) -> None:
    """Add a photo to what the caller has claimed. The same form token gives one photo, however often it is sent."""
    alt = tidy_line(alt)
    ensure(why_not_describe(alt))
    owner = {"item_id": of.id} if isinstance(of, Item) else {"draft_id": of.id}
    there = db.session.execute(sa.select(Attachment.position, Attachment.once).filter_by(**owner)).all()
    if once and once in {each.once for each in there}:
        return
    ensure(why_not_attach(len(there)))
    place = min(set(range(MAX_PHOTOS)) - {each.position for each in there})
    drawn = {"file": picture.name, "width": picture.width, "height": picture.height}
    said = {"alt": alt, "has_people": has_people, "by_id": by.id, "once": once, "created_at": clock.now()}
    inserted(Attachment, **owner, position=place, **drawn, **said)


@atomic
def describe_photo(photo: Attachment, *, alt: str, has_people: bool) -> None:
    """Say anew what is on a photo, and whether people are."""
    alt = tidy_line(alt)
    ensure(why_not_describe(alt))
    if not changed(sa.update(Attachment).where(Attachment.id == photo.id).values(alt=alt, has_people=has_people)):
        refuse("gone", _("The picture has been taken away."), status=409)


@atomic
def remove_photos(photos: Sequence[Attachment]) -> None:
    """Take photos away; their files go when this is committed."""
    changed(sa.delete(Attachment).where(Attachment.id.in_([each.id for each in photos])))
    db.session.info.setdefault(_TO_REMOVE, []).extend(each.file for each in photos)


@atomic
def move_photos(item: Item, *, draft_id: int, by: Person) -> None:
    """Give an item the photos of the draft that it was."""
    own = sa.select(Draft.id).where(Draft.id == draft_id, Draft.person_id == by.id).scalar_subquery()
    changed(sa.update(Attachment).where(Attachment.draft_id == own).values(item_id=item.id, draft_id=None))


@after_commit
def _remove_files() -> None:
    """A file goes after its row, and only if the row has really gone: what fails here is found by the sweeper."""
    names = db.session.info.pop(_TO_REMOVE, ())
    if names:
        for each in set(names) - queries.known_files(names):
            files.remove(each)
