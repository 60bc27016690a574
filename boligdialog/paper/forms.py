"""Which homes get a letter, how many slips."""

from wtforms import HiddenField

from boligdialog.core.forms import ChoiceField, Choose, FewField, Form, options
from boligdialog.core.i18n import lazy_gettext as _l

SHEETS = (1, 10, 25, 100)
_OURS = _l("Choose one of the options on the page.")


class LettersForm(Form):
    """The homes that were shown; a second press prints the same ones."""

    homes = HiddenField("")

    @property
    def ids(self) -> list[int]:
        """Their numbers; what is no number of ours is passed over."""
        return [int(each) for each in (self.homes.data or "").split() if each.isascii() and each.isdigit() and len(each) < 19]


class SlipsForm(Form):
    """For which area, in which language, how many."""

    area = ChoiceField(_l("Which area?"), [Choose(_l("Choose an area"))])
    lang = FewField(_l("In which language?"), [Choose(_OURS)], choices=options(("da", _l("Danish")), ("en", _l("English"))))
    number = FewField(_l("How many?"), [Choose(_OURS)], choices=options(*((each, str(each)) for each in SHEETS)))
