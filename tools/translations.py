"""Catalogues of translations: collect sentences from code and templates, check that they are complete, compile them.

python tools/translations.py           collect, and update translations/*/LC_MESSAGES/messages.po
python tools/translations.py compile   write the .mo files, if a catalogue is newer
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "translations"
LANGUAGES = ("da", "en")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false", "extensions": "boligdialog.core.compiled.Keep"}}
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def path_of(lang: str) -> Path:
    """The catalogue of a language."""
    return CATALOGUES / lang / "LC_MESSAGES" / "messages.po"


def collected() -> Catalog:
    """Every sentence of the program, without places and dates, so that a catalogue changes only when a sentence does."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(str(ROOT / "boligdialog"), METHODS, OPTIONS, keywords=KEYWORDS)
    for _file, _line, message, _comments, _context in found:
        catalog.add(message)
    return catalog


def stored(lang: str) -> Catalog:
    """The catalogue as it lies in the project."""
    path = path_of(lang)
    if not path.exists():
        return Catalog(locale=lang, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def update(lang: str) -> None:
    """Bring a catalogue up to the sentences of the program; what is gone goes."""
    catalog = Catalog(locale=lang, charset="utf-8", header_comment=f"# Boligdialog: {'dansk' if lang == 'da' else 'English'}")
    old = stored(lang)
    for message in collected():
        if message.id:
            before = old.get(message.id)
            catalog.add(message.id, before.string if before else None)
    path = path_of(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, no_location=True, sort_output=True, omit_header=True, width=140)


def compile_all() -> None:
    """Write the .mo of every catalogue that is newer than its own."""
    for lang in LANGUAGES:
        path = path_of(lang)
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        with target.open("wb") as file:
            write_mo(file, stored(lang))


def missing(lang: str) -> Iterator[str]:
    """Sentences that a catalogue lacks, has too many of, or has with other placeholders."""
    catalog, wanted = stored(lang), collected()
    have, want = ({message.id for message in each if message.id} for each in (catalog, wanted))
    yield from (f"not collected: {each}" for each in want - have)
    yield from (f"no longer used: {each}" for each in have - want)
    for message in catalog:
        if message.id and lang == "da" and (not message.string or (isinstance(message.string, tuple | list) and not all(message.string))):
            yield f"not translated: {message.id}"
        if message.id and any(message.string) and placeholders(message.string) != placeholders(message.id):
            yield f"other placeholders: {message.id}"


def placeholders(texts: str | Sequence[str]) -> set[str]:
    """The names in %(name)s of a sentence, or of all its plural forms together."""
    return set(re.findall(r"%\((\w+)\)[sd]", texts if isinstance(texts, str) else " ".join(texts)))


if __name__ == "__main__":
    if sys.argv[1:] == ["compile"]:
        compile_all()
    else:
        for each_language in LANGUAGES:
            update(each_language)
        compile_all()
        for sentence in missing("da"):
            print(sentence)
