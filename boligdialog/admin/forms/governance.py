"""What administrators fill in: roles, bodies, the table of who decides what, settings, principles."""

import re
from typing import Any

from wtforms import ValidationError
from wtforms.fields import Field

from boligdialog.accounts.models import RoleKind
from boligdialog.accounts.rules import mail_key
from boligdialog.core.access import Refused
from boligdialog.core.forms import (
    ChoiceField,
    Choose,
    DayField,
    Form,
    Length,
    LineField,
    LongField,
    MailField,
    SeenForm,
    TickField,
    options,
)
from boligdialog.core.i18n import Words, _, lazy_gettext as _l
from boligdialog.organs.models import OrganKind

_CONTACTS = 6


def deliverable(form: Form, field: Field) -> None:
    """An address that a mail could reach, by its form; nobody is asked."""
    try:
        mail_key(field.data or "")
    except Refused as refused:
        raise ValidationError(refused.reason.text) from None


def needed(form: Form, field: Field) -> None:
    """A day must be said."""
    if field.data is None and not field.errors:
        raise ValidationError(_("Say which day."))


class DatesForm(Form):
    """From when until when."""

    from_on = DayField(_l("First day"), [needed], hint=_l("From midnight."))
    to_on = DayField(
        _l("Ends on"), optional=True, hint=_l("The role stops at midnight when this day begins. Nothing here means until further notice.")
    )


class RoleForm(DatesForm):
    """Who gets which role, where."""

    email = MailField(
        _l("Their e-mail address"),
        [Length(1, 254, _l("Write their e-mail address")), deliverable],
        hint=_l("They need not have been here before."),
    )
    kind = ChoiceField(
        _l("Role"),
        [Choose(_l("Choose a role"))],
        choices=options(("", _l("Choose")), *((kind.value, kind.label) for kind in RoleKind)),
        hint=_l("Members of a board are better added on the page of the board. An ambassador has one area and a last day."),
    )
    area = ChoiceField(_l("Where"), [Choose(_l("Choose where"))])

    field_order = ("email", "kind", "area", "from_on", "to_on")


class MemberForm(DatesForm):
    """Who sits in a body."""

    email = MailField(
        _l("Their e-mail address"),
        [Length(1, 254, _l("Write their e-mail address")), deliverable],
        hint=_l("They need not have been here before."),
    )

    field_order = ("email", "from_on", "to_on")


def words(form: Form, name: str) -> Words:
    """Two fields as a text in two languages."""
    return Words(form[f"{name}_da"].data or "", form[f"{name}_en"].data or "")


def spread(**texts: Words | None) -> dict[str, str]:
    """Texts in two languages as the values of their fields."""
    return {f"{name}_{lang}": getattr(text, lang) for name, text in texts.items() if text for lang in ("da", "en")}


class OrganForm(SeenForm):
    """A body: what it is called and how it is reached."""

    name_da = LineField(
        _l("Name in Danish"),
        [Length(2, 80, _l("Write the name in Danish"))],
        hint=_l("As in “Decided by …”, for example “bestyrelsen i Rækkerne”."),
    )
    name_en = LineField(_l("Name in English"), [Length(2, 80, _l("Write the name in English"))])
    kind = ChoiceField(
        _l("What sort of body it is"),
        [Choose(_l("Choose what it is"))],
        choices=options(("", _l("Choose")), *((kind.value, kind.label) for kind in OrganKind)),
    )
    can_decide = TickField(_l("It can make decisions"), hint=_l("Offices and departments answer, but do not decide."))
    contact = LineField(
        _l("How it is reached"), [Length(0, 80, "")], optional=True,
        hint=_l("A phone number or an e-mail address of the body, not somebody's own. Everybody can see it."),
    )  # fmt: skip

    field_order = ("name_da", "name_en", "kind", "can_decide", "contact")

    def values(self) -> dict[str, Any]:
        """What a service is given."""
        plain = {"can_decide": self.can_decide.data, "contact": self.contact.data or ""}
        return {"name": words(self, "name"), "kind": OrganKind(self.kind.data), **plain}


class RouteForm(SeenForm):
    """One subject of «who decides what»."""

    subject_da = LineField(_l("Subject in Danish"), [Length(2, 80, _l("Write the subject in Danish"))])
    subject_en = LineField(_l("Subject in English"), [Length(2, 80, _l("Write the subject in English"))])
    example_da = LineField(_l("An example in Danish"), [Length(2, 160, _l("Write an example in Danish"))])
    example_en = LineField(_l("An example in English"), [Length(2, 160, _l("Write an example in English"))])
    organ = ChoiceField(_l("Who decides it"))
    how_da = LongField(_l("What to do, in Danish"), [Length(2, 500, _l("Write in Danish what to do"))])
    how_en = LongField(_l("What to do, in English"), [Length(2, 500, _l("Write in English what to do"))])
    is_public = TickField(_l("It can be an idea that neighbours see"), hint=_l("Without it, the row says whom to call instead."))
    words_da = LongField(
        _l("Words by which we know it, in Danish"), [Length(0, 600, "")], optional=True,
        hint=_l("Divided by commas. Whoever writes one of them in an idea is asked whether it is quicker to call."),
    )  # fmt: skip
    words_en = LongField(_l("The same words in English"), [Length(0, 600, "")], optional=True)
    contacts = LongField(
        _l("Whom to call"), [Length(0, 600, "")], optional=True,
        hint=_l("One on each line: Danish name; English name; phone number."),
    )  # fmt: skip

    field_order = (
        "subject_da",
        "subject_en",
        "example_da",
        "example_en",
        "organ",
        "how_da",
        "how_en",
        "is_public",
        "contacts",
        "words_da",
        "words_en",
    )

    def validate_contacts(self, field: Field) -> None:
        """Each line has its three parts."""
        lines = _lines(field.data)
        if len(lines) > _CONTACTS:
            raise ValidationError(_("Write at most %(most)d lines.", most=_CONTACTS))
        for number, parts in enumerate(lines, 1):
            if len(parts) != 3 or not parts[0] or not re.fullmatch(r"(\+?[0-9 ]{2,20})?", parts[2]):
                raise ValidationError(_("Line %(number)d must read: Danish name; English name; phone number.", number=number))

    def values(self) -> dict[str, Any]:
        """What a service is given."""
        rows = [{"label": {"da": da, "en": en}, "phone": phone} for da, en, phone in _lines(self.contacts.data)]
        texts = {name: words(self, name) for name in ("subject", "example", "how", "words")}
        return {
            **texts,
            "organ_id": int(self.organ.data) if self.organ.data else None,
            "is_public": self.is_public.data,
            "contacts": {"rows": rows},
        }


def _lines(text: str | None) -> list[list[str]]:
    return [[part.strip() for part in line.split(";")] for line in (text or "").splitlines() if line.strip()]


class SettingForm(Form):
    """The value of one setting."""

    value = LineField(_l("Value"))


class PrincipleForm(Form):
    """The wording of a principle. `version` is the one that was read."""

    title_da = LineField(_l("Title in Danish"), [Length(3, 120, _l("Write the title in Danish"))])
    title_en = LineField(_l("Title in English"), [Length(3, 120, _l("Write the title in English"))])
    text_da = LongField(_l("Text in Danish"), [Length(3, 1000, _l("Write the text in Danish"))])
    text_en = LongField(_l("Text in English"), [Length(3, 1000, _l("Write the text in English"))])
    source_note_da = LineField(
        _l("Where the words come from, in Danish"), [Length(3, 300, _l("Write in Danish where the words come from"))]
    )
    source_note_en = LineField(
        _l("Where the words come from, in English"), [Length(3, 300, _l("Write in English where the words come from"))]
    )
    is_provisional = TickField(_l("The wording is provisional"), hint=_l("Then readers see that it is not the committee's wording."))

    field_order = ("title_da", "title_en", "text_da", "text_en", "source_note_da", "source_note_en", "is_provisional")

    def values(self) -> dict[str, Any]:
        """What a service is given."""
        return {name: words(self, name) for name in ("title", "text", "source_note")} | {"is_provisional": self.is_provisional.data}


class MeasureForm(Form):
    """A measure to inspire."""

    text_da = LineField(_l("Measure in Danish"), [Length(3, 160, _l("Write the measure in Danish"))])
    text_en = LineField(_l("Measure in English"), [Length(3, 160, _l("Write the measure in English"))])
