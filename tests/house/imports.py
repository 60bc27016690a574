"""Who may import whom: features look back, files look up, the floor knows nobody, and no import hides."""

import ast
from typing import TypeGuard

from tests.house.tree import FLOOR, PACKAGE, Found, Tree, dotted, rule

#: What one feature may use of another that comes before it.
OFFERED = ("models", "settings", "events", "rules", "queries", "services")
#: Flask's names that belong to a request, and the files that may see one.
OF_A_REQUEST = {"request", "session", "flash", "redirect", "render_template"}
SEES_REQUESTS = ("views", "api", "forms", "cli")

#: The one file that imports by name: it loads the features in their order.
LOADER = f"{PACKAGE}/__init__.py"

JOINTS = "use one of the four joints (Item, event, panel, gate)"


def _feature(tree: Tree, name: tuple[str, ...]) -> str:
    """The feature that this imported name belongs to; "" if to none."""
    return name[1] if name[0] == PACKAGE and len(name) > 1 and name[1] in tree.features else ""


@rule
def features_look_back(tree: Tree) -> Found:
    """A feature imports only features named before it in FEATURES."""
    for module in tree.of_features():
        for line, name in module.imports():
            other = _feature(tree, name)
            if other and tree.features.index(other) > tree.features.index(module.folder):
                yield module.path, line, f"{module.folder} may not import {other}, because {other} comes later in FEATURES; {JOINTS}"


@rule
def features_offer_six_files(tree: Tree) -> Found:
    """Of another feature only models, settings, events, rules, queries and services are imported."""
    for module in tree.of_features():
        for line, name in module.imports():
            if _feature(tree, name) not in {"", module.folder} and (len(name) < 3 or name[2] not in OFFERED):
                yield module.path, line, f"{'.'.join(name[1:])} is for {name[1]} alone; features offer each other {', '.join(OFFERED)}"


@rule
def files_look_up(tree: Tree) -> Found:
    """Within a feature a file imports only files above it in the file table."""
    for module in tree.of_features(*tree.files):
        for line, name in module.imports():
            other = name[2] if name[:2] == (PACKAGE, module.folder) and len(name) > 2 else ""
            if other in tree.files and tree.files.index(other) > tree.files.index(module.file):
                yield module.path, line, f"{module.file} may not import {other}, which stands below it in the table; move what both need up"


@rule
def files_have_known_names(tree: Tree) -> Found:
    """Every folder is a feature, core or ui; a feature's Python files are those of the file table, or folders of the same name."""
    for module in tree.modules:
        if module.folder not in {"", *FLOOR, *tree.features}:
            yield module.path, 1, f"{module.folder} is no feature yet; give it its place in FEATURES in boligdialog/__init__.py"
        elif module.folder in tree.features and module.file not in tree.files:
            yield module.path, 1, f"{module.file} is no file of a feature; FILES in boligdialog/__init__.py has a place for what it does"


@rule
def the_floor_knows_no_feature(tree: Tree) -> Found:
    """core and ui import no feature."""
    for module in tree.modules:
        for line, name in module.imports() if module.folder in FLOOR else ():
            if other := _feature(tree, name):
                yield module.path, line, f"{module.folder} may not import {other}: all features stand on it; let {other} register itself"


@rule
def requests_stay_at_the_edge(tree: Tree) -> Found:
    """Only views, api, forms, cli and core see a request; all else runs the same from a page, a job and a test."""
    for module in tree.modules:
        if module.folder == "core" or (module.folder in tree.features and module.file in SEES_REQUESTS):
            continue
        used = [(line, name[-1]) for line, name in module.imports() if name[0] == "flask"]
        used += [(node.lineno, node.attr) for node in module.nodes if isinstance(node, ast.Attribute) and dotted(node.value) == "flask"]
        for line, name in used:
            if name in OF_A_REQUEST:
                yield module.path, line, f"{module.file} may not know {name}: it runs without a request too; take arguments (by=person)"


@rule
def imports_stand_in_the_open(tree: Tree) -> Found:
    """No import inside a function, and none of our own behind TYPE_CHECKING to get around the order."""
    for module in tree.modules:
        for holder in module.nodes:
            if isinstance(holder, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden, where = filter(_imports, ast.walk(holder)), f"inside {holder.name}()"
            elif isinstance(holder, ast.If) and ast.unparse(holder.test).endswith("TYPE_CHECKING"):
                hidden, where = filter(_imports_ours, ast.walk(holder)), "behind TYPE_CHECKING"
            else:
                continue
            for node in hidden:
                if not (module.path == LOADER and isinstance(node, ast.Call)):
                    yield module.path, node.lineno, f"an import {where} hides a cycle; import at the top, or {JOINTS}"


def _imports(node: ast.AST) -> TypeGuard[ast.Import | ast.ImportFrom | ast.Call]:
    by_call = isinstance(node, ast.Call) and dotted(node.func).endswith(("import_module", "__import__"))
    return by_call or isinstance(node, ast.Import | ast.ImportFrom)


def _imports_ours(node: ast.AST) -> TypeGuard[ast.Import | ast.ImportFrom | ast.Call]:
    return _imports(node) and (PACKAGE in ast.unparse(node) or getattr(node, "level", 0) > 0)
