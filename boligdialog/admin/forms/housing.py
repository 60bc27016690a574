"""What administrators fill in: homes, areas, sections and places."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, HiddenField, ValidationError

from boligdialog.admin.settings import PRESETS, USUAL
from boligdialog.core.forms import (
    ChoiceField,
    Choose,
    FewField,
    Form,
    Length,
    LineField,
    ListField,
    LongField,
    PasteField,
    SeenForm,
    TickField,
    options,
)
from boligdialog.core.i18n import Words, _, lazy_gettext as _l
from boligdialog.core.marks import mark_of
from boligdialog.housing.models import Area, HouseholdState, Organisation, Place, PlaceKind, ReviewMode, Section, Tenure, Visibility
from boligdialog.housing.rules import why_not_slug

_NAME = (2, 60)
_INTRO = (0, 400)
_SLUG = (2, 40)
_CHOOSE = _l("Choose one of the options on the page.")

KINDS = {
    PlaceKind.BLOCK: _l("Building"),
    PlaceKind.COURTYARD: _l("Courtyard"),
    PlaceKind.LAUNDRY: _l("Laundry"),
    PlaceKind.PLAYGROUND: _l("Playground"),
    PlaceKind.COMMON_ROOM: _l("Common room"),
    PlaceKind.ROAD: _l("Road or path"),
    PlaceKind.GREEN: _l("Green space"),
    PlaceKind.PARKING: _l("Car park"),
    PlaceKind.STAIRWELL: _l("Stairwell"),
    PlaceKind.OTHER: _l("Something else"),
}

TENURES = {
    Tenure.ALMEN: _l("Almen housing (non-profit): 2 votes per home"),
    Tenure.MUNICIPAL: _l("Let by the municipality: 1 vote per home"),
    Tenure.PRIVATE_RENTAL: _l("Let privately: 1 vote per home"),
}

STATES = {
    HouseholdState.ACTIVE: _l("People live there"),
    HouseholdState.VACANT: _l("It stands empty"),
    HouseholdState.CLOSED: _l("It is closed for good"),
}

VISIBILITIES = {
    Visibility.PUBLIC: _l("Everybody, also without logging in"),
    Visibility.RESIDENTS: _l("Only those who live here, when they are logged in"),
    Visibility.BOARD: _l("Only the board and those who look after the area"),
}

REVIEWS = {
    ReviewMode.NEW: _l("What new people write: until they are counted to a home and three of their things are published"),
    ReviewMode.ALL: _l("All that is written"),
    ReviewMode.OFF: _l("Nothing. Neighbours see it at once"),
}


class OrganisationForm(Form):
    """Who lets homes."""

    name = LineField(_l("What are they called?"), [Length(2, 80, _l("Write a name"))], hint=_l("For example: “Boligselskabet Prøve”"))


class _AreaWords(SeenForm):
    """What an area is called, and its address."""

    name = LineField(_l("What is the area called?"), [Length(*_NAME, _l("Write a name"))])
    slug = LineField(
        _l("Its address on the site"),
        [Length(*_SLUG, _l("Write an address"))],
        hint=_l("Small letters a to z, digits and hyphens. For example: “lindegaarden”. It stands on posters, so choose one that lasts."),
    )
    intro_da = LongField(_l("One or two sentences about the area, in Danish"), [Length(*_INTRO, "")], limit=_INTRO, optional=True)
    intro_en = LongField(_l("The same in English"), [Length(*_INTRO, "")], limit=_INTRO, optional=True)

    def __init__(self, taken: set[str], data: dict[str, Any] | None = None) -> None:
        self.taken = taken
        super().__init__(data=data)

    def validate_slug(self, field: Field) -> None:
        """Among the other faults, not after them."""
        reason = why_not_slug(field.data, self.taken)
        if reason:
            raise ValidationError(reason.text)

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {"slug": self.slug.data, "name": self.name.data, "intro": Words(self.intro_da.data or "", self.intro_en.data or "")}


class NewAreaForm(_AreaWords):
    """A new area: who reads what comes from one of four ways to begin (row 197)."""

    preset = FewField(
        _l("How does it begin?"),
        [Choose(_CHOOSE)],
        choices=options(*((name, each.words) for name, each in PRESETS.items())),
        hint=_l("It says who can read ideas and comments, and what a moderator reads first. You can change it at any time."),
        default=USUAL,
    )

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        return super().values | {"preset": self.preset.data}


class PresetForm(SeenForm):
    """Another way for an area that is there."""

    preset = HiddenField()


class AreaForm(_AreaWords):
    """An area that is there: its words, and who reads what."""

    visibility = FewField(
        _l("Who can read ideas and comments here?"),
        [Choose(_CHOOSE)],
        choices=options(*VISIBILITIES.items()),
        hint=_l(
            "It counts from the moment you save, also for what has been written already. The area's own page is always open to everybody."
        ),
    )
    review = FewField(
        _l("What does a moderator read before neighbours see it?"),
        [Choose(_CHOOSE)],
        choices=options(*REVIEWS.items()),
    )

    def __init__(self, taken: set[str], area: Area) -> None:
        words = {"name": area.name, "slug": area.slug, "intro_da": area.intro.da, "intro_en": area.intro.en}
        super().__init__(taken, words | {"visibility": area.visibility.value, "review": area.review.value, "seen": mark_of(area)})

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        choices = {"review": ReviewMode(self.review.data), "visibility": Visibility(self.visibility.data)}
        return super().values | choices | {"seen": self.seen.data}


class SectionForm(SeenForm):
    """A section: its name, who lets it and under which law."""

    name = LineField(_l("What is the section called?"), [Length(*_NAME, _l("Write a name"))], hint=_l("As the residents say it."))
    tenure = FewField(
        _l("How are the homes let?"),
        [Choose(_CHOOSE)],
        choices=options(*TENURES.items()),
        hint=_l(
            "It decides the words on the pages, what bodies are called, and the votes. You can change it until the first ballot opens."
        ),
    )
    organisation = ChoiceField(_l("Who lets them?"))
    new_organisation = LineField(_l("Or write who, if they are not in the list"), [Length(0, 80, "")], optional=True)

    def __init__(self, organisations: Sequence[Organisation], section: Section | None = None) -> None:
        of = {"name": section.name, "tenure": section.tenure.value, "organisation": str(section.organisation_id)} if section else {}
        super().__init__(data=of | ({"seen": mark_of(section)} if section else {}))
        self.organisations = {str(each.id): each for each in organisations}
        self.organisation.choices = options(("", _("Choose")), *((each.id, each.name) for each in organisations))
        if not organisations:
            del self.organisation
            self.new_organisation.label.text = _("Who lets them?")
            self.new_organisation.flags.optional = False

    def validate_new_organisation(self, field: Field) -> None:
        """One of the two is filled in."""
        if not field.data and not (self.organisation and self.organisation.data):
            raise ValidationError(_("Write or choose who lets the homes"))
        if field.data and len(field.data) < 2:
            raise ValidationError(_("Write a name"))

    @property
    def values(self) -> dict[str, Any]:
        """What the services take; a new name wins over the list."""
        by = self.new_organisation.data or self.organisations[self.organisation.data]
        return {"name": self.name.data, "tenure": Tenure(self.tenure.data), "organisation": by}


class PlaceForm(SeenForm):
    """A place that ideas can be about."""

    da = LineField(_l("What is the place called, in Danish?"), [Length(*_NAME, _l("Write a name"))], hint=_l("For example: “Gården”"))
    en = LineField(_l("And in English?"), [Length(0, 60, "")], optional=True)
    kind = ChoiceField(_l("What is it?"), [Choose(_CHOOSE)])

    def __init__(self, place: Place | None = None, **values: Any) -> None:
        of = {"da": place.name.da, "en": place.name.en, "kind": place.kind.value, "seen": mark_of(place)} if place else {}
        super().__init__(data=of | values)
        self.kind.choices = options(("", _("Choose")), *KINDS.items())

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {"kind": PlaceKind(self.kind.data), "name": Words(self.da.data or "", self.en.data or "")}


class ChangePlaceForm(PlaceForm):
    """With its order, and whether it can be chosen."""

    after = ChoiceField(_l("Where does it stand in the list?"))
    is_retired = TickField(_l("Nobody can choose it any more"), hint=_l("Ideas about it keep it."))

    def __init__(self, place: Place, others: Sequence[Place]) -> None:
        before = [each for each in others if each.position < place.position and not each.is_retired]
        super().__init__(place, after=str(before[-1].id) if before else "0", is_retired=place.is_retired)
        self.after.choices = options(("0", _("First")), *((each.id, _("After %(place)s", place=each.name)) for each in others))

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        return super().values | {"after": int(self.after.data or 0), "is_retired": self.is_retired.data, "seen": self.seen.data}


class HomesForm(Form):
    """A list of homes, as a file or pasted."""

    file = ListField(_l("The file"), hint=_l("CSV, at most 2 MB"), optional=True)
    text = PasteField(_l("Or paste the list here"), optional=True)


class StateForm(SeenForm):
    """Whether people live there; seen: accounts.queries.home_mark."""

    state = FewField(_l("How is it now?"), [Choose(_CHOOSE)], choices=options(*STATES.items()))
