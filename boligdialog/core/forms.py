"""Forms that render themselves as components of the design system, with our wording of errors.

Every fault at once, the summary first, what was typed kept (features.md row 192).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from boligdialog.core import drafts, text, tokens
from boligdialog.core.access import Reason, Refused
from boligdialog.core.i18n import _, lazy_gettext as _l
from boligdialog.core.marks import STALE


class Form(FlaskForm):
    """Base of all forms. `once` makes a double press one row: it is a UNIQUE column of the row the form makes."""

    once = HiddenField("", default=tokens.new_token)  # without a label WTForms would look one up in its catalogue, from the disk

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if g.get("redisplay"):
            kwargs.setdefault("formdata", request.form)
        super().__init__(*args, **kwargs)
        self.refusal: Reason | None = None
        if g.get("form_reason"):
            self._say(g.form_reason)
        once = self.once.data or ""
        if not once.isalnum() or len(once) != 32:
            self.once.data = tokens.new_token()

    def is_sent(self) -> bool:
        """Whether this is a POST whose every field is right."""
        return request.method == "POST" and bool(self.validate())

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this form again."""
        if self.refusal:
            return self.refusal.status
        return 422 if self.errors and request.method == "POST" else 200

    @contextmanager
    def keeping_text(self) -> Iterator[None]:
        """When the service refuses, say why above the form and keep what was typed."""
        try:
            yield
        except Refused as refused:
            if drafts.identifiable(refused.reason):
                raise  # what was typed waits for the sign-in
            self._say(refused.reason)

    def _say(self, reason: Reason) -> None:
        self.refusal = reason
        self.form_errors = [f"{reason.text} {reason.next_step}".strip()]


class SeenForm(Form):
    """A form that carries a mark of what its page showed (core/marks.py), so that nobody's change is lost unseen."""

    seen = HiddenField("")

    def now(self) -> list[tuple[str, str]]:
        """When somebody was quicker: the fields in which what holds now is another than what was typed, as (label, words)."""
        if not self.refusal or self.refusal.code != STALE:
            return []
        fields = [(each, _said(each, each.object_data)) for each in self if not isinstance(each, HiddenField)]
        return [(str(each.label.text), now) for each, now in fields if now != _said(each, each.data)]

    def _say(self, reason: Reason) -> None:
        super()._say(reason)
        if reason.code == STALE:
            self.seen.data = self.seen.object_data  # the page that says no shows how it is now


def _said(field: Field, value: Any) -> str:
    """A value of a field in words."""
    if isinstance(field, BooleanField):
        return str(_("Yes") if value else _("No"))
    words = {str(each.value): str(each.label) for each in getattr(field, "choices", None) or ()}
    return words.get(str(value), "" if value is None else str(value))


class Length:
    """From `low` to `high` characters; `missing` is the sentence for an empty field."""

    def __init__(self, low: int, high: int, missing: Any) -> None:
        self.low, self.high, self.missing = low, high, missing

    def __call__(self, form: Form, field: Field) -> None:
        size = len(field.data or "")
        if size == 0 and self.low:
            raise ValidationError(self.missing)
        if size < self.low:
            raise ValidationError(_("Write at least %(low)d characters. You have written %(size)d.", low=self.low, size=size))
        if size > self.high:
            raise ValidationError(_("Write at most %(high)d characters. You have written %(size)d.", high=self.high, size=size))


class Choose:
    """A choice must be made, among ours; `missing` is the sentence for none."""

    def __init__(self, missing: Any) -> None:
        self.missing = missing

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(self.missing)


def renderable(form: Form, field: Field) -> None:
    """Refuse what would be slow to turn into HTML."""
    reason = text.why_not_render(field.data or "")
    if reason:
        raise ValidationError(reason.text)


def without_cpr(form: Form, field: Field) -> None:
    """Refuse what looks like somebody's CPR number."""
    if text.holds_cpr(field.data or ""):
        raise ValidationError(_("There seems to be a CPR number in the text. Please remove it."))


class _Described(Field):
    """What a field tells the component that draws it."""

    kind = "text"

    def __init__(
        self,
        label: Any,
        validators: Sequence[Callable[..., None]] = (),
        *,
        hint: Any = "",
        limit: tuple[int, int] | None = None,
        optional: bool = False,
        **kw: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kw)
        self.flags.optional = optional
        if limit:
            self.flags.minlength, self.flags.maxlength = limit


class LineField(_Described, StringField):
    """One line of text, tidied."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Tidy what was typed."""
        self.data = text.tidy_line(valuelist[0]) if valuelist else ""


class LongField(_Described, TextAreaField):
    """A longer text, tidied."""

    kind = "textarea"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Tidy what was typed."""
        self.data = text.tidy(valuelist[0]) if valuelist else ""


class MailField(_Described, EmailField):
    """An e-mail address."""

    kind = "email"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Without the spaces that keyboards add."""
        self.data = text.tidy_line(valuelist[0]) if valuelist else ""


class TickField(_Described, BooleanField):
    """Yes, when it is ticked."""

    kind = "checkbox"


class DayField(_Described, DateField):
    """A day: from the calendar of the browser, or typed as 31.12.2026."""

    kind = "date"

    def __init__(self, label: Any, validators: Sequence[Callable[..., None]] = (), **kw: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"], **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Nothing typed is no day."""
        self.data = None
        try:
            super().process_formdata([valuelist[0].strip()] if valuelist and valuelist[0].strip() else [])
        except ValueError:
            raise ValueError(_("Write the day as 31.12.2026.")) from None


class PictureField(_Described, FileField):
    """A picture from the phone or the computer. Its data is the upload, for core/files.py; what the file is called is never used."""

    kind = "file"


class ListField(_Described, FileField):
    """A list as a spreadsheet writes it. Its data is the upload."""

    kind = "list"


class PasteField(_Described, TextAreaField):
    """A long list, exactly as it was pasted: whoever reads it says what is wrong with which line."""

    kind = "textarea"


class CodeField(_Described, StringField):
    """Six digits: one real field, so paste and autofill work."""

    kind = "code"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Spaces do not count."""
        self.data = "".join((valuelist[0] if valuelist else "").split())[:20]


class LetterCodeField(_Described, StringField):
    """The code of a letter: twelve signs; spaces, dashes and case do not count."""

    kind = "letter"

    def process_formdata(self, valuelist: list[str]) -> None:
        """As it was printed."""
        self.data = tokens.tidy_code(valuelist[0][:60]) if valuelist else ""


class PrivateTextForm(Form):
    """Asks once more when a text seems to hold a phone number, an address of any kind; then a moderator reads it first (row 51).

    private: the names of the fields that are looked at.
    """

    private: ClassVar[tuple[str, ...]] = ()

    private_ok = TickField(_l("Yes, all may see it. One of us reads it first."))

    @property
    def is_private(self) -> bool:
        """Whether a text seems to hold what is private."""
        return any(text.sounds_private(self[name].data or "") for name in self.private)

    @property
    def asks_about_private(self) -> bool:
        """Whether the question is to be shown."""
        return bool(self.private_ok.errors or self.private_ok.data)

    def validate_private_ok(self, field: Field) -> None:
        """Ask, the first time."""
        if self.is_private and not field.data:
            raise ValidationError(_("There seems to be a phone number or an address in the text. Take it out, or say that all may see it."))


def options(*pairs: tuple[object, object]) -> list[SelectChoice]:
    """Choices of a field: (value, words) each; no value means nothing chosen yet."""
    return [SelectChoice(value=str(value), label=words) for value, words in pairs]


class _Choice(_Described):
    """Choices are checked by us, in our words."""

    def pre_validate(self, form: BaseForm) -> None:
        """A value that is not among the choices came from no form of ours."""
        chosen = self.data if isinstance(self.data, list) else [self.data] if self.data else []
        if not set(map(str, chosen)) <= {str(each.value) for each in self.choices}:  # type: ignore[attr-defined]
            raise ValidationError(_l("Choose one of the options on the page."))


class ChoiceField(_Choice, SelectField):
    """One of many, in a list that folds out."""

    kind = "select"


class ManyField(_Choice, SelectMultipleField):
    """As many of a few as one likes, all to be seen."""

    kind = "checkboxes"
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FewField(_Choice, RadioField):
    """One of few, all to be seen. Nothing is chosen when the page opens."""

    kind = "radio"
