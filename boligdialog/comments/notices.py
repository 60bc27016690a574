"""Who hears of a comment: whom it answers, and whose idea it is about."""

from boligdialog.accounts.models import Person
from boligdialog.comments.events import QuestionAnswered
from boligdialog.comments.models import Comment
from boligdialog.content.events import ItemPublished
from boligdialog.core.db import db
from boligdialog.core.events import Event, on
from boligdialog.core.i18n import _
from boligdialog.core.text import excerpt
from boligdialog.notifications.models import Notice, Topic
from boligdialog.notifications.services import Wording, follow_by_itself, tell, wording


def _published(item_id: int | None) -> Comment | None:
    found = db.session.get(Comment, item_id)
    return found if found and found.is_visible else None


def _author_of(comment_id: int | None) -> Person | None:
    found = db.session.get(Comment, comment_id) if comment_id else None
    return found.author if found else None


@on(ItemPublished)
def tell_replied(happened: ItemPublished, event: Event) -> None:
    """Whom it answers hears of it at once; the author of what it is about, unless they are the same."""
    comment = _published(happened.item_id)
    if comment is None:
        return
    answered = _author_of(comment.answers_id)
    if answered and answered.id != comment.author_id:
        tell([answered], kind="replied", event=event)
    author = comment.about.keeper
    if author and author.id not in (comment.author_id, answered.id if answered else None):
        tell([author], kind="commented", event=event)


@on(ItemPublished)
def writer_follows(happened: ItemPublished, event: Event) -> None:
    """Who has commented hears what becomes of it, unless they stopped following it before."""
    comment = _published(happened.item_id)
    if comment and comment.author:
        follow_by_itself(comment.about, comment.author)


@on(QuestionAnswered)
def tell_answered(happened: QuestionAnswered, event: Event) -> None:
    """Who asked hears that there is an answer, if somebody else said that it is one."""
    asker = _author_of(happened.item_id)
    if asker and asker.id != happened.by_id:
        tell([asker], kind="question_answered", event=event)


@wording("replied", Topic.REPLIES)
def replied(notice: Notice) -> Wording | None:
    """«Jørgen has answered you»."""
    comment = _published(notice.event.item_id)
    if comment is None:
        return None
    subject = _("%(name)s has answered you", name=_name(comment))
    return Wording(subject, f"{subject}:\n\n{excerpt(comment.body, 300)}", comment.path)


@wording("commented", Topic.REPLIES)
def commented(notice: Notice) -> Wording | None:
    """«Jørgen has commented on your idea»."""
    comment = _published(notice.event.item_id)
    if comment is None or not comment.about.is_visible:
        return None
    subject = _("%(name)s has written about “%(title)s”", name=_name(comment), title=comment.about.title)
    return Wording(subject, f"{subject}:\n\n{excerpt(comment.body, 300)}", comment.path)


@wording("question_answered", Topic.ANSWERS)
def question_answered(notice: Notice) -> Wording | None:
    """«Your question has been answered»."""
    question = _published(notice.event.item_id)
    answer = _published(question.answered_by_id) if question else None
    if answer is None:
        return None
    return Wording(_("Your question has been answered"), excerpt(answer.body, 300), answer.path)


def _name(comment: Comment) -> str:
    return (comment.author.name if comment.author else None) or _("A resident")
