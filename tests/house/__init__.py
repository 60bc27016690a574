"""The rules of the house as functions over a tree of files: each takes a root and returns the faults it finds there.

`docs/architecture.md` says why; tests/test_architecture.py runs every rule on the real tree and on a fixture that breaks it.
"""

from tests.house import imports, source, templates
from tests.house.tree import RULES, Fault

__all__ = ["RULES", "Fault", "imports", "source", "templates"]
