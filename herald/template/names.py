"""Everything that can be found wrong in a template without running it, in all of its branches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from jinja2 import nodes

from herald.errors import did_you_mean
from herald.template.faults import Faults
from herald.template.lexing import Lexed
from herald.template.sandbox import ALLOWED_NODES, LOOP_ATTRIBUTES, Sandbox
from herald.template.schema import Field, by_name


@dataclass(frozen=True)
class Shape:
    """What is known of a name.

    Attributes:
        fields: the fields of a record; None for anything that is none.
        items: what a list's items are; None for what is no list.
        what: what it is, for people; empty where that is not known.
        may_be_called: it is a macro.
    """

    fields: Mapping[str, Field] | None = None
    items: Shape | None = None
    what: str = ""
    may_be_called: bool = False


UNKNOWN = Shape()
MACRO = Shape(may_be_called=True)


def shape_of(field: Field) -> Shape:
    """Return what a field holds."""
    if field.type != "list":
        return Shape(what=field.shown)
    if field.fields:
        return Shape(items=record_of(field.fields), what="a list")
    return Shape(items=Shape(what=field.kind.shown if field.kind else ""), what="a list")


def record_of(fields: Iterable[Field]) -> Shape:
    """Return the shape of a record."""
    return Shape(fields=by_name(fields), what="a record")


class NameChecker:
    """Looks through one template.

    Args:
        lexed: where things stand in it.
        sandbox: knows filters and tests.
        known: the names that it is given.
        facts: the names of all facts.
        faults: receives what is wrong.
    """

    def __init__(
        self,
        lexed: Lexed,
        sandbox: Sandbox,
        known: Mapping[str, Shape],
        facts: Iterable[str],
        faults: Faults,
    ) -> None:
        self._lexed = lexed
        self._sandbox = sandbox
        self._known = known
        self._facts = frozenset(facts)
        self._faults = faults
        self._scopes: list[dict[str, Shape]] = [{"namespace": MACRO}]

    def check(self, node: nodes.Node) -> None:
        """Look through a node and all that is in it."""
        if not isinstance(node, ALLOWED_NODES) or (isinstance(node, nodes.For) and node.recursive):
            self._forbidden(node)
            return
        special = {
            nodes.Name: self._name,
            nodes.For: self._for,
            nodes.Macro: self._macro,
            nodes.CallBlock: self._call_block,
            nodes.With: self._with,
            nodes.Assign: self._assign,
            nodes.AssignBlock: self._assign_block,
            nodes.Getattr: self._getattr,
            nodes.Call: self._call,
            nodes.Filter: self._filter,
            nodes.Test: self._test,
        }.get(type(node))
        if special:
            special(node)  # type: ignore[operator]
        else:
            self._all(node.iter_child_nodes())

    def _all(self, inner: Iterable[nodes.Node]) -> None:
        for node in inner:
            self.check(node)

    def _add(self, node: nodes.Node, name: str, message: str, suggestion: str = "") -> None:
        offset = self._lexed.find(name, node.lineno)
        self._faults.add(self._lexed.place(offset), message, suggestion, max(1, len(name)))

    def _forbidden(self, node: nodes.Node) -> None:
        words = {
            nodes.Include: ("include", "a template cannot take in other files"),
            nodes.Import: ("import", "a template cannot take in other files"),
            nodes.FromImport: ("from", "a template cannot take in other files"),
            nodes.Extends: ("extends", "a template cannot take in other files"),
            nodes.Block: ("block", "blocks are for templates that extend others, which these do not"),
            nodes.FilterBlock: ("filter", "a filter takes a value here, not a block"),
            nodes.For: ("for", "loops cannot be recursive here"),
            nodes.Pow: ("**", "powers are not reckoned here"),
        }
        word, message = words.get(
            type(node), ("", f"'{type(node).__name__}' is not for templates of scripts")
        )
        self._add(node, word, message, "docs/templates.md says what a template may have in it.")

    @contextmanager
    def _scope(self, names: Mapping[str, Shape]) -> Iterator[None]:
        self._scopes.append(dict(names))
        yield
        self._scopes.pop()

    def _find(self, name: str) -> Shape | None:
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        return self._known.get(name)

    def _define(self, target: nodes.Node, shape: Shape = UNKNOWN) -> dict[str, Shape]:
        """Return the names that a target defines, after noting those that are taken."""
        if isinstance(target, nodes.Name):
            taken = target.name in self._known or target.name in ("fact", "loop", "caller", "namespace")
            if taken:
                message = f"'{target.name}' is taken: it is what the data or Herald calls something"
                self._add(target, target.name, message, "Choose another name.")
            return {target.name: shape}
        if isinstance(target, nodes.NSRef):
            self._check_name(target, target.name)
            return {}
        inner = target.items if isinstance(target, nodes.Tuple) else ()
        return {name: UNKNOWN for item in inner for name in self._define(item)}

    def _name(self, node: nodes.Name) -> None:
        if node.ctx != "load":
            self._scopes[-1].update(self._define(node))
        elif node.name == "fact":
            self._add(node, "fact", "name the fact that is meant", "For example: {{ fact.phone }}")
        else:
            self._check_name(node, node.name)

    def _check_name(self, node: nodes.Node, name: str) -> None:
        if self._find(name) is None:
            there = {*self._known, *(inner for scope in self._scopes for inner in scope)} - {"namespace"}
            listed = f"The template asks for: {', '.join(self._known)}." if self._known else ""
            hint = did_you_mean(name, sorted(there)) or listed
            self._add(node, name, f"there is no '{name}'", hint)

    def _for(self, node: nodes.For) -> None:
        self.check(node.iter)
        of = self._shape(node.iter)
        if of.what and of.items is None:
            self._add(node, "for", f"a loop goes over a list, and this is {of.what}")
        with self._scope({**self._define(node.target, of.items or UNKNOWN), "loop": UNKNOWN}):
            if node.test is not None:
                self.check(node.test)
            self._all(node.body)
        self._all(node.else_)

    def _macro(self, node: nodes.Macro) -> None:
        self._scopes[-1][node.name] = MACRO
        if node.name in self._known:
            self._add(
                node, node.name, f"'{node.name}' is taken: it is a name of the data", "Choose another name."
            )
        self._all(node.defaults)
        arguments = {name: shape for one in node.args for name, shape in self._define(one).items()}
        with self._scope({**arguments, "caller": MACRO, "varargs": UNKNOWN, "kwargs": UNKNOWN}):
            self._all(node.body)

    def _call_block(self, node: nodes.CallBlock) -> None:
        self.check(node.call)
        self._all(node.defaults)
        with self._scope({name: shape for one in node.args for name, shape in self._define(one).items()}):
            self._all(node.body)

    def _with(self, node: nodes.With) -> None:
        self._all(node.values)
        shapes = [self._shape(value) for value in node.values]
        names: dict[str, Shape] = {}
        for target, shape in zip(node.targets, shapes, strict=True):
            names.update(self._define(target, shape))
        with self._scope(names):
            self._all(node.body)

    def _assign(self, node: nodes.Assign) -> None:
        self.check(node.node)
        self._scopes[-1].update(self._define(node.target, self._shape(node.node)))

    def _assign_block(self, node: nodes.AssignBlock) -> None:
        if node.filter is not None:
            self._add(node, "set", "a filter takes a value here, not a block")
        self._all(node.body)
        self._scopes[-1].update(self._define(node.target))

    def _getattr(self, node: nodes.Getattr) -> None:
        if isinstance(node.node, nodes.Name) and node.node.name == "fact":
            if node.attr not in self._facts:
                hint = did_you_mean(node.attr, self._facts) or "Facts are in facts/*.yaml."
                self._add(node, node.attr, f"there is no fact '{node.attr}'", hint)
            return
        self.check(node.node)
        is_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
        shape = self._shape(node.node)
        if node.attr.startswith("_"):
            self._add(
                node, node.attr, "a template cannot reach into Python", "Only values of the data are there."
            )
        elif is_loop and node.attr not in LOOP_ATTRIBUTES:
            self._add(
                node, node.attr, f"a loop has no '{node.attr}'", did_you_mean(node.attr, LOOP_ATTRIBUTES)
            )
        elif shape.fields is not None and node.attr not in shape.fields:
            hint = did_you_mean(node.attr, shape.fields) or f"There are: {', '.join(shape.fields)}."
            self._add(node, node.attr, f"there is no '{node.attr}' in this record", hint)
        elif shape.fields is None and shape.what:
            message = f"'{node.attr}' cannot be reached: this is {shape.what}, which has no parts"
            self._add(node, node.attr, message)

    def _shape(self, node: nodes.Node) -> Shape:
        """Return what is known of what an expression gives."""
        if isinstance(node, nodes.Name):
            return self._find(node.name) or UNKNOWN
        if isinstance(node, nodes.Getattr):
            fields = self._shape(node.node).fields
            return shape_of(fields[node.attr]) if fields and node.attr in fields else UNKNOWN
        if (
            isinstance(node, nodes.Filter)
            and node.node is not None
            and node.name in ("sort", "reverse", "unique")
        ):
            return self._shape(node.node)
        if isinstance(node, nodes.Filter) and node.node is not None and node.name in ("first", "last"):
            return self._shape(node.node).items or UNKNOWN
        return UNKNOWN

    def _call(self, node: nodes.Call) -> None:
        called = node.node
        if isinstance(called, nodes.Name):
            self.check(called)
            shape = self._find(called.name)
            if shape is not None and not shape.may_be_called and shape is not UNKNOWN:
                self._add(called, called.name, f"'{called.name}' cannot be called: it is {shape.what}")
        elif isinstance(called, nodes.Getattr) and called.attr in ("cycle", "changed"):
            self.check(called)
        else:
            word = called.attr if isinstance(called, nodes.Getattr) else ""
            if isinstance(called, nodes.Getattr):
                self.check(called.node)
            hint = "What a template can do with a value are filters: {{ value|name }}."
            self._add(node, word, "a template cannot call into Python", hint)
        self._all(node.args)
        self._all(node.kwargs)

    def _filter(self, node: nodes.Filter) -> None:
        if node.name not in self._sandbox.filters:
            hint = did_you_mean(node.name, self._sandbox.filters) or "docs/templates.md lists the filters."
            self._add(node, node.name, f"there is no filter '{node.name}'", hint)
        self._all(node.iter_child_nodes())

    def _test(self, node: nodes.Test) -> None:
        if node.name not in self._sandbox.tests:
            hint = did_you_mean(node.name, self._sandbox.tests)
            self._add(node, node.name, f"there is no test '{node.name}'", hint)
        self._all(node.iter_child_nodes())
