"""Which idea to merge with, and the press itself."""

import re

from wtforms import Field, IntegerField, ValidationError
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from boligdialog.core.forms import Form, Length, LineField
from boligdialog.core.i18n import _, lazy_gettext as _l

_REFERENCE = re.compile(r"(?i)bd[\s-]*([0-9]{4})[\s-]*([0-9]{1,8})")
_ADDRESS = re.compile(r"(?i)(?:\S*/(?:i|ideer)/)?([0-9]{1,15})")


class ChooseForm(Form):
    """The number or the address of another idea, as it stands on its page."""

    other = LineField(
        _l("The number of the other idea"),
        [Length(1, 200, _l("Write the number of the other idea"))],
        hint=_l("It stands at the top of the idea, for example BD-2026-0123. You can also paste the address of its page."),
    )

    @property
    def reference(self) -> str | None:
        """«BD-2026-0123», when that is what was written."""
        match = _REFERENCE.fullmatch(self.other.data or "")
        return f"BD-{match[1]}-{int(match[2]):04d}" if match else None

    @property
    def number(self) -> int:
        """The number in an address; 0 for what is none."""
        match = _ADDRESS.fullmatch((self.other.data or "").partition("#")[0].partition("?")[0])
        return int(match[1]) if match else 0

    def validate_other(self, field: Field) -> None:
        """It looks like one of ours."""
        if not self.reference and not self.number:
            raise ValidationError(_("“%(word)s” is no number of an idea.", word=(field.data or "")[:20]))

    def not_found(self) -> None:
        """No such idea that this person can see."""
        self.other.errors = [_("We know no idea with that number.")]


def _version(*more: object) -> IntegerField:
    return IntegerField(widget=HiddenInput(), validators=[*more, NumberRange(0, 10**9)])


class MergeForm(Form):
    """What the moderator saw: the versions of both ideas, and of the open case about the one that goes."""

    source_version = _version()
    target_version = _version()
    case_version = _version(Optional())

    def show(self, *versions: int | None) -> None:
        """What the page shows now, in place of what was sent."""
        for field, version in zip((self.source_version, self.target_version, self.case_version), versions, strict=True):
            field.data, field.raw_data = version, None
