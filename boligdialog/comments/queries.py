"""Reads of comments: one statement a page of talk, by keyset, whatever the number of comments."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from boligdialog.accounts.models import Person, RoleKind
from boligdialog.comments.models import Comment, CommentKind, SlowTalk, Thanks
from boligdialog.comments.rules import MUNICIPAL
from boligdialog.comments.settings import REPLIES, THREADS
from boligdialog.content.models import Item, ItemCount, ItemState
from boligdialog.content.rules import may_read
from boligdialog.core.db import db
from boligdialog.core.i18n import language
from boligdialog.moderation.models import Case, Outcome
from boligdialog.organs.models import Organ, OrganKind, Term
from boligdialog.translations.models import Translation, digest

#: The orders, with how many numbers their cursors have.
CURSORS = {"oldest": 2, "newest": 1, "thanked": 2}
ORDERS = tuple(CURSORS)

_item, _comment, _count = Item.__table__, Comment.__table__, ItemCount.__table__
_person, _organ, _case, _thanks, _translation = (each.__table__ for each in (Person, Organ, Case, Thanks, Translation))


@dataclass(eq=False)
class Shown:
    """One comment as it is shown; `body_html` is empty where one grey line stands in its place. Read, and never changed.

    translated: its HTML in the reader's language, when somebody has said it in that. from_id, origin: the idea that it was written
    about, when that has been merged with this one.
    """

    id: int
    author_id: int | None
    name: str | None
    organ: Any
    state: ItemState
    meant_as: CommentKind
    lang: str
    body_html: str
    additions: list[dict[str, Any]]
    edited_at: datetime | None
    created_at: datetime
    published_at: datetime | None
    next_on: date | None
    answered_by_id: int | None
    thread_id: int | None
    answers_name: str | None
    hidden_because: str | None
    thanks: int
    replies: int
    is_thanked: bool
    translated: str | None
    translator: str | None
    is_machine: bool | None
    from_id: int | None
    origin: str | None
    origin_lang: str | None
    is_outdated: bool = False
    answers: list["Shown"] = field(default_factory=list)

    @property
    def values(self) -> tuple[Any, ...]:
        """All that is shown of it and its answers: what is drawn of the thread once is drawn from these."""
        own = (_VALUES(self), tuple((each["at"], each["html"]) for each in self.additions))
        return (own, *(each.values for each in self.answers))

    def has_words_of(self, person: Person | None) -> bool:
        """Whether somebody has written it, or one of its answers."""
        return person is not None and any(each.author_id == person.id for each in (self, *self.answers))


_VALUES = attrgetter(*(each.name for each in fields(Shown) if each.name not in ("additions", "answers")))


@dataclass(frozen=True)
class Talk:
    """A page of threads, and the cursor of the next page if there is one."""

    threads: list[Shown]
    after: tuple[int, ...] | None = None


def talk(about_id: int, *, seen_by: Person | None, order: str = "oldest", after: tuple[int, ...] | None = None) -> Talk:
    """A page of the comments on an item, each with its first replies."""
    statement = _talk(order, after, language(), seen_by is not None)
    me = {"me": seen_by.id} if seen_by else {}
    rows = [_shown(row) for row in db.session.execute(statement, {"about_id": about_id} | me)]
    threads = sorted((row for row in rows if row.thread_id is None), key=_KEYS[order])
    _hang(threads, rows)
    more = len(threads) > THREADS
    return Talk(threads[:THREADS], _cursor(threads[THREADS - 1], order) if more else None)


@lru_cache(maxsize=64)
def _talk(order: str, after: tuple[int, ...] | None, lang: str, is_for_somebody: bool) -> sa.Select[Any]:
    """The statement of a page of talk about :about_id for :me: putting it together costs more than its answer."""
    tops = _tops(order, after, is_for_somebody).limit(THREADS + 1).subquery("tops")
    number = sa.func.row_number().over(partition_by=_comment.c.thread_id, order_by=_comment.c.id).label("number")
    replies = _joined(_comment.c.id, number).where(_comment.c.thread_id.in_(sa.select(tops.c.id)), _reply_shown(is_for_somebody))
    first = replies.subquery("replies")
    chosen = sa.union_all(sa.select(tops.c.id), sa.select(first.c.id).where(first.c.number <= REPLIES)).subquery("chosen")
    return _details(chosen, lang, is_for_somebody)


def replies_of(comment: Comment, *, seen_by: Person | None, after: int = 0, limit: int = 50) -> list[Shown]:
    """All replies to a comment, oldest first, from behind one of them."""
    is_for_somebody = seen_by is not None
    mine = _joined(_comment.c.id).where(_comment.c.thread_id == comment.id, _reply_shown(is_for_somebody), _comment.c.id > after)
    chosen = mine.order_by(_comment.c.id).limit(limit).subquery("chosen")
    return sorted(_all_shown(chosen, seen_by), key=lambda row: row.id)


def one(comment: Comment, *, seen_by: Person | None) -> Shown:
    """A comment as it is shown."""
    chosen = sa.select(_comment.c.id).where(_comment.c.id == comment.id).subquery("chosen")
    return _all_shown(chosen, seen_by)[0]


def _all_shown(chosen: sa.Subquery, seen_by: Person | None) -> list[Shown]:
    statement = _details(chosen, language(), seen_by is not None)
    return [_shown(row) for row in db.session.execute(statement, {"me": seen_by.id} if seen_by else {})]


def _joined(*columns: Any) -> sa.Select[Any]:
    return sa.select(*columns).join(_item, _item.c.id == _comment.c.id).join(_count, _count.c.item_id == _comment.c.id)


def _tops(order: str, after: tuple[int, ...] | None, is_for_somebody: bool) -> sa.Select[Any]:
    is_left = sa.and_(_item.c.state == ItemState.DELETED, _count.c.comments > 0)
    mine = _joined(_comment.c.id).where(
        _comment.c.about_id == sa.bindparam("about_id"), _comment.c.thread_id.is_(None), sa.or_(_reply_shown(is_for_somebody), is_left)
    )
    columns = {"oldest": (_comment.c.rank, _comment.c.id), "newest": (-_comment.c.id,), "thanked": (-_count.c.thanks, _comment.c.id)}[order]
    if after is not None:
        mine = mine.where(sa.tuple_(*columns) > sa.tuple_(*after))
    by_id = {"newest": (_comment.c.id.desc(),), "thanked": (_count.c.thanks.desc(), _comment.c.id)}.get(order, columns)
    return mine.order_by(*by_id)


#: How each order sorts what is shown, the same as in the database; also the cursor behind a thread.
_KEYS: dict[str, Any] = {
    "oldest": lambda row: (0 if row.organ else 1, row.id),
    "newest": lambda row: (-row.id,),
    "thanked": lambda row: (-row.thanks, row.id),
}


def _cursor(row: Shown, order: str) -> tuple[int, ...]:
    return tuple(_KEYS[order](row))


def place_of(comment: Comment) -> tuple[int, ...]:
    """The cursor before the thread of a comment, in the usual order: a page that begins there shows it first."""
    top = db.session.get_one(Comment, comment.thread_id) if comment.thread_id else comment
    return (top.rank, top.id - 1)


def _reply_shown(is_for_somebody: bool) -> sa.ColumnElement[bool]:
    """What is published, a grey line for what is hidden, and one's own that waits."""
    shown = _item.c.state.in_((ItemState.PUBLISHED, ItemState.HIDDEN))
    if not is_for_somebody:
        return shown
    return sa.or_(shown, sa.and_(_item.c.author_id == sa.bindparam("me"), _item.c.state.in_((ItemState.PENDING, ItemState.RETURNED))))


def _details(chosen: sa.Subquery, lang: str, is_for_somebody: bool) -> sa.Select[Any]:
    origin = _item.alias("origin")
    answered, writer, translator = _item.alias("answered"), Person.__table__.alias("writer"), Person.__table__.alias("translator")
    is_read = _item.c.state.in_((ItemState.PUBLISHED, ItemState.PENDING, ItemState.RETURNED))
    into = sa.and_(_translation.c.item_id == chosen.c.id, _translation.c.lang == lang, _item.c.lang != lang, is_read)
    because = sa.select(_case.c.reason_code).where(_case.c.item_id == _comment.c.id, _case.c.outcome == Outcome.HIDE)
    tables: Any = (
        chosen.join(_comment, _comment.c.id == chosen.c.id)
        .join(_item, _item.c.id == chosen.c.id)
        .join(_count, _count.c.item_id == chosen.c.id)
        .join(_person, _person.c.id == _item.c.author_id, isouter=True)
        .join(_organ, _organ.c.id == _item.c.organ_id, isouter=True)
        .join(answered, answered.c.id == _comment.c.answers_id, isouter=True)
        .join(writer, writer.c.id == answered.c.author_id, isouter=True)
        .join(_translation, into, isouter=True)
        .join(translator, translator.c.id == _translation.c.by_id, isouter=True)
        .join(origin, origin.c.id == _comment.c.from_id, isouter=True)
    )
    is_thanked: Any = sa.literal(False)
    if is_for_somebody:
        mine = sa.and_(_thanks.c.item_id == chosen.c.id, _thanks.c.person_id == sa.bindparam("me"))
        tables = tables.join(_thanks, mine, isouter=True)
        is_thanked = _thanks.c.person_id.is_not(None)
    return sa.select(
        _comment.c.id, _item.c.author_id, _person.c.name, _organ.c.name.label("organ"), _item.c.state, _comment.c.meant_as, _item.c.lang,
        sa.case((is_read, _comment.c.body_html), else_="").label("body_html"), _comment.c.additions, _comment.c.edited_at,
        _item.c.created_at, _item.c.published_at, _item.c.next_on, _comment.c.answered_by_id, _comment.c.thread_id,
        sa.case((_comment.c.answers_id != _comment.c.thread_id, writer.c.name)).label("answers_name"),
        because.order_by(_case.c.id.desc()).limit(1).scalar_subquery().label("hidden_because"),
        _count.c.thanks, _count.c.comments.label("replies"), is_thanked.label("is_thanked"),
        _translation.c.body_html.label("translated"), translator.c.name.label("translator"), _translation.c.is_machine,
        _comment.c.from_id, origin.c.title.label("origin"), origin.c.lang.label("origin_lang"),
        _translation.c.of_version, sa.case((_translation.c.item_id.is_not(None), _comment.c.body)).label("original"), _item.c.title,
    ).select_from(tables)  # fmt: skip


def _shown(row: Any) -> Shown:
    """The columns stand in the order of the fields; the last three say whether the translation is of these words."""
    *values, of_version, original, title = row
    shown = Shown(*values)
    shown.is_outdated = original is not None and of_version != digest(title, original)
    shown.additions = [{**each, "at": datetime.fromisoformat(each["at"])} for each in shown.additions]
    return shown


def _hang(threads: list[Shown], rows: list[Shown]) -> None:
    by_id = {row.id: row for row in threads}
    for row in sorted(rows, key=lambda each: each.id):
        if row.thread_id in by_id:
            by_id[row.thread_id].answers.append(row)


def comment(comment_id: int, *, seen_by: Person | None) -> Comment | None:
    """The comment with what it is about, if this person may know of both."""
    whole = (joinedload(Comment.about), joinedload(Comment.area), joinedload(Comment.author))
    found = db.session.scalars(sa.select(Comment).where(Comment.id == comment_id).options(*whole)).one_or_none()
    return found if found and may_read(seen_by, found) and may_read(seen_by, found.about) else None


def comment_by_id(comment_id: int) -> Comment | None:
    """A comment that neighbours have seen, gone or not, as it is now: who began a reply to it is told, and keeps the text."""
    seen = sa.select(Comment).where(Comment.id == comment_id, Comment.published_at.is_not(None))
    return db.session.scalar(seen.execution_options(populate_existing=True))


def comment_of(once: str, author: Person) -> Comment | None:
    """The comment that a form with this token has made already."""
    return db.session.scalar(sa.select(Comment).where(Comment.once == once, Comment.author_id == author.id))


def comments_by(person: Person, limit: int = 50) -> list[Comment]:
    """A person's own comments in every state but deleted, newest first."""
    mine = sa.select(Comment).where(Comment.author_id == person.id, Comment.state != ItemState.DELETED)
    return list(db.session.scalars(mine.options(joinedload(Comment.about)).order_by(Comment.id.desc()).limit(limit)))


def replies_to(comment_id: int) -> int:
    """How many people have answered a comment, whatever the state of their answers."""
    there = sa.or_(Comment.thread_id == comment_id, Comment.answers_id == comment_id)
    return db.session.scalar(sa.select(sa.func.count()).select_from(Comment).where(there, Comment.state == ItemState.PUBLISHED)) or 0


def speaks_for(person: Person | None, area_id: int) -> list[Organ]:
    """The bodies on whose behalf a person may write in an area today (row 47)."""
    if person is None:
        return []
    kinds = [OrganKind.BOARD] if person.has_role(RoleKind.BOARD, area_id=area_id) else []
    kinds += [OrganKind.MUNICIPALITY] if person.has_role(*MUNICIPAL, area_id=area_id) else []
    if not kinds:
        return []
    there = sa.or_(Organ.area_id == area_id, Organ.area_id.is_(None))
    mine = sa.select(Organ).where(Organ.kind.in_(kinds), there, Organ.to_on.is_(None), _sits_in(person, area_id))
    return list(db.session.scalars(mine.order_by(Organ.area_id.is_(None), Organ.id)))


def _sits_in(person: Person, area_id: int) -> sa.ColumnElement[bool]:
    """A term says in which board somebody sits. A role of the board without one is of every board in the area."""
    roles = [role.id for role in person.roles if role.kind is RoleKind.BOARD and role.is_active and role.area_id == area_id]
    terms = sa.select(Term.organ_id).where(Term.role_id.in_(roles))
    with_term = sa.select(sa.func.count()).select_from(Term).where(Term.role_id.in_(roles)).scalar_subquery()
    return sa.or_(Organ.kind != OrganKind.BOARD, Organ.id.in_(terms), with_term < len(roles))


def slow_talk(item_id: int, *, lock: bool = False) -> SlowTalk | None:
    """How slow the conversation about an item is, or was. lock: nobody else takes a turn in it before this transaction ends."""
    mine = sa.select(SlowTalk).where(SlowTalk.item_id == item_id).execution_options(populate_existing=True)
    return db.session.scalar(mine.with_for_update() if lock else mine)


def last_words(item_id: int, by: Person, *, but: Comment | None = None) -> datetime | None:
    """When a person last wrote for themselves about an item, whatever became of it: who deletes a comment has no other turn."""
    mine = sa.select(sa.func.max(_item.c.created_at)).select_from(_comment.join(_item, _item.c.id == _comment.c.id))
    mine = mine.where(_comment.c.about_id == item_id, _item.c.author_id == by.id, _item.c.organ_id.is_(None))
    return db.session.scalar(mine.where(_comment.c.id != but.id) if but else mine)
