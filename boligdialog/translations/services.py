"""Saying a thing in another language, and taking that back."""

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content import services as content
from boligdialog.content.models import Item
from boligdialog.content.rules import REVIEWERS
from boligdialog.core import clock
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, inserted
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.joints import facts_for
from boligdialog.core.text import RENDERER_VERSION, excerpt, sounds_private, tidy, tidy_line, to_html, why_not_render
from boligdialog.translations.events import ItemTranslated, TranslationRemoved
from boligdialog.translations.models import Translation, version_of
from boligdialog.translations.rules import why_not_remove_translation, why_not_translate


@atomic
def translate_item(item: Item, *, lang: str, title: str, body: str, by: Person, seen: str | None = None) -> None:
    """Say an item in another language, or say it better. `seen`: the version of the original that `by` had before them."""
    ensure(why_not_translate(by, item, lang, facts_for([item])))
    if seen not in (None, version_of(item)):
        refuse("stale", _("The original has changed since you opened the page."), _("Read it again and send once more."), status=409)
    if item.is_visible and not by.has_role(*REVIEWERS, area_id=item.area_id) and sounds_private(f"{title}\n{body}"):
        refuse("private", _("There seems to be a phone number or an address in the text. Take it out."), status=422)
    values = _written(item, title, body) | {
        "by_id": by.id,
        "is_machine": False,
        "of_version": version_of(item),
        "created_at": clock.now(),
    }
    content.claim(item)  # whoever reads it before the neighbours do must have seen these words too
    is_new = inserted(Translation, item_id=item.id, lang=lang, **values)
    if not is_new:
        changed(sa.update(Translation).where(Translation.item_id == item.id, Translation.lang == lang).values(**values))
    record(ItemTranslated(item_id=item.id, by_id=by.id, lang=lang, is_new=is_new))


@atomic
def remove_translation(item: Item, *, lang: str, by: Person) -> bool:
    """Take a translation away; whether there was one."""
    ensure(why_not_remove_translation(by, item))
    if not changed(sa.delete(Translation).where(Translation.item_id == item.id, Translation.lang == lang)):
        return False
    record(TranslationRemoved(item_id=item.id, by_id=by.id, lang=lang))
    return True


@atomic
def drop_translations(item: Item) -> None:
    """Its words are deleted for good, so they go in every language. Called by the service that empties the text."""
    changed(sa.delete(Translation).where(Translation.item_id == item.id))


def _written(item: Item, title: str, body: str) -> dict[str, object]:
    """What is stored of the two texts. Refused when they are empty, too long for the kind, or have a part that the original lacks."""
    most_title, most_body = item.longest
    body = tidy(body)
    title = tidy_line(title) if most_title else excerpt(body, 190)
    if not 1 <= len(title) <= (most_title or 200):
        refuse("title_length", _("Write the title in 1 to %(high)d characters.", high=most_title), status=422)
    if bool(body) != bool(item.text):
        refuse("body", _("Translate the whole text, and nothing else."), status=422)
    if len(body) > most_body:
        refuse("body_length", _("Write at most %(high)d characters of text.", high=most_body), status=422)
    ensure(why_not_render(body))
    return {"title": title, "body": body, "body_html": to_html(body), "renderer_version": RENDERER_VERSION}
