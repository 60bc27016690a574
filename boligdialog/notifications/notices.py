"""The mails: one about one notice, one that joins several. And what follows by itself."""

from collections.abc import Mapping

from boligdialog.accounts.models import Person
from boligdialog.content.events import ItemPublished
from boligdialog.content.models import Item
from boligdialog.core import mail, settings
from boligdialog.core.db import db
from boligdialog.core.envelope import Letter
from boligdialog.core.events import Event, on
from boligdialog.core.i18n import _, ngettext
from boligdialog.notifications import queries
from boligdialog.notifications.models import Notice, Topic, When
from boligdialog.notifications.services import TOPIC_OF, Wording, follow_by_itself, stop_url, told, words_of
from boligdialog.notifications.settings import LINES


@on(ItemPublished)
def author_follows(happened: ItemPublished, event: Event) -> None:
    """Whoever wrote a thing follows it, and who entered it for somebody, to bring the answer back. What hangs on another
    thing is followed there."""
    item = db.session.get(Item, happened.item_id)
    if item and item.keeper and item.parent_id is None:
        follow_by_itself(item, item.keeper)


@mail.letter("notice")
def write_notice(notice_id: int) -> Letter | None:
    """The notice as a mail, or nothing when its receiver may no longer see it or has stopped such mails."""
    notice = queries.notice(notice_id)
    if notice is None or not _is_wanted(notice, queries.choices(notice.person_id)):
        return None
    words, topic = words_of(notice), TOPIC_OF[notice.kind]
    if words is None:
        return None
    text = f"{words.text}\n\n{mail.link(words.path, notice.person.language)}"
    why = (
        _("This mail comes at once because it is about %(topic)s.", topic=topic.label)
        if topic
        else _("This mail always comes: it is about what you may do here, or look after.")
    )
    return _letter(notice.person, words.subject, text, why, topic)


def _is_wanted(notice: Notice, wanted: Mapping[Topic, tuple[When, When]]) -> bool:
    topic = TOPIC_OF[notice.kind]
    return topic is None or wanted[topic][0] is not When.NEVER


@mail.letter("digest")
def write_digest(digest_id: int) -> Letter | None:
    """Several notices as one mail, a line each; nothing when none of them can be read any more."""
    digest = queries.digest(digest_id)
    wanted = queries.choices(digest.person_id) if digest else {}
    news = told([each for each in queries.joined(digest_id) if _is_wanted(each, wanted)]) if digest else []
    if digest is None or not news:
        return None
    is_weekly = digest.rhythm is When.WEEKLY
    intro = _("This is new in what you follow:") if is_weekly else _("More happened today than three mails can hold. Here is the rest:")
    why = (
        _("You get this mail on Thursdays when there is news.")
        if is_weekly
        else _("We never send you more than three mails a day and this one.")
    )
    words = [each for _notice, each in news]
    text = f"{intro}\n\n{_lines(words, digest.person.language)}"
    return _letter(digest.person, _subject(words), text, why, "weekly" if is_weekly else "all")


def _subject(words: list[Wording]) -> str:
    """What happened first, and how much more there is."""
    more = len(words) - 1
    if not more:
        return words[0].subject
    return ngettext("%(first)s – and %(num)d more", "%(first)s – and %(num)d more", more, first=words[0].subject)


def _lines(words: list[Wording], lang: str) -> str:
    """A line for each, with its address; past the limit, one line says how many more there are."""
    shown = words if len(words) <= LINES else words[: LINES - 1]
    lines = [f"- {each.subject}: {mail.link(each.path, lang)}" for each in shown]
    if len(words) > len(shown):
        page = mail.link("/min-side/nyt", lang)
        lines.append(_("- and %(num)d more: %(page)s", num=len(words) - len(shown), page=page))
    return "\n".join(lines)


def _letter(person: Person, subject: str, text: str, why: str, what: str | None) -> Letter | None:
    """A mail with its greeting, and with the foot by which one press stops what it is about; of none is what cannot be stopped."""
    if not person.email:
        return None
    greeting = _("Hello %(name)s,", name=person.name) if person.name else _("Hello,")
    regards = _("Kind regards\nBoligdialog in %(municipality)s", municipality=settings.MUNICIPALITY.value)
    stop = stop_url(person, what) if what else ""
    foot = "\n" + _("Stop these mails with one press: %(page)s", page=stop) if stop else ""
    choose = _("Choose what you hear about: %(page)s", page=mail.link("/min-side/besked", person.language))
    return Letter(person.email, subject, f"{greeting}\n\n{text}\n\n{regards}\n\n--\n{why}{foot}\n{choose}\n", stop_url=stop)
