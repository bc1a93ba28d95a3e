"""Jinja2, reduced to what filling in words needs, and made to tell where every character came from.

Templates see data and nothing of Python: no attributes but those of records and loops, no calls but of
their own macros, no arithmetic but with numbers, a short list of filters. What goes wrong while a template
runs is noted with its place, and the template goes on, so that everything wrong with it is told at once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import MethodType
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.exceptions import TemplateError
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from herald.facts import NoFact
from herald.template import trace
from herald.template.running import CURRENT, Missing, Running
from herald.template.speech import FILTERS, Unspeakable, shown
from herald.template.trace import Traced
from herald.template.values import Passage, Record

LOOP_ATTRIBUTES = frozenset(
    ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem", "depth")
    + ("cycle", "changed")
)
"""What a template may ask of a loop."""

BUILT_IN_FILTERS = frozenset(
    (
        "abs",
        "first",
        "last",
        "length",
        "list",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "reverse",
        "round",
    )
    + ("select", "selectattr", "sort", "sum", "unique")
)
"""Jinja2's own filters that templates may use."""

BUILT_IN_TESTS = frozenset(
    ("defined", "undefined", "none", "odd", "even", "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge")
    + ("equalto", "==", "!=", "<", "<=", ">", ">=", "number", "string", "sameas", "true", "false")
)
"""Jinja2's own tests that templates may use."""

_GONE_WRONG = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, TemplateError)
"""What Jinja2's filters raise when they are given what they cannot use."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 for templates of scripts."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))
    concat = staticmethod(trace.joined)

    def __init__(self) -> None:
        super().__init__(lstrip_blocks=True, keep_trailing_newline=True, undefined=Missing)
        self.globals = {"namespace": Namespace}
        built_in = {name: self.filters[name] for name in BUILT_IN_FILTERS}
        self.filters = {name: _careful(name, function) for name, function in built_in.items()}
        self.filters["default"] = _default
        own = {**FILTERS, **_ON_WORDS}
        self.filters.update({name: _spoken(name, function) for name, function in own.items()})
        self.tests = {name: self.tests[name] for name in BUILT_IN_TESTS}
        self.tests["defined"] = lambda value: not isinstance(value, Undefined) and value is not None
        self.tests["undefined"] = lambda value: isinstance(value, Undefined) or value is None

    # What templates may reach.

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a value of a record, or an attribute of a loop or a namespace; nothing else has any."""
        if isinstance(obj, Missing):
            return obj
        if isinstance(obj, Record):
            return self.getitem(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in LOOP_ATTRIBUTES:
            return getattr(obj, attribute)
        if isinstance(obj, Namespace) and not attribute.startswith("_"):
            return super().getattr(obj, attribute)
        return _unreachable(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a value of a record, an item of a list, or what a table of the template says."""
        if isinstance(obj, Missing):
            return obj
        if isinstance(obj, Record) and isinstance(argument, str):
            if argument not in obj.values:
                return Missing(None, obj, argument)
            CURRENT.get().use(obj.facts.get(argument, ()))
            return obj.values[argument]
        if isinstance(obj, (list, tuple)) and isinstance(argument, int):
            in_range = -len(obj) <= argument < len(obj)
            return obj[argument] if in_range else Missing(f"the list has no item {argument}", obj, "")
        if isinstance(obj, dict) and not isinstance(argument, Missing):
            return (
                obj[argument]
                if argument in obj
                else Missing(f"nothing is said here for '{argument}'", obj, "")
            )
        return _unreachable(obj, str(argument))

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call one of the template's macros; nothing else can be called."""
        if isinstance(obj, MethodType) and obj.__self__ is self:
            # Inside loops Jinja2 adds what only functions that take its context have a use for.
            return obj(*args)
        if isinstance(obj, Missing):
            return obj
        CURRENT.get().step()
        if isinstance(obj, Macro) or obj is Namespace:
            return context.call(obj, *args, **kwargs)
        if isinstance(obj, MethodType) and isinstance(obj.__self__, LoopContext):
            return obj(*args, **kwargs)
        return Missing("this cannot be called: only macros of this template can", obj, "")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Reckon with numbers."""
        run = CURRENT.get()
        for value in (left, right):
            if isinstance(value, Missing):
                return value
            if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
                run.complain(f"'{operator}' needs numbers, not {shown(value)}", "Words are joined with ~.")
                return 0
        if operator == "**" or (operator in ("/", "//", "%") and right == 0):
            run.complain("powers are not reckoned" if operator == "**" else "this divides by nothing")
            return 0
        exact = (Decimal(left), right) if operator == "/" else (left, right)
        return super().call_binop(context, operator, *exact)

    # What the rewritten template calls; see rewriting.py.

    def text(self, number: int) -> Traced:
        """Return words of the template."""
        return CURRENT.get().chunks[number]

    def at(self, number: int) -> int:
        """Begin to work out an expression."""
        CURRENT.get().begin(number)
        return number

    def placed(self, number: int, value: Any) -> Traced:
        """Return a value as words with its place."""
        run = CURRENT.get()
        if value is None:
            message = "this was left out of the data"
            run.complain(message, "It is not required, so ask for it first: {% if ... %} ... {% endif %}")
            value = ""
        elif isinstance(value, Missing):
            value = str(value)
        _, facts = run.end()
        if isinstance(value, Traced):
            return trace.with_facts(value, facts)
        offset = run.offsets[number]
        if isinstance(value, Passage):
            return trace.passage(value, offset, facts)
        try:
            said = run.speech.say(value)
        except Unspeakable as error:
            run.begin(number)
            run.complain(str(error))
            run.end()
            said = ""
        return trace.value(said, run.lexed.place(offset), offset, facts)

    def tested(self, number: int, value: Any) -> bool:
        """Return whether a condition holds."""
        run = CURRENT.get()
        truth = bool(value)
        self._asked(run, number)
        return truth

    def counted(self, number: int, value: Any) -> list[Any]:
        """Return what a loop goes over."""
        run = CURRENT.get()
        if isinstance(value, (Missing, tuple, list, Iterator)):
            turns = list(value)
        else:
            # A list that was left out is an empty one.
            turns = []
            if value is not None:
                run.complain(f"a loop goes over a list, and this is {shown(value)}")
        self._asked(run, number)
        run.step(len(turns))
        return turns

    def _asked(self, run: Running, number: int) -> None:
        _, facts = run.end()
        run.asked[number] = run.asked.get(number, frozenset()) | facts

    def field(self, name: str) -> Any:
        """Return a value of the data."""
        run = CURRENT.get()
        run.use(run.record.facts.get(name, ()))
        return run.record.values[name]

    def fact(self, name: str) -> Any:
        """Return a fact."""
        run = CURRENT.get()
        run.use((name,))
        try:
            return run.facts.value(name, run.speech.language)
        except NoFact as error:
            run.complain(str(error), error.suggestion, name)
            return ""

    def exact(self, written: str) -> Decimal:
        """Return a number with a fraction."""
        return Decimal(written)

    def concatenated(self, *values: Any) -> str:
        """Join words."""
        run = CURRENT.get()
        said = []
        for value in values:
            try:
                said.append(str(value) if isinstance(value, (str, Missing)) else run.speech.say(value))
            except Unspeakable as error:
                run.complain(str(error))
        text = "".join(said)
        run.count(text)
        return text


def _unreachable(obj: Any, name: str) -> Missing:
    is_value = not isinstance(obj, (Macro, LoopContext, Namespace, dict))
    what = f"this is {shown(obj)}, which has no parts" if is_value else "there is no such part"
    return Missing(f"'{name}' cannot be reached: {what}", obj, name)


_ON_WORDS: dict[str, Callable[..., str]] = {
    "upper": lambda speech, value: speech.say(value).upper(),
    "lower": lambda speech, value: speech.say(value).lower(),
    "trim": lambda speech, value: speech.say(value).strip(),
    "replace": lambda speech, value, old, new: speech.say(value).replace(old, new),
    "join": lambda speech, values, between="": between.join(speech.say(value) for value in values),
}
"""Filters that Jinja2 has too, but which would write a date as 2026-10-05."""


def _spoken(name: str, function: Callable[..., str]) -> Callable[..., Any]:
    """Return one of our filters, bound to the language of whatever runs."""

    def bound(value: Any, *args: Any, **kwargs: Any) -> Any:
        run = CURRENT.get()
        if isinstance(value, Missing):
            return value
        try:
            said = function(run.speech, value, *args, **kwargs)
            run.count(said)
            return said
        except Unspeakable as error:
            hint = "It is not required, so ask for it first: {% if ... %}" if value is None else ""
            run.complain(str(error), hint, name)
        except (TypeError, AttributeError):
            run.complain(f"'{name}' does not take these values", name=name)
        return ""

    return bound


def _careful(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return one of Jinja2's filters that notes what goes wrong, with the marks that tell what it needs."""

    def careful(*args: Any, **kwargs: Any) -> Any:
        run = CURRENT.get()
        try:
            result = function(*args, **kwargs)
            # Some filters only begin to work when somebody looks at what they give.
            result = tuple(result) if isinstance(result, Iterator) else result
        except _GONE_WRONG as error:
            run.complain(f"'{name}' does not take this: {error}", name=name)
            return ""
        if isinstance(result, str):
            run.count(result)
        return result

    functools.update_wrapper(careful, function)
    return careful


def _default(value: Any, instead: Any = "") -> Any:
    """Return `instead` for what is not there or was left out."""
    return instead if value is None or isinstance(value, Undefined) else value


ALLOWED_NODES: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Macro, nodes.CallBlock),
    *(nodes.With, nodes.Assign, nodes.AssignBlock, nodes.Name, nodes.NSRef, nodes.Const),
    *(nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.CondExpr, nodes.Filter),
    *(nodes.Test, nodes.Call, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos, nodes.Concat, nodes.Add, nodes.Sub, nodes.Mul),
    *(nodes.Div, nodes.FloorDiv, nodes.Mod),
)
"""The parts of the language that templates are made of; there is no import and no include."""
