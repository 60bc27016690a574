"""What an administrator may change about what is printed."""

from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.settings import Setting

COORDINATORS_PRINT = Setting(
    "paper.coordinators_print", 0, _l("Coordinators print letters with codes in their areas (0 no, 1 yes)"), 0, 1,
    _l("A letter lets people in. With 1, the coordinator of an area prints its letters too."),
)  # fmt: skip
BOX_DA = Setting(
    "paper.box_da", "i ejendomskontorets postkasse", _l("Where slips are handed in, in Danish"), 1, 80,
    _l("It stands on posters and slips: “Hand in the slip …”."),
)  # fmt: skip
BOX_EN = Setting(
    "paper.box_en", "in the letter box of the estate office", _l("The same in English"), 1, 80,
    _l("It stands on the English posters and slips."),
)  # fmt: skip

MAX_LETTERS = 1000  # in one file
