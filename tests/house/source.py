"""What each Python file keeps to: models do not query, rules are pure, one clock, one sanitiser, no copies."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.house.tree import PACKAGE, Found, Module, Tree, calls, dotted, rule

GROWS, TOO_LONG = 300, 400

SQL_READS = re.compile(r"((sa|sqlalchemy|db)\.)?(select|exists)|(.+\.)?object_session")
SQL_WRITES = re.compile(
    r"((sa|sqlalchemy|db)\.)?(insert|update|delete)|inserted|changed|record"
    r"|(.+\.)?session\.(add|add_all|delete|merge|flush)|.+\.commit"
)
CLOCKS = re.compile(r"(.+\.)?(datetime|date)\.(now|utcnow|today)|time\.time(_ns)?|(.+\.)?func\.now")
SAYS_NOTHING = re.compile(r"(.*_)?(utils?|helpers?|common|misc|managers?)", re.IGNORECASE)
PROVES = re.compile(r"(.*_)?(token|token_hash|code_hash|sig|signature|mac)", re.IGNORECASE)
RUNS_WHAT_IT_READS = {"pickle", "cPickle", "dill", "marshal", "shelve"}
DECODERS = {"PIL", "pillow_heif"}
#: What runs as a process of its own and may know pictures: one draws anew what people send, one the photos of the demo.
ARTISTS = (f"{PACKAGE}/core/image_child.py", f"{PACKAGE}/admin/services/drawing_child.py")
TAKES_SQL = {"text", "literal_column", "exec_driver_sql"}
Promise = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
#: The module that sanitises, and the one that joins the panels that templates have rendered.
CLEANS, JOINS = f"{PACKAGE}/core/text.py", f"{PACKAGE}/core/joints.py"
DATABASE = ((PACKAGE, "core", "db"), ("sqlalchemy",), ("flask_sqlalchemy",))


def _knows(module: Module, *files: str) -> Iterable[tuple[int, str]]:
    """Where a module imports the database or any feature's files of these names."""
    for line, name in module.imports():
        if any(name[: len(part)] == part for part in DATABASE) or (name[0] == PACKAGE and len(name) > 2 and name[2] in files):
            yield line, ".".join(name)


@rule
def models_do_not_query(tree: Tree) -> Found:
    """models.py holds tables and what a row knows about itself: no query, no session."""
    for module in tree.of_features("models"):
        for call, name in calls(module):
            if SQL_READS.fullmatch(name) or SQL_WRITES.fullmatch(name):
                yield module.path, call.lineno, f"a model may not call {name}(): a row knows itself only; see queries.py, services.py"
        for node in module.nodes:
            if isinstance(node, ast.Attribute) and (node.attr == "query" or dotted(node) == "db.session"):
                yield module.path, node.lineno, f"a model may not use {dotted(node)}: a row knows itself only; read in queries.py"


@rule
def introductions_only_introduce(tree: Tree) -> Found:
    """A feature's __init__.py is a docstring and nothing else."""
    for module in tree.of_features("__init__"):
        for node in module.tree.body[1:] if ast.get_docstring(module.tree) else module.tree.body[:1]:
            yield module.path, node.lineno, "a feature's __init__.py says what it is, in the residents' words, and nothing else"


@rule
def rules_are_pure(tree: Tree) -> Found:
    """rules.py decides from what it is handed: no database, no queries, no services."""
    for module in tree.of_features("rules"):
        for line, name in _knows(module, "queries", "services"):
            yield module.path, line, f"a rule may not import {name}: it is pure; let the view or service load it and hand it over"


@rule
def queries_do_not_write(tree: Tree) -> Found:
    """queries.py reads."""
    for module in tree.of_features("queries"):
        for call, name in calls(module):
            if SQL_WRITES.fullmatch(name):
                yield module.path, call.lineno, f"a query may not call {name}(): reading changes nothing; the verb belongs in services.py"


@rule
def forms_know_no_database(tree: Tree) -> Found:
    """forms.py is fields, wording and shape; its choices are given to it."""
    for module in tree.of_features("forms"):
        for line, name in _knows(module, "queries", "services"):
            yield module.path, line, f"a form may not import {name}: it knows no database; give it its choices from the view"


@rule
def names_say_what_it_is(tree: Tree) -> Found:
    """No utils, helpers, common or manager: a name that fits everything finds nothing."""
    for module in tree.modules:
        for part in module.parts[1:]:
            if SAYS_NOTHING.fullmatch(part):
                yield module.path, 1, f"{part} says nothing; name the file after what it knows"
        for node in module.nodes:
            if isinstance(node, ast.ClassDef) and re.search(r"(Utils?|Helpers?|Manager|BaseView)$", node.name):
                yield module.path, node.lineno, f"{node.name} says nothing; name the class after what it is, or write functions"


@rule
def files_stay_short(tree: Tree) -> Found:
    """No Python file has more than 400 lines."""
    for module in tree.modules:
        if len(module.lines) > TOO_LONG:
            yield module.path, 1, f"{len(module.lines)} lines; past some {GROWS} a file becomes a folder, or its feature two"


def files_that_grow(root: Path) -> list[tuple[str, int]]:
    """Files and their lines, past 300 but not yet too long: advice, not faults."""
    return [(module.path, len(module.lines)) for module in Tree(root).modules if GROWS < len(module.lines) <= TOO_LONG]


@rule
def one_module_makes_html_safe(tree: Tree) -> Found:
    """Only core/text.py imports bleach or declares text to be markup."""
    for module in tree.modules:
        for line, name in module.imports():
            if name[0] == "bleach" and module.path != CLEANS:
                yield module.path, line, "only core/text.py imports bleach, so that it can be replaced in one place; call core.text"
        for call, called in calls(module):
            if called.split(".")[-1] == "Markup" and module.path not in {CLEANS, JOINS}:
                yield module.path, call.lineno, "only core/text.py may say that a text is safe HTML; call core.text, or write a template"


@rule
def one_process_decodes_pictures(tree: Tree) -> Found:
    """Only two programs import decoders of pictures, and nobody imports them: each runs as a process of its own."""
    for module in tree.modules:
        for line, name in module.imports() if module.path not in ARTISTS else ():
            if name[0] in DECODERS or any(f"{'/'.join(name)}.py".startswith(each) for each in ARTISTS):
                yield (
                    module.path,
                    line,
                    f"{'.'.join(name)} may be fooled by what people send; call core.files, whose child decodes it",
                )


@rule
def one_module_asks_the_clock(tree: Tree) -> Found:
    """Only core/clock.py asks the machine what time it is."""
    for module in tree.modules:
        if module.path == f"{PACKAGE}/core/clock.py":
            continue
        asked = [(node.lineno, dotted(node)) for node in module.nodes if isinstance(node, ast.Attribute)]
        asked += [(line, ".".join(name)) for line, name in module.imports() if name[0] == "time"]
        for line, name in asked:
            if CLOCKS.fullmatch(name):
                yield module.path, line, f"{name} escapes the tests' hand on time; ask core.clock: now(), today() or db_now()"


@rule
def promises_are_written_down(tree: Tree) -> Found:
    """Every public function and class of core, services, queries and rules has a docstring."""
    for module in tree.modules:
        if module.folder != "core" and module.file not in {"services", "queries", "rules"}:
            continue
        for node in module.tree.body:
            if isinstance(node, Promise) and not node.name.startswith("_") and not ast.get_docstring(node):
                yield module.path, node.lineno, f"{node.name} has no docstring; say in one sentence what it promises"


@rule
def sql_is_never_glued(tree: Tree) -> Found:
    """No SQL text is built with f"…", %, + or format."""
    for module in tree.modules:
        for call, name in calls(module):
            if name.split(".")[-1] in TAKES_SQL and call.args and _is_glued(call.args[0]):
                yield module.path, call.lineno, f"{name}() is given a text glued together, as injected SQL is; write :name and bind it"


def _is_glued(node: ast.expr) -> bool:
    formats = isinstance(node, ast.Call) and dotted(node.func).endswith("format")
    return formats or isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod))


@rule
def proofs_are_compared_in_constant_time(tree: Tree) -> Found:
    """Tokens, code hashes and signatures are compared by hmac.compare_digest; a column in a WHERE is not a comparison in Python."""
    for module in tree.modules:
        for node in module.nodes:
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
                sides = [dotted(side) for side in (node.left, *node.comparators)]
                proves = any(PROVES.fullmatch(side.split(".")[-1]) for side in sides)
                if proves and not any(_is_column(side) for side in sides):
                    yield module.path, node.lineno, f"{ast.unparse(node)} takes longer the more is right; use hmac.compare_digest"


def _is_column(name: str) -> bool:
    """`Session.token_hash` is a column; `session.token_hash` and `TOKEN` are values."""
    return "." in name and name[0].isupper()


@rule
def nothing_runs_what_it_reads(tree: Tree) -> Found:
    """No pickle or its like."""
    for module in tree.modules:
        for line, name in module.imports():
            if name[0] in RUNS_WHAT_IT_READS:
                yield module.path, line, f"{name[0]} runs whatever it reads; write JSON"


@rule
def nothing_is_written_twice(tree: Tree) -> Found:
    """No two functions have the same body of six lines or more."""
    seen: dict[str, str] = {}
    for module in tree.modules:
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.body[0].lineno >= 5:
                first = seen.setdefault("\n".join(ast.dump(statement) for statement in node.body), f"{node.name} in {module.path}")
                if first != f"{node.name} in {module.path}":
                    yield module.path, node.lineno, f"{node.name} is a copy of {first}; let one use the other, or move both up"
