"""What can be done with an idea."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from boligdialog.accounts.models import Person
from boligdialog.content import queries as things, services as content
from boligdialog.content.models import Attachment, Channel, ItemState
from boligdialog.content.rules import why_not_reason
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.drafts import Draft, claim_draft
from boligdialog.core.events import record
from boligdialog.core.files import Picture
from boligdialog.core.i18n import Words, _
from boligdialog.core.text import RENDERER_VERSION, language_of, tidy, tidy_line, to_html, why_not_render
from boligdialog.housing.models import Area
from boligdialog.ideas import queries
from boligdialog.ideas.events import (
    IdeaConsidered,
    IdeaEdited,
    IdeaEntered,
    IdeaProposed,
    IdeaRestored,
    IdeaSorted,
    IdeaTakenBack,
    IdeaWithdrawn,
)
from boligdialog.ideas.models import Idea, IdeaStage, Sheet, WithdrawWhy
from boligdialog.ideas.rules import (
    why_not_consider,
    why_not_edit,
    why_not_enter_idea,
    why_not_own,
    why_not_propose,
    why_not_restore,
    why_not_show_photos,
    why_not_sort,
    why_not_take_back,
    why_not_use_slip,
    why_not_withdraw,
    why_not_withdraw_because,
)
from boligdialog.ideas.settings import BODY_LENGTH, TITLE_LENGTH, UNDO_DAYS
from boligdialog.moderation import queries as reviewing
from boligdialog.moderation.services import submitting as moderation
from boligdialog.organs.models import Organ
from boligdialog.principles.models import Principle


@atomic
def propose_idea(
    area: Area,
    *,
    title: str,
    why: str,
    place_id: int | None,
    by: Person,
    lang: str,
    read_first: bool = False,
    once: str | None = None,
    principles: Sequence[Principle] = (),
    draft_id: int | None = None,
) -> Idea:
    """Send an idea on its way, with the photos of its draft. The same form token gives the same idea, however often it is sent.

    read_first: a moderator reads it before the neighbours do, whoever wrote it.
    """
    ensure(why_not_propose(by, area))
    idea = _begin(area, title, why, by=by, lang=lang, once=once, author_id=by.id)
    if idea.state is not ItemState.DRAFT:
        return idea
    _tie(idea, place_id=place_id, principles=principles, by=by)
    if draft_id:
        content.move_photos(idea, draft_id=draft_id, by=by)
        read_first = read_first or things.shows_people(idea.id)
    record(IdeaProposed(by_id=by.id, item_id=idea.id))
    moderation.submit(idea, by=by, read_first=read_first)
    return idea


@atomic
def enter_idea(
    area: Area,
    *,
    title: str,
    why: str,
    place_id: int | None,
    channel: Channel,
    has_consent: bool,
    by: Person,
    lang: str,
    read_first: bool = False,
    slip: int | None = None,
    once: str | None = None,
    principles: Sequence[Principle] = (),
) -> Idea:
    """Send the idea of somebody who told it or wrote it on paper on its way, through the same queue.

    It has no author; `by` looks after it. slip: the number of the slip that it stands on.
    """
    ensure(why_not_enter_idea(by, area, has_consent=has_consent))
    idea = _begin(area, title, why, by=by, lang=lang, once=once, on_behalf=channel, entered_by_id=by.id)
    if idea.state is not ItemState.DRAFT:
        return idea
    _tie(idea, place_id=place_id, principles=principles, by=by)
    if slip:
        _use_slip(slip, idea)
    record(IdeaEntered(by_id=by.id, item_id=idea.id, channel=channel.value))
    moderation.submit(idea, by=by, read_first=read_first)
    return idea


@atomic
def take_out(idea: Idea, *, title: str, why: str, by: Person) -> Idea:
    """A new idea of the same author from words of one, about the same place and principles, with the same promise.

    All of it has been read, so it is shown, and it is no news: neighbours have seen it since the other was published.
    """
    who = {"author_id": idea.author_id, "on_behalf": idea.on_behalf, "entered_by_id": idea.entered_by_id}
    part = _begin(idea.area, title, why, by=by, lang=idea.lang, once=None, **who)
    part.decided_by_id, part.decided_why, part.published_at = idea.decided_by_id, idea.decided_why, idea.published_at
    place = next(iter(things.places_of(idea.id)), None)
    _tie(part, place_id=place.id if place else None, principles=things.principles_of(idea.id), by=by)
    content.move(part, ItemState.PUBLISHED, next_kind=idea.next_kind, next_on=idea.next_on)
    return part


def _use_slip(number: int, idea: Idea) -> None:
    """Once: of two who enter the same slip at the same moment, the later is told so."""
    sheet = queries.sheet(number)
    ensure(why_not_use_slip(sheet, idea.area))
    if not changed(sa.update(Sheet).where(Sheet.id == number, Sheet.item_id.is_(None)).values(item_id=idea.id)):
        ensure(why_not_use_slip(queries.sheet(number), idea.area))


def _begin(area: Area, title: str, why: str, *, by: Person, lang: str, once: str | None, **who: Any) -> Idea:
    """A new idea as a draft; or the one that this form has made already, which has gone its way."""
    written = _written(title, why)
    idea = Idea(area_id=area.id, lang=language_of(f"{title} {why}", lang), state=ItemState.DRAFT, once=once, **who, **written)
    try:
        with db.session.begin_nested():
            content.make(idea)
    except IntegrityError:
        there = queries.idea_of(once, by) if once else None
        if there and (there.area_id, there.title) == (area.id, written["title"]):
            return there
        refuse("form_used", _("You have already sent this form. Open it again."), status=409)
    return idea


def _tie(idea: Idea, *, place_id: int | None, principles: Sequence[Principle], by: Person) -> None:
    if place_id:
        content.name_places(idea, [place_id])
    if principles:
        content.choose_principles(idea, principles=principles, by=by)


@atomic
def edit_idea(
    idea: Idea,
    *,
    title: str,
    why: str,
    place_id: int | None,
    by: Person,
    read_first: bool = False,
    reason: str = "",
    version: int | None = None,
    principles: Sequence[Principle] | None = None,
) -> None:
    """Change an idea. What neighbours have not seen is changed in place; one that we gave back goes to the front of the queue.

    reason: why a published idea is changed, once others rely on it or when a moderator reads the change first.
    version: the row_version that `by` saw; Refused with 409 when it is stale.
    principles: those it goes with, when they may have changed; they hold at once, for they are ours and say nothing private.
    """
    ensure(why_not_edit(by, idea))
    written = _written(title, why)
    _claim(idea, version=version)
    words = {"title": written["title"], "text": written["body"], "place_id": place_id}
    if principles is not None and list(principles) != things.principles_of(idea.id):
        content.choose_principles(idea, principles=principles, by=by)
    if idea.state is ItemState.PUBLISHED:
        _change_published(idea, words, by=by, read_first=read_first, reason=tidy_line(reason))
        return
    content.put_right(idea, title=words["title"], text=words["text"])
    content.choose_places(idea, place_ids=[place_id] if place_id else [])
    db.session.flush()
    record(IdeaEdited(by_id=by.id, item_id=idea.id))
    if idea.state in moderation.GIVEN_BACK:
        moderation.submit(idea, by=by, read_first=read_first)
    else:
        moderation.words_changed(idea)


def _change_published(idea: Idea, words: dict[str, Any], *, by: Person, read_first: bool, reason: str) -> None:
    """At once, or once a moderator has read it (decision 0012); under a number with a reason when others rely on it."""
    content.hold(idea)
    if _says(idea, words):
        moderation.drop_change(idea)
        return
    waits = read_first or reviewing.reads_first(idea, by)
    is_numbered = waits or queries.is_relied_on(idea)
    if is_numbered:
        ensure(why_not_reason(reason))
    if waits:
        content.keep_waiting(idea, by=by, reason=reason, **words)
        moderation.submit_change(idea, by=by)
    else:
        moderation.drop_change(idea)
        content.rewrite(idea, by=by, reason=reason if is_numbered else None, **words)
    if waits or not is_numbered:
        record(IdeaEdited(by_id=by.id, item_id=idea.id))


def _says(idea: Idea, words: dict[str, Any]) -> bool:
    """Whether an idea says that already."""
    place = next(iter(things.places_of(idea.id)), None)
    return (idea.title, idea.body, place.id if place else None) == (words["title"], words["text"], words["place_id"])


@atomic
def take_back_change(idea: Idea, *, by: Person) -> bool:
    """What waits for a moderator is not to be shown any more; whether something waited."""
    ensure(why_not_own(by, idea))
    return moderation.drop_change(idea)


def _claim(idea: Idea, *, version: int | None = None) -> None:
    """Take it for a change; the case first, as in every decision: two locks taken in two orders would wait for each other."""
    moderation.text_changed(idea)
    content.claim(idea, version=version)


@atomic
def withdraw_idea(idea: Idea, *, why: WithdrawWhy, text: str = "", by: Person, version: int | None = None) -> None:
    """Withdraw a published idea with a reason. It stays where it is, closed for support and comments (row 33)."""
    text = tidy_line(text)
    ensure(why_not_withdraw(by, idea))
    ensure(why_not_withdraw_because(why, text, is_read_first=reviewing.reads_first(idea, by)))
    moderation.drop_change(idea)
    before = idea.stage
    content.move(idea, ItemState.WITHDRAWN, version=version)
    said = {"withdrawn_why": why, "withdrawn_text": text or None, "withdrawn_at": clock.now()}
    _set(idea, before, said)
    record(IdeaWithdrawn(by_id=by.id, item_id=idea.id, why=why.value))


@atomic
def restore_idea(idea: Idea, *, by: Person) -> None:
    """Bring a withdrawn idea back as it was."""
    ensure(why_not_restore(by, idea, UNDO_DAYS.value))
    content.move(idea, ItemState.PUBLISHED)
    _set(idea, idea.stage, {"withdrawn_why": None, "withdrawn_text": None, "withdrawn_at": None})
    record(IdeaRestored(by_id=by.id, item_id=idea.id))


def _set(idea: Idea, stage: IdeaStage, values: dict[str, Any]) -> None:
    """Write columns of the idea while its stage is as seen; refused with 409 when somebody has moved it on meanwhile."""
    table = Idea.__table__
    if not changed(sa.update(table).where(table.c.id == idea.id, table.c.stage == stage).values(**values)):
        refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)
    db.session.refresh(idea)


@atomic
def add_photo(of: Idea | Draft, picture: Picture, *, alt: str, has_people: bool, by: Person, once: str | None = None) -> None:
    """Add a photo to a draft, or to an idea that neighbours have not seen."""
    _claim_for_photos(of, by)
    content.attach_photo(of, picture, alt=alt, has_people=has_people, by=by, once=once)


@atomic
def describe_photo(of: Idea | Draft, photo: Attachment, *, alt: str, has_people: bool, by: Person) -> None:
    """Say anew what is on a photo that neighbours have not seen."""
    _claim_for_photos(of, by)
    content.describe_photo(photo, alt=alt, has_people=has_people)


@atomic
def remove_photo(of: Idea | Draft, photo: Attachment, *, by: Person) -> None:
    """Take a photo away that neighbours have not seen."""
    _claim_for_photos(of, by)
    content.remove_photos([photo])


def _claim_for_photos(of: Idea | Draft, by: Person) -> None:
    ensure(why_not_show_photos(by, of))
    if isinstance(of, Draft):
        claim_draft(of)
    else:
        _claim(of)
        record(IdeaEdited(by_id=by.id, item_id=of.id))


@atomic
def take_back_idea(idea: Idea, *, by: Person) -> None:
    """Take an idea back that neighbours have not seen."""
    ensure(why_not_take_back(by, idea))
    moderation.close_case_of(idea)
    content.remove_photos(idea.photos)
    content.move(idea, ItemState.DELETED)
    if idea.on_behalf:
        changed(sa.update(Sheet).where(Sheet.item_id == idea.id).values(item_id=None))
    record(IdeaTakenBack(by_id=by.id, item_id=idea.id))


@atomic
def sort_idea(idea: Idea, *, organ: Organ | None, why: Words | None, principles: Sequence[Principle], by: Person) -> None:
    """Say who can decide an idea, with a line why, and which principles it goes with (rows 20, 29)."""
    ensure(why_not_sort(by, idea))
    content.choose_principles(idea, principles=principles, by=by)
    if organ is None and idea.stage is not IdeaStage.NEW:
        refuse("no_organ", _("Say who can decide it: the idea is being considered."), status=422)
    idea.decided_by_id, idea.decided_why = organ.id if organ else None, why
    record(IdeaSorted(by_id=by.id, item_id=idea.id, organ_id=organ.id if organ else None))


@atomic
def consider_idea(idea: Idea, *, by: Person) -> None:
    """Show that those who can decide it have begun to look at it. Refused until it is said who they are."""
    ensure(why_not_consider(by, idea))
    before = idea.listed_as
    if not changed(
        sa.update(Idea.__table__)
        .where(Idea.__table__.c.id == idea.id, Idea.__table__.c.stage == IdeaStage.NEW)
        .values(stage=IdeaStage.CONSIDERING)
    ):
        refuse("stale", _("It has changed since you opened the page."), _("Look at it again."), status=409)
    db.session.refresh(idea)
    content.recount(idea, before)
    record(IdeaConsidered(by_id=by.id, item_id=idea.id, organ_id=idea.decided_by_id or 0))


def _written(title: str, why: str) -> dict[str, Any]:
    """What is stored of the two texts. Refused when they are too short, too long or too slow to render."""
    title, why = tidy_line(title), tidy(why)
    if not TITLE_LENGTH[0] <= len(title) <= TITLE_LENGTH[1]:
        refuse(
            "title_length", _("Write the idea in %(low)d to %(high)d characters.", low=TITLE_LENGTH[0], high=TITLE_LENGTH[1]), status=422
        )
    if len(why) > BODY_LENGTH[1]:
        refuse("body_length", _("Write at most %(high)d characters about why.", high=BODY_LENGTH[1]), status=422)
    ensure(why_not_render(why))
    return {"title": title, "body": why, "body_html": to_html(why), "renderer_version": RENDERER_VERSION}
