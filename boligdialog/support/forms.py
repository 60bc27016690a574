"""The form behind the button, and that of the paper."""

import re
from collections.abc import Callable

from wtforms import Field, HiddenField, ValidationError

from boligdialog.core.forms import Choose, FewField, Form, Length, LongField, options
from boligdialog.core.i18n import _, lazy_gettext as _l
from boligdialog.support.settings import MOST_HOMES


class SupportForm(Form):
    """On or off: a second press says the same again and does no harm."""

    support = FewField(
        _l("Do you support it?"),
        [Choose(_l("Choose one of the options on the page."))],
        choices=options(("on", _l("Yes")), ("off", _l("No"))),
    )


class PaperForm(Form):
    """The numbers of homes, as many as there are on the paper."""

    homes = LongField(
        _l("The numbers of the households"),
        [Length(1, 2000, _l("Write at least one number"))],
        hint=_l("The number stands on the letter with the code, for example H-0123. Write as many as you have, with a space between them."),
    )

    #: Why numbers cannot be counted; the view knows.
    faults_of: Callable[[list[int]], list[str]]

    @property
    def numbers(self) -> list[int]:
        """Those that are numbers, each once, as they were written."""
        found = (re.fullmatch(r"(?i)(?:H-?)?0*([1-9][0-9]{0,8})", each) for each in self._written)
        return list(dict.fromkeys(int(each[1]) for each in found if each))

    @property
    def _written(self) -> list[str]:
        return re.split(r"[\s,;.]+", re.sub(r"(?i)\bH[\s-]+(?=\d)", "H-", (self.homes.data or "").strip(" \n,;.")))

    def validate_homes(self, field: Field) -> None:
        """Each is the number of a home that can be counted, and they are not more than can be looked through."""
        odd = [each for each in self._written if each and not re.fullmatch(r"(?i)(?:H-?)?0*[1-9][0-9]{0,8}", each)]
        faults = [_("“%(word)s” is no number of a household.", word=each[:20]) for each in dict.fromkeys(odd)]
        if len(self.numbers) > MOST_HOMES:
            faults.append(_("Write at most %(most)d numbers at once.", most=MOST_HOMES))
        else:
            faults += self.faults_of(self.numbers)
        if faults:
            raise ValidationError(" ".join(faults))


class RemoveForm(Form):
    """Which home."""

    home = HiddenField("")

    @property
    def home_id(self) -> int:
        """Its number in the database; 0 for what is none."""
        given = self.home.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
