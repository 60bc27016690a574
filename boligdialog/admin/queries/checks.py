"""Does what is stored agree with what it is counted from? Each check is one statement; a row is a difference."""

from collections import Counter
from collections.abc import Callable

import sqlalchemy as sa

from boligdialog.comments.models import Comment, Thanks
from boligdialog.content.models import AreaCount, Attachment, Item, ItemCount, ItemState, Version
from boligdialog.core import files
from boligdialog.core.db import db, is_sqlite
from boligdialog.core.events import Delivery, DeliveryState
from boligdialog.core.mail import Mail, MailState
from boligdialog.core.seals import broken_seals
from boligdialog.housing.models import Area, Household, HouseholdState, Section
from boligdialog.ideas.models import Idea, shown_status
from boligdialog.merging.models import Merge
from boligdialog.notifications.models import Follow
from boligdialog.search import queries as search
from boligdialog.support.models import PaperSupport, Support, SupportHousehold


def wrong_supports() -> list[str]:
    """Items whose number of supports differs from the rows."""
    rows = sa.select(sa.func.count()).where(Support.item_id == ItemCount.item_id).scalar_subquery()
    wrong = sa.select(ItemCount.item_id, ItemCount.supports, rows).where(ItemCount.supports != rows)
    return [f"item {item_id}: {stored} supports stored, {counted} counted" for item_id, stored, counted in db.session.execute(wrong)]


def wrong_households() -> list[str]:
    """Items whose number of households differs from the rows."""
    rows = sa.select(sa.func.count(sa.distinct(Support.household_id))).where(Support.item_id == ItemCount.item_id).scalar_subquery()
    wrong = sa.select(ItemCount.item_id, ItemCount.households, rows).where(ItemCount.households != rows)
    return [f"item {item_id}: {stored} households stored, {counted} counted" for item_id, stored, counted in db.session.execute(wrong)]


def wrong_followers() -> list[str]:
    """Items whose number of followers differs from the rows."""
    rows = sa.select(sa.func.count()).where(Follow.item_id == ItemCount.item_id, Follow.is_on).scalar_subquery()
    wrong = sa.select(ItemCount.item_id, ItemCount.followers, rows).where(ItemCount.followers != rows)
    return [f"item {item_id}: {stored} followers stored, {counted} counted" for item_id, stored, counted in db.session.execute(wrong)]


def wrong_household_supports() -> list[str]:
    """Households whose number of supporters of an item differs from the rows."""
    home, number = (Support.item_id, Support.household_id), sa.func.count().label("n")
    rows = sa.select(*home, number).where(Support.household_id.is_not(None)).group_by(*home).subquery()
    mine = sa.and_(rows.c.item_id == SupportHousehold.item_id, rows.c.household_id == SupportHousehold.household_id)
    counted = sa.func.coalesce(rows.c.n, 0)
    both = sa.select(SupportHousehold.item_id, SupportHousehold.household_id, SupportHousehold.n, counted).outerjoin(rows, mine)
    wrong = both.where(SupportHousehold.n != counted)
    return [
        f"item {item}, household {home}: {stored} stored, {counted} counted" for item, home, stored, counted in db.session.execute(wrong)
    ]


def wrong_paper_supports() -> list[str]:
    """Items whose number of households on paper differs from the rows: those of which nobody supports it online."""
    same = (SupportHousehold.item_id == PaperSupport.item_id, SupportHousehold.household_id == PaperSupport.household_id)
    online = sa.exists().where(*same, SupportHousehold.n > 0)
    rows = sa.select(sa.func.count()).where(PaperSupport.item_id == ItemCount.item_id, ~online).scalar_subquery()
    wrong = sa.select(ItemCount.item_id, ItemCount.paper, rows).where(ItemCount.paper != rows)
    return [f"item {item_id}: {stored} on paper stored, {counted} counted" for item_id, stored, counted in db.session.execute(wrong)]


def wrong_changes() -> list[str]:
    """Items whose number of changes differs from their numbered versions."""
    rows = sa.select(sa.func.count()).where(Version.item_id == ItemCount.item_id, Version.n > 1).scalar_subquery()
    wrong = sa.select(ItemCount.item_id, ItemCount.changes, rows).where(ItemCount.changes != rows)
    return [f"item {item_id}: {stored} changes stored, {counted} counted" for item_id, stored, counted in db.session.execute(wrong)]


def wrong_area_counts() -> list[str]:
    """Areas whose number of ideas by status differs from the rows."""
    stage = Idea.__table__.c.stage
    rows = sa.select(Item.area_id, Item.state, stage, sa.func.count()).join(Idea.__table__, Idea.__table__.c.id == Item.id)
    listed = rows.where(Item.state.in_((ItemState.PUBLISHED, ItemState.WITHDRAWN))).group_by(Item.area_id, Item.state, stage)
    real: Counter[tuple[int, str]] = Counter()
    for area_id, state, at, n in db.session.execute(listed):
        real[area_id, shown_status(state, at)] += n
    stored = {
        (area_id, status): n for area_id, status, n in db.session.execute(sa.select(AreaCount.area_id, AreaCount.status, AreaCount.n)) if n
    }
    return [
        f"area {key[0]}, {key[1]}: {stored.get(key, 0)} stored, {real[key]} counted"
        for key in sorted({*real, *stored})
        if real[key] != stored.get(key, 0)
    ]


def wrong_comments() -> list[str]:
    """Ideas and comments whose number of comments differs from the rows."""
    comment, item = Comment.__table__, Item.__table__
    mine = sa.or_(comment.c.about_id == ItemCount.item_id, comment.c.thread_id == ItemCount.item_id)
    rows = sa.select(sa.func.count()).select_from(comment).join(item, item.c.id == comment.c.id)
    counted = rows.where(mine, item.c.state == ItemState.PUBLISHED).scalar_subquery()
    wrong = sa.select(ItemCount.item_id, ItemCount.comments, counted).where(ItemCount.comments != counted)
    return [f"item {item_id}: {stored} comments stored, {n} counted" for item_id, stored, n in db.session.execute(wrong)]


def wrong_merges() -> list[str]:
    """Ideas whose number of merged ones differs from the rows, and merged ones with no way on or with somebody left behind."""
    rows = sa.select(sa.func.count()).where(Merge.target_id == ItemCount.item_id, Merge.undone_at.is_(None)).scalar_subquery()
    wrong = sa.select(ItemCount.item_id, ItemCount.merged, rows).where(ItemCount.merged != rows)
    way = sa.exists().where(Merge.source_id == Item.id, Merge.undone_at.is_(None))
    odd = sa.select(Item.id).where((Item.state == ItemState.MERGED) != way)
    left = sa.or_(ItemCount.supports > 0, ItemCount.paper > 0, ItemCount.comments > 0)
    behind = sa.select(Item.id).join(ItemCount, ItemCount.item_id == Item.id).where(Item.state == ItemState.MERGED, left)
    return [
        *(f"item {item_id}: {stored} merged ideas stored, {counted} counted" for item_id, stored, counted in db.session.execute(wrong)),
        *(f"item {item_id} is merged and leads nowhere, or leads on and is not merged" for item_id in db.session.scalars(odd)),
        *(f"item {item_id} is merged, and somebody was left behind" for item_id in db.session.scalars(behind)),
    ]


def wrong_thanks() -> list[str]:
    """Comments whose number of thanks differs from the rows."""
    rows = sa.select(sa.func.count()).where(Thanks.item_id == ItemCount.item_id).scalar_subquery()
    wrong = sa.select(ItemCount.item_id, ItemCount.thanks, rows).where(ItemCount.thanks != rows)
    return [f"item {item_id}: {stored} thanks stored, {counted} counted" for item_id, stored, counted in db.session.execute(wrong)]


def wrong_area_households() -> list[str]:
    """Areas whose number of active households differs from the rows."""
    mine = sa.select(sa.func.count()).select_from(Household).join(Section, Section.id == Household.section_id)
    rows = mine.where(Section.area_id == Area.id, Household.state == HouseholdState.ACTIVE).scalar_subquery()
    wrong = sa.select(Area.slug, Area.households, rows).where(Area.households != rows)
    return [f"{slug}: {stored} households stored, {counted} counted" for slug, stored, counted in db.session.execute(wrong)]


def given_up() -> list[str]:
    """Deliveries and mails that were tried often enough."""
    dead = db.session.execute(sa.select(Delivery.event_id, Delivery.listener).where(Delivery.state == DeliveryState.DEAD))
    mails = db.session.scalars(sa.select(Mail.id).where(Mail.state == MailState.DEAD))
    return [f"event {event_id} was not delivered to {listener}" for event_id, listener in dead] + [
        f"mail {mail_id} was given up" for mail_id in mails
    ]


def wrong_index() -> list[str]:
    """Items that search does not find as they are. The worker needs a moment after a change; `boligdialog reindex` mends all."""
    return [f"item {item_id} is not in the search index as it is" for item_id in search.behind()]


def missing_photos() -> list[str]:
    """Photos whose files are not where they should be."""
    rows = db.session.execute(sa.select(Attachment.id, Attachment.file).order_by(Attachment.id))
    return [f"photo {id_}: a file is missing" for id_, name in rows if not all(files.path(name, size).exists() for size in files.SIZES)]


def take_time() -> None:
    """Let the statements of this connection run as long as they need: counting all again is no matter of seconds."""
    if not is_sqlite():
        db.session.execute(sa.text("SET statement_timeout = 0"))


CHECKS: dict[str, Callable[[], list[str]]] = {
    "supports": wrong_supports,
    "households": wrong_households,
    "followers": wrong_followers,
    "supporters of a household": wrong_household_supports,
    "households on paper": wrong_paper_supports,
    "comments": wrong_comments,
    "merged ideas": wrong_merges,
    "thanks": wrong_thanks,
    "ideas of an area": wrong_area_counts,
    "changes": wrong_changes,
    "households of an area": wrong_area_households,
    "search index": wrong_index,
    "deliveries and mails": given_up,
    "photos": missing_photos,
    "sealed events": broken_seals,
}
