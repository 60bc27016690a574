"""What can happen to a translation."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class ItemTranslated(Happened):
    """Somebody said an item in another language, or said it better (not is_new)."""

    lang: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class TranslationRemoved(Happened):
    """Somebody took a translation away."""

    lang: str
