"""The form of a comment."""

from collections.abc import Sequence

from boligdialog.comments.models import SLOW_EVERY, CommentKind
from boligdialog.comments.settings import LENGTH, SLOW_DAYS, SLOW_REASON
from boligdialog.core.forms import (
    ChoiceField,
    Choose,
    FewField,
    Form,
    Length,
    LineField,
    LongField,
    PrivateTextForm,
    SeenForm,
    options,
    renderable,
    without_cpr,
)
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


class SlowTalkForm(SeenForm):
    """How often each person can write, for how many days, and why."""

    minutes = FewField(
        _l("How often can each person write?"),
        [Choose(_l("Choose how often each person can write."))],
        choices=options(*((minutes, label) for minutes, label in SLOW_EVERY.items())),
    )
    days = ChoiceField(
        _l("For how many days?"),
        [Choose(_l("Choose for how many days"))],
        choices=options(*((number, number) for number in range(SLOW_DAYS[0], SLOW_DAYS[1] + 1))),
        hint=_l("From now. It ends by itself."),
    )
    reason = LineField(
        _l("Why?"),
        [Length(*SLOW_REASON, _l("Write why")), without_cpr],
        hint=_l("Everybody can read it above the conversation. Say what the conversation needs, not who did what."),
        limit=SLOW_REASON,
    )

    @property
    def seen_version(self) -> int:
        """The version that the page showed; -1 for what is none."""
        given = self.seen.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
