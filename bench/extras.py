"""What the cells need beside the demo: a long talk, a long queue, and enough people who are signed in."""

import hashlib
import random
from datetime import timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from itsdangerous import URLSafeTimedSerializer

from boligdialog.accounts.models import AgeBand, Membership, Person, Role, RoleKind
from boligdialog.comments import services as comments
from boligdialog.comments.models import Comment
from boligdialog.content import services as content
from boligdialog.core import clock, i18n, tokens
from boligdialog.core.db import atomic, db
from boligdialog.core.i18n import Words
from boligdialog.core.sessions import UserSession
from boligdialog.housing import queries as housing
from boligdialog.housing.models import Household, Section
from boligdialog.ideas import services as ideas
from boligdialog.ideas.models import Idea
from boligdialog.moderation.models import Case
from boligdialog.organs import queries as organs
from boligdialog.principles import queries as principles
from boligdialog.search.queries import Wanted
from boligdialog.search.queries.index import count

VERSION = 1  # change it when what is added here changes: old data is then made anew
COMMENTS, CASES, PEOPLE = 50, 5_000, 20_000
_WORDS = ("bænk", "cykel", "lys", "børn", "plads")  # the commonest of these is searched for

_WHY = "Det mangler her hos os, og mange har spurgt efter det. Vi hjælper gerne med at passe det, når det først er der."
_SAID = (
    "Det er en rigtig god idé. Jeg vil gerne være med til at passe det.",
    "Vi har prøvet det før, og det gik godt, da nogen tog sig af det. Hvem gør det denne gang?",
    "Jeg bor lige ved siden af og synes, at det skal være et stykke længere væk. Ellers er jeg med på den.",
)


def add(quick: bool) -> dict[str, Any]:
    """All of it; what the requests must know."""
    with i18n.force_locale("da"):
        area = housing.areas()[0]
        people = _people(area.id, PEOPLE if not quick else 400)
        talk = _talk(area.id, people[:40])
        _queue(area.id, people[40:140], CASES if not quick else 100)
    moderator = db.session.scalar(
        sa.select(Role.person_id).where(Role.kind == RoleKind.MODERATOR, Role.area_id.is_(None), Role.to_on.is_(None)).limit(1)
    )
    published = sa.select(Idea.id).where(Idea.area_id == area.id, Idea.state == "published").order_by(Idea.shuffle).limit(2000)
    return {
        "slug": area.slug, "place": housing.place_names(area.id)[0][0], "talk": talk, "people": [people[0], people[-1]],
        "moderator": moderator, "ideas": list(db.session.scalars(published)), "word": max(_WORDS, key=_hits),
    }  # fmt: skip


def _hits(word: str) -> int:
    folded = word.replace("æ", "ae").replace("ø", "oe")
    return count(Wanted((frozenset({f"{folded}*"}),)), at_most=1_000_000)


@atomic
def _people(area_id: int, number: int) -> range:
    """Neighbours who are trusted, spread over the homes of the area; their numbers follow each other."""
    first = (db.session.scalar(sa.select(sa.func.max(Person.id))) or 0) + 1
    common = {"lang": "da", "age": AgeBand.ADULT, "created_at": clock.now(), "published": 5}
    db.session.execute(sa.insert(Person), [{"id": first + n, "name": f"Nabo {n}"} | common for n in range(number)])
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SELECT setval(pg_get_serial_sequence('person', 'id'), :last)"), {"last": first + number})
    homes = list(db.session.scalars(sa.select(Household.id).join(Section).where(Section.area_id == area_id).order_by(Household.id)))
    since = clock.today() - timedelta(days=400)
    lives = [
        {"person_id": first + n, "household_id": homes[n % len(homes)], "area_id": area_id, "from_on": since, "waits": False}
        for n in range(number)
    ]
    db.session.execute(sa.insert(Membership), lives)
    return range(first, first + number)


@atomic
def _talk(area_id: int, people: range) -> int:
    """An idea with fifty comments on one page: twenty threads, thirty replies."""
    area = housing.area_by_id(area_id)
    assert area
    writers = [db.session.get_one(Person, id_) for id_ in people]
    place = housing.place_names(area_id)[0][0]
    idea = ideas.propose_idea(area, title="Et orangeri bag fælleshuset", why=_WHY, place_id=place, by=writers[0], lang="da")
    organ = next(iter(organs.organs_for(area_id)))
    idea.decided_by_id, idea.decided_why = organ.id, Words("fordi det koster penge", "because it costs money")
    chosen = [each for each in (principles.principle(no) for no in (6, 9)) if each]
    content.choose_principles(idea, principles=chosen, by=writers[0])
    tops: list[Comment] = []
    for n in range(COMMENTS):
        answers = tops[(n - 20) * 7 % 20] if n >= 20 else None
        each = comments.write_comment(idea, text=_SAID[n % 3], by=writers[n % len(writers)], lang="da", answers=answers)
        if answers is None:
            tops.append(each)
    return idea.id


def _queue(area_id: int, people: range, number: int) -> None:
    """So many ideas that wait for a moderator."""
    waiting = db.session.scalar(sa.select(sa.func.count()).select_from(Case).where(Case.outcome.is_(None))) or 0
    place = housing.place_names(area_id)[0][0]
    numbers = iter(range(waiting, number))
    while some := list(islice(numbers, 250)):
        _queue_some(area_id, people, place, some)


@atomic
def _queue_some(area_id: int, people: range, place: int, numbers: list[int]) -> None:
    area = housing.area_by_id(area_id)
    assert area
    for n in numbers:
        by = db.session.get_one(Person, people[n % len(people)])
        ideas.propose_idea(area, title=f"Et drivhus til opgang {n}", why=_WHY, place_id=place, by=by, lang="da", read_first=True)


# --- signing in ------------------------------------------------------------------------------------


def cookie(person_id: int) -> str:
    """The number in the cookie of somebody: 32 signs, as ours are, but the same each time."""
    return hashlib.sha256(f"bench {person_id}".encode()).hexdigest()[:32]


def form_token(secret: str) -> str:
    """The token in the forms of a session whose secret is as `sign_in` stores it."""
    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps("c" * 40))


@atomic
def sign_in(facts: dict[str, Any]) -> None:
    """Sessions for all of them, as if each had signed in today."""
    db.session.execute(sa.delete(UserSession))
    now, first, last = clock.now(), *facts["people"]
    common = {
        "data": {"csrf_token": "c" * 40}, "created_at": now, "last_seen_on": clock.today(), "idle_until": now + timedelta(hours=12),
        "absolute_until": now + timedelta(hours=12), "browser": "Firefox, Android",
    }  # fmt: skip
    everybody = [(id_, False) for id_ in range(first, last + 1)] + [(facts["moderator"], True)]
    db.session.execute(
        sa.insert(UserSession),
        [common | {"id_hash": tokens.fingerprint(cookie(id_)), "person_id": id_, "is_strong": strong} for id_, strong in everybody],
    )


def shuffled(ids: list[int], seed: int) -> list[int]:
    """In an order of its own for each slice."""
    return random.Random(seed).sample(ids, len(ids))
