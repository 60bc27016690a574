"""What an administrator may change about review."""

from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.settings import Setting

REVIEW_DAYS = Setting(
    "moderation.review_days",
    2,
    _l("Working days until a new text is read"),
    1,
    10,
    _l("Authors read this as a promise, and the queue shows what is late."),
)
TRUSTED_AFTER = Setting(
    "moderation.trusted_after",
    3,
    _l("Published texts after which a household's texts appear at once"),
    1,
    50,
    _l("A lower number means less to read for moderators. A higher one means more that is read before neighbours see it."),
)
