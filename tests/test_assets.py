"""The stylesheet carries only what the pages use of the design system."""

import re

import pytest

from boligdialog.core.templating import DIST, assets
from tools.build_assets import ROOT, UI, without_classes

pytestmark = pytest.mark.once

KNOWN = {"button", "a"}


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".button{gap:0}", ".button{gap:0}"),
        (".button.toast{gap:0}p .toast{gap:0}", ""),
        ("p,.toast,.button span{gap:0}", "p,.button span{gap:0}"),
        ("ul:not(.toast):not(.a,.b){margin:.8rem}", "ul:not(.toast):not(.a,.b){margin:.8rem}"),
        ("@media(min-width: 9px){.toast{gap:0}}", ""),
        ("@media(min-width: 9px){.toast{gap:0}.a{gap:0}}", "@media(min-width: 9px){.a{gap:0}}"),
    ],
)
def test_a_rule_needs_only_known_classes(css, kept):
    assert without_classes(css, KNOWN) == kept


def test_no_class_of_the_design_system_that_a_template_uses_is_left_out():
    built = (DIST / assets.manifest["main.css"]).read_text()
    theirs = "".join(path.read_text() for path in (ROOT / "node_modules/dkfds/src/stylesheets").glob("**/_[bfist]*.scss"))
    used = {
        name
        for path in UI.parent.glob("**/*.html")
        for names in re.findall(r'class="([\w -]+)"', path.read_text())
        for name in names.split()
    }
    missing = {name for name in used if f".{name}" not in built and re.search(rf"\.{name}\b[^-]", theirs)}
    assert not missing
