"""An administrator changes a setting. Bounds are said again here: what a page sends is not trusted."""

from typing import Any

from boligdialog.accounts.models import Person
from boligdialog.admin.rules import why_not_change_settings, why_not_set
from boligdialog.core import settings
from boligdialog.core.access import ensure, found
from boligdialog.core.db import atomic
from boligdialog.core.settings import Setting


@atomic
def change_setting(setting: Setting[Any], value: int | str, *, by: Person) -> None:
    """Let another value hold everywhere."""
    ensure(why_not_change_settings(by))
    found(None if setting.is_fixed else setting)
    ensure(why_not_set(setting, value))
    settings.change(setting, value, by=by)


@atomic
def reset_setting(setting: Setting[Any], *, by: Person) -> None:
    """Let the default hold again."""
    ensure(why_not_change_settings(by))
    found(None if setting.is_fixed else setting)
    settings.reset(setting, by=by)
