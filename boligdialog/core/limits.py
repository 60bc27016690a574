"""So many tries in so long a time, counted in the database: two processes share the count and a restart forgets nothing."""

import ipaddress
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import current_app, has_request_context, request
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core import clock, tokens
from boligdialog.core.access import Reason, Refused
from boligdialog.core.db import Model, atomic, changed, db, insert, is_sqlite
from boligdialog.core.i18n import ngettext
from boligdialog.core.jobs import every


class RateLimit(Model):
    """How often something was tried in one window. The key is hashed with the server's key: no address is stored."""

    __tablename__ = "rate_limit"

    key_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(sa.Integer)


def take(name: str, who: str, *, at_most: int, per: timedelta) -> None:
    """Count one try of `who`; Refused with 429 and the waiting time when it is one too many."""
    now = clock.now()
    seconds = int(per.total_seconds())
    start = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, clock.now().tzinfo)
    if _count(tokens.keyed_hash("limit", f"{name}|{who}"), start) > at_most:
        wait = max(1, int((start + per - now).total_seconds()))
        raise Refused(too_many(wait))


def take_lightly(name: str, who: str, *, at_most: int, per: timedelta) -> None:
    """The same, counted in this process alone and written nowhere: against waste, not against guessing. Pages that only read may ask."""
    window = int(clock.now().timestamp() // per.total_seconds())
    counts = current_app.extensions.setdefault("light limits", {})
    if window != counts.get(name, (None,))[0]:
        counts[name] = (window, Counter())
    counts[name][1][who] += 1
    if counts[name][1][who] > at_most:
        raise Refused(too_many(max(1, int((window + 1) * per.total_seconds() - clock.now().timestamp()))))


def too_many(seconds: int) -> Reason:
    """The reason «too many tries», with the waiting time in whole minutes."""
    minutes = -(-seconds // 60)
    text = ngettext(
        "That was too many tries. Wait %(num)d minute and try again.",
        "That was too many tries. Wait %(num)d minutes and try again.",
        minutes,
    )
    return Reason("too_many_tries", text, status=429, retry_after=seconds)


@atomic
def _count(key_hash: bytes, window_start: datetime) -> int:
    return int(db.session.execute(_once_more(is_sqlite()), {"key_hash": key_hash, "window_start": window_start, "n": 1}).scalar_one())


@cache
def _once_more(_sqlite: bool) -> Any:
    table = RateLimit.__table__
    again = {"n": table.c.n + 1}
    return insert(RateLimit).on_conflict_do_update(index_elements=["key_hash", "window_start"], set_=again).returning(table.c.n)


def network() -> str:
    """The reader's network, coarse: a whole estate may share one address, so limits on it are wide."""
    if not has_request_context():
        return "this machine"
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/{32 if address.version == 4 else 64}", strict=False))


@every(minute="17")
@atomic
def forget_old_tries() -> int:
    """Rate-limit rows live 24 hours (domain.md 6.3); how many went."""
    return changed(sa.delete(RateLimit).where(RateLimit.window_start < clock.now() - timedelta(hours=25)))
