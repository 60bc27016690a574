"""Yes or no, and what to do with something hidden."""

from boligdialog.core.forms import Choose, FewField, Form, options
from boligdialog.core.i18n import lazy_gettext as _l

_CHOOSE = _l("Choose one of the options on the page.")


class AnswerForm(Form):
    """Whether one more person is counted to a home."""

    answer = FewField(
        _l("Do they live there?"),
        [Choose(_CHOOSE)],
        choices=options(("yes", _l("Yes")), ("no", _l("No"))),
    )


class TrashForm(Form):
    """What to do with something hidden."""

    act = FewField(
        _l("What do you do?"),
        [Choose(_CHOOSE)],
        choices=options(
            ("delete", _l("Delete")), ("restore", _l("Restore")), ("hold", _l("Keep for a case")), ("release", _l("No longer keep"))
        ),
    )
