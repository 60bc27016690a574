"""The documents say what the program does."""

import re
from pathlib import Path

from boligdialog.config import VARIABLES

ROOT = Path(__file__).parents[1]
OPERATIONS = ROOT / "docs" / "operations.md"


def documented() -> dict[str, str]:
    """Name and default of each variable in docs/operations.md."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? *\| .+ \|$", OPERATIONS.read_text(), re.M)
    return dict(rows)


def test_every_variable_is_documented_with_its_default():
    assert documented() == {each.name: each.default for each in VARIABLES}


def test_every_word_of_the_makefile_is_in_its_help():
    text = (ROOT / "Makefile").read_text()
    words = set(re.findall(r"^([a-z]+):.*## ", text, re.M))
    assert {"help", "run", "test", "bench", "check", "fix", "translations", "migrate", "screenshots"} <= words


def test_links_between_documents_lead_somewhere():
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text()):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_no_document_names_a_machine():
    for path in [
        ROOT / "README.md",
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("*.toml"),
        *ROOT.glob("requirements/*"),
        ROOT / "package-lock.json",
    ]:
        text = path.read_text()
        assert not re.search(r"/work/|/root/|registry\.npmjs|pypi\.org|files\.pythonhosted", text), path.name
