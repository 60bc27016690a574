"""Posters, slips and QR codes: harmless paper that leads people in (features.md rows 172, 173, 177)."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.core import clock, limits, mail, pdf, qr
from boligdialog.core.access import ensure
from boligdialog.core.db import atomic, db, insert
from boligdialog.core.i18n import _, force_locale, long_day, ngettext
from boligdialog.core.settings import CONTACT, PHONE
from boligdialog.housing.models import Area
from boligdialog.ideas.models import Idea, Sheet
from boligdialog.ideas.queries import Reading
from boligdialog.ideas.settings import ANSWER_DAYS
from boligdialog.paper.models import Scan
from boligdialog.paper.rules import why_not_poster, why_not_print_slips
from boligdialog.paper.services.words import around, slip_box

#: Sentences by those who speak them: anybody may write in their own language.
IN_OTHER_LANGUAGES = [
    {"lang": "tr", "text": "Türkçe yazabilirsiniz."},
    {"lang": "pl", "text": "Możesz pisać po polsku."},
    {"lang": "so", "text": "Af Soomaali waad ku qori kartaa."},
    {"lang": "ar", "text": "يمكنك الكتابة بالعربية."},
]
_MOST_KEPT = 64
_NEW_POSTERS = 12  # that nobody has asked for of late; from one network in ten minutes: three areas in two languages and sizes
_kept: OrderedDict[bytes, bytes] = OrderedDict()  # the posters that were asked for last: each is the same for everybody
_keeping = threading.Lock()


# --- posters --------------------------------------------------------------------------------------


def area_poster(area: Area, *, lang: str, size: str) -> bytes:
    """The poster of an area: what could make it better to live here?"""
    with force_locale(lang):
        days, say = ANSWER_DAYS.value, _("Say it. Your neighbours can support the idea.")
        answer = ngettext("You get an answer within %(num)d day.", "You get an answer within %(num)d days.", days)
        data = {
            "title": _("Poster for %(area)s", area=area.name),
            "heading": _("What could make it better to live here?"),
            "heading-lang": lang,
            "lead": f"{say} {answer}",
            "last": None,
        }
        return _poster(data | _ways_in(area, f"o{area.id}", f"/{area.slug}", lang, size))


def idea_poster(read: Reading, *, lang: str, size: str) -> bytes:
    """The poster of one idea that neighbours can see: its title, and where to say what one thinks."""
    idea: Idea = read.idea
    ensure(why_not_poster(idea))
    shown = read.translation or idea
    with force_locale(lang):
        waits = idea.next_kind == "answer" and idea.next_on and idea.next_on >= clock.today()
        data = {
            "title": _("Poster for an idea in %(area)s", area=idea.area.name),
            "heading": shown.title,
            "heading-lang": shown.lang,
            "lead": _("A neighbour proposes this. Support the idea, or write what you think. Support is not a vote."),
            "last": _("The answer comes by %(day)s at the latest.", day=long_day(idea.next_on)) if waits and idea.next_on else "",
        }
        return _poster(data | _ways_in(idea.area, f"i{idea.id}", f"/i/{idea.id}", lang, size))


def _ways_in(area: Area, code: str, path: str, lang: str, size: str) -> dict[str, Any]:
    short = mail.link(path).split("://")[1]
    ways = [{"head": _("Point your phone at the code"), "text": around(_("or type %(address)s"), "address", short)}]
    if PHONE.value:
        hours = _("%(phone)s, Monday–Thursday 9:00–15:00", phone=PHONE.value)
        ways.append({"head": _("Or call %(name)s", name=CONTACT.value), "text": [hours, "", ""]})
    ways.append({"head": _("Or hand in a slip"), "text": [slip_box(), "", ""]})
    return {
        "lang": lang, "size": size, "area": area.name, "ways": ways, "qr": pdf.Svg(qr.svg(qr_address(code))),
        "qr-alt": _("QR code that opens %(address)s", address=short),
        "any-language": _("Any language is welcome."), "languages": IN_OTHER_LANGUAGES,
    }  # fmt: skip


def _poster(data: dict[str, Any]) -> bytes:
    """A poster, made once for all who ask for the same; so many new ones from a network, because each costs a moment of the machine."""
    key = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).digest()
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    limits.take_lightly("posters", limits.network(), at_most=_NEW_POSTERS, per=timedelta(minutes=10))
    made = pdf.document("paper/print/poster.typ", data, is_open=True)
    with _keeping:
        _kept[key] = made
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


# --- slips ----------------------------------------------------------------------------------------


def print_slips(area: Area, *, number: int, lang: str, by: Person) -> bytes:
    """So many slips for an area, each with a number of its own that no other sheet carries."""
    ensure(why_not_print_slips(by, area.id))
    names = [sheet.name for sheet in _sheets(area, number)]
    with force_locale(lang):
        return pdf.document("paper/print/slip.typ", _slips(area, names, lang))


@atomic
def _sheets(area: Area, number: int) -> Sequence[Sheet]:
    rows = [{"area_id": area.id, "printed_on": clock.today()} for _n in range(number)]
    return list(db.session.scalars(sa.insert(Sheet).returning(Sheet, sort_by_parameter_order=True), rows))


def _slips(area: Area, names: list[str], lang: str) -> dict[str, Any]:
    phone = PHONE.value
    hand_in = _("Hand in the slip %(box)s.", box=slip_box())
    online = _("Or write on %(address)s.", address=mail.link(f"/{area.slug}").split("://")[1])
    call = _("Or call %(name)s on %(phone)s.", name=CONTACT.value, phone=phone) if phone else ""
    return {
        "title": _("Slips for %(area)s", area=area.name), "lang": lang, "area": area.name, "numbers": names,
        "heading": _("What could make it better to live here?"),
        "fields": [
            {"label": _("My idea, in a few words"), "lines": 2},
            {"label": _("Why is it a good idea?"), "lines": 5},
            {"label": _("Where?"), "lines": 1},
        ],
        "consent": _("Yes, the idea may stand on Boligdialog, where everybody can read it. My name does not stand there."),
        "phone": _("Phone, if you would like a call:"),
        "hand-in": " ".join(filter(None, [hand_in, online, call])),
        "qr": pdf.Svg(qr.svg(qr_address(f"o{area.id}"))), "qr-alt": _("QR code that opens the page of %(area)s", area=area.name),
    }  # fmt: skip


# --- QR codes -------------------------------------------------------------------------------------


def qr_address(code: str) -> str:
    """What a QR code opens: a word of ours that leads on, so that it can be counted and never grows old."""
    return mail.link(f"/q/{code}")


@atomic
def count_scan(code: str) -> None:
    """One more on this day."""
    row = insert(Scan).values(code=code, day=clock.today(), times=1)
    db.session.execute(row.on_conflict_do_update(index_elements=["code", "day"], set_={"times": Scan.__table__.c.times + 1}))
