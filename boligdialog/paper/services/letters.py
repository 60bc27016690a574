"""Letters with codes: issued in the request that prints them, in clear nowhere but on the paper (features.md row 10)."""

from collections.abc import Sequence
from typing import Any

from boligdialog.accounts.models import Person
from boligdialog.accounts.services.letters import LETTER_LIFE, issue_letter_codes
from boligdialog.core import clock, mail, pdf, qr, tokens
from boligdialog.core.access import ensure, refuse
from boligdialog.core.i18n import _, force_locale, short_day
from boligdialog.core.settings import CONTACT, MUNICIPALITY, PHONE
from boligdialog.housing.models import Household, HouseholdState
from boligdialog.paper.rules import why_not_print_letters, why_not_so_many
from boligdialog.paper.services.words import around
from boligdialog.paper.settings import COORDINATORS_PRINT, MAX_LETTERS


def print_letters(homes: Sequence[Household], *, by: Person, once: str) -> bytes:
    """A letter to each of these homes as one PDF; their old codes are void from now on.

    once: the form's token. Each code is derived from it, so the same form sent again gives the same letters, and no second
    press makes those void that are in the printer already. The PDF is made first: if it fails, the old letters stay valid.
    """
    ensure(why_not_so_many(len(homes), MAX_LETTERS))
    for area_id in {home.section.area_id for home in homes}:
        ensure(why_not_print_letters(by, area_id, COORDINATORS_PRINT.value))
    closed = next((home for home in homes if home.state is HouseholdState.CLOSED), None)
    if closed:
        refuse("closed", _("%(home)s is closed. A closed home gets no letter.", home=closed.name), status=409)
    codes = {home.id: tokens.code_from("letter", f"{once}|{home.id}") for home in homes}
    made = pdf.document("paper/print/letter.typ", _letters(homes, codes))
    issue_letter_codes(codes, by=by)
    return made


def _letters(homes: Sequence[Household], codes: dict[int, str]) -> dict[str, Any]:
    with force_locale("da"):
        danish, title, today = _danish(), _("Letters with codes"), short_day(clock.today())
        sender = [MUNICIPALITY.value, _("The community team"), f"{today} {clock.today().year}"]
        addresses = {home.id: _address(home) for home in homes}
    with force_locale("en"):
        english = _english()
    each = [
        {
            "address": addresses[home.id],
            "number": home.name,
            "code": tokens.spaced(codes[home.id]),
            "qr": pdf.Svg(qr.svg(mail.link(f"/k/{codes[home.id]}"))),
        }
        for home in homes
    ]
    return {"title": title, "sender": sender, "da": danish, "en": english, "homes": each}


def _address(home: Household) -> list[str]:
    """What stands in the window of the envelope: the dwelling, never a name."""
    dwelling = ", ".join(filter(None, [home.block, home.entrance, home.label])) or home.name
    section, area = home.section.name, home.section.area.name
    return [_("To the household"), dwelling, section if section == area else f"{section}, {area}"]


def _danish() -> dict[str, Any]:
    name, until = CONTACT.value, clock.today() + LETTER_LIFE
    address = mail.link("/k").split("://")[1]
    return {
        "heading": _("Here is your code for Boligdialog"),
        "lead": _(
            "With the code you can propose ideas, support those of your neighbours and take part in advisory votes. You do not need MitID."
        ),
        "your-code": _("Your code"),
        "how": around(_("Point your phone at the code on the right, or type %(address)s in a browser."), "address", address),
        "qr-alt": _("QR code that opens the login with your code"),
        "good-to-know": _("Good to know"),
        "facts": [
            _("The code is valid until %(day)s.", day=short_day(until)),
            _("Everybody in the home from the age of 15 may use it."),
            _("Do not give it to others."),
        ],
        "on-paper": _("Rather on paper?"),
        "on-paper-how": _on_paper(name),
        "moved": _("Have you moved? Throw the letter away. The code will be closed."),
    }


def _on_paper(name: str) -> list[str]:
    if not PHONE.value:
        return [_("Ask %(name)s for a slip. It counts just as much.", name=name), "", ""]
    return around(
        _("Call %(name)s on %(phone)s, and you get a slip by post. It counts just as much.", name=name, phone="%(phone)s"),
        "phone",
        PHONE.value,
    )


def _english() -> dict[str, Any]:
    words = [
        _("This is your household’s code for Boligdialog."),
        _("Use it to share ideas, support your neighbours’ ideas and take part in advisory votes."),
        _("Choose “English” at the top of the page, or call %(name)s.", name=CONTACT.value)
        if PHONE.value
        else _("Choose “English” at the top of the page."),
    ]
    return {"heading": _("In English"), "text": " ".join(words)}
