"""The municipality at size: the same for the same seed, and as the services would have left it."""

import hashlib

import pytest
import sqlalchemy as sa

from boligdialog.accounts.models import Membership, Person, Role
from boligdialog.admin.queries.checks import CHECKS
from boligdialog.admin.services.crowd import TABLES_OF_PEOPLE, TABLES_OF_THINGS, build_crowd
from boligdialog.admin.services.crowd.plan import FIFTY
from boligdialog.admin.services.crowd.pour import count_on_from
from boligdialog.admin.services.crowd.texts import WORDS
from boligdialog.comments.models import Comment
from boligdialog.content.models import Item, ItemCount
from boligdialog.core import words
from boligdialog.core.access import Refused
from boligdialog.core.db import db
from boligdialog.core.sessions import UserSession
from boligdialog.core.text import to_html
from boligdialog.housing.models import Area, Household, Organisation, Place, Section
from boligdialog.ideas.models import Idea
from boligdialog.moderation.models import Case
from boligdialog.organs.models import Organ
from boligdialog.search.models import SearchDocument
from boligdialog.support.models import Support


@pytest.fixture
def empty(app):
    """Nobody lives here."""
    for model in (Membership, Role, UserSession, Person):
        db.session.execute(sa.delete(model))
    db.session.execute(sa.update(Area).values(slug=sa.literal("gammel-") + Area.slug))
    db.session.commit()


def _digest() -> dict[str, str]:
    """Of each table what the plan gives it: rows without the numbers that the database counts up."""
    digests = {}
    for model, names in (TABLES_OF_PEOPLE | TABLES_OF_THINGS).items():
        table = model.__table__
        mine = sa.select(*(table.c[name] for name in names.split()))
        rows = db.session.execute(mine.where(table.c.item_id.is_not(None)) if table.name == "event" else mine).all()
        digests[table.name] = hashlib.sha256("\n".join(sorted(map(_flat, rows))).encode()).hexdigest()
    return digests


def _flat(row) -> str:
    return repr([sorted(value) if isinstance(value, set) else value for value in row])


def _count(model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model.__table__)) or 0


def test_the_same_seed_makes_the_same_rows(empty):
    digests = []
    for seed in (1, 1, 2):
        digests.append(_built(seed))
    assert digests[0] == digests[1]
    assert digests[0]["item"] != digests[2]["item"]


def _built(seed: int) -> dict[str, str]:
    """The digest of a municipality that is not kept."""
    for model in (Area, Section, Household, Place, Organ, Organisation):
        count_on_from(model)  # PostgreSQL does not take the numbers back
    kept, db.session.commit = db.session.commit, db.session.flush
    try:
        build_crowd(ideas=300, seed=seed)
        return _digest()
    finally:
        db.session.commit = kept
        db.session.rollback()


@pytest.fixture
def crowd(empty):
    """Three hundred ideas."""
    build_crowd(ideas=300, seed=7)


def test_a_municipality_at_size_is_as_the_services_leave_one(crowd, browser):
    assert {name: found for name, look in CHECKS.items() if (found := look())} == {}
    assert (_count(Idea), _count(Comment), _count(Support)) == (300, 3000, 6000)
    assert (
        db.session.scalar(
            sa.select(ItemCount.comments).join(Idea, Idea.id == ItemCount.item_id).where(Idea.title == WORDS["title"]["fifty"])
        )
        == FIFTY
    )
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Case).where(Case.outcome.is_(None))) > 5
    for thing in db.session.scalars(sa.select(Item).limit(400)):
        assert thing.text_html == to_html(thing.text)
        found = db.session.get(SearchDocument, thing.id)
        assert found is None or found.text >= set().union(*map(words.forms, words.words(thing.search_text())))
    for idea in db.session.scalars(sa.select(Idea).where(Idea.title.in_(WORDS["title"].values()))):
        assert browser().get(idea.path).status == 200
    assert browser().get("/elmeparken/ideer").status == 200
    assert WORDS["rare"] in browser().get(f"/soeg?q={WORDS['rare']}").text


def test_a_municipality_at_size_never_mixes_with_people(app, anna):
    with pytest.raises(Refused):
        build_crowd(ideas=300, seed=1)
