"""Which idea to merge with, and the press itself."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import Field, IntegerField, ValidationError
from wtforms.validators import NumberRange, Optional, StopValidation
from wtforms.widgets import HiddenInput

from boligdialog.core.forms import ChoiceField, Form, Length, LineField, options
from boligdialog.core.i18n import _, lazy_gettext as _l
from boligdialog.ideas.settings import TITLE_LENGTH
from boligdialog.merging.settings import PARTS

_REFERENCE = re.compile(r"(?i)bd[\s-]*([0-9]{4})[\s-]*([0-9]{1,8})")
_ADDRESS = re.compile(r"(?i)(?:\S*/(?:i|ideer)/)?([0-9]{1,15})")


def _title(no: int, *, optional: bool = False) -> LineField:
    low, high = TITLE_LENGTH
    return LineField(
        _l("Title of idea %(no)d", no=no),
        [*([_unless_empty] if optional else []), Length(low, high, _l("Write a title"))],
        limit=TITLE_LENGTH,
        optional=optional,
    )


def _unless_empty(form: Form, field: Field) -> None:
    """What need not be written is right when it is not."""
    if not field.data:
        raise StopValidation


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


class SplitForm(Form):
    """Titles of two to four new ideas, and for each piece of the text to which of them it goes."""

    version = _version()
    title_1 = _title(1)
    title_2 = _title(2)
    title_3 = _title(3, optional=True)
    title_4 = _title(4, optional=True)

    #: The choices of the pieces, in their order; split_form() knows how many there are.
    goes: ClassVar[tuple[str, ...]] = ()

    @property
    def titles(self) -> list[LineField]:
        """The four fields."""
        return [self[f"title_{n}"] for n in range(1, PARTS[1] + 1)]

    @property
    def choices(self) -> list[ChoiceField]:
        """Where each piece goes."""
        return [self[name] for name in self.goes]

    @property
    def parts(self) -> list[tuple[str, list[int]]]:
        """The title of each new idea, with the numbers of its pieces."""
        named = [(str(n), field.data) for n, field in enumerate(self.titles, 1) if field.data]
        return [(title, [at for at, field in enumerate(self.choices) if field.data in (n, ALL)]) for n, title in named]

    def validate_title_4(self, field: Field) -> None:
        """No gap, so that the number of a piece is that of its idea; and no piece goes where there is none."""
        if field.data and not self.title_3.data:
            raise ValidationError(_("Write the third title first."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each piece goes to an idea that has a title."""
        is_right = bool(super().validate(extra_validators))
        there = {str(n) for n, field in enumerate(self.titles, 1) if field.data}
        for field in self.choices:
            if field.data and field.data != ALL and field.data not in there:
                field.errors = [_("Write a title for idea %(no)s, or choose another one.", no=field.data)]
                is_right = False
        return is_right


ALL = "all"


def split_form(pieces: Sequence[str], **data: Any) -> SplitForm:
    """The form for a text in so many pieces."""
    ours = options(("", _l("Leave it out")), *((n, _l("Idea %(no)d", no=n)) for n in range(1, PARTS[1] + 1)), (ALL, _l("All of them")))
    names = tuple(f"piece_{n}" for n in range(1, len(pieces) + 1))
    fields: dict[str, Any] = {name: ChoiceField(_l("Piece %(no)d goes to", no=n), choices=ours) for n, name in enumerate(names, 1)}
    kind = type("SplitFormOfPieces", (SplitForm,), fields | {"goes": names})
    return kind(data=data)
