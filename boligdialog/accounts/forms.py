"""The forms by which people get in and say what they are called."""

from wtforms import ValidationError
from wtforms.fields import Field

from boligdialog.accounts.models import AgeBand
from boligdialog.accounts.rules import mail_key, why_not_name
from boligdialog.core.access import Refused
from boligdialog.core.forms import Choose, CodeField, FewField, Form, Length, LetterCodeField, LineField, MailField, options
from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.core.text import tidy_line


def deliverable(form: Form, field: Field) -> None:
    """An address that a mail could reach, by its form; nobody is asked."""
    try:
        mail_key(field.data or "")
    except Refused as refused:
        raise ValidationError(refused.reason.text) from None


def allowed(form: Form, field: Field) -> None:
    """A name its writer may have, told together with every other fault of the form."""
    if reason := why_not_name(tidy_line(field.data or "")):
        raise ValidationError(reason.text)


class MailForm(Form):
    """Ask for a code by mail."""

    email = MailField(
        _l("Your e-mail"), [Length(1, 254, _l("Write your e-mail address")), deliverable], render_kw={"autocomplete": "email"}
    )


class CodeForm(Form):
    """Enter the six digits."""

    code = CodeField(
        _l("Write the six digits"),
        [Length(1, 20, _l("Write the six digits from the mail"))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class LetterForm(Form):
    """Enter the code of a letter, or one's return code."""

    code = LetterCodeField(
        _l("Code from the letter"),
        [Length(1, 60, _l("Write the code from the letter"))],
        hint=_l("12 characters. Capital or small letters do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class WelcomeForm(Form):
    """The name that neighbours see, and the age band."""

    name = LineField(
        _l("What may we call you?"),
        [Length(2, 40, _l("Write the name your neighbours will see")), allowed],
        hint=_l("Your neighbours see this name. A first name is enough."),
        render_kw={"autocomplete": "nickname"},
    )
    age = FewField(
        _l("How old are you?"),
        [Choose(_l("Choose how old you are"))],
        choices=options((AgeBand.ADULT, _l("18 or older")), (AgeBand.FROM_15, _l("15 to 17")), (AgeBand.UNDER_15, _l("Under 15"))),
        hint=_l("We keep only which of the three you choose."),
    )
