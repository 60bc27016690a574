"""The forms of the queue."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from wtforms import Field, IntegerField, ValidationError
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from boligdialog.core.forms import (
    ChoiceField,
    Choose,
    FewField,
    Form,
    Length,
    LineField,
    LongField,
    ManyField,
    SeenForm,
    TickField,
    options,
    without_cpr,
)
from boligdialog.core.i18n import Words, _, lazy_gettext as _l
from boligdialog.housing.models import Area
from boligdialog.moderation.models import Cause, ReasonCode, ReportCode
from boligdialog.moderation.rules import why_not_fill, why_not_mute_for
from boligdialog.moderation.settings import MUTE_REASON_LENGTH, NOTE_LENGTH, SAVED_NAME_LENGTH, SAVED_TEXT_LENGTH, WORDS_LENGTH


class FilterForm(Form):
    """What of the queue one wants to see; it stands in the address."""

    omraade = ChoiceField(_l("Area"))
    aarsag = ChoiceField(_l("Why it waits"), choices=options(("", _l("All")), *((each, each.label) for each in Cause)))
    hvad = ChoiceField(_l("What it is"), choices=options(("", _l("All")), ("idea", _l("Ideas")), ("comment", _l("Comments"))))
    frist = TickField(_l("Only what is late"))

    def __init__(self, areas: Iterable[Area]) -> None:
        super().__init__(formdata=request.args, meta={"csrf": False})
        self.omraade.choices = options(("", _("All my areas")), *((each.slug, each.name) for each in areas))


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


class RedactForm(ReasonForm):
    """Which words are to go."""

    words = LineField(
        _l("The words that are to go"),
        [Length(*WORDS_LENGTH, _l("Copy the words that are to go"))],
        hint=_l("Exactly as they stand in the text. They also leave its old versions, its translations and what is said of its pictures."),
        limit=WORDS_LENGTH,
    )


class MoveForm(ReasonForm):
    """To which area or section: «3», or «3-7» with a section."""

    to = ChoiceField(_l("Where does it belong?"), [Choose(_l("Choose an area or a section"))])

    @property
    def target(self) -> tuple[int, int | None]:
        """Area and section."""
        area, _dash, section = (self.to.data or "").partition("-")
        return int(area), int(section) if section else None


class RouteForm(ReasonForm):
    """To which body."""

    organ = ChoiceField(_l("Who can decide it?"), [Choose(_l("Choose who can decide it"))])


class LineForm(DecisionForm):
    """A line to the author, where the reason is known."""

    text = LongField(_l("Write to the author"), [Length(10, 1000, _l("Write a line to the author"))], limit=(10, 1000))


class ReferForm(LineForm):
    """Whom the author can call instead."""

    route = ChoiceField(_l("What is it about?"), [Choose(_l("Choose what it is about"))])


class AppealForm(Form):
    """What an author says to a decision. One press is enough."""

    text = LongField(_l("Do you want to say why?"), [Length(0, 500, "")], limit=(0, 500), optional=True)


class ReportForm(Form):
    """What a reader gives notice of."""

    code = FewField(
        _l("What is the matter?"),
        [Choose(_l("Choose what is the matter"))],
        choices=options(*((each, each.label) for each in ReportCode)),
    )
    text = LongField(_l("Do you want to say more?"), [Length(0, 500, "")], limit=(0, 500), optional=True)


class NoteForm(Form):
    """What moderators write to each other, and whom they ask to read it."""

    text = LongField(
        _l("Your note"),
        [Length(*NOTE_LENGTH, _l("Write the note")), without_cpr],
        hint=_l("Only those who may decide about the case read it. A resident who asks what we keep about them can see it."),
        limit=NOTE_LENGTH,
    )
    asked = ManyField(_l("Who should read it?"), optional=True)

    def offer_colleagues(self, people: Sequence[tuple[int, str]]) -> None:
        """Whom one may ask; nobody to ask is no field."""
        if people:
            self.asked.choices = options(*people)
        else:
            del self.asked

    @property
    def asked_ids(self) -> list[int]:
        """The numbers of those who are asked."""
        return [int(each) for each in (self.asked.data or []) if each] if self.asked else []


def fillable(form: Form, field: Field) -> None:
    """Only what we can put in stands in braces."""
    reason = why_not_fill(field.data or "")
    if reason:
        raise ValidationError(f"{reason.text} {reason.next_step}")


_FILLED = _l("{title}, {area} and {date} are filled in when the text is used.")


class SavedTextForm(SeenForm):
    """A text to use again, in both languages."""

    name = LineField(
        _l("What is it called?"),
        [Length(*SAVED_NAME_LENGTH, _l("Write what the text is called"))],
        hint=_l("Only moderators see it. For example: “Name of a neighbour”"),
        limit=SAVED_NAME_LENGTH,
    )
    reason = ChoiceField(
        _l("Reason"), choices=options(("", _l("Any")), *((code, code.label) for code in ReasonCode)), hint=_l("It is chosen with the text.")
    )
    text_da = LongField(
        _l("Text in Danish"), [Length(*SAVED_TEXT_LENGTH, _l("Write it in Danish")), fillable], hint=_FILLED, limit=SAVED_TEXT_LENGTH
    )
    text_en = LongField(
        _l("Text in English"),
        [Length(*SAVED_TEXT_LENGTH, _l("Write it in English")), fillable],
        hint=_FILLED,
        limit=SAVED_TEXT_LENGTH,
    )
    area = ChoiceField(_l("Where can it be used?"), [Choose(_l("Choose where it can be used"))])

    field_order = ("name", "area", "reason", "text_da", "text_en")

    def offer_areas(self, areas: Sequence[tuple[int, str]], *, everywhere: bool) -> None:
        """The areas of a moderator, and all of them for who moderates all."""
        whole = [("all", _("In all areas"))] if everywhere else []
        self.area.choices = options(("", _("Choose an area")), *whole, *areas)

    @property
    def area_id(self) -> int | None:
        """The area chosen; None for all of them."""
        return None if self.area.data == "all" else int(self.area.data)

    @property
    def said(self) -> dict[str, Any]:
        """As the services take it."""
        reason = ReasonCode(self.reason.data) if self.reason.data else None
        return {"name": self.name.data or "", "text": Words(self.text_da.data or "", self.text_en.data or ""), "reason": reason}


class MuteForm(Form):
    """For how long somebody may not write, where, and why."""

    days = LineField(
        _l("For how many days?"),
        [Choose(_l("Write for how many days"))],
        hint=_l("From 1 to 90. Over 7 days, counted together with the last month, another moderator must say yes first."),
    )
    everywhere = TickField(_l("In all areas, not only in this one"), optional=True)
    reason = LongField(
        _l("Why?"),
        [Length(*MUTE_REASON_LENGTH, _l("Write why"))],
        hint=_l("The person reads it, by mail and where they try to write. Say what they did, not who they are."),
        limit=MUTE_REASON_LENGTH,
    )

    @property
    def days_no(self) -> int:
        """The days as a number; 0 for what is none."""
        given = self.days.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 0

    def validate_days(self, field: Field) -> None:
        """A number within its bounds."""
        reason = why_not_mute_for(self.days_no, "x" * MUTE_REASON_LENGTH[1])
        if field.data and reason:
            raise ValidationError(reason.text)
