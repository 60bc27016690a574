"""Four ways for an area to begin: bundles of what an area has of its own (row 197). All else holds in the whole house."""

from dataclasses import dataclass
from typing import Any

from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.housing.models import Area, ReviewMode, Visibility


@dataclass(frozen=True)
class Preset:
    """Who reads what, under a name. words: both in a sentence, for who chooses."""

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
