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
TITLE_LENGTH = (10, Idea.longest[0])
BODY_LENGTH = (0, Idea.longest[1])
