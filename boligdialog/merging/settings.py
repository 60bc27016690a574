"""What an administrator may change about merging."""

from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.settings import Setting

OBJECT_DAYS = Setting(
    "merging.object_days",
    14,
    _l("Days in which an author can object when their idea is merged"),
    7,
    60,
    _l("Authors read it in the mail about it. An objection makes the ideas two again at once."),
)
UNDO_DAYS = Setting(
    "merging.undo_days",
    90,
    _l("Days in which moderators can undo that ideas were merged"),
    30,
    365,
    _l("So long it is kept who supported which idea. After that it cannot be undone."),
)
PARTS = (2, 4)  # of an idea that is split
