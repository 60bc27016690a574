"""What can be searched for."""

from boligdialog.core.access import Reason
from boligdialog.core.i18n import ngettext
from boligdialog.search.settings import LONGEST


def why_not_find(text: str) -> Reason | None:
    """As long as anybody types; everything in it is taken literally."""
    if len(text) <= LONGEST:
        return None
    too_long = ngettext("Write at most %(num)d character.", "Write at most %(num)d characters.", LONGEST)
    return Reason("too_long", too_long, status=422)
