"""The forms of the queue."""

from wtforms import IntegerField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from boligdialog.core.forms import ChoiceField, Choose, FewField, Form, Length, LongField, options
from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.moderation.models import ReasonCode, ReportCode


class DecisionForm(Form):
    """A decision carries the version of the case that the moderator saw, and of the words in it."""

    version = IntegerField(widget=HiddenInput(), validators=[NumberRange(1, 10**9)])
    item_version = IntegerField(widget=HiddenInput(), validators=[NumberRange(1, 10**9)])


class ReasonForm(DecisionForm):
    """A no needs a reason and a sentence to its author."""

    reason = ChoiceField(
        _l("Reason"),
        [Choose(_l("Choose a reason"))],
        choices=options(("", _l("Choose a reason")), *((code, code.label) for code in ReasonCode)),
    )
    text = LongField(
        _l("Write to the author"),
        [Length(10, 1000, _l("Write what the author can do"))],
        hint=_l("Say what is wrong and what to do. The author gets your text by mail and on their own page."),
        limit=(10, 1000),
    )


class ReportForm(Form):
    """What a reader gives notice of."""

    code = FewField(
        _l("What is the matter?"),
        [Choose(_l("Choose what is the matter"))],
        choices=options(*((each, each.label) for each in ReportCode)),
    )
    text = LongField(_l("Do you want to say more?"), [Length(0, 500, "")], limit=(0, 500), optional=True)
