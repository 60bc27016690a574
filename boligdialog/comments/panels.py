"""The conversation below an item, a comment in the queue, and one's own comments on one's own page."""

from typing import Any

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_write
from boligdialog.comments import queries
from boligdialog.comments.models import Comment, CommentKind
from boligdialog.comments.rules import why_not_comment_yet, why_not_slow_talk, why_talk_is_closed
from boligdialog.content import queries as content
from boligdialog.content.models import Item
from boligdialog.content.rules import REVIEWERS
from boligdialog.core import clock, tokens
from boligdialog.core.joints import facts_for, panel
from boligdialog.core.paging import choice_in, cursor_in, encode_cursor, number_in


@panel("talk", Item)
def talk(item: Item, person: Person | None) -> tuple[str, dict[str, Any]]:
    """A page of comments, the page of one comment that was asked for, and the form for who is signed in."""
    order = choice_in("samtale", queries.ORDERS) or "oldest"
    wanted = number_in("c", 1, 10**17)
    focus = queries.comment(wanted, seen_by=person) if wanted else None
    after = queries.place_of(focus) if focus and focus.about_id == item.id else cursor_in("mere", *(int,) * queries.CURSORS[order])
    facts, counts = facts_for([item]), content.counts(item.id)
    slow = queries.slow_talk(item.id) if counts.slow_until and clock.now() < counts.slow_until else None
    shown = queries.talk(item.id, seen_by=person, order="oldest" if focus else order, after=after)
    return "comments/_talk.html", {
        "item": item,
        "talk": shown,
        "order": order,
        "is_middle": after is not None,
        "more": encode_cursor(*shown.after) if shown.after else None,
        "total": counts.comments,
        "closed": why_talk_is_closed(item, facts) or why_not_write(person, item.area_id),
        "voices": queries.speaks_for(person, item.area_id),
        "kinds": CommentKind,
        "reviews": person is not None and person.has_role(*REVIEWERS, area_id=item.area_id),
        "slow": slow,
        "wait": why_not_comment_yet(slow, queries.last_words(item.id, person), None) if slow and person else None,
        "may_slow": why_not_slow_talk(person, item, facts) is None,
        "once": tokens.new_token() if person else None,
    }


@panel("queue", Comment)
def in_queue(comment: Comment, person: Person | None) -> tuple[str, dict[str, Any]]:
    """The whole comment in the moderator's case, and what it is about."""
    return "comments/_in_queue.html", {"comment": comment}


@panel("hit", Comment)
def as_hit(comment: Comment, person: Person | None) -> tuple[str, dict[str, Any]]:
    """What a comment is about, among the hits of a search."""
    return "comments/_hit.html", {"comment": comment}


@panel("mine", Person, at=30)
def on_my_page(person: Person, _reader: Person | None) -> tuple[str, dict[str, Any]] | None:
    """What I have written, and where it stands."""
    mine = queries.comments_by(person)
    return ("comments/_on_my_page.html", {"comments": mine}) if mine else None
