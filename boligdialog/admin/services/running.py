"""Trying again what was given up, checking at night, and mending the numbers that can be counted again."""

import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from boligdialog.accounts.models import Person
from boligdialog.admin.events import DeliveryRetried, DifferenceFound, MailRetried
from boligdialog.admin.models import CheckResult
from boligdialog.admin.queries.checks import CHECKS
from boligdialog.admin.rules import why_not_tend
from boligdialog.comments.models import Comment, Thanks
from boligdialog.content.models import AreaCount, Item, ItemCount, ItemState, Version
from boligdialog.core import clock
from boligdialog.core.access import ensure
from boligdialog.core.db import atomic, changed, db, insert
from boligdialog.core.events import Delivery, DeliveryState, record
from boligdialog.core.mail import Mail, MailState
from boligdialog.housing.models import Area, Household, HouseholdState, Section
from boligdialog.ideas.models import Idea
from boligdialog.merging.models import Merge
from boligdialog.notifications.models import Follow
from boligdialog.search import services as search
from boligdialog.support.models import PaperSupport, Support, SupportHousehold

log = logging.getLogger(__name__)

_EXAMPLES = 20


@atomic
def retry_delivery(event_id: int, listener: str, *, by: Person) -> bool:
    """Let a listener hear once more of an event; whether it had been given up."""
    ensure(why_not_tend(by))
    dead = (Delivery.event_id == event_id, Delivery.listener == listener, Delivery.state == DeliveryState.DEAD)
    if not changed(sa.update(Delivery).where(*dead).values(state=DeliveryState.WAITING, tries=0, next_at=clock.now())):
        return False
    record(DeliveryRetried(by_id=by.id, event_id=event_id, listener=listener))
    return True


@atomic
def retry_mail(mail_id: int, *, by: Person) -> bool:
    """Send a mail once more, with five new days to get through; whether it had been given up."""
    ensure(why_not_tend(by))
    now = clock.now()
    dead = sa.update(Mail).where(Mail.id == mail_id, Mail.state == MailState.DEAD)
    if not changed(dead.values(state=MailState.WAITING, tries=0, next_at=now, created_at=now)):
        return False
    record(MailRetried(by_id=by.id, mail_id=mail_id))
    return True


# --- the nightly check ------------------------------------------------------------------------------


def check_all() -> int:
    """Run every check, mend what can be counted again, and keep what was found; how many differences there were."""
    total = 0
    for name, look in CHECKS.items():
        differences = look()
        mended = MENDS[name]() if differences and name in MENDS else 0
        if differences:
            log.warning("check %s: %s differences, %s mended", name, len(differences), mended)
        _keep(name, differences, mended)
        total += len(differences)
    return total


@atomic
def _keep(name: str, differences: list[str], mended: int) -> None:
    values = {"at": clock.now(), "found": len(differences), "mended": mended, "examples": differences[:_EXAMPLES]}
    row = insert(CheckResult).values(name=name, **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))
    if differences:
        record(DifferenceFound(check=name, found=len(differences), mended=mended))


def _mender(table: Any, column: Any, counted: Any) -> Callable[[], int]:
    """Counts a column again. The rows are locked first and counted after that: what is under way is waited for, not overlooked."""
    keys = list(sa.inspect(table).primary_key)

    @atomic
    def mend() -> int:
        wrong = sa.select(*keys).where(column != counted)
        ids = [tuple(row) for row in db.session.execute(wrong.with_for_update(of=table))]
        mine = sa.tuple_(*keys).in_(ids) if len(keys) > 1 else keys[0].in_([each[0] for each in ids])
        return changed(sa.update(table).where(mine, column != counted).values({column: counted})) if ids else 0

    return mend


def _count_of(model: Any, *where: Any, what: Any = None) -> Any:
    return sa.select(sa.func.count(*([what] if what is not None else []))).select_from(model).where(*where).scalar_subquery()


def _comments() -> Any:
    comment, item = Comment.__table__, Item.__table__
    mine = sa.or_(comment.c.about_id == ItemCount.item_id, comment.c.thread_id == ItemCount.item_id)
    rows = sa.select(sa.func.count()).select_from(comment.join(item, item.c.id == comment.c.id))
    return rows.where(mine, item.c.state == ItemState.PUBLISHED).scalar_subquery()


def _homes_of_area() -> Any:
    rows = sa.select(sa.func.count()).select_from(Household).join(Section, Section.id == Household.section_id)
    return rows.where(Section.area_id == Area.id, Household.state == HouseholdState.ACTIVE).scalar_subquery()


@atomic
def mend_area_counts() -> int:
    """Count the ideas of all areas again, under the status that each says it is listed as."""
    stored = {
        (row.area_id, row.status): row for row in db.session.scalars(sa.select(AreaCount).where(AreaCount.kind == "idea").with_for_update())
    }
    item, idea = Item.__table__, Idea.__table__
    rows = sa.select(item.c.area_id, item.c.state, idea.c.stage, sa.func.count()).select_from(item.join(idea, idea.c.id == item.c.id))
    real: Counter[tuple[int, str]] = Counter()
    for area_id, state, stage, n in db.session.execute(rows.group_by(item.c.area_id, item.c.state, idea.c.stage)):
        status = Idea(state=state, stage=stage).listed_as
        if status:
            real[area_id, status] += n
    mended = 0
    for key in {*stored, *real}:
        if key not in stored:
            db.session.add(AreaCount(area_id=key[0], kind="idea", status=key[1], n=real[key]))
        elif stored[key].n != real[key]:
            stored[key].n = real[key]
        else:
            continue
        mended += 1
    return mended


_followed = (Follow.item_id == ItemCount.item_id, Follow.is_on)
_same_home = (Support.item_id == SupportHousehold.item_id, Support.household_id == SupportHousehold.household_id)
_online_too = sa.exists().where(
    SupportHousehold.item_id == PaperSupport.item_id, SupportHousehold.household_id == PaperSupport.household_id, SupportHousehold.n > 0
)

#: What can be counted again, by the name of its check. What is not here waits for somebody to look at it.
MENDS: dict[str, Callable[[], int]] = {
    "supports": _mender(ItemCount, ItemCount.supports, _count_of(Support, Support.item_id == ItemCount.item_id)),
    "households": _mender(
        ItemCount, ItemCount.households, _count_of(Support, Support.item_id == ItemCount.item_id, what=sa.distinct(Support.household_id))
    ),
    "followers": _mender(ItemCount, ItemCount.followers, _count_of(Follow, *_followed)),
    "thanks": _mender(ItemCount, ItemCount.thanks, _count_of(Thanks, Thanks.item_id == ItemCount.item_id)),
    "comments": _mender(ItemCount, ItemCount.comments, _comments()),
    "merged ideas": _mender(ItemCount, ItemCount.merged, _count_of(Merge, Merge.target_id == ItemCount.item_id, Merge.undone_at.is_(None))),
    "supporters of a household": _mender(SupportHousehold, SupportHousehold.n, _count_of(Support, *_same_home)),
    "households on paper": _mender(
        ItemCount, ItemCount.paper, _count_of(PaperSupport, PaperSupport.item_id == ItemCount.item_id, ~_online_too)
    ),
    "changes": _mender(ItemCount, ItemCount.changes, _count_of(Version, Version.item_id == ItemCount.item_id, Version.n > 1)),
    "ideas of an area": mend_area_counts,
    "households of an area": _mender(Area, Area.households, _homes_of_area()),
    "search index": search.repair,
}
