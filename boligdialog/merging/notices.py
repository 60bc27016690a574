"""Who hears that ideas were merged, or stand by themselves again; and the lines of their timelines."""

from datetime import date

import sqlalchemy as sa

from boligdialog.content.models import Item, ItemState
from boligdialog.content.rules import may_read
from boligdialog.core import clock, i18n
from boligdialog.core.db import db
from boligdialog.core.events import Event, Line, line, on
from boligdialog.core.i18n import _, ngettext
from boligdialog.ideas.models import Idea
from boligdialog.merging import queries
from boligdialog.merging.events import IdeaGathered, IdeaMerged, IdeaParted, IdeaSplit, IdeaTakenOut, MergeUndone
from boligdialog.merging.rules import ends_at
from boligdialog.merging.settings import OBJECT_DAYS
from boligdialog.notifications.models import Follow, Notice, Topic
from boligdialog.notifications.services import Wording, tell, tell_author, wording
from boligdialog.support.models import Support

# --- timelines ------------------------------------------------------------------------------------


def _title(item_id: int) -> str:
    found = db.session.get(Item, item_id)
    return found.title if found else "–"


@line(IdeaMerged)
def merged_line(happened: IdeaMerged, idea: Idea) -> Line:
    """«The idea was merged with “A bench by the laundry”»."""
    return Line(_("The idea was merged with “%(title)s”", title=_title(happened.target_id)), icon="merge")


@line(IdeaGathered)
def gathered_line(happened: IdeaGathered, idea: Idea) -> Line:
    """«“Somewhere to sit” was merged with this idea»."""
    return Line(_("“%(title)s” was merged with this idea", title=_title(happened.source_id)), icon="merge")


@line(MergeUndone)
def undone_line(happened: MergeUndone, idea: Idea) -> Line:
    """«The idea stands by itself again»."""
    why = _("The author wanted it so") if happened.is_objection else _("A moderator undid that it was merged")
    return Line(_("The idea stands by itself again"), why, icon="undo")


@line(IdeaParted)
def parted_line(happened: IdeaParted, idea: Idea) -> Line:
    """«“Somewhere to sit” stands by itself again»."""
    return Line(_("“%(title)s” stands by itself again", title=_title(happened.source_id)), icon="undo")


@line(IdeaSplit)
def split_line(happened: IdeaSplit, idea: Idea) -> Line:
    """«The idea was split into 2 ideas»."""
    return Line(
        ngettext("The idea was split into %(num)d idea", "The idea was split into %(num)d ideas", len(happened.parts)), icon="steps"
    )


@line(IdeaTakenOut)
def taken_out_line(happened: IdeaTakenOut, idea: Idea) -> Line:
    """«It was part of “Benches and flowers”»."""
    return Line(_("It was part of “%(title)s”", title=_title(happened.source_id)), icon="steps")


# --- who is told ----------------------------------------------------------------------------------


@on(IdeaMerged)
def tell_merged(happened: IdeaMerged, event: Event) -> None:
    """The author of the idea that went hears of it at once, and how to object."""
    tell_author(event, kind="idea_merged")


@on(IdeaGathered)
def tell_gathered(happened: IdeaGathered, event: Event) -> None:
    """The author of the idea that it went to, at once; and all who came along. The author of both knows already."""
    source, target = db.session.get(Item, happened.source_id), db.session.get(Item, happened.item_id)
    if source is None or target is None:
        return
    if target.keeper and target.keeper_id != source.keeper_id:
        tell([target.keeper], kind="idea_gathered", event=event)
    keepers = [source.keeper_id or 0, target.keeper_id or 0]
    came = sa.select(Follow.person_id).where(Follow.item_id == target.id, Follow.from_id == source.id, Follow.is_on)
    tell(came.where(Follow.person_id.not_in(keepers)), kind="idea_moved", event=event)


@on(MergeUndone)
def tell_undone(happened: MergeUndone, event: Event) -> None:
    """Both authors and the moderator who merged them hear of it; and who supports the one that stands by itself again."""
    merge = queries.last_merge(happened.item_id or 0)
    if merge is None:
        return
    concerned = [each for each in (merge.source.keeper, merge.target.keeper, merge.by) if each]
    tell(concerned, kind="merge_undone", event=event)
    followers = sa.select(Follow.person_id).where(Follow.item_id == merge.source_id, Follow.is_on)
    tell(followers.where(Follow.person_id.not_in([each.id for each in concerned])), kind="idea_back", event=event)


@on(IdeaSplit)
def tell_split(happened: IdeaSplit, event: Event) -> None:
    """The author hears what became of the idea; each who supports it is asked, once, which of the new ones they support."""
    tell_author(event, kind="idea_split")
    idea = db.session.get(Item, happened.item_id)
    keeper_id = (idea.keeper_id if idea else None) or 0
    supporters = sa.select(Support.person_id).where(Support.item_id == happened.item_id, Support.person_id != keeper_id)
    tell(supporters, kind="choose_anew", event=event)


# --- how it reads ---------------------------------------------------------------------------------


def words_to_source(source: Idea, target: Idea, until: date) -> tuple[str, str]:
    """What the author of the idea that goes reads: subject and text."""
    text = _(
        "Your idea “%(source)s” is part of “%(target)s” now, because the two look alike. Its supporters, its comments and those who follow"
        " it are there too. Is it not the same idea? You can say no until %(day)s, and your idea stands by itself again.",
        source=source.title, target=target.title, day=i18n.long_day(until),
    )  # fmt: skip
    return _("Your idea is merged with “%(title)s”", title=target.title), text


def words_to_target(source: Idea, target: Idea) -> tuple[str, str]:
    """What the author of the idea that it goes to reads."""
    text = _(
        "“%(source)s” is part of your idea “%(target)s” now, because the two look alike. You get its supporters and its comments. Your text"
        " is as it was.",
        source=source.title, target=target.title,
    )  # fmt: skip
    return _("“%(title)s” is merged with your idea", title=source.title), text


def last_day(since: date) -> date:
    """The last day on which an author can object to what was merged on a day."""
    return date.fromordinal(since.toordinal() + OBJECT_DAYS.value)


@wording("idea_merged", Topic.REVIEW)
def idea_merged(notice: Notice) -> Wording | None:
    """«Your idea is merged with “A bench by the laundry”»; nothing when it stands by itself again."""
    merge = queries.merge_of(notice.event.item_id or 0, seen_by=notice.person)
    if merge is None:
        return None
    until = clock.local_day(ends_at(merge, OBJECT_DAYS.value))
    return Wording(*words_to_source(merge.source, merge.target, until), f"/ideer/{merge.source_id}/samling")


@wording("idea_gathered", Topic.REVIEW)
def idea_gathered(notice: Notice) -> Wording | None:
    """«“Somewhere to sit” is merged with your idea»."""
    merge = queries.merge_of(notice.event.payload["source_id"], seen_by=notice.person)
    if merge is None or not may_read(notice.person, merge.target):
        return None
    return Wording(*words_to_target(merge.source, merge.target), merge.target.path)


@wording("idea_moved", Topic.NEWS)
def idea_moved(notice: Notice) -> Wording | None:
    """«“Somewhere to sit” is part of “A bench by the laundry” now»."""
    merge = queries.merge_of(notice.event.payload["source_id"], seen_by=notice.person)
    if merge is None or not may_read(notice.person, merge.target):
        return None
    subject = _("“%(source)s” is part of “%(target)s” now", source=merge.source.title, target=merge.target.title)
    text = _("If you supported it, you support the joint idea. You can take your support back on its page.")
    return Wording(subject, f"{subject}. {text}", merge.target.path)


@wording("merge_undone", Topic.REVIEW)
def merge_undone(notice: Notice) -> Wording | None:
    """«“Somewhere to sit” stands by itself again»."""
    source, target = db.session.get(Idea, notice.event.item_id), db.session.get(Idea, notice.event.payload["target_id"])
    if source is None or target is None or source.state is ItemState.MERGED or not may_read(notice.person, source):
        return None
    why = (
        _("The author of “%(source)s” does not want it to be part of “%(target)s”.", source=source.title, target=target.title)
        if notice.event.payload["is_objection"]
        else _("A moderator has undone that it was merged with “%(target)s”.", target=target.title)
    )
    text = _("Supporters, comments and those who follow it are back, but for those who have taken their support back since.")
    return Wording(_("“%(title)s” stands by itself again", title=source.title), f"{why} {text}", source.path)


@wording("idea_back", Topic.NEWS)
def idea_back(notice: Notice) -> Wording | None:
    """The same, for those who support it."""
    source = db.session.get(Idea, notice.event.item_id)
    if source is None or source.state is not ItemState.PUBLISHED or not may_read(notice.person, source):
        return None
    subject = _("“%(title)s” stands by itself again", title=source.title)
    return Wording(subject, f"{subject}. {_('If you supported it before, you support it now.')}", source.path)


@wording("idea_split", Topic.REVIEW)
def idea_split(notice: Notice) -> Wording | None:
    """«Your idea is split into 2 ideas»."""
    idea = db.session.get(Idea, notice.event.item_id)
    if idea is None or not may_read(notice.person, idea):
        return None
    number = len(notice.event.payload["parts"])
    subject = ngettext("Your idea is split into %(num)d idea", "Your idea is split into %(num)d ideas", number)
    text = _("“%(title)s” was several ideas. Each stands by itself now, in your words, and is yours: you can change it.", title=idea.title)
    return Wording(subject, f"{text} {_('Whoever supported it has been asked to choose anew.')}", idea.path)


@wording("choose_anew", Topic.ANSWERS)
def choose_anew(notice: Notice) -> Wording | None:
    """«“Benches and flowers” is split: which do you support?»."""
    idea = db.session.get(Idea, notice.event.item_id)
    if idea is None or not may_read(notice.person, idea):
        return None
    text = _(
        "You support “%(title)s”. It was several ideas, and now each stands by itself. Choose which of them you support.", title=idea.title
    )
    titles = [f"– {each.title}" for each in queries.parts_of(idea.id, seen_by=notice.person)]
    return Wording(_("“%(title)s” is split: which do you support?", title=idea.title), "\n\n".join([text, "\n".join(titles)]), idea.path)
