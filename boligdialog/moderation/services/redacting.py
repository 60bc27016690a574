"""Taking words out of a text, everywhere that it says them: in old versions, in what waits, in translations, below pictures (row 124)."""

import html
import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.content import services as content
from boligdialog.content.models import Attachment, Item, Version
from boligdialog.core.access import refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.text import tidy_line, to_html
from boligdialog.moderation.events import WordsRemoved
from boligdialog.moderation.models import Case, Outcome, ReasonCode
from boligdialog.moderation.services.deciding import decide
from boligdialog.moderation.settings import WORDS_LENGTH
from boligdialog.translations.models import Translation, version_of

GAP = "[…]"


@atomic
def redact(case: Case, *, by: Person, version: int, item_version: int | None = None, words: str, reason: ReasonCode, text: str) -> None:
    """Show it without some words. They leave every version of it; a moderator can bring them back while the author may appeal."""
    words, item = tidy_line(words), case.item
    if not WORDS_LENGTH[0] <= len(words) <= WORDS_LENGTH[1]:
        low, high = WORDS_LENGTH
        refuse("words_length", _("Write %(low)d to %(high)d characters of the text that is to go.", low=low, high=high), status=422)
    said = all_words(item)
    left = _without(said, words)
    if left == said:
        refuse("no_words", _("These words do not stand in the text."), _("Copy them as they stand there."), status=422)
    has_change = decide(case, Outcome.REDACT, by=by, version=version, reason=reason, text=text, before={"words": said, "left": left})
    content.claim(item, version=item_version)
    say(item, left)
    if has_change:
        content.show_waiting(item)
    elif not item.is_visible:
        content.publish(item, by=by)
    record(WordsRemoved(by_id=by.id, item_id=item.id, case_id=case.id, code=reason.value))


def all_words(item: Item) -> dict[str, Any]:
    """All that an item says or has said, and where."""
    return {
        "item": item.said,
        "versions": _rows(Version, (Version.id, Version.title, Version.body, Version.reason), item),
        "translations": _rows(Translation, (Translation.lang, Translation.title, Translation.body), item),
        "photos": _rows(Attachment, (Attachment.id, Attachment.alt), item),
    }


def _rows(table: Any, columns: tuple[Any, ...], item: Item) -> list[list[Any]]:
    return [list(row) for row in db.session.execute(sa.select(*columns).where(table.item_id == item.id).order_by(columns[0]))]


def say(item: Item, said: dict[str, Any]) -> None:
    """Let an item say these words, in all the places that they are from. The caller has claimed the item."""
    known = version_of(item)
    item.say(said["item"])
    for number, title, body, reason in said["versions"]:
        changed(sa.update(Version).where(Version.id == number).values(title=title, body=body, reason=reason))
    for lang, title, body in said["translations"]:
        mine = sa.update(Translation).where(Translation.item_id == item.id, Translation.lang == lang)
        is_same = sa.case((Translation.of_version == known, version_of(item)), else_=Translation.of_version)
        changed(mine.values(title=title, body=body, body_html=to_html(body), of_version=is_same))
    for number, alt in said["photos"]:
        changed(sa.update(Attachment).where(Attachment.id == number).values(alt=alt))
    db.session.flush()


def _without(said: Any, words: str, *, is_html: bool = False) -> Any:
    """The same without the words, however they are divided over lines and whatever the size of their letters."""
    parts: Callable[[str], str] = html.escape if is_html else str
    if isinstance(said, dict):
        return {name: _without(value, words, is_html=name == "html") for name, value in said.items()}
    if isinstance(said, list):
        return [_without(each, words) for each in said]
    if not isinstance(said, str):
        return said
    return re.sub(r"\s+".join(re.escape(parts(each)) for each in words.split()), GAP, said, flags=re.IGNORECASE)
