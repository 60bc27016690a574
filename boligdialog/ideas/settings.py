"""What an administrator may change about ideas."""

from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.settings import Setting

ANSWER_DAYS = Setting("ideas.answer_days", 14, _l("Days from publication to an answer"), 7, 60)
TITLE_LENGTH = (10, 80)  # row 26, fixed: cards and posters are drawn for it
BODY_LENGTH = (0, 2000)
