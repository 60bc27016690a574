"""What an administrator may change: declared by the feature that uses it, typed, with a default."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core.db import Model, atomic, db, insert
from boligdialog.core.memory import forget, remembered

T = TypeVar("T", int, str)

SETTINGS: dict[str, "Setting[Any]"] = {}


class StoredSetting(Model):
    """A value that differs from the default."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[dict[str, Any]]


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One thing an administrator may change. `low` and `high` bound a number, or the length of a text."""

    name: str
    default: T
    label: Any
    low: int = 0
    high: int = 200

    def __post_init__(self) -> None:
        SETTINGS[self.name] = self

    @property
    def value(self) -> T:
        """What holds now: the stored value or the default."""
        return _stored().get(self.name, self.default)


@remembered
def _stored() -> dict[str, Any]:
    values = {row.name: row.value["is"] for row in db.session.execute(sa.select(StoredSetting.name, StoredSetting.value))}
    current_app.extensions["settings"] = values
    return values


def last_known(setting: Setting[T]) -> T:
    """The value without asking the database: for error pages."""
    return current_app.extensions.get("settings", {}).get(setting.name, setting.default)


@atomic
def change(setting: Setting[T], value: T) -> None:
    """Store a value. ValueError when it is out of bounds."""
    size = value if isinstance(value, int) else len(value)
    if not setting.low <= size <= setting.high:
        raise ValueError(f"{setting.name} must be from {setting.low} to {setting.high}")
    row = insert(StoredSetting).values(name=setting.name, value={"is": value})
    db.session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": row.excluded.value}))
    forget()


MUNICIPALITY = Setting("site.municipality", "Gentofte Kommune", _l("Name of the municipality"), 1, 60)
PHONE = Setting("site.phone", "12 34 56 78", _l("Phone number on every page"), 0, 20)
CONTACT = Setting("site.contact", "Marie", _l("Who answers the phone"), 1, 40)
EMAIL = Setting("site.email", "boligdialog@example.dk", _l("E-mail address on every page"), 0, 80)
STATEMENT = Setting("site.statement", "", _l("Address of the accessibility statement, beginning with https://"), 0, 200)
IS_DEMO = Setting("site.is_demo", 0, _l("This is a demo"), 0, 1)
