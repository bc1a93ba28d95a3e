"""A template's tree, rewritten so that everything it puts out says where it came from.

    text            ->  text(1)
    {{ x|date }}    ->  placed(at(2), x|date)
    {% if x %}      ->  tested(at(3), x)
    {% for a in x %} -> counted(at(4), x)
    a ~ b           ->  concatenated(a, b)
    1.5             ->  exact("1.5")

`x` becomes `field("x")`, and `fact.x` becomes `fact("x")`, so that the sandbox sees what is used.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from herald.template.lexing import Block, Lexed, Token
from herald.template.trace import Traced, lines_of


class Rewriter(NodeTransformer):
    """Rewrites one template.

    Args:
        lexed: its tokens, which come in the same order as the parts of the tree.
        fields: the names of the data.

    Attributes:
        chunks: the template's own words, by number.
        offsets: where each expression and tag begins, by number.
        blocks: each `if`, `elif` and `for`, by number.
    """

    def __init__(self, lexed: Lexed, fields: Container[str]) -> None:
        self._lexed = lexed
        self._fields = fields
        self._data: Iterator[Token] = lexed.data()
        self._blocks: Iterator[Block] = iter(lexed.opened("if", "elif", "for"))
        self._number = 0
        self.chunks: dict[int, Traced] = {}
        self.offsets: dict[int, int] = {}
        self.blocks: dict[int, Block] = {}

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - the library's name
        """Rewrite what is put out."""
        parts: list[nodes.Expr] = []
        for part in node.nodes:
            token = next(self._data)
            number = self._next(token.offset)
            if isinstance(part, nodes.TemplateData):
                words = self._lexed.words(token)
                chunk = lines_of(words.text, self._lexed.place(words.offset), words.offset)
                self.chunks[number] = chunk
                parts.append(_call("text", part.lineno, nodes.Const(number)))
            else:
                parts.append(self._wrapped("placed", number, self.visit(part)))
        return nodes.Output(parts, lineno=node.lineno)

    def visit_If(self, node: nodes.If) -> nodes.If:  # noqa: N802
        """Rewrite the condition, then what depends on it."""
        number = self._block()
        node.test = self._wrapped("tested", number, self.visit(node.test))
        node.body, node.elif_, node.else_ = (self._all(part) for part in (node.body, node.elif_, node.else_))
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        """Rewrite what the loop goes over, then its body."""
        number = self._block()
        node.iter = self._wrapped("counted", number, self.visit(node.iter))
        node.body, node.else_ = self._all(node.body), self._all(node.else_)
        if node.test is not None:
            node.test = self.visit(node.test)
        return node

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:  # noqa: N802
        """Rewrite a name of the data."""
        if node.ctx == "load" and node.name in self._fields:
            return _call("field", node.lineno, nodes.Const(node.name))
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Expr:  # noqa: N802
        """Rewrite `fact.name`."""
        if isinstance(node.node, nodes.Name) and node.node.name == "fact":
            return _call("fact", node.lineno, nodes.Const(node.attr))
        node.node = self.visit(node.node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:  # noqa: N802
        """Rewrite `a ~ b`."""
        return _call("concatenated", node.lineno, *(self.visit(part) for part in node.nodes))

    def visit_Const(self, node: nodes.Const) -> nodes.Expr:  # noqa: N802
        """Make numbers exact."""
        if isinstance(node.value, float):
            return _call("exact", node.lineno, nodes.Const(str(node.value)))
        return node

    def _all(self, body: list[Any]) -> list[Any]:
        return [self.visit(part) for part in body]

    def _next(self, offset: int) -> int:
        self._number += 1
        self.offsets[self._number] = offset
        return self._number

    def _block(self) -> int:
        block = next(self._blocks)
        number = self._next(block.start)
        self.blocks[number] = block
        return number

    def _wrapped(self, name: str, number: int, value: nodes.Expr) -> nodes.Call:
        begin = _call("at", value.lineno, nodes.Const(number))
        return _call(name, value.lineno, begin, value)


def _call(name: str, line: int, *arguments: nodes.Expr) -> nodes.Call:
    function = nodes.EnvironmentAttribute(name, lineno=line)
    call = nodes.Call(function, list(arguments), [], None, None, lineno=line)
    for argument in arguments:
        if argument.lineno is None:
            argument.lineno = line
    return call
