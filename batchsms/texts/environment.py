"""The Jinja environment of a text: sandboxed, bounded, Turkish; and templates compiled in it.

The bounds stand in the template's syntax tree before it is compiled: filters that a template
cannot name (theirs begin with a blank) count loops, calls and characters. None of them can be tried
out by the compiler, so nothing runs while a template is compiled.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.lexer import TokenStream
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from batchsms.i18n import _
from batchsms.pricing.tariff import Tariff
from batchsms.texts.column_placeholders import ColumnPlaceholders
from batchsms.texts.rendering_bounds import (
    Allowance,
    Formatter,
    UnsuitableError,
    bounded_range,
    check_size,
    join_texts,
    power_of,
    product_of,
    remainder_or_format,
    sum_of,
)
from batchsms.texts.template_vocabulary import DATE_METHODS, METHODS, contains, differs, equals, filters
from batchsms.texts.turkish.value_to_text import MOST_CHARACTERS, strftime, text_of, too_long_error

__all__ = [
    "PRINTED",
    "TextSandbox",
    "assigned_names",
    "insert_bounds",
    "is_printed",
    "plain_prints",
    "with_filter",
]

PRINTED = "0"
"""Begins the names of columns that have been turned into text; no template can write such a name."""

_NODES_OF_A_STEP = 10
_TESTS = {"in": ("in", False), "notin": ("in", True), "eq": ("eq", False), "ne": ("ne", False)}
"""Comparisons → the test that does the same within bounds, and whether its contrary is asked for."""

_COLLECTIONS = frozenset({"count", "index", "items", "keys", "values", "get", "copy"})
_NUMBERS = frozenset({"is_integer", "real"})


class TextSandbox(ImmutableSandboxedEnvironment):
    """What a template may do. One environment renders one row at a time."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, tariff: Tariff, placeholders: ColumnPlaceholders | None = None) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False, optimized=False)
        self.placeholders = placeholders
        self.allowance = Allowance()
        self.filters = filters(self.allowance, tariff) | self._inner_filters()
        tests: dict[str, Any] = self.tests
        tests["in"] = partial(contains, self.allowance)
        tests |= dict.fromkeys(("eq", "==", "equalto"), equals) | dict.fromkeys(("ne", "!="), differs)
        # What is random, or made to show off, has no place in a text that a preview must foretell.
        self.globals = {"range": bounded_range, "dict": self._dict, "namespace": Namespace}
        self.concat = self._concat  # type: ignore[method-assign]
        self.binop_table |= {"+": sum_of, "*": product_of, "**": power_of, "%": remainder_or_format}

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        stream = super()._tokenize(source, name, filename, state)
        if self.placeholders is None:
            return stream
        return TokenStream(self.placeholders.join(stream, name or ""), name, filename)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute that a template may see."""
        found = self._method(obj, attribute)
        return super().getattr(obj, attribute) if found is None else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item, or else an attribute, that a template may see."""
        found = self._method(obj, argument) if isinstance(argument, str) else None
        return super().getitem(obj, argument) if found is None else found

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may see an attribute: of plain values, those that are known here."""
        if isinstance(obj, Undefined):
            return True
        for kinds, known in _KNOWN:
            if isinstance(obj, kinds):
                return attr in known
        return not isinstance(obj, type) and super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, obj: Any, /, *arguments: Any, **options: Any) -> Any:
        """Call an object; its result stays within bounds."""
        self.allowance.spend(1)
        result = check_size(super().call(context, obj, *arguments, **options))
        self.allowance.spend_on(result)
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return the result of an operator; it stays within bounds."""
        del context
        result = self.binop_table[operator](left, right)
        self.allowance.spend_on(result)
        return result

    def _method(self, obj: object, name: str) -> Callable[..., Any] | None:
        if isinstance(obj, str):
            if name in {"format", "format_map"}:
                return partial(self._format, obj, name == "format_map")
            return partial(METHODS[name], obj) if name in METHODS else None
        if name == "strftime" and isinstance(obj, date | time):
            return partial(strftime, obj)
        return None

    def _format(self, text: str, is_map: bool, *arguments: Any, **options: Any) -> str:  # noqa: FBT001 -- bound by partial
        if is_map:
            arguments, options = (), dict(*arguments)
        return Formatter(self).vformat(text, arguments, options)

    def _concat(self, parts: Iterable[str]) -> str:
        pieces = parts if isinstance(parts, list) else list(parts)
        if sum(map(len, pieces)) > MOST_CHARACTERS:
            raise too_long_error()
        text = "".join(pieces)
        self.allowance.spend_on(text)
        return text

    @staticmethod
    def _dict(*pairs: Any, **named: Any) -> dict[Any, Any]:
        return dict(*pairs, **named)

    def _inner_filters(self) -> dict[str, Callable[..., Any]]:
        @pass_context
        def write(_context: Context, value: object) -> str:
            return text_of(value)

        @pass_context
        def check(_context: Context, value: object) -> object:
            self.allowance.spend_on(value)
            return check_size(value)

        @pass_context
        def concatenate(_context: Context, values: Sequence[object]) -> str:
            text = join_texts("", values)
            self.allowance.spend_on(text)
            return Markup(text) if all(isinstance(value, Markup) for value in values) else text  # noqa: S704 -- was markup before

        @pass_context
        def spend(_context: Context, steps: int) -> bool:
            self.allowance.spend(steps)
            return True

        @pass_context
        def renew(_context: Context, _nothing: object) -> None:
            self.allowance.renew()

        return {
            " write": write,
            " check": check,
            " concatenate": concatenate,
            " spend": spend,
            " renew": renew,
            " text": str,
        }


_KNOWN: Sequence[tuple[Any, frozenset[str]]] = (
    (str, frozenset()),
    ((int, float), _NUMBERS),
    ((date, time, timedelta), DATE_METHODS),
    ((list, tuple, dict, range), _COLLECTIONS),
)


def insert_bounds(tree: nodes.Template, environment: TextSandbox) -> None:
    """Put bounds into a syntax tree. Raises `UnsuitableError` for what has no place in a text."""
    cost = step_count(tree.body)
    _Bounds().visit(tree)
    _spend_first(tree.body, cost, 1)
    tree.set_environment(environment)


class _Bounds(NodeTransformer):
    """Replaces what can run away, inside out."""

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 -- Jinja's name
        self.generic_visit(node)
        node.nodes = [
            child
            if isinstance(child, nodes.TemplateData) or is_printed(child)
            else with_filter(child, " write")
            for child in node.nodes
        ]
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 -- Jinja's name
        self.generic_visit(node)
        return with_filter(nodes.Tuple(node.nodes, "load", lineno=node.lineno), " concatenate")

    def visit_List(self, node: nodes.Expr) -> nodes.Node:  # noqa: N802 -- Jinja's name
        self.generic_visit(node)
        return with_filter(node, " check") if getattr(node, "ctx", "load") == "load" else node

    visit_Tuple = visit_Dict = visit_List  # noqa: N815 -- Jinja's names

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802 -- Jinja's name
        self.generic_visit(node)
        if len(node.ops) != 1:
            return node
        operand = node.ops[0]
        is_fixed = any(
            isinstance(one, nodes.Const) and not isinstance(one.value, str)
            for one in (node.expr, operand.expr)
        )
        if operand.op not in _TESTS or (is_fixed and operand.op in {"eq", "ne"}):
            return node
        name, is_negated = _TESTS[operand.op]
        test = nodes.Test(node.expr, name, [operand.expr], [], None, None, lineno=node.lineno)
        return nodes.Not(test, lineno=node.lineno) if is_negated else test

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802 -- Jinja's name
        self.generic_visit(node)
        value = getattr(node.node, "value", None)  # as in `{{ 2. Taksit }}`
        if type(value) in {int, float} and node.attr not in _NUMBERS:
            raise UnsuitableError(
                _("the number {value} has nothing named {name}").format(value=value, name=node.attr),
                node.lineno,
            )
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 -- Jinja's name
        cost = step_count(node.body)
        self.generic_visit(node)
        if node.test is not None:
            node.test = nodes.And(spend_expression(cost, node.lineno), node.test, lineno=node.lineno)
        _spend_first(node.body, cost, node.lineno)
        return node

    def visit_Macro(self, node: Any) -> nodes.Node:  # noqa: N802 -- Jinja's name
        cost = step_count(node.body)
        self.generic_visit(node)
        _spend_first(node.body, cost, node.lineno)
        return node  # type: ignore[no-any-return]

    visit_CallBlock = visit_Block = visit_Macro  # noqa: N815 -- Jinja's names

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802 -- Jinja's name
        raise UnsuitableError(_("autoescape has no place in a text message, which is not HTML"), node.lineno)


def with_filter(node: nodes.Expr, name: str) -> nodes.Filter:
    """Return an expression with a filter."""
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def is_printed(node: nodes.Node) -> bool:
    """Return whether a node is a name whose values have been turned into text already."""
    return isinstance(node, nodes.Name) and node.name.startswith(PRINTED)


def assigned_names(tree: nodes.Template) -> set[str]:
    """Return the names that a template sets itself: in a loop, a macro or with `set`."""
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}


def plain_prints(tree: nodes.Template) -> list[nodes.Name]:
    """Return the names that a template prints as they are, but for those that it sets itself."""
    own = assigned_names(tree)
    return [
        child
        for output in tree.find_all(nodes.Output)
        for child in output.nodes
        if isinstance(child, nodes.Name) and child.name not in own
    ]


def spend_expression(cost: int, line: int) -> nodes.Expr:
    """Return an expression that takes steps and is true."""
    return with_filter(nodes.Const(cost, lineno=line), " spend")


def step_count(body: Sequence[nodes.Node]) -> int:
    """Return how many steps it takes to go through statements once."""
    return 1 + sum(1 for node in body for _each in node.find_all(nodes.Node)) // _NODES_OF_A_STEP


def _spend_first(body: list[nodes.Node], cost: int, line: int) -> None:
    body.insert(0, nodes.ExprStmt(spend_expression(cost, line), lineno=line))
