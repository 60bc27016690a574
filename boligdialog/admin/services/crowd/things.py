"""What a crowd makes: ideas, comments and supports in the order in which they would have come."""

import random
from array import array
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from boligdialog.admin.services.crowd.people import Quarter, Town, count_published
from boligdialog.admin.services.crowd.plan import Plan
from boligdialog.admin.services.crowd.pour import Pourer, next_id
from boligdialog.admin.services.crowd.texts import WORDS, Text, Writer, written
from boligdialog.comments.models import Comment, CommentKind, Thanks
from boligdialog.comments.settings import ANSWER_DAYS as QUESTION_DAYS
from boligdialog.content.events import ItemPublished
from boligdialog.content.models import AreaCount, Item, ItemCount, ItemState, PlaceLink, PrincipleLink, ReferenceCounter
from boligdialog.core import clock
from boligdialog.core.db import Model
from boligdialog.core.events import Event
from boligdialog.core.i18n import Words
from boligdialog.core.text import RENDERER_VERSION, excerpt
from boligdialog.ideas.events import IdeaConsidered, IdeaProposed, IdeaSorted
from boligdialog.ideas.models import Idea, IdeaStage, shown_status
from boligdialog.ideas.settings import ANSWER_DAYS
from boligdialog.moderation.models import Case, Cause, Outcome, ReasonCode
from boligdialog.moderation.rules import FIRST, rank_of
from boligdialog.moderation.settings import REVIEW_DAYS
from boligdialog.notifications.models import Follow
from boligdialog.principles import queries as principles
from boligdialog.search.models import SearchDocument, SearchVariant, SearchWord
from boligdialog.search.queries import area_fact, kind_fact
from boligdialog.search.services import variants_of
from boligdialog.support.models import Support, SupportHousehold

TABLES_OF_THINGS: dict[type[Model], str] = {
    Item: "id kind ref area_id section_id parent_id author_id organ_id lang title state created_at published_at next_kind next_on shuffle"
    " popularity row_version",
    Idea: "id body body_html renderer_version stage decided_by_id decided_why",
    Comment: "id about_id thread_id answers_id meant_as rank body body_html renderer_version additions",
    PrincipleLink: "item_id principle_id rank",
    PlaceLink: "item_id place_id",
    Event: "at kind by_id item_id payload",
    Case: "item_id area_id cause priority rank opened_at due_on outcome reason_code public_text decided_by_id decided_at row_version",
    Support: "item_id person_id household_id at",
    SupportHousehold: "item_id household_id n",
    Follow: "person_id item_id at is_on",
    Thanks: "item_id person_id at",
    SearchDocument: "item_id item_version title text",
    ItemCount: "item_id supports households paper comments thanks followers",
    AreaCount: "area_id kind status n",
    ReferenceCounter: "year last",
    SearchWord: "word n",
    SearchVariant: "variant word",
}
START, END = datetime(2026, 1, 5, 7, tzinfo=UTC), datetime(2026, 11, 1, 18, tzinfo=UTC)
_BOARD_WHY = Words("fordi det hører til hverdagen", "because it is an everyday matter")


@dataclass
class Known:
    """What later rows must know of an idea that is written."""

    id: int
    quarter: Quarter
    title: Text
    author: int
    supporters: "array[int]"
    households: int
    threads: "array[int]"
    comments: int = 0


class Things:
    """Writes them in one pass over the plan; numbers are counted on the way."""

    def __init__(self, town: Town, writer: Writer, chance: random.Random, ideas: int) -> None:
        self.town, self.writer, self.chance = town, writer, chance
        self.plan = Plan(chance, ideas, town.quarters)
        self.ideas: dict[int, Known] = {}
        self.of_comments: Counter[int] = Counter()
        self.thanks: Counter[int] = Counter()
        self.published: Counter[int] = Counter()
        self.in_areas: Counter[tuple[int, str]] = Counter()
        self.in_titles: Counter[str] = Counter()
        self.comment_ids = array("q")
        self.principles = [each.id for each in principles.principles()]

    def pour(self, to: Pourer) -> None:
        """All of it."""
        self.to = to
        self.first = next_id(Item)
        for n, (idea, is_idea) in enumerate(self.plan.order()):
            self.item_id, self.at = self.first + n, START + (END - START) * n / self.plan.total
            self.ref = f"BD-{START.year}-{n + 1:04d}"
            (self._idea if is_idea else self._comment)(idea)
        self._numbers()
        to.flush()
        count_published(self.published)

    def _item(self, kind: str, quarter: Quarter, author: int, title: str, state: ItemState, **more: Any) -> None:
        is_out = state is ItemState.PUBLISHED
        if is_out:
            self.published[author] += 1
        self.to.add(
            Item, self.item_id, kind, self.ref, quarter.area.id, None, more.get("parent"), author, more.get("organ"), "da", title, state,
            self.at, self.at if is_out else None, more.get("next_kind"), more.get("next_on"), self.chance.randrange(2**31),
            more.get("supports", 0), 2,
        )  # fmt: skip

    def _found(self, kind: str, area_id: int, title: frozenset[str], words: frozenset[str]) -> None:
        facts = frozenset({area_fact(area_id), kind_fact(kind)})
        self.to.add(SearchDocument, self.item_id, 2, facts | title, facts | words)

    # --- ideas --------------------------------------------------------------------------------------

    def _idea(self, n: int) -> None:
        quarter, state = self.plan.quarter_of(n), self.plan.state_of(n)
        title, why = self._words(n)
        author = self.chance.choice(quarter.residents)
        supporters = self._supporters(n, quarter, author)
        organ = quarter.organs["board"].id if state is ItemState.PUBLISHED and self.chance.random() < 0.7 else None
        stage = IdeaStage.CONSIDERING if organ and self.chance.random() < 0.5 else IdeaStage.NEW
        today = clock.local_day(self.at)
        answer = {"next_kind": "answer", "next_on": today + timedelta(days=ANSWER_DAYS.default)}
        review = {"next_kind": "review", "next_on": clock.add_working_days(today, REVIEW_DAYS.default)}
        steps: dict[ItemState, dict[str, Any]] = {
            ItemState.PUBLISHED: answer,
            ItemState.PENDING: review,
            ItemState.RETURNED: {"next_kind": "edit"},
        }
        self._item("idea", quarter, author, title.source, state, supports=len(supporters), **steps.get(state, {}))
        self.to.add(Idea, self.item_id, why.source, why.html, RENDERER_VERSION, stage, organ, _BOARD_WHY if organ else None)
        self.to.add(PlaceLink, self.item_id, self.chance.choice(quarter.places))
        for rank, principle in enumerate(self.chance.sample(self.principles, self.chance.choices((0, 1, 2, 3), (2, 5, 2, 1))[0])):
            self.to.add(PrincipleLink, self.item_id, principle, rank)
        self._happened(IdeaProposed, author)
        known = self.ideas[n] = Known(self.item_id, quarter, title, author, supporters, self._supports(supporters), array("q"))
        if state is ItemState.PUBLISHED:
            self.in_areas[quarter.area.id, shown_status(state, stage)] += 1
            self._show(known, why, organ, stage)
        else:
            self._case(quarter, state)

    def _words(self, n: int) -> tuple[Text, Text]:
        special = self.plan.special.get(n)
        title, why = self.writer.title(), self.writer.why()
        if n in self.plan.rare:
            why = written(f"Vores {WORDS['rare']} kan hjælpe. {why.source}")
        return written(WORDS["title"][special]) if special else title, why

    def _show(self, known: Known, why: Text, organ: int | None, stage: IdeaStage) -> None:
        self._found("idea", known.quarter.area.id, known.title.forms, known.title.forms | why.forms)
        self.in_titles.update(known.title.forms)
        self._happened(ItemPublished, known.author)
        if organ:
            self._happened(IdeaSorted, self.town.moderator, organ_id=organ)
        if stage is IdeaStage.CONSIDERING:
            self._happened(IdeaConsidered, self.town.moderator, organ_id=organ)
        for person in (known.author, *known.supporters):
            self.to.add(Follow, person, known.id, self.at, True)

    def _happened(self, kind: type, by: int, **payload: Any) -> None:
        self.to.add(Event, self.at, kind.__name__, by, self.item_id, payload)

    def _case(self, quarter: Quarter, state: ItemState) -> None:
        due = clock.add_working_days(clock.local_day(self.at), REVIEW_DAYS.default)
        priority = self.chance.choices((0, FIRST), (9, 1))[0] if state is ItemState.PENDING else 0
        decided: tuple[Any, ...] = (None, None, None, None, None)
        if state is not ItemState.PENDING:
            outcome = Outcome.HIDE if state is ItemState.HIDDEN else Outcome.ASK_EDIT
            decided = (outcome, ReasonCode.UNCLEAR, "Skriv, hvad der kunne hjælpe.", self.town.moderator, self.at + timedelta(hours=5))
        cause, rank = Cause.FIXED if priority else Cause.PENDING, rank_of(priority, clock.local_day(self.at))
        self.to.add(Case, self.item_id, quarter.area.id, cause, priority, rank, self.at, due, *decided, 1 if decided[0] is None else 2)

    def _supporters(self, n: int, quarter: Quarter, author: int) -> "array[int]":
        some = self.chance.sample(quarter.residents, min(self.plan.supports[n] + 1, len(quarter.residents)))
        return array("q", [each for each in some if each != author][: self.plan.supports[n]])

    def _supports(self, supporters: "array[int]") -> int:
        homes: Counter[int] = Counter()
        for person in supporters:
            home = self.town.home_of.get(person)
            self.to.add(Support, self.item_id, person, home, self.at + timedelta(minutes=self.chance.randrange(5, 9_000)))
            if home:
                homes[home] += 1
        for home, count in homes.items():
            self.to.add(SupportHousehold, self.item_id, home, count)
        return len(homes)

    # --- comments -----------------------------------------------------------------------------------

    def _comment(self, n: int) -> None:
        about, said = self.ideas[n], self.writer.comment()
        is_voice = self.chance.random() < 0.02
        author = about.quarter.residents[0] if is_voice else self._commenter(about)
        is_reply = not is_voice and bool(about.threads) and self.chance.random() < 0.35
        thread = self.chance.choice(about.threads) if is_reply else None
        kind = self.chance.choices(list(CommentKind), (70, 12, 10, 8))[0]
        organ = about.quarter.organs["board"].id if is_voice else None
        step: dict[str, Any] = {}
        if kind is CommentKind.QUESTION:
            step = {"next_kind": "answer", "next_on": clock.local_day(self.at) + timedelta(days=QUESTION_DAYS.default)}
        title = excerpt(said.source, 80)
        self._item("comment", about.quarter, author, title, ItemState.PUBLISHED, parent=about.id, organ=organ, **step)
        rank = 0 if is_voice else 1
        self.to.add(
            Comment, self.item_id, about.id, thread, thread, kind, rank, said.source, said.html, RENDERER_VERSION, []
        )  # fmt: skip
        self._found("comment", about.quarter.area.id, frozenset(), said.forms)
        self._count_comment(about, thread)
        if self.chance.random() < 0.2:
            self._thank(about, author)

    def _commenter(self, about: Known) -> int:
        """Somebody who follows it already: most who write are for it, or wrote it."""
        return self.chance.choice(about.supporters) if about.supporters and self.chance.random() < 0.9 else about.author

    def _count_comment(self, about: Known, thread: int | None) -> None:
        about.comments += 1
        self.comment_ids.append(self.item_id)
        if thread:
            self.of_comments[thread] += 1
        else:
            about.threads.append(self.item_id)

    def _thank(self, about: Known, author: int) -> None:
        residents = about.quarter.residents
        for person in self.chance.sample(residents, self.chance.choices((1, 2, 5), (7, 2, 1))[0]):
            if person != author:
                self.to.add(Thanks, self.item_id, person, self.at + timedelta(minutes=self.chance.randrange(2, 5_000)))
                self.thanks[self.item_id] += 1

    # --- numbers ------------------------------------------------------------------------------------

    def _numbers(self) -> None:
        for n, each in self.ideas.items():
            supports = len(each.supporters)
            followers = supports + 1 if self.plan.state_of(n) is ItemState.PUBLISHED else 0
            self.to.add(ItemCount, each.id, supports, each.households, 0, each.comments, 0, followers)
        for comment_id in self.comment_ids:
            self.to.add(ItemCount, comment_id, 0, 0, 0, self.of_comments[comment_id], self.thanks[comment_id], 0)
        for (area_id, status), count in sorted(self.in_areas.items()):
            self.to.add(AreaCount, area_id, "idea", status, count)
        self.to.add(ReferenceCounter, START.year, self.plan.total)
        for word, count in sorted(self.in_titles.items()):
            self.to.add(SearchWord, word, count)
        for variant, word in sorted(variants_of(self.in_titles)):
            self.to.add(SearchVariant, variant, word)
