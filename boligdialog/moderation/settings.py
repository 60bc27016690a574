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
APPEAL_ANSWER_DAYS = Setting(
    "moderation.appeal_answer_days",
    5,
    _l("Working days until an appeal is decided"),
    1,
    20,
    _l("Authors read this as a promise. Another moderator than the first one decides."),
)
UNDO_SECONDS = Setting(
    "moderation.undo_seconds",
    10,
    _l("Seconds in which a moderator can undo a decision"),
    10,
    120,
    _l("Nobody is told of the decision before they are over."),
)
#: What a slow network may take of them.
UNDO_GRACE = 5
#: Days in which an author can appeal (row 128, fixed).
APPEAL_DAYS = 14
#: The fewest letters that can be taken out of a text: fewer would stand in many other words too.
WORDS_LENGTH = (3, 200)
#: Minutes that a case is left to whoever reads it (row 122, fixed).
LEASE_MINUTES = 10
WATCHED_WORDS = Setting(
    "moderation.watched_words",
    "idiot*, svin, luder*, perker*, neger*, fuck*, bitch*, dræbe, slå ihjel, kill you",
    _l("Words that bring a text to the front of the queue"),
    0,
    2000,
    _l("With a comma between them; “idiot*” also means “idioten”. They hide nothing: a moderator sees first what holds one of them."),
)
REPEAT_DAYS = 30  # within which the same words of the same author are the same thing again
NOTE_LENGTH = (1, 1000)
SAVED_NAME_LENGTH = (3, 60)
SAVED_TEXT_LENGTH = (10, 800)  # what is put into it must fit as well
PLACEHOLDERS = ("title", "area", "date")  # of a saved text, written {title}; row 127
MUTE_DAYS = (1, 90)  # row 134
ALONE_DAYS = 7  # so many one moderator decides alone, within the last MUTE_MEMORY days together
MUTE_MEMORY = 30
MUTE_REASON_LENGTH = (10, 500)
