"""What can be done with a comment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from boligdialog.accounts.models import Person
from boligdialog.comments import queries
from boligdialog.comments.events import (
    CommentDeleted,
    CommentEdited,
    CommentThanked,
    CommentWritten,
    QuestionAnswered,
    SlowTalkEnded,
    TalkSlowed,
    ThanksWithdrawn,
)
from boligdialog.comments.models import Comment, CommentKind, SlowTalk, Thanks
from boligdialog.comments.rules import (
    why_not_accept,
    why_not_add,
    why_not_comment,
    why_not_comment_yet,
    why_not_edit,
    why_not_end_slow_talk,
    why_not_own,
    why_not_reply,
    why_not_slow_talk,
    why_not_slow_talk_for,
    why_not_speak_for,
    why_not_thank,
)
from boligdialog.comments.settings import LENGTH
from boligdialog.content import services as content
from boligdialog.content.events import ItemChanged
from boligdialog.content.models import VISIBLE, Item, ItemCount, ItemState
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db, inserted
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.joints import facts_for
from boligdialog.core.marks import STALE
from boligdialog.core.text import RENDERER_VERSION, excerpt, language_of, tidy, tidy_line, to_html, why_not_render
from boligdialog.moderation import queries as reviewing
from boligdialog.moderation.services import submitting as moderation
from boligdialog.organs.models import Organ
from boligdialog.translations import services as translations


@atomic
def write_comment(
    about: Item,
    *,
    text: str,
    by: Person,
    lang: str,
    meant_as: CommentKind = CommentKind.COMMENT,
    answers: Comment | None = None,
    organ: Organ | None = None,
    read_first: bool = False,
    once: str | None = None,
) -> Comment:
    """Send a comment on its way. The same form token gives the same comment, however often it is sent.

    answers: the comment or reply that it answers; it stands on the second level then. organ: the body it speaks for.
    read_first: a moderator reads it before the neighbours do, whoever wrote it.
    """
    facts = facts_for([about])
    ensure(why_not_reply(by, answers, facts) if answers else why_not_comment(by, about, facts))
    ensure(why_not_speak_for(by, organ, queries.speaks_for(by, about.area_id)))
    comment = Comment(
        area_id=about.area_id, section_id=about.section_id, parent_id=about.id, about_id=about.id, author_id=by.id,
        organ_id=organ.id if organ else None, rank=0 if organ else 1, lang=language_of(text, lang), state=ItemState.DRAFT, once=once,
        thread_id=(answers.thread_id or answers.id) if answers else None, answers_id=answers.id if answers else None,
        meant_as=meant_as, **_written(text),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            content.make(comment)
    except IntegrityError:
        there = queries.comment_of(once, by) if once else None
        if there and (there.about_id, there.body) == (about.id, tidy(text)):
            return there
        refuse("form_used", _("You have already sent this form. Open it again."), status=409)
    content.stay(about)
    _take_turn(comment, organ, by)
    record(CommentWritten(by_id=by.id, item_id=comment.id, about_id=about.id))
    moderation.submit(comment, by=by, read_first=read_first)
    _answer_by_voice(comment, by)
    return comment


def _take_turn(comment: Comment, organ: Organ | None, by: Person) -> None:
    """In a slow conversation (row 44). The lock makes two at once one: the second sees what the first wrote, and is refused."""
    slow = queries.slow_talk(comment.about_id, lock=True) if organ is None else None
    if slow and slow.is_on:
        ensure(why_not_comment_yet(slow, queries.last_words(comment.about_id, by, but=comment), organ))


def _answer_by_voice(comment: Comment, by: Person) -> None:
    """What a body replies to a question answers it."""
    if comment.organ_id is None or comment.thread_id is None or comment.state is not ItemState.PUBLISHED:
        return
    question = db.session.get_one(Comment, comment.thread_id)
    if why_not_accept(by, question, comment) is None:
        accept_answer(question, answer=comment, by=by)


@atomic
def edit_comment(comment: Comment, *, text: str, by: Person, read_first: bool = False) -> None:
    """Change one's own words while nobody has answered; one that was given back goes to the front of the queue.

    New words of an author whom we read first, or that sound private, wait for a moderator, and the comment with them.
    """
    ensure(why_not_edit(by, comment, queries.replies_to(comment.id)))
    _still_speaks(by, comment)
    waits = comment.state is ItemState.PUBLISHED and (read_first or reviewing.reads_first(comment, by))
    written = _written(text)
    moderation.text_changed(comment)
    content.claim(comment)
    for name, value in written.items():
        setattr(comment, name, value)
    comment.lang = language_of(text, comment.lang)
    if comment.state is ItemState.PUBLISHED:
        comment.edited_at = clock.now()
    db.session.flush()
    record(CommentEdited(by_id=by.id, item_id=comment.id))
    if comment.state in moderation.GIVEN_BACK:
        moderation.submit(comment, by=by, read_first=read_first)
    elif waits:
        moderation.submit_again(comment, by=by)
    elif comment.state is ItemState.PENDING:
        moderation.words_changed(comment)


@atomic
def add_to_comment(comment: Comment, *, text: str, by: Person, read_first: bool = False) -> None:
    """Add something with its date below one's own words, which stay. Refused for words that a moderator would read first."""
    ensure(why_not_add(by, comment))
    _still_speaks(by, comment)
    if read_first or reviewing.reads_first(comment, by):
        refuse("read_first", _("One of us reads your words first."), _("Write them as a new comment."), status=409)
    html = _written(text)["body_html"]
    content.claim(comment)
    comment.additions = [*comment.additions, {"at": clock.now().isoformat(), "html": html}]
    db.session.flush()
    record(CommentEdited(by_id=by.id, item_id=comment.id))


def _still_speaks(by: Person, comment: Comment) -> None:
    """Words of a body are changed by those who speak for it today, not by who did once."""
    if comment.organ_id:
        organ = db.session.get_one(Organ, comment.organ_id)
        ensure(why_not_speak_for(by, organ, queries.speaks_for(by, comment.area_id)))


@atomic
def delete_comment(comment: Comment, *, by: Person) -> None:
    """Delete one's own words for good; replies stay, below one grey line."""
    ensure(why_not_own(by, comment))
    moderation.close_case_of(comment)
    content.move(comment, ItemState.DELETED)
    translations.drop_translations(comment)
    comment.title, comment.body, comment.body_html, comment.additions = "–", "", "", []
    db.session.flush()
    record(CommentDeleted(by_id=by.id, item_id=comment.id))


@atomic
def thank(comment: Comment, *, by: Person) -> bool:
    """Say thank you, once, however often it is sent; whether it was new."""
    ensure(why_not_thank(by, comment))
    if not inserted(Thanks, item_id=comment.id, person_id=by.id, at=clock.now()):
        return False
    _count_thanks(comment, +1)
    record(CommentThanked(by_id=by.id, item_id=comment.id))
    return True


@atomic
def withdraw_thanks(comment: Comment, *, by: Person) -> bool:
    """Take one's thanks back; whether there were any."""
    ensure(why_not_thank(by, comment))
    if not changed(sa.delete(Thanks).where(Thanks.item_id == comment.id, Thanks.person_id == by.id)):
        return False
    _count_thanks(comment, -1)
    record(ThanksWithdrawn(by_id=by.id, item_id=comment.id))
    return True


def _count_thanks(comment: Comment, step: int) -> None:
    changed(sa.update(ItemCount).where(ItemCount.item_id == comment.id).values(thanks=ItemCount.thanks + step))


@atomic
def accept_answer(question: Comment, *, answer: Comment, by: Person) -> None:
    """Say that a reply answers a question: its clock stops (row 41)."""
    ensure(why_not_accept(by, question, answer))
    mine = sa.update(Comment.__table__).where(Comment.__table__.c.id == question.id, Comment.__table__.c.answered_by_id.is_(None))
    if not changed(mine.values(answered_by_id=answer.id)):
        refuse("answered", _("The question is answered already."), status=409)
    db.session.refresh(question)
    content.set_next(question, kind=None, on=None)
    record(QuestionAnswered(by_id=by.id, item_id=question.id, answer_id=answer.id))


# --- a slow conversation ------------------------------------------------------------------------------


@atomic
def slow_talk(item: Item, *, minutes: int, days: int, reason: str, by: Person, seen: int | None = None) -> None:
    """Let each person write one comment in so many minutes, for some days from now (row 44).

    seen: the version that the page showed, 0 for none; when somebody was quicker, theirs stays. A double press is one.
    """
    reason = tidy_line(reason)
    ensure(why_not_slow_talk(by, item, facts_for([item])) or why_not_slow_talk_for(minutes, days, reason))
    now, before = clock.now(), queries.slow_talk(item.id, lock=True)
    version = before.row_version if before else 0
    values: dict[str, Any] = {"minutes": minutes, "days": days, "reason": reason, "by_id": by.id}
    if before and version != seen and before.is_on and all(getattr(before, name) == value for name, value in values.items()):
        return
    was: dict[str, Any] = {"minutes_before": before.minutes, "until_before": before.until.isoformat()} if before and before.is_on else {}
    values |= {"begins_at": now, "until": now + timedelta(days=days), "row_version": version + 1}
    mine = sa.update(SlowTalk).where(SlowTalk.item_id == item.id, SlowTalk.row_version == version).values(**values)
    done = seen in (None, version) and (changed(mine) if before else inserted(SlowTalk, item_id=item.id, **values))
    if not done:
        refuse(STALE, _("Somebody has changed it since you opened the page."), _("Save once more if your words are to hold."), status=409)
    _mark_slow(item, values["until"])
    record(TalkSlowed(by_id=by.id, item_id=item.id, minutes=minutes, until=values["until"].isoformat(), **was))


@atomic
def end_slow_talk(item: Item, *, by: Person) -> None:
    """Let everybody write as they like again, before the time is over."""
    slow = queries.slow_talk(item.id, lock=True)
    ensure(why_not_end_slow_talk(by, item, slow))
    assert slow
    now, was = clock.now(), slow.until.isoformat()
    mine = sa.update(SlowTalk).where(SlowTalk.item_id == item.id, SlowTalk.row_version == slow.row_version)
    changed(mine.values(until=now, row_version=SlowTalk.row_version + 1))
    _mark_slow(item, None)
    record(SlowTalkEnded(by_id=by.id, item_id=item.id, until=now.isoformat(), minutes_before=slow.minutes, until_before=was))


def _mark_slow(item: Item, until: datetime | None) -> None:
    changed(sa.update(ItemCount).where(ItemCount.item_id == item.id).values(slow_until=until))


# --- along with what they are about -------------------------------------------------------------------


@atomic
def carry_comments(source: Item, *, into: Item) -> None:
    """Let the conversation about one item stand below another, each comment with where it comes from (row 34)."""
    _carry(source, into, [_about(source)], from_id=source.id)


@atomic
def carry_comments_back(source: Item, *, into: Item) -> None:
    """Let them stand where they were written. What is new stays, but what answers one of them goes with it: it stands below its words."""
    table, top = Comment.__table__, Comment.__table__.alias()
    theirs = sa.select(top.c.id).where(top.c.about_id == into.id, top.c.from_id == source.id)
    _carry(into, source, [_about(into), sa.or_(table.c.from_id == source.id, table.c.thread_id.in_(theirs))], from_id=None)


def _about(item: Item) -> sa.ColumnElement[bool]:
    return Comment.__table__.c.about_id == item.id


def _carry(away: Item, to: Item, which: Sequence[sa.ColumnElement[bool]], *, from_id: int | None) -> None:
    """Whoever decides on one of them at this moment has seen where it stood, and is told that it has changed (409)."""
    table, item = Comment.__table__, Item.__table__
    chosen = sa.select(table.c.id).join(item, item.c.id == table.c.id).where(*which)
    ids, visible = list(db.session.scalars(chosen)), list(db.session.scalars(chosen.where(item.c.state.in_(VISIBLE))))
    db.session.flush()
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        changed(sa.update(item).where(item.c.id.in_(some)).values(parent_id=to.id, row_version=item.c.row_version + 1))
        changed(sa.update(table).where(table.c.id.in_(some)).values(about_id=to.id, from_id=from_id))
    published = sa.and_(table.c.about_id == ItemCount.item_id, item.c.state == ItemState.PUBLISHED)
    rows = sa.select(sa.func.count()).select_from(table.join(item, item.c.id == table.c.id)).where(published).scalar_subquery()
    changed(sa.update(ItemCount).where(ItemCount.item_id.in_([away.id, to.id])).values(comments=rows))
    if visible:
        record(*(ItemChanged(item_id=each) for each in visible))


def _written(text: str) -> dict[str, Any]:
    """What is stored of a text. Refused when it is too short, too long or too slow to render."""
    text = tidy(text)
    if not LENGTH[0] <= len(text) <= LENGTH[1]:
        refuse("body_length", _("Write %(low)d to %(high)d characters.", low=LENGTH[0], high=LENGTH[1]), status=422)
    ensure(why_not_render(text))
    return {"title": excerpt(text, 80) or "–", "body": text, "body_html": to_html(text), "renderer_version": RENDERER_VERSION}
