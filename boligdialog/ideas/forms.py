"""The three fields of an idea, and how a moderator sorts it."""

from collections.abc import Sequence

from wtforms import HiddenField

from boligdialog.core.forms import (
    ChoiceField,
    Choose,
    Form,
    Length,
    LineField,
    LongField,
    PrivateTextForm,
    options,
    renderable,
    without_cpr,
)
from boligdialog.core.i18n import Words, _, lazy_gettext as _l
from boligdialog.ideas.settings import BODY_LENGTH, TITLE_LENGTH


class ProposeForm(PrivateTextForm):
    """What, why, where: one page, three fields (row 26)."""

    private = ("title", "why")

    title = LineField(
        _l("What is your idea?"),
        [Length(*TITLE_LENGTH, _l("Write your idea on one line")), without_cpr],
        hint=_l("One line is enough. For example: “A bicycle stand at stairwell 12”"),
        limit=TITLE_LENGTH,
    )
    why = LongField(
        _l("Why is it good?"),
        [Length(*BODY_LENGTH, ""), renderable, without_cpr],
        hint=_l("Write in any language. Do not write about other people's health, family or money."),
        limit=BODY_LENGTH,
    )
    place = ChoiceField(_l("Where is it?"), [Choose(_l("Choose where the idea is"))])
    principle = HiddenField()
    different = HiddenField()  # «1» when those it resembles have been shown

    def offer_places(self, places: Sequence[tuple[int, Words]]) -> None:
        """The places of the area, an empty choice first."""
        self.place.choices = options(("", _("Choose a place")), *places)


class SortForm(Form):
    """Who can decide it, with a line why, and which principles it goes with."""

    organ = ChoiceField(_l("Who can decide it?"))
    why_da = LineField(
        _l("Why, in Danish"), [Length(0, 200, "")], hint=_l("For example: because it costs money from the budget"), optional=True
    )
    why_en = LineField(_l("Why, in English"), [Length(0, 200, "")], optional=True)
    first = ChoiceField(_l("Principle"))
    second = ChoiceField(_l("Another principle"))
    third = ChoiceField(_l("A third principle"))

    def offer(self, organs: Sequence[tuple[int, str]], principles: Sequence[tuple[int, str]]) -> None:
        """The bodies and principles to choose from; nothing is a choice too."""
        self.organ.choices = options(("", _("Not chosen yet")), *organs)
        for field in (self.first, self.second, self.third):
            field.choices = options(("", _("None")), *((no, f"{no}. {title}") for no, title in principles))

    @property
    def numbers(self) -> list[int]:
        """The principles chosen, the main one first."""
        return [int(field.data) for field in (self.first, self.second, self.third) if field.data]
