"""What can happen in review. Publishing is content's own event."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Happened):
    """Something waits for a moderator."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ItemReported(Happened):
    """A reader gave notice of it. `code` says what of, in our words."""

    code: str


@dataclass(frozen=True, kw_only=True)
class ItemKept(Happened):
    """A moderator looked at what was given notice of, and left it as it is."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class EditAsked(Happened):
    """A moderator asked the author to change something."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ItemHidden(Happened):
    """A moderator hid it, with a reason."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ChangeShown(Happened):
    """A moderator has read a change, and readers see it."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ChangeDeclined(Happened):
    """A moderator has read a change, and it is not shown as it is; the old words stay."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class WordsRemoved(Happened):
    """A moderator took words out of it, everywhere that it says them. `code` says why, in our words."""

    case_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class ItemMoved(Happened):
    """A moderator put it in another area or section."""

    case_id: int
    area_id: int
    before_area_id: int


@dataclass(frozen=True, kw_only=True)
class ItemRouted(Happened):
    """A moderator sent it to the body that can decide it."""

    case_id: int
    organ_id: int


@dataclass(frozen=True, kw_only=True)
class ItemReferred(Happened):
    """It came to the wrong place; its author hears whom to call."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionAppealed(Happened):
    """Its author disagrees with a decision, and asks somebody else to look at it."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class AppealUpheld(Happened):
    """Somebody else looked at it again: the decision is undone."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class AppealDenied(Happened):
    """Somebody else looked at it again: the decision stands."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionUndone(Happened):
    """Whoever decided took it back at once, before anybody was told."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseClaimed(Happened):
    """A moderator pressed to read a case, or took it over from another. Opening it is no claim that anybody logs."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CasesLate(Happened):
    """So many cases of an area have waited longer than we promise."""

    area_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Happened):
    """A moderator wrote a note on a case to the others."""

    case_id: int
    note_id: int


@dataclass(frozen=True, kw_only=True)
class SavedTextAdded(Happened):
    """A moderator saved a text to use again. area_id: where; None: in all areas."""

    text_id: int
    area_id: int | None


@dataclass(frozen=True, kw_only=True)
class SavedTextChanged(SavedTextAdded):
    """A saved text says something else."""


@dataclass(frozen=True, kw_only=True)
class SavedTextRemoved(SavedTextAdded):
    """A saved text is not offered any more."""


@dataclass(frozen=True, kw_only=True)
class MuteAsked(Happened):
    """A moderator wants somebody not to write for some days; that needs the yes of another person. area_id None: everywhere."""

    mute_id: int
    person_id: int
    area_id: int | None
    days: int


@dataclass(frozen=True, kw_only=True)
class PersonMuted(MuteAsked):
    """Somebody may not write for some days. by_id is who decided it, or said yes to it."""


@dataclass(frozen=True, kw_only=True)
class MuteEnded(MuteAsked):
    """A moderator ended it before its time, or said no to it. was_on: whether it held."""

    was_on: bool
