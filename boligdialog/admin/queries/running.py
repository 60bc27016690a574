"""What went wrong and was given up, and what the nightly check found."""

from typing import Any

import sqlalchemy as sa

from boligdialog.admin.models import CheckResult
from boligdialog.core.db import db
from boligdialog.core.events import Delivery, DeliveryState, Event
from boligdialog.core.mail import Mail, MailState

MOST = 50  # of each on the page


def dead_deliveries() -> list[Any]:
    """Deliveries that were given up, oldest first: (event_id, listener, tries, last_error, kind, at)."""
    columns = (Delivery.event_id, Delivery.listener, Delivery.tries, Delivery.last_error, Event.kind, Event.at)
    dead = sa.select(*columns).join(Event, Event.id == Delivery.event_id).where(Delivery.state == DeliveryState.DEAD)
    return list(db.session.execute(dead.order_by(Delivery.event_id, Delivery.listener).limit(MOST)))


def dead_mails() -> list[Any]:
    """Mails that were given up, oldest first; neither address nor text is in them."""
    columns = (Mail.id, Mail.kind, Mail.tries, Mail.last_error, Mail.created_at)
    return list(db.session.execute(sa.select(*columns).where(Mail.state == MailState.DEAD).order_by(Mail.id).limit(MOST)))


def check_results() -> list[CheckResult]:
    """What each check found last night: first those that found something."""
    return list(db.session.scalars(sa.select(CheckResult).order_by((CheckResult.found == 0), CheckResult.name)))
