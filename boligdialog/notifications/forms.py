"""The forms: following, and the page of choices."""

from boligdialog.core.forms import ChoiceField, Choose, FewField, Form, options
from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.notifications.models import CHOICES, Topic, When


class FollowForm(Form):
    """On or off: a second press says the same again and does no harm."""

    follow = FewField(
        _l("Do you want to follow it?"),
        [Choose(_l("Choose one of the options on the page."))],
        choices=options(("on", _l("Yes")), ("off", _l("No"))),
    )


class ChoicesForm(Form):
    """Two answers for each topic: `mail_news`, `page_news` and so on."""

    def chosen(self) -> dict[Topic, tuple[When, When]]:
        """What is asked for."""
        return {topic: (When(self[f"mail_{topic}"].data), When(self[f"page_{topic}"].data)) for topic in Topic}


def _when(label: object) -> ChoiceField:
    return ChoiceField(label, [Choose(_l("Choose one of the options on the page."))], choices=options(*CHOICES.items()))


for _topic in Topic:
    setattr(ChoicesForm, f"mail_{_topic}", _when(_l("By mail")))
    setattr(ChoicesForm, f"page_{_topic}", _when(_l("Here on the page")))
