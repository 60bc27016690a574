"""Yes or no."""

from boligdialog.core.forms import Choose, FewField, Form, options
from boligdialog.core.i18n import lazy_gettext as _l


class AnswerForm(Form):
    """Whether one more person is counted to a home."""

    answer = FewField(
        _l("Do they live there?"),
        [Choose(_l("Choose one of the options on the page."))],
        choices=options(("yes", _l("Yes")), ("no", _l("No"))),
    )
