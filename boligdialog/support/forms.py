"""The form behind the button."""

from boligdialog.core.forms import Choose, FewField, Form, options
from boligdialog.core.i18n import lazy_gettext as _l


class SupportForm(Form):
    """On or off: a second press says the same again and does no harm."""

    support = FewField(
        _l("Do you support it?"),
        [Choose(_l("Choose one of the options on the page."))],
        choices=options(("on", _l("Yes")), ("off", _l("No"))),
    )
