"""What an administrator may change: declared by the feature that uses it, typed, with a default."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core import clock
from boligdialog.core.db import Model, OnErasure, atomic, db, insert, person_key
from boligdialog.core.events import Happened, record
from boligdialog.core.memory import forget, remembered

T = TypeVar("T", int, str)

SETTINGS: dict[str, "Setting[Any]"] = {}


class StoredSetting(Model):
    """A value that differs from the default."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[dict[str, Any]]  # {"is": …}; empty after a reset: the default holds
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = person_key(OnErasure.FORGET, ondelete="SET NULL")


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Happened):
    """An administrator changed a setting, or took it back to its default."""

    name: str
    before: int | str
    after: int | str


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One thing an administrator may change. `low` and `high` bound a number, or the length of a text.

    effect: a line on what the change does. is_fixed: the program itself sets it, and no page shows it.
    """

    name: str
    default: T
    label: Any
    low: int = 0
    high: int = 200
    effect: Any = ""
    is_fixed: bool = False

    def __post_init__(self) -> None:
        SETTINGS[self.name] = self

    @property
    def value(self) -> T:
        """What holds now: the stored value or the default."""
        return _stored().get(self.name, self.default)


@remembered
def _stored() -> dict[str, Any]:
    rows = db.session.execute(sa.select(StoredSetting.name, StoredSetting.value))
    values = {row.name: row.value["is"] for row in rows if "is" in row.value}
    current_app.extensions["settings"] = values
    return values


def last_known(setting: Setting[T]) -> T:
    """The value without asking the database: for error pages."""
    return current_app.extensions.get("settings", {}).get(setting.name, setting.default)


@atomic
def change(setting: Setting[T], value: T, *, by: Any = None) -> None:
    """Store a value. ValueError when it is out of bounds."""
    size = value if isinstance(value, int) else len(value)
    if not setting.low <= size <= setting.high:
        raise ValueError(f"{setting.name} must be from {setting.low} to {setting.high}")
    _store(setting, {"is": value}, value, by)


@atomic
def reset(setting: Setting[T], *, by: Any = None) -> None:
    """Let the default hold again, whatever it will be."""
    _store(setting, {}, setting.default, by)


def _store(setting: Setting[T], stored: dict[str, Any], after: T, by: Any) -> None:
    by_id = by.id if by else None
    before = db.session.scalar(sa.select(StoredSetting.value).where(StoredSetting.name == setting.name)) or {}
    row = insert(StoredSetting).values(name=setting.name, value=stored, changed_at=clock.now(), changed_by_id=by_id)
    changes = {"value": row.excluded.value, "changed_at": row.excluded.changed_at, "changed_by_id": row.excluded.changed_by_id}
    db.session.execute(row.on_conflict_do_update(index_elements=["name"], set_=changes))
    record(SettingChanged(by_id=by_id, name=setting.name, before=before.get("is", setting.default), after=after))
    forget()


MUNICIPALITY = Setting(
    "site.municipality", "Gentofte Kommune", _l("Name of the municipality"), 1, 60,
    _l("Residents read it at the top of every page."),
)  # fmt: skip
PHONE = Setting(
    "site.phone", "12 34 56 78", _l("Phone number on every page"), 0, 20,
    _l("Those who do not want to write call this number. It is in the foot of every page."),
)  # fmt: skip
CONTACT = Setting("site.contact", "Marie", _l("Who answers the phone"), 1, 40, _l("Residents read the name beside the phone number."))
EMAIL = Setting(
    "site.email", "boligdialog@example.dk", _l("E-mail address on every page"), 0, 80,
    _l("Where residents write when they need help. It is in the foot of every page."),
)  # fmt: skip
STATEMENT = Setting(
    "site.statement", "", _l("Address of the accessibility statement, beginning with https://"), 0, 200,
    _l("The link of the foot and the short address /was lead there."),
)  # fmt: skip
IS_DEMO = Setting("site.is_demo", 0, _l("This is a demo"), 0, 1, is_fixed=True)
