"""The mail about a notice."""

from boligdialog.core import mail
from boligdialog.core.i18n import _
from boligdialog.core.mail import Letter
from boligdialog.notifications import queries
from boligdialog.notifications.services import words_of


@mail.letter("notice")
def write_notice(notice_id: int) -> Letter | None:
    """The notice as a mail, or nothing when its receiver may no longer see what it is about."""
    notice = queries.notice(notice_id)
    words = words_of(notice) if notice else None
    if notice is None or words is None or not notice.person.email:
        return None
    greeting = _("Hello %(name)s,", name=notice.person.name) if notice.person.name else _("Hello,")
    regards = _("Kind regards")
    text = f"{greeting}\n\n{words.text}\n\n{mail.link(words.path, notice.person.language)}\n\n{regards}\nBoligdialog\n"
    return Letter(notice.person.email, words.subject, text)
