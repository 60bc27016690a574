"""The way to a translation, for those who may write one; and the other languages of a text in the moderator's case."""

from typing import Any

from boligdialog.accounts.models import Person
from boligdialog.content.models import Item
from boligdialog.core.i18n import LANGUAGES, language
from boligdialog.core.joints import facts_for, panel
from boligdialog.translations import queries
from boligdialog.translations.rules import why_not_remove_translation, why_not_translate


@panel("tools", Item)
def tools(item: Item, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """A link for each language that it can be translated into."""
    if why_not_remove_translation(person, item):
        return None
    facts = facts_for([item])
    langs = [lang for lang in LANGUAGES if not why_not_translate(person, item, lang, facts)]
    return ("translations/_tools.html", {"item": item, "langs": langs, "there": queries.translations_of(item.id)}) if langs else None


@panel("queue", Item, at=60)
def in_queue(item: Item, person: Person | None) -> tuple[str, dict[str, Any]] | None:
    """Every language that the neighbours will read it in; and the way to one that is missing, for a text in a foreign language."""
    there = queries.translations_of(item.id)
    missing = [lang for lang in LANGUAGES if lang not in there and lang != item.lang]
    if not there and item.lang == language():
        return None
    return "translations/_in_queue.html", {"item": item, "there": there, "missing": missing}
