"""The three fields of an idea, its photos, and how a moderator sorts it."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField

from boligdialog.content.settings import ALT_LENGTH
from boligdialog.core.forms import (
    ChoiceField,
    Choose,
    FewField,
    Form,
    Length,
    LineField,
    LongField,
    PictureField,
    PrivateTextForm,
    options,
    renderable,
    without_cpr,
)
from boligdialog.core.i18n import Words, _, lazy_gettext as _l
from boligdialog.ideas.settings import BODY_LENGTH, TITLE_LENGTH


class PrinciplesForm(Form):
    """Which principles an idea goes with: a main one and up to two more, or none (row 20)."""

    first = ChoiceField(_l("Principle"))
    second = ChoiceField(_l("Another principle"))
    third = ChoiceField(_l("A third principle"))

    def offer_principles(self, principles: Sequence[tuple[int, str]]) -> None:
        """The principles to choose from; none is a choice too."""
        for field in (self.first, self.second, self.third):
            field.choices = options(("", _("None")), *((no, f"{no}. {title}") for no, title in principles))

    @property
    def numbers(self) -> list[int]:
        """The principles chosen, the main one first."""
        return [int(field.data) for field in (self.first, self.second, self.third) if field.data]


class ProposeForm(PrivateTextForm, PrinciplesForm):
    """What, why, where: one page, three fields (row 26); who wants to, says which principles it goes with."""

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
    different = HiddenField()  # «1» when those it resembles have been shown
    is_idea = HiddenField()  # «1» when we have shown whom one may call instead
    draft = HiddenField()  # whose photos the page shows

    def offer_places(self, places: Sequence[tuple[int, Words]]) -> None:
        """The places of the area, an empty choice first."""
        self.place.choices = options(("", _("Choose a place")), *places)


class DescribeForm(Form):
    """What is on a photo, and whether people are."""

    alt = LineField(
        _l("Describe the picture for those who cannot see it"),
        [Length(*ALT_LENGTH, _l("Describe the picture on one line"))],
        hint=_l("For example: “The empty corner beside stairwell 12, with four bicycles against the wall”"),
        limit=ALT_LENGTH,
    )
    people = FewField(
        _l("Are there people in the picture?"),
        [Choose(_l("Say whether there are people in the picture"))],
        choices=options(("yes", _l("Yes")), ("no", _l("No"))),
        hint=_l("If there are, we look at it before your neighbours see it. Ask them first."),
    )

    @property
    def said(self) -> dict[str, Any]:
        """As the services take it."""
        return {"alt": self.alt.data or "", "has_people": self.people.data == "yes"}


class PhotoForm(DescribeForm):
    """One photo, with what is on it."""

    photo = PictureField(
        _l("Choose a picture"),
        [Choose(_l("Choose a picture"))],
        hint=_l("A photo of at most 12 MB. We take away what your phone has written about place and time."),
    )


class SortForm(PrinciplesForm):
    """Who can decide it, with a line why, and which principles it goes with."""

    organ = ChoiceField(_l("Who can decide it?"))
    why_da = LineField(
        _l("Why, in Danish"), [Length(0, 200, "")], hint=_l("For example: because it costs money from the budget"), optional=True
    )
    why_en = LineField(_l("Why, in English"), [Length(0, 200, "")], optional=True)

    def offer_organs(self, organs: Sequence[tuple[int, str]]) -> None:
        """The bodies to choose from; not to choose yet is a choice too."""
        self.organ.choices = options(("", _("Not chosen yet")), *organs)
