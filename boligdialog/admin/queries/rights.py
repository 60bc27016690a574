"""Who may do what: the rules themselves, asked with example people. No table is written by hand (rule R1)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from boligdialog.accounts.models import AgeBand, Membership, Person, Role, RoleKind
from boligdialog.accounts.rules import (
    why_not_administer,
    why_not_admit,
    why_not_grant_role,
    why_not_keep_homes,
    why_not_lend_code,
    why_not_see,
    why_not_see_homes,
)
from boligdialog.admin.rules import why_not_change_settings, why_not_hold, why_not_read_log, why_not_trash
from boligdialog.comments.models import Comment, CommentKind
from boligdialog.comments.rules import why_not_accept, why_not_comment, why_not_slow_talk, why_not_thank
from boligdialog.content.models import ItemState
from boligdialog.core import clock
from boligdialog.core.access import Reason
from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.housing.models import Area, Household, Visibility
from boligdialog.ideas.models import Idea, IdeaStage
from boligdialog.ideas.rules import why_not_consider, why_not_enter_idea, why_not_propose, why_not_sort
from boligdialog.merging.rules import why_not_merge, why_not_split
from boligdialog.moderation.models import Case, Cause
from boligdialog.moderation.rules import (
    why_not_decide,
    why_not_keep_text,
    why_not_mute,
    why_not_note,
    why_not_report,
    why_not_review,
)
from boligdialog.organs.models import Organ, OrganKind
from boligdialog.organs.rules import why_not_change_organs, why_not_change_routes, why_not_hand_over
from boligdialog.paper.rules import why_not_print_letters, why_not_print_slips
from boligdialog.paper.settings import COORDINATORS_PRINT
from boligdialog.principles.rules import why_not_change_principles
from boligdialog.support.rules import why_not_enter_paper_support, why_not_support
from boligdialog.translations.rules import why_not_translate

HERE, ELSEWHERE = 1, 2  # the two areas of the examples


@dataclass(frozen=True)
class Scene:
    """Things of one area to ask the rules about. Nothing of it is in the database."""

    area: Area
    idea: Idea
    question: Comment
    answer: Comment
    case: Case
    resident: Person
    organ: Organ
    hidden: Comment


def scene(area_id: int = HERE) -> Scene:
    """An area with a published idea of somebody else's, a question with an answer, a case, and a resident without e-mail."""
    area, now = Area(id=area_id, slug="eksempel", name="Eksempel", visibility=Visibility.PUBLIC), clock.now()
    item: dict[str, Any] = {
        "area": area,
        "area_id": area_id,
        "author_id": 90,
        "state": ItemState.PUBLISHED,
        "published_at": now,
        "lang": "da",
    }
    idea = Idea(id=1, stage=IdeaStage.NEW, decided_by_id=1, **item)
    question = Comment(id=2, meant_as=CommentKind.QUESTION, about=idea, **item)
    answer = Comment(id=3, meant_as=CommentKind.COMMENT, about=idea, thread_id=2, **item)
    hidden = Comment(id=4, meant_as=CommentKind.COMMENT, about=idea, thread_id=2, **(item | {"state": ItemState.HIDDEN}))
    case = Case(id=1, area_id=area_id, cause=Cause.PENDING)
    resident = Person(id=91, name="Eksempel", age=AgeBand.ADULT, memberships=[_living_in(area_id)])
    return Scene(area, idea, question, answer, case, resident, Organ(id=1, kind=OrganKind.BOARD, area_id=area_id), hidden)


def _living_in(area_id: int) -> Membership:
    return Membership(household_id=1, household=Household(id=1), area_id=area_id, from_on=clock.today(), waits=False)


@dataclass(frozen=True)
class Verb:
    """Something that can be done, and the rule that says why not. is_staff: it needs a role."""

    key: str
    label: Any
    why_not: Callable[[Person | None, Scene], Reason | None]
    is_staff: bool = True


def _read(visibility: Visibility) -> Callable[[Person | None, Scene], Reason | None]:
    def why_not(by: Person | None, there: Scene) -> Reason | None:
        return why_not_see(by, Area(id=there.area.id, name=there.area.name, visibility=visibility))

    return why_not


def _print_letters(by: Person | None, there: Scene) -> Reason | None:
    return why_not_print_letters(by, there.area.id, COORDINATORS_PRINT.value)


def _make(kind: RoleKind) -> Callable[[Person | None, Scene], Reason | None]:
    def why_not(by: Person | None, there: Scene) -> Reason | None:
        today, ends = clock.today(), clock.today() + timedelta(days=30)
        return why_not_grant_role(by, there.resident, kind=kind, area_id=there.area.id, from_on=today, to_on=ends)

    return why_not


#: By what they are about. A verb that is missing here is missing on the page: tests/admin/test_rights.py counts them.
VERBS: tuple[tuple[Any, tuple[Verb, ...]], ...] = (
    (_l("Take part"), (
        Verb("read", _l("Read what is made in an area that is open to all"), _read(Visibility.PUBLIC), is_staff=False),
        Verb("read_residents", _l("Read what is made in an area for residents only"), _read(Visibility.RESIDENTS), is_staff=False),
        Verb("read_board", _l("Read what is made in an area for the board only"), _read(Visibility.BOARD)),
        Verb("propose", _l("Propose ideas"), lambda by, there: why_not_propose(by, there.area), is_staff=False),
        Verb("support", _l("Support an idea"), lambda by, there: why_not_support(by, there.idea, {}), is_staff=False),
        Verb("comment", _l("Write comments"), lambda by, there: why_not_comment(by, there.idea, {}), is_staff=False),
        Verb("thank", _l("Thank for a comment"), lambda by, there: why_not_thank(by, there.answer), is_staff=False),
        Verb("report", _l("Give a moderator notice"), lambda by, there: why_not_report(by, there.idea), is_staff=False),
    )),
    (_l("Look after ideas and conversations"), (
        Verb("review", _l("See the queue"), lambda by, there: why_not_review(by, there.area.id)),
        Verb("decide", _l("Show, hide or send back a text"), lambda by, there: why_not_decide(by, there.case, None)),
        Verb("note", _l("Read and write notes among moderators"), lambda by, there: why_not_note(by, there.case, None)),
        Verb("keep_text", _l("Save texts for moderators"), lambda by, there: why_not_keep_text(by, there.area.id)),
        Verb("mute", _l("Mute a resident for some days"), lambda by, there: why_not_mute(by, there.resident, there.area.id)),
        Verb("slow_talk", _l("Slow a conversation down for some days"), lambda by, there: why_not_slow_talk(by, there.idea, {})),
        Verb("sort", _l("Say who can decide an idea, and which principles it goes with"), lambda by, there: why_not_sort(by, there.idea)),
        Verb("consider", _l("Begin to consider an idea"), lambda by, there: why_not_consider(by, there.idea)),
        Verb("merge", _l("Merge ideas that are the same, and undo it"), lambda by, there: why_not_merge(by, there.idea)),
        Verb("split", _l("Make several ideas of one"), lambda by, there: why_not_split(by, there.idea, has_case=False)),
        Verb("trash", _l("Delete what is hidden, and restore it"), lambda by, there: why_not_trash(by, there.hidden)),
        Verb("translate", _l("Translate what others have written"), lambda by, there: why_not_translate(by, there.idea, "en", {})),
        Verb("accept", _l("Say which reply answers somebody's question"), lambda by, it: why_not_accept(by, it.question, it.answer)),
    )),
    (_l("Look after homes"), (
        Verb("see_homes", _l("See the numbers of homes"), lambda by, there: why_not_see_homes(by, there.area.id)),
        Verb("keep_homes", _l("See where a home is, and say who lives there no more"), lambda by, it: why_not_keep_homes(by, it.area.id)),
        Verb("letters", _l("Print letters with codes for homes"), _print_letters),
        Verb("slips", _l("Print slips and posters to hand out"), lambda by, there: why_not_print_slips(by, there.area.id)),
        Verb("enter", _l("Enter a resident's idea"), lambda by, there: why_not_enter_idea(by, there.area, has_consent=True)),
        Verb("enter_paper", _l("Enter support on paper"), lambda by, there: why_not_enter_paper_support(by, there.idea, {})),
        Verb("admit", _l("Count one more person to a home"), lambda by, there: why_not_admit(by, there.area.id)),
        Verb("lend_code", _l("Print a new return code for a resident"), lambda by, there: why_not_lend_code(by, there.resident)),
    )),
    (_l("Run the house"), (
        *(Verb(f"make_{kind}", _l("Give or end the role: %(role)s", role=kind.label), _make(kind)) for kind in RoleKind),
        Verb("organs", _l("Change bodies and their members"), lambda by, there: why_not_change_organs(by, there.organ.area_id)),
        Verb("hand_over", _l("See the hand-over of a body one does not sit in"), lambda by, it: why_not_hand_over(by, it.organ, False)),
        Verb("routes", _l("Change who decides what"), lambda by, there: why_not_change_routes(by, there.area.id)),
        Verb("log", _l("Read in the log what has happened"), lambda by, there: why_not_read_log(by, there.area.id)),
        Verb("hold", _l("Keep for a case what is in the trash"), lambda by, there: why_not_hold(by, there.hidden)),
        Verb("everywhere", _l("Give a role in all areas"), lambda by, there: why_not_administer(by, None)),
        Verb("principles", _l("Change the principles"), lambda by, there: why_not_change_principles(by)),
        Verb("settings", _l("Change settings"), lambda by, there: why_not_change_settings(by)),
    )),
)  # fmt: skip


def all_verbs() -> list[Verb]:
    """All of them in one list."""
    return [verb for _about, verbs in VERBS for verb in verbs]


@dataclass(frozen=True)
class Example:
    """A column: what somebody is, and one who is just that."""

    label: Any
    person: Person | None


def somebody(*, home: int | None = None, kind: RoleKind | None = None, area_id: int | None = HERE) -> Person:
    """A person of the examples, signed in as strongly as the role needs."""
    person = Person(id=1, name="Eksempel", age=AgeBand.ADULT, email_key="e@example.dk", published=0)
    person.memberships = [_living_in(home)] if home else []
    person.roles = [Role(kind=kind, area_id=area_id, from_on=clock.today() - timedelta(days=1))] if kind else []
    person.is_strong = kind is not None
    return person


def examples() -> list[Example]:
    """The columns: from nobody to the administrator of all areas."""
    roles = [Example(kind.label, somebody(kind=kind)) for kind in RoleKind]
    return [
        Example(_l("Not logged in"), None),
        Example(_l("Logged in by mail"), somebody()),
        Example(_l("Lives in the area"), somebody(home=HERE)),
        *roles[:-1],
        replace(roles[-1], label=_l("Administrator of the area")),
        Example(_l("Administrator of all areas"), somebody(kind=RoleKind.ADMINISTRATOR, area_id=None)),
    ]


def without_rights() -> list[Any]:
    """The roles that give nothing yet: with one of them somebody may do what everybody who is logged in may do."""
    there, plain = scene(), somebody()
    rest = [(each, kind) for each, kind in zip(examples()[3:], RoleKind, strict=False)]
    return [
        kind.label
        for each, kind in rest
        if all(bool(verb.why_not(each.person, there)) == bool(verb.why_not(plain, there)) for verb in all_verbs())
    ]


def matrix() -> list[tuple[Any, list[tuple[Any, list[Reason | None]]]]]:
    """For each verb and each column, why not: None where it may be done."""
    columns, there = examples(), scene()
    return [(about, [(verb.label, [verb.why_not(each.person, there) for each in columns]) for verb in verbs]) for about, verbs in VERBS]
