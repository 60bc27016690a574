"""How much of what: which idea lies where and stands how, how many are for it, and when each comment comes."""

import random
from collections.abc import Iterator
from functools import cached_property

from boligdialog.admin.services.crowd.people import Quarter
from boligdialog.content.models import ItemState

COMMENTS, SUPPORTS = 10, 20  # of an idea, in the mean
FIFTY = 50


class Plan:
    """Drawn before the first row is written, so that the numbers come out exactly.

    special: the ideas that a benchmark asks for: one with exactly fifty comments, one with very many, one that all are for.
    """

    def __init__(self, chance: random.Random, ideas: int, quarters: list[Quarter]) -> None:
        self.chance, self.n, self.quarters = chance, ideas, quarters
        self.total = ideas * (1 + COMMENTS)
        self.special = {ideas // 2: "fifty", ideas // 3: "long", ideas * 2 // 3: "hot"}
        self.number = {name: n for n, name in self.special.items()}
        self.rare = {ideas // 5, ideas // 4, ideas * 3 // 4}
        self.places = chance.choices(range(len(quarters)), [each.share for each in quarters], k=ideas)
        self.states = [self._state() for _ in range(ideas)]
        for n in (*self.special, *self.rare):
            self.places[n], self.states[n] = 0, ItemState.PUBLISHED
        self.open = [n for n, state in enumerate(self.states) if state is ItemState.PUBLISHED]
        self.supports = self._supports()

    def _state(self) -> ItemState:
        return self.chance.choices((ItemState.PUBLISHED, ItemState.PENDING, ItemState.RETURNED, ItemState.HIDDEN), (936, 52, 6, 6))[0]

    def state_of(self, n: int) -> ItemState:
        """Where an idea stands."""
        return self.states[n]

    def quarter_of(self, n: int) -> Quarter:
        """Where it lies."""
        return self.quarters[self.places[n]]

    def _most(self, n: int) -> int:
        return len(self.quarter_of(n).residents) * 9 // 10

    def _supports(self) -> list[int]:
        """Few have many and many have few; their sum is what was asked for."""
        wanted, chance = self.n * SUPPORTS, self.chance
        supports = [0] * self.n
        for n in self.open:
            supports[n] = min(int(chance.expovariate(1 / SUPPORTS)), self._most(n))
        for name, number in (("hot", wanted // 20), ("long", 200), ("fifty", 60)):
            supports[self.number[name]] = min(number, self._most(self.number[name]))
        left = wanted - sum(supports)
        while left:
            n, step = chance.choice(self.open), 1 if left > 0 else -1
            if n not in self.special and 0 <= supports[n] + step <= self._most(n):
                supports[n] += step
                left -= step
        return supports

    @cached_property
    def comments(self) -> list[int]:
        """What each comment is about."""
        wanted = self.n * COMMENTS
        very_many = min(2000, wanted // 5)
        others = [n for n in self.open if self.special.get(n) not in ("fifty", "long")]
        self.chance.shuffle(others)
        about = [self.number["fifty"]] * FIFTY + [self.number["long"]] * very_many
        return about + [others[int(self.chance.random() ** 1.3 * len(others))] for _ in range(wanted - len(about))]

    def order(self) -> Iterator[tuple[int, bool]]:
        """Ideas and comments as they come: (number of the idea, whether it is the idea itself)."""
        moments = [float(n) for n in range(self.n)]
        moments += [n + self.chance.random() ** 2 * (self.n - n) + 1e-6 for n in self.comments]
        for each in sorted(range(self.total), key=moments.__getitem__):
            yield (each, True) if each < self.n else (self.comments[each - self.n], False)
