"""Whose language, and how days and numbers are written in it. Danish is the first language, English complete."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import flask_babel
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel, get_locale
from flask_babel.speaklater import LazyString

from boligdialog.core import clock

__all__ = ["Words", "_", "force_locale", "gettext", "language", "lazy_gettext", "ngettext"]

LANGUAGES = ("da", "en")
CATALOGUES = Path(__file__).parents[2] / "translations"

_DAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "da": ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}
_NBSP = "\u00a0"


@dataclass(frozen=True)
class Words:
    """A text that somebody wrote in Danish and, where they could, in English."""

    da: str
    en: str = ""

    def __str__(self) -> str:
        """In the reader's language; Danish where there is no English."""
        return self.en if self.lang == "en" else self.da

    @property
    def lang(self) -> str:
        """The language of what `str()` gives."""
        return "en" if self.en and language() == "en" else "da"


def language() -> str:
    """The language that is being written now: of the address, or of the mail's receiver."""
    try:
        here = g._get_current_object()  # looked up once: a page asks a hundred times
    except RuntimeError:
        return "da"
    return str(here.get("forced_language") or here.get("language") or "da")


@contextmanager
def force_locale(lang: str) -> Iterator[None]:
    """Write in a language until the block ends, whatever the address says."""
    before = g.get("forced_language")
    g.forced_language = lang
    try:
        with flask_babel.force_locale(lang):
            yield
    finally:
        g.forced_language = before


@cache
def _catalogue(lang: str) -> NullTranslations:
    """All sentences of a language, loaded once: Flask-Babel looks anew at every sentence which catalogue holds."""
    return Translations.load(CATALOGUES, [lang])


def gettext(string: str, **values: Any) -> str:
    """A sentence in the language that is being written."""
    text: str = _catalogue(language()).gettext(string)
    return text % values if values else text


def ngettext_text(one: str, more: str, number: int) -> str:
    """The sentence for a number, with its places still open."""
    return str(_catalogue(language()).ngettext(one, more, number))


def ngettext(one: str, more: str, number: int, **values: Any) -> str:
    """The sentence for a number; `num` is the number itself."""
    return ngettext_text(one, more, number) % ({"num": number} | values)


def lazy_gettext(string: str, **values: Any) -> LazyString:
    """A sentence that is put into words when it is shown."""
    return LazyString(gettext, string, **values)


_ = gettext


def language_name(code: str) -> str:
    """«engelsk» or «English»: what a language is called in the one being written; its code when nobody knows."""
    locale = get_locale()
    return str(locale.languages.get(code, code)) if locale else code


def _of_the_address() -> str:
    return language()


def other_language() -> str:
    """The language that is not being written now."""
    return "da" if language() == "en" else "en"


def address_in(lang: str, path: str | None = None) -> str:
    """The address of a page (default: this one, with its query) in a language: Danish bare, English under /en."""
    if path is None:
        query = quote(request.query_string, safe="=&%+,.:;@!$'()*/?-_~")
        path = quote(request.path, safe="/") + (f"?{query}" if query else "")
    return f"/en{'' if path == '/' else path}" if lang == "en" else path


def split_language(address: str) -> tuple[str, str]:
    """The language part of an address of ours («/en» or nothing), and the rest; an area may begin with «en»."""
    root = "/en" if address.split("?")[0] == "/en" or address.startswith("/en/") else ""
    return root, address.removeprefix(root)


def weekday(day: date) -> str:
    """«torsdag» or «Thursday»."""
    return _DAYS[language()][day.weekday()]


def short_day(day: date) -> str:
    """«14. maj», with the year when it is not this one."""
    lang = language()
    month = _MONTHS[lang][day.month - 1]
    year = "" if day.year == clock.today().year else f" {day.year}"
    return f"{day.day}.{_NBSP}{month}{year}" if lang == "da" else f"{day.day}{_NBSP}{month}{year}"


def long_day(day: date) -> str:
    """«torsdag den 14. maj»."""
    return f"{weekday(day)} den{_NBSP}{short_day(day)}" if language() == "da" else f"{weekday(day)} {short_day(day)}"


def month_name(day: date) -> str:
    """«maj 2026» or «May 2026»."""
    return f"{_MONTHS[language()][day.month - 1]} {day.year}"


def wall_time(moment: datetime) -> str:
    """«kl. 19.00» or «19:00», Copenhagen."""
    at = clock.local(moment)
    return f"kl.{_NBSP}{at.hour}.{at:%M}" if language() == "da" else f"{at:%H:%M}"


def when(moment: datetime) -> str:
    """«i dag kl. 16.44», «i går kl. 9.05» or «14. maj»."""
    day = clock.local_day(moment)
    away = (clock.today() - day).days
    if away == 0:
        return _("today at %(time)s", time=wall_time(moment))
    if away == 1:
        return _("yesterday at %(time)s", time=wall_time(moment))
    return short_day(day)


def ago(moment: datetime) -> str:
    """How long ago, in words, short: «40 min.», «3 timer», «2 dage»."""
    minutes = max(0, int((clock.now() - moment).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(num)d minute", "%(num)d minutes", minutes)
    if minutes < 24 * 60:
        return ngettext("%(num)d hour", "%(num)d hours", minutes // 60)
    return ngettext("%(num)d day", "%(num)d days", minutes // (24 * 60))


def number(value: int) -> str:
    """«1.250» or «1,250»."""
    return f"{value:,}".replace(",", ".") if language() == "da" else f"{value:,}"


def as_sentence(words: str) -> str:
    """What somebody wrote, with a full stop where it ends without one, so that another sentence can follow."""
    return words if words.rstrip().endswith((".", "!", "?", "…")) else f"{words.rstrip()}."


def capital(words: object) -> str:
    """With a capital first letter, as at the beginning of a sentence."""
    text = str(words)
    return text[:1].upper() + text[1:]


def init_app(app: Flask) -> None:
    """Bind Flask-Babel; catalogues lie at the top of the project and inside a wheel."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    Babel(app, default_locale="da", default_timezone="Europe/Copenhagen", locale_selector=_of_the_address)
    app.jinja_env.install_gettext_callables(gettext=gettext, ngettext=ngettext_text, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(
        short_day=short_day,
        long_day=long_day,
        month_name=month_name,
        when=when,
        ago=ago,
        number=number,
        wall_time=wall_time,
        capital=capital,
        as_sentence=as_sentence,
        local_day=clock.local_day,
        language_name=language_name,
    )
