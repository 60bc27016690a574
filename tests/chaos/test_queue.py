"""Ten moderators on one queue: each case is decided once, whoever is slower is told so, and no word of theirs is lost."""

from collections import Counter

import sqlalchemy as sa

from boligdialog.accounts import services as people
from boligdialog.accounts.models import Person, RoleKind
from boligdialog.admin.queries.checks import CHECKS
from boligdialog.core import clock
from boligdialog.core.access import Refused
from boligdialog.core.db import atomic, db
from boligdialog.core.events import Event
from boligdialog.moderation.models import Case, ReasonCode
from boligdialog.moderation.queries import lists
from boligdialog.moderation.services import review

MODERATORS, CASES = 10, 8


@atomic
def _moderators():
    them = []
    for n in range(MODERATORS):
        person = people.add_person(f"moderator{n}@example.dk")
        person.name = f"Moderator {n}"
        people.grant_role(person, kind=RoleKind.MODERATOR, area_id=None, from_on=clock.today())
        them.append(person)
    db.session.flush()
    return [each.id for each in them]


def test_ten_moderators_on_one_queue_decide_each_case_once(lindegaarden, anna, make, at_once, worker):
    for n in range(CASES):
        make.pending(lindegaarden, anna, title=f"Idé nummer {n} i køen", why="")
    moderators = _moderators()
    first = {row.id: 1 for row in lists.queue(_strong(moderators[0])).rows}

    def empty_the_queue(number: int) -> list[tuple[int, str, str]]:
        """Whoever it is reads the queue as it was at first, and decides all of it, each with a note of their own."""
        me, done = _strong(moderators[number]), []
        for case_id, version in first.items():
            note = f"Note {number} om sag {case_id}"
            try:
                case = db.session.get_one(Case, case_id)
                if (number + case_id) % 3:
                    review.hide(case, by=me, version=version, reason=ReasonCode.TONE, text=note)
                else:
                    review.publish(case, by=me, version=version)
                done.append((case_id, "decided", note))
            except Refused as refused:
                done.append((case_id, f"{refused.reason.status} {refused.reason.text[:9]}", note))
        return done

    done = [each for some in at_once(MODERATORS, empty_the_queue) for each in some]
    decided = Counter(case_id for case_id, what, _note in done if what == "decided")
    assert decided == dict.fromkeys(first, 1)
    assert {what for _id, what, _note in done} == {"decided", "409 Moderator"}
    notes = {note for _id, what, note in done if what == "decided"}
    stored = db.session.execute(sa.select(Case.id, Case.public_text).where(Case.public_text.is_not(None)))
    assert all(text in notes for _id, text in stored)
    happened = sa.select(sa.func.count()).select_from(Event).where(Event.kind.in_(("ItemHidden", "ItemPublished")))
    assert db.session.scalar(happened) == CASES
    assert lists.length(_strong(moderators[0])).n == 0
    worker()
    assert {name: look() for name, look in CHECKS.items() if look()} == {}


def _strong(person_id: int) -> Person:
    person = db.session.get_one(Person, person_id)
    person.is_strong = True
    return person
