"""Two of the four joints where features meet: panels on earlier features' pages, gates before their verbs.

The other two are the Item (content) and the event (core/events.py).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import current_app, request
from markupsafe import Markup

from boligdialog.core.access import Reason, current_person
from boligdialog.core.i18n import language

F = TypeVar("F", bound=Callable[..., Any])

# --- panels ---------------------------------------------------------------------------------------

_panels: dict[str, list[tuple[int, type | None, Callable[..., Any]]]] = {}


def panel(slot: str, subject: type | None = None, *, at: int = 50) -> Callable[[F], F]:
    """Show something in a slot of an earlier feature's page, for subjects of a type (None: for no subject).

    The function takes (subject, person), or (person) without a subject, and returns (template, data) or None.
    `at` orders the panels of a slot; equal ones stand in the order of FEATURES.
    """

    def add(function: F) -> F:
        _panels.setdefault(slot, []).append((at, subject, function))
        _panels[slot].sort(key=lambda each: each[0])
        return function

    return add


def offers(slot: str, subject: Any = None) -> list[dict[str, Any]]:
    """The data of all that features show in a slot, for a page that draws them itself."""
    return [data for _template, data in _answers(slot, subject)]


def panels(slot: str, subject: Any = None) -> Markup:
    """All that features show in a slot, in order, rendered."""
    return Markup("".join(_drawn(template, data) for template, data in _answers(slot, subject)))  # noqa: S704 - each part autoescaped


def _drawn(template: str, data: dict[str, Any]) -> str:
    """As render_template does it, without telling anybody: a page of hits has thirty of these."""
    return current_app.jinja_env.get_template(template).render(_known_to_all() | data)


def _known_to_all() -> dict[str, Any]:
    """What every template may name; asked for once a request and language, for a page is put together from many."""
    known: dict[str, dict[str, Any]] = request.environ.setdefault("boligdialog.panels", {})
    lang = language()
    if lang not in known:
        names: dict[str, Any] = {}
        current_app.update_template_context(names)
        known[lang] = names
    return known[lang]


def _answers(slot: str, subject: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    person = current_person()
    for _at, wanted, function in _panels.get(slot, ()):
        if (wanted is None) != (subject is None) or (wanted and not isinstance(subject, wanted)):
            continue
        answer = function(person) if subject is None else function(subject, person)
        if answer:
            yield answer


# --- gates ----------------------------------------------------------------------------------------

Facts = Mapping[str, Mapping[int, Any]]


@dataclass(frozen=True)
class Gate:
    """What a later feature says about an earlier one's verbs.

    facts: items -> {item id: fact}, one statement for a whole page. why_not: (verb, by, item, fact), pure.
    """

    name: str
    facts: Callable[[Iterable[Any]], Mapping[int, Any]]
    why_not: Callable[[str, Any, Any, Any], Reason | None]


_gates: list[Gate] = []


def gate(name: str, *, facts: Callable[[Iterable[Any]], Mapping[int, Any]], why_not: Callable[[str, Any, Any, Any], Reason | None]) -> None:
    """Add a gate."""
    _gates.append(Gate(name, facts, why_not))


def facts_for(items: Iterable[Any]) -> Facts:
    """What every gate must know about these items. A view or service loads it and hands it to the rule."""
    items = list(items)
    return {each.name: each.facts(items) for each in _gates}


def why_not_by_gates(verb: str, by: Any, item: Any, facts: Facts) -> Reason | None:
    """The first reason a later feature has against this verb on this item."""
    for each in _gates:
        reason = each.why_not(verb, by, item, facts.get(each.name, {}).get(item.id))
        if reason:
            return reason
    return None
