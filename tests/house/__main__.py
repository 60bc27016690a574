"""`python -m tests.house`: every fault of the tree, one a line, as `make check` prints them."""

import sys
from pathlib import Path

from tests.house import RULES
from tests.house.source import files_that_grow

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Print all faults, then the files that will soon be too long; 1 if there was a fault."""
    faults = [fault for rule in RULES for fault in rule(ROOT)]
    for fault in sorted(faults):
        print(fault)
    for path, lines in files_that_grow(ROOT):
        print(f"(soon a folder or two features: {path} has {lines} lines)")
    print(f"{len(faults)} faults against {len(RULES)} house rules" if faults else f"All {len(RULES)} house rules hold.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
