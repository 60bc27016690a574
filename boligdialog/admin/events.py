"""What happens while the house is looked after."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class DifferenceFound(Happened):
    """The nightly check found that stored numbers differ from what they count; some may have been mended."""

    check: str
    found: int
    mended: int


@dataclass(frozen=True, kw_only=True)
class DeliveryRetried(Happened):
    """Somebody let a listener try again that had been given up."""

    event_id: int
    listener: str


@dataclass(frozen=True, kw_only=True)
class MailRetried(Happened):
    """Somebody let a mail try again that had been given up."""

    mail_id: int


@dataclass(frozen=True, kw_only=True)
class WorkerSilent(Happened):
    """The worker gave no sign of life for so long."""

    minutes: int


@dataclass(frozen=True, kw_only=True)
class StatementDue(Happened):
    """A year has begun, and the accessibility statement is to be looked at."""

    year: int


@dataclass(frozen=True, kw_only=True)
class PresetUsed(Happened):
    """An area reads as one of the four ways to begin says; before_preset: the way it was, or none when it was its own."""

    area_id: int
    preset: str
    before_preset: str | None = None


@dataclass(frozen=True, kw_only=True)
class ItemTrashed(Happened):
    """Somebody of the staff deleted what was hidden; it can be restored for thirty days."""


@dataclass(frozen=True, kw_only=True)
class ItemRestored(Happened):
    """What was in the trash came back."""


@dataclass(frozen=True, kw_only=True)
class ItemHeld(Happened):
    """What is in the trash is kept from being emptied, or no longer."""

    is_held: bool


@dataclass(frozen=True, kw_only=True)
class ItemPurged(Happened):
    """The thirty days were over: the text is gone."""
