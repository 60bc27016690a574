"""How long is kept what need not be kept for ever; and four ways for an area to begin (rows 197, 206)."""

from dataclasses import dataclass
from typing import Any

from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.settings import Setting
from boligdialog.housing.models import Area, ReviewMode, Visibility

LOG_MONTHS = Setting(
    "admin.log_months", 24, _l("Months for which the log is kept"), 12, 120,
    _l("What is older goes at night: from the log, from the history below an idea, and from notices. The seals over it stay."),
)  # fmt: skip
REPORT_DAYS = Setting(
    "admin.report_days", 180, _l("Days for which the words of a notice to the moderators, and their own notes, are kept"), 30, 730,
    _l("They count from the decision. After that it is still known that somebody gave notice, and why, but not in which words."),
)  # fmt: skip


@dataclass(frozen=True)
class Preset:
    """Who reads what in an area, under a name: a bundle of what an area has of its own. All else holds in the whole house.

    words: both in a sentence, for who chooses.
    """

    label: Any
    words: Any
    visibility: Visibility
    review: ReviewMode


USUAL = "open"  # what an area begins with when nothing else is chosen, and goes back to

PRESETS: dict[str, Preset] = {
    "open": Preset(
        _l("Open"),
        _l("Open: everybody can read. A moderator first reads what new people write."),
        Visibility.PUBLIC,
        ReviewMode.NEW,
    ),
    "careful": Preset(
        _l("Careful"),
        _l("Careful: everybody can read. A moderator first reads all that is written."),
        Visibility.PUBLIC,
        ReviewMode.ALL,
    ),
    "neighbours": Preset(
        _l("Among neighbours"),
        _l("Among neighbours: only those who live here can read. A moderator first reads what new people write."),
        Visibility.RESIDENTS,
        ReviewMode.NEW,
    ),
    "trial": Preset(
        _l("A trial with the board"),
        _l("A trial with the board: only the board and those who look after the area can read. Nothing is read first."),
        Visibility.BOARD,
        ReviewMode.OFF,
    ),
}


def preset_of(area: Area) -> str | None:
    """Which of them an area is like now; none when it has a mix of its own."""
    return next((name for name, each in PRESETS.items() if (each.visibility, each.review) == (area.visibility, area.review)), None)
