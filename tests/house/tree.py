"""A tree of files as the rules see it: modules with their place, templates, styles; and what a fault is."""

import ast
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import NamedTuple

PACKAGE = "boligdialog"
FLOOR = ("core", "ui")


class Fault(NamedTuple):
    """A line that breaks a rule."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


class Module(NamedTuple):
    """A Python file. `ideas/models/drafts.py` and `ideas/models.py` both have the place ("ideas", "models")."""

    path: str
    lines: list[str]
    tree: ast.Module
    nodes: list[ast.AST]

    @property
    def parts(self) -> tuple[str, ...]:
        """The dotted name in pieces: ("boligdialog", "ideas", "models")."""
        return tuple(part for part in Path(self.path).with_suffix("").parts if part != "__init__")

    @property
    def folder(self) -> str:
        """The feature, "core", "ui", or "" for the files that know all."""
        return self.path.split("/")[1] if self.path.count("/") > 1 else ""

    @property
    def file(self) -> str:
        """The name in the file table: "models", or "__init__"."""
        return Path(self.path.split("/")[2]).stem if self.folder else Path(self.path).stem

    def imports(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Line and full name in pieces of all that is imported, wherever it stands."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, tuple(alias.name.split("."))) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                source = (*self._start(node.level), *filter(None, (node.module or "").split(".")))
                yield from ((node.lineno, (*source, alias.name)) for alias in node.names)

    def _start(self, level: int) -> tuple[str, ...]:
        package = self.parts if self.path.endswith("__init__.py") else self.parts[:-1]
        return package[: len(package) - level + 1] if level else ()


class File(NamedTuple):
    """A template or a stylesheet, as text."""

    path: str
    text: str

    @property
    def folder(self) -> str:
        """The feature it belongs to, or "ui"."""
        return self.path.split("/")[1]


class Tree:
    """The files under `root/boligdialog`, read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.modules = [self._module(path) for path in self._paths("**/*.py")]
        self.templates = [File(self._name(path), path.read_text()) for path in self._paths("**/templates/**/*.*")]
        self.styles = [File(self._name(path), path.read_text()) for path in self._paths("**/*.*css")]
        self.features: tuple[str, ...] = self._constant("FEATURES")
        self.files: tuple[str, ...] = ("__init__", *self._constant("FILES"))

    def of_features(self, *files: str) -> Iterator[Module]:
        """The modules of all features; only those files, if some are named."""
        return (module for module in self.modules if module.folder in self.features and (not files or module.file in files))

    def _paths(self, pattern: str) -> list[Path]:
        return sorted(path for path in (self.root / PACKAGE).glob(pattern) if "dist" not in path.parts and path.is_file())

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _module(self, path: Path) -> Module:
        text = path.read_text()
        tree = ast.parse(text, str(path))
        return Module(self._name(path), text.splitlines(), tree, list(ast.walk(tree)))

    def _constant(self, name: str) -> tuple[str, ...]:
        """A tuple of strings from boligdialog/__init__.py, read without running it."""
        (module,) = (module for module in self.modules if module.parts == (PACKAGE,))
        (value,) = (node.value for node in module.nodes if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name)
        return tuple(ast.literal_eval(value))


#: What a rule's body yields: path, line, and a sentence that teaches.
Found = Iterator[tuple[str, int, str]]
Rule = Callable[[Path], list[Fault]]
RULES: list[Rule] = []
_tree = cache(Tree)


def rule(body: Callable[[Tree], Found]) -> Rule:
    """Make a rule of a function that yields what it finds; its name is the rule's name."""

    @wraps(body)
    def check(root: Path) -> list[Fault]:
        return [Fault(path, line, body.__name__, text) for path, line, text in body(_tree(root))]

    RULES.append(check)
    return check


def dotted(node: ast.AST) -> str:
    """`db.session.add` for the expression that says so; "" for any other."""
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a module with the dotted name of what it calls."""
    return ((node, dotted(node.func)) for node in module.nodes if isinstance(node, ast.Call))
