"""What an administrator may change about ideas."""

from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.settings import Setting
from boligdialog.ideas.models import Idea

ANSWER_DAYS = Setting(
    "ideas.answer_days",
    14,
    _l("Days from publication to an answer"),
    7,
    60,
    _l("Residents read the date on the idea. A change counts for ideas that are published from now on."),
)
UNDO_DAYS = Setting(
    "ideas.undo_days",
    30,
    _l("Days in which a withdrawn idea can be brought back"),
    1,
    90,
    _l("Authors read it before they withdraw an idea. After that it stays withdrawn."),
)
WITHDRAW_TEXT_LENGTH = (0, 200)
TITLE_LENGTH = (10, Idea.longest[0])
BODY_LENGTH = (0, Idea.longest[1])
