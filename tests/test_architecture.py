"""The house keeps its rules; and each rule finds its fault in a small tree that breaks it and nothing else."""

from pathlib import Path

import pytest

from tests.house import RULES
from tests.house.tree import PACKAGE, Rule

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[1]
FIXTURES = Path(__file__).parent / "house" / "fixtures"

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


def marked_lines(root: Path) -> set[tuple[str, int]]:
    """Every line of a fixture that ends in a comment saying "fault"."""
    return {
        (path.relative_to(root).as_posix(), number)
        for path in (root / PACKAGE).rglob("*.*")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if line.endswith(("# fault", "{# fault #}", "/* fault */"))
    }


@every_rule
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    faults = rule(ROOT)
    assert not faults, f"{rule.__doc__}\n" + "\n".join(map(str, faults))


@every_rule
def test_a_tree_that_breaks_the_rule_is_told_file_and_line(rule: Rule) -> None:
    root = FIXTURES / rule.__name__
    assert {(fault.path, fault.line) for fault in rule(root)} == marked_lines(root) != set()


@every_rule
def test_a_tree_that_breaks_the_rule_breaks_no_other(rule: Rule) -> None:
    root = FIXTURES / rule.__name__
    assert [str(fault) for other in RULES if other is not rule for fault in other(root)] == []


@every_rule
def test_a_sound_tree_has_no_fault(rule: Rule) -> None:
    assert rule(FIXTURES / "sound") == []


def test_every_fixture_belongs_to_a_rule() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == {rule.__name__ for rule in RULES} | {"sound"}


def test_a_fault_reads_as_file_line_rule_and_reason() -> None:
    rule = next(rule for rule in RULES if rule.__name__ == "features_look_back")
    assert [str(fault) for fault in rule(FIXTURES / "features_look_back")] == [
        "boligdialog/ideas/services.py:2: features_look_back: ideas may not import ballots, because ballots comes later in FEATURES; "
        "use one of the four joints (Item, event, panel, gate)"
    ]
