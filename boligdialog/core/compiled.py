"""Templates are compiled once a language, and what is the same at every reading is drawn then (docs/decisions/0015).

A fixed sentence becomes the translated text itself, an icon its SVG. A component that asks nothing of the page it stands on is
imported once and not anew for every page. Templates are written as always; nothing of this can be seen in them but `{% keep %}`:

    {% keep row, plates, today() %}…{% endkeep %}

draws its body once for these values, and again only for others. All that the body shows must follow from the values, which are
compared themselves: what is kept cannot be old, and can show nobody what is another's. A form's token is cut out and put in anew.
"""

import re
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from flask import g
from flask.templating import Environment
from flask_wtf.csrf import generate_csrf
from jinja2 import Template, meta, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from boligdialog.core import i18n
from boligdialog.core.text import stored_html

_PLACE = re.compile(r"%\((\w+)\)[sd]|(%%)")
_MOST = 4_000  # pieces of pages that a process keeps; then it begins anew
_TOKEN = "\0token\0"  # no template and no text of anybody can hold this sign


class _Template(Template):
    def _get_default_module(self, ctx: Any = None) -> Any:
        """What it defines, for all pages: the base class compares each time whether the page has globals of its own. None has."""
        return self._module if self._module is not None else super()._get_default_module(ctx)


class CompiledTemplates(Environment):
    """The environment of the application's templates."""

    template_class = _Template

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._loaded: dict[tuple[str, str], Template] = {}
        self._asks: dict[str, bool] = {}

    def _load_template(self, name: str, globals: Any) -> Template:
        key = (i18n.language(), name)
        template = self._loaded.get(key)
        if template is None or (self.auto_reload and not template.is_up_to_date):
            assert self.loader
            template = self._loaded[key] = self.loader.load(self, name, self.make_globals(globals))
        elif globals:
            template.globals.update(globals)
        return template

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        drawn: nodes.Template = _Drawing(self, tree).visit(tree)
        drawn.set_environment(self)
        return drawn

    def asks_nothing(self, name: str) -> bool:
        """Whether a template is the same wherever it is imported: all that it names is its own or known everywhere."""
        if name not in self._asks:
            self._asks[name] = False  # while it is being looked at: what imports itself is not simple
            assert self.loader
            tree = self.parse(self.loader.get_source(self, name)[0], name)
            others: Iterator[Any] = tree.find_all((nodes.FromImport, nodes.Import, nodes.Include))
            is_alone = not any(each.with_context for each in others) and tree.find(nodes.Extends) is None
            self._asks[name] = is_alone and meta.find_undeclared_variables(tree) <= self.globals.keys()
        return self._asks[name]

    def drawn(self, name: str, macro: str, arguments: list[Any], named: dict[str, Any]) -> str | None:
        """What a macro draws, if that can be known beforehand: it and all it calls draw the same for everybody."""
        if not self.asks_nothing(name):
            return None
        assert self.loader
        tree = self.parse(self.loader.get_source(self, name)[0], name)
        if not meta.find_undeclared_variables(tree) <= {"asset"} or tree.find(nodes.FromImport):
            return None
        return str(getattr(self.get_template(name).module, macro)(*arguments, **named))


class _Drawing(NodeTransformer):
    """One template in the language that is being written."""

    def __init__(self, environment: CompiledTemplates, tree: nodes.Template) -> None:
        self.environment, self.language = environment, i18n.language()
        self.imported = {
            (each if isinstance(each, str) else each[1]): (found.template.value, each if isinstance(each, str) else each[0])
            for found in tree.find_all(nodes.FromImport)
            if isinstance(found.template, nodes.Const)
            for each in found.names
        }
        self.own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        """A sentence with values in it goes out piece by piece, between the pieces of the template."""
        node.nodes = [piece for child in node.nodes for piece in self._pieces(child)]
        return node

    def _pieces(self, child: nodes.Expr) -> Iterator[nodes.Expr]:
        sentence = self._sentence(child)
        if sentence is None:
            yield self.visit(child)
            return
        text, values, at = sentence[0], sentence[1], 0
        for place in _PLACE.finditer(text):
            yield nodes.TemplateData(text[at : place.start()])
            yield self.visit(values[place[1]]) if place[1] else nodes.TemplateData("%")
            at = place.end()
        yield nodes.TemplateData(text[at:])

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        """A sentence as part of an expression; or a macro whose picture is known."""
        sentence = self._sentence(node)
        if sentence:
            text, values = sentence
            if not values:
                return nodes.TemplateData(text % {})
            pairs = [nodes.Pair(nodes.Const(name), self.visit(value)) for name, value in values.items()]
            return nodes.Mod(nodes.TemplateData(text), nodes.Dict(pairs))
        whole = self.generic_visit(node)
        assert isinstance(whole, nodes.Expr)
        return self._number(node) or self._picture(node) or whole

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:
        """What is given a body is called at every reading."""
        node.call = self.generic_visit(node.call)  # type: ignore[assignment]
        node.body = [self.visit(each) for each in node.body]
        return node

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:
        """The language is known here."""
        return nodes.Const(self.language) if node.name == "lang" and node.ctx == "load" and "lang" not in self.own else node

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.FromImport:
        """What asks nothing of the page need not be given it."""
        if isinstance(node.template, nodes.Const) and self.environment.asks_nothing(node.template.value):
            node.with_context = False
        return node

    def _sentence(self, node: nodes.Node) -> tuple[str, dict[str, nodes.Expr]] | None:
        """The translated sentence of _("…", name=value), and its values."""
        if not isinstance(node, nodes.Call) or not _calls(node, "_", "gettext"):
            return None
        if len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
            return None
        return i18n.gettext(node.args[0].value), {each.key: each.value for each in node.kwargs}

    def _number(self, node: nodes.Call) -> nodes.Expr | None:
        """ngettext("…", "…", n): one of two sentences."""
        fixed = [each.value for each in node.args if isinstance(each, nodes.Const)]
        if not (_calls(node, "ngettext") and len(node.args) == 3 and len(fixed) == 2):
            return None
        n = node.args[2]
        pairs = [nodes.Pair(nodes.Const("num"), n), *(nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs)]
        texts = (i18n.ngettext_text(fixed[0], fixed[1], number) for number in (1, 2))
        one, more = (nodes.Mod(nodes.TemplateData(text), nodes.Dict(pairs)) for text in texts)
        return nodes.CondExpr(nodes.Compare(n, [nodes.Operand("eq", nodes.Const(1))]), one, more)

    def _picture(self, node: nodes.Call) -> nodes.Expr | None:
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        values = [*node.args, *(each.value for each in node.kwargs)]
        fixed = [each.value for each in values if isinstance(each, nodes.Const)]
        if name not in self.imported or node.dyn_args or node.dyn_kwargs or len(fixed) < len(values):
            return None
        named = dict(zip((each.key for each in node.kwargs), fixed[len(node.args) :], strict=True))
        drawn = self.environment.drawn(*self.imported[name], fixed[: len(node.args)], named)
        return None if drawn is None else nodes.TemplateData(drawn)


def _calls(node: nodes.Call, *names: str) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name in names and not node.dyn_args and not node.dyn_kwargs


class Keep(Extension):
    """The tag `keep`."""

    tags = {"keep"}

    def __init__(self, environment: Any) -> None:
        super().__init__(environment)
        self.kept: dict[Hashable, str] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """{% keep value, value %}body{% endkeep %}"""
        line = next(parser.stream).lineno
        values = parser.parse_tuple()
        body = parser.parse_statements(("name:endkeep",), drop_needle=True)
        where = nodes.Const((parser.name, line))
        return nodes.CallBlock(self.call_method("_drawn", [where, values]), [], [], body).set_lineno(line)

    def _drawn(self, where: tuple[str, int], values: Hashable, caller: Callable[[], str]) -> Markup:
        key = (where, i18n.language(), values)
        html = self.kept.get(key)
        if html is None:
            html = str(caller())
            token = g.get("csrf_token")  # Flask-WTF keeps it there, once a form has asked for it
            if len(self.kept) >= _MOST:
                self.kept.clear()
            self.kept[key] = html.replace(token, _TOKEN) if token else html
            return stored_html(html)
        return stored_html(html.replace(_TOKEN, generate_csrf()) if _TOKEN in html else html)
