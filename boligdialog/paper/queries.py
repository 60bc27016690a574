"""What there is to print."""

from collections.abc import Collection, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from boligdialog.accounts.models import LetterCode
from boligdialog.core import clock, tokens
from boligdialog.core.db import db
from boligdialog.housing.models import Area, Household, HouseholdState, Place, Section
from boligdialog.paper.models import Scan

_HAS_LETTER = (
    sa.select(LetterCode.id)
    .where(LetterCode.household_id == Household.id, LetterCode.voided_at.is_(None), LetterCode.expires_at > sa.bindparam("now"))
    .exists()
)


def homes_by_area(areas: Collection[Area]) -> dict[int, tuple[int, int]]:
    """For each area: how many homes are let, and how many of them have no valid letter."""
    without = sa.func.sum(sa.case((_HAS_LETTER, 0), else_=1))
    counts = (
        sa.select(Section.area_id, sa.func.count(), without)
        .join(Household, Household.section_id == Section.id)
        .where(Section.area_id.in_([each.id for each in areas]), Household.state == HouseholdState.ACTIVE)
        .group_by(Section.area_id)
    )
    return {area_id: (homes, missing) for area_id, homes, missing in db.session.execute(counts, {"now": clock.now()})}


def entrances(area_id: int) -> list[sa.Row]:
    """Where the homes of an area that are let lie: (section_id, section, block, entrance), each once."""
    columns = (Household.section_id, Section.name.label("section"), Household.block, Household.entrance)
    rows = sa.select(*columns).join(Section, Section.id == Household.section_id)
    rows = rows.where(Section.area_id == area_id, Household.state == HouseholdState.ACTIVE).distinct()
    return list(db.session.execute(rows.order_by(Section.name, Household.section_id, Household.block, Household.entrance)))


def entrance_codes(area_id: int) -> dict[str, str]:
    """The QR code of each entrance and block of an area, and what it is called there; the same names give the same code for ever."""
    rows = [row for row in entrances(area_id) if row.block or row.entrance]
    return {
        f"e{row.section_id}x{tokens.fingerprint(f'{row.block}|{row.entrance}').hex()[:8]}": ", ".join(
            filter(None, [row.section, row.block, row.entrance])
        )
        for row in rows
    }


def chosen_homes(
    area_id: int, *, section_id: int | None = None, block: str | None = None, entrance: str | None = None, only_without: bool
) -> list[sa.Row]:
    """The homes that are let there: (id, has_letter), as the letters are to lie in the pile."""
    where = [Section.area_id == area_id, Household.state == HouseholdState.ACTIVE]
    if section_id is not None:
        where.append(Household.section_id == section_id)
    if block is not None:
        where += [Household.block == block, Household.entrance == entrance]
    if only_without:
        where.append(~_HAS_LETTER)
    rows = sa.select(Household.id, _HAS_LETTER.label("has_letter")).join(Section, Section.id == Household.section_id).where(*where)
    order = (Household.section_id, Household.block, Household.entrance, Household.number)
    return list(db.session.execute(rows.order_by(*order), {"now": clock.now()}))


def home(number: int) -> Household | None:
    """The home H-number, with its section and area."""
    whole = joinedload(Household.section).joinedload(Section.area)
    return db.session.scalar(sa.select(Household).where(Household.number == number).options(whole))


def has_letter(household_id: int) -> bool:
    """Whether a valid letter is out for a home."""
    return bool(db.session.scalar(sa.select(_HAS_LETTER).where(Household.id == household_id), {"now": clock.now()}))


def homes(ids: Sequence[int]) -> list[Household]:
    """These homes with their sections and areas, in this order; those that do not exist are passed over."""
    whole = sa.select(Household).join(Household.section).join(Section.area)
    whole = whole.options(contains_eager(Household.section).contains_eager(Section.area)).where(Household.id.in_(ids))
    by_id = {each.id: each for each in db.session.scalars(whole)}
    return [by_id[each] for each in ids if each in by_id]


def place(place_id: int) -> Place | None:
    """A place, retired ones too: their signs still hang somewhere."""
    return db.session.get(Place, place_id)


def scans(code: str) -> int:
    """How often a QR code was opened in the last 30 days."""
    return scans_of([code]).get(code, 0)


def scans_of(codes: Collection[str]) -> dict[str, int]:
    """How often each of these QR codes was opened in the last 30 days; those that nobody opened are left out."""
    lately = (Scan.code.in_(codes), Scan.day > clock.today() - timedelta(days=30))
    return dict(db.session.execute(sa.select(Scan.code, sa.func.sum(Scan.times)).where(*lately).group_by(Scan.code)).all())
