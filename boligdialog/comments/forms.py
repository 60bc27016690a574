"""The form of a comment."""

from collections.abc import Sequence

from boligdialog.comments.models import CommentKind
from boligdialog.comments.settings import LENGTH
from boligdialog.core.forms import ChoiceField, Choose, FewField, Form, Length, LongField, PrivateTextForm, options, renderable, without_cpr
from boligdialog.core.i18n import Words, _, capital, lazy_gettext as _l

_WRITE = _l("Write your comment")
_HINT = _l("Write in any language. Do not write about other people's health, family or money.")


class CommentForm(PrivateTextForm):
    """What one wants to say, how it is meant, and for whom one speaks."""

    private = ("text",)

    text = LongField(_l("Your comment"), [Length(*LENGTH, _WRITE), renderable, without_cpr], hint=_HINT, limit=LENGTH)
    meant_as = ChoiceField(_l("It is a"), choices=options(*((kind, kind.label) for kind in CommentKind)), default=CommentKind.COMMENT.value)
    speak_for = ChoiceField(_l("You write as"))

    def offer_voices(self, name: str, organs: Sequence[tuple[int, Words]]) -> None:
        """Oneself, and the bodies one may speak for; without any the field goes."""
        if organs:
            self.speak_for.choices = options(("", _("myself, %(name)s", name=name)), *((id_, capital(words)) for id_, words in organs))
        else:
            del self.speak_for


class EditForm(PrivateTextForm):
    """Other words for one's own, or a few below them."""

    private = ("text",)

    text = LongField(_l("Your comment"), [Length(*LENGTH, _WRITE), renderable, without_cpr], hint=_HINT, limit=LENGTH)


class ThanksForm(Form):
    """On or off: a second press says the same again and does no harm."""

    thanks = FewField(
        _l("Do you say thank you?"),
        [Choose(_l("Choose one of the options on the page."))],
        choices=options(("on", _l("Yes")), ("off", _l("No"))),
    )
