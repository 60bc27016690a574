"""What an administrator may change about comments."""

from datetime import timedelta

from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.settings import Setting

ANSWER_DAYS = Setting(
    "comments.answer_days",
    14,
    _l("Days until a question in a comment is answered"),
    7,
    60,
    _l("Residents read the date on the question. A change counts for questions from now on."),
)
EDIT_MINUTES = Setting(
    "comments.edit_minutes",
    15,
    _l("Minutes in which a comment may be changed"),
    0,
    60,
    _l("Until then the author can change the comment, if nobody has answered. 0 means never."),
)
LENGTH = (1, 1500)  # row 40, fixed
THREADS = 20  # a page
SLOW_DAYS = (1, 7)  # row 44
SLOW_REASON = (10, 200)
REPLIES = 5  # shown below a comment; the rest is on the comment's own page


def edit_time() -> timedelta:
    """How long a comment may be changed."""
    return timedelta(minutes=EDIT_MINUTES.value)
