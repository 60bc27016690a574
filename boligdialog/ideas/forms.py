"""The three fields of an idea, its photos, and how a moderator sorts it."""

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from wtforms import Field, HiddenField, ValidationError

from boligdialog.content.models import Channel
from boligdialog.content.settings import ALT_LENGTH, REASON_LENGTH
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
    TickField,
    options,
    renderable,
    without_cpr,
)
from boligdialog.core.i18n import Words, _, lazy_gettext as _l
from boligdialog.core.text import sounds_private
from boligdialog.ideas.models import WithdrawWhy
from boligdialog.ideas.settings import BODY_LENGTH, TITLE_LENGTH, WITHDRAW_TEXT_LENGTH


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


class IdeaForm(PrivateTextForm, PrinciplesForm):
    """What, why, where: one page, three fields (row 26); who wants to, says which principles it goes with."""

    private: ClassVar[tuple[str, ...]] = ("title", "why")

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

    def offer_places(self, places: Sequence[tuple[int, Words]]) -> None:
        """The places of the area, an empty choice first."""
        self.place.choices = options(("", _("Choose a place")), *places)

    @property
    def words(self) -> dict[str, Any]:
        """As the services take them."""
        return {"title": self.title.data, "why": self.why.data, "place_id": int(self.place.data)}


class ProposeForm(IdeaForm):
    """An idea of one's own."""

    different = HiddenField("")  # «1» when those it resembles have been shown
    is_idea = HiddenField("")  # «1» when we have shown whom one may call instead
    draft = HiddenField("")  # whose photos the page shows


class EnterForm(IdeaForm):
    """The idea of a resident who told it or wrote it on paper."""

    channel = FewField(
        _l("How did the idea come?"), [Choose(_l("Choose how the idea came"))], choices=options(*((each, each.label) for each in Channel))
    )
    slip = LineField(_l("The number of the slip"), hint=_l("It stands at the top of the slip, for example S-0123."), optional=True)
    consent = TickField(
        _l("The resident has said yes: the idea may stand here for everybody to read, without a name"),
        [Choose(_l("Ask the resident first, and tick that they have said yes"))],
    )

    #: Why the slip cannot be used; the view knows.
    slip_fault: Callable[[int], str | None]

    @property
    def slip_no(self) -> int | None:
        """The number without its letter; None for anything that is no number."""
        match = re.fullmatch(r"(?i)(?:S ?-? ?)?0*([1-9][0-9]{0,8})", self.slip.data or "")
        return int(match[1]) if match else None

    def validate_slip(self, field: Field) -> None:
        """A number that we have printed and nobody has entered."""
        if field.data and self.slip_no is None:
            raise ValidationError(_("Write the number as it stands on the slip, for example S-0123."))
        fault = self.slip_fault(self.slip_no) if self.slip_no else None
        if fault:
            raise ValidationError(fault)

    @property
    def told(self) -> dict[str, Any]:
        """As the service takes it."""
        return self.words | {"channel": Channel(self.channel.data), "has_consent": bool(self.consent.data), "slip": self.slip_no}


class ChangeForm(ProposeForm):
    """The three fields anew, with the version that was on the page, and why, once others rely on the idea."""

    private = ("title", "why", "reason")

    reason = LineField(
        _l("Why do you change it?"),
        hint=_l("Everybody can read it. For example: “The board says that there is more room by the gate”"),
        limit=REASON_LENGTH,
    )
    version = HiddenField("")

    must_say_why = False  # the view knows

    def validate_reason(self, field: Field) -> None:
        """Asked of the author of a text that others rely on."""
        if self.must_say_why:
            Length(*REASON_LENGTH, _l("Write why you change it"))(self, field)
            without_cpr(self, field)

    @property
    def seen(self) -> int:
        """The row_version that was on the page; 0 for anything that is not one of ours."""
        given = self.version.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0

    @property
    def shows_reason(self) -> bool:
        """Also when a support came in between: then the service asks for it."""
        return self.must_say_why or (self.refusal is not None and self.refusal.code == "reason")


class WithdrawForm(Form):
    """Why an idea is withdrawn."""

    reason = FewField(
        _l("Why do you withdraw the idea?"),
        [Choose(_l("Choose why you withdraw the idea"))],
        choices=options(*((why, why.label) for why in WithdrawWhy)),
    )
    text = LineField(
        _l("Do you want to say more?"),
        [Length(*WITHDRAW_TEXT_LENGTH, ""), without_cpr],
        hint=_l("Everybody can read it."),
        limit=WITHDRAW_TEXT_LENGTH,
        optional=True,
    )

    def without_words(self) -> None:
        """Only our own reasons: for an author whose words we read first."""
        self.reason.choices = options(*((why, why.label) for why in WithdrawWhy if why is not WithdrawWhy.OTHER))
        del self.text

    def validate_text(self, field: Field) -> None:
        """Another reason is said in words, without what is private: nobody reads them before the neighbours do."""
        if self.reason.data == WithdrawWhy.OTHER and not field.data:
            raise ValidationError(_("Write why you withdraw the idea."))
        if sounds_private(field.data or ""):
            raise ValidationError(_("There seems to be a phone number or an address in the text. Take it out."))


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
