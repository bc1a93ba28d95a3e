"""`{{ fact.name }}` in text that is no template: in a plain script, and in the values of a data file.

Nothing else may stand between the braces but filters: `{{ fact.fee|money("sign") }}`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from herald.errors import did_you_mean
from herald.facts import Facts, NoFact
from herald.media import Place
from herald.template.faults import Faults
from herald.template.speech import FILTERS, Speech, Unspeakable
from herald.template.values import Value

GAP = re.compile(r"<!--.*?-->|\{\{(?P<inside>.*?)\}\}", re.DOTALL)
"""A gap to be filled, or a comment of Markdown, in which there are none."""

_WHOLE = re.compile(r"\s*\{\{\s*fact\.(\w+)\s*\}\}\s*")


@dataclass(frozen=True)
class Expression:
    """What stands in a gap.

    Attributes:
        fact: name of the fact.
        filters: name, arguments and named arguments of each filter.
    """

    fact: str
    filters: tuple[tuple[str, tuple[object, ...], dict[str, object]], ...]


@dataclass(frozen=True)
class Piece:
    """A part of the text.

    Attributes:
        text: as it was written, or what a fact says.
        start: where it begins in the text.
        fact: the name of the fact that says it, else None.
    """

    text: str
    start: int
    fact: str | None = None


def has_gaps(text: str) -> bool:
    """Say whether there is anything to fill in."""
    return any(match["inside"] is not None for match in GAP.finditer(text))


def whole_fact(text: str) -> str | None:
    """Return the name of the fact that is all there is in a text, or None."""
    match = _WHOLE.fullmatch(text)
    return match[1] if match else None


def expand(
    text: str, place_of: Callable[[int], Place], facts: Facts, speech: Speech, faults: Faults
) -> Iterator[Piece]:
    """Fill the gaps of a text.

    Args:
        text: with or without gaps.
        place_of: returns the place of a character.
        facts: the values.
        speech: says them.
        faults: receives gaps that cannot be filled.
    """
    position = 0
    for match in GAP.finditer(text):
        if match["inside"] is None:
            continue
        if match.start() > position:
            yield Piece(text[position : match.start()], position)
        try:
            expression = _parsed(match["inside"])
            said = _evaluate(expression, facts, speech)
            yield Piece(said, match.start(), expression.fact)
        except NoFact as error:
            faults.add(place_of(match.start()), str(error), error.suggestion, len(match.group()))
        except ValueError as error:
            faults.add(place_of(match.start()), str(error), _ADVICE, len(match.group()))
        position = match.end()
    if position < len(text):
        yield Piece(text[position:], position)


_ADVICE = "Between {{ and }} there may be a fact and how it is said: {{ fact.fee }} or {{ fact.fee|money }}."


@functools.lru_cache(maxsize=4096)
def _parsed(inside: str) -> Expression:
    import jinja2
    from jinja2 import nodes

    try:
        root = jinja2.Environment().parse(f"{{{{{inside}}}}}")
    except jinja2.TemplateSyntaxError as error:
        raise ValueError(f"this cannot be understood: {error.message}") from None
    node = root.body[0].nodes[0] if len(root.body) == 1 and isinstance(root.body[0], nodes.Output) else None
    filters: list[tuple[str, tuple[object, ...], dict[str, object]]] = []
    while isinstance(node, nodes.Filter):
        if node.name not in FILTERS:
            hint = did_you_mean(node.name, FILTERS) or f"There are: {', '.join(FILTERS)}."
            raise NoFact(f"there is no filter '{node.name}'", hint)
        try:
            arguments = tuple(argument.as_const() for argument in node.args)
            named = {str(pair.key): pair.value.as_const() for pair in node.kwargs}
        except nodes.Impossible:
            raise ValueError("a filter takes fixed values here") from None
        filters.append((node.name, arguments, named))
        node = node.node
    is_fact = (
        isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "fact"
    )
    if not is_fact:
        raise ValueError(f"'{inside.strip()}' is not a fact")
    assert isinstance(node, nodes.Getattr)
    return Expression(node.attr, tuple(reversed(filters)))


def _evaluate(expression: Expression, facts: Facts, speech: Speech) -> str:
    value: Value = facts.value(expression.fact, speech.language)
    for name, arguments, named in expression.filters:
        try:
            value = FILTERS[name](speech, value, *arguments, **named)
        except TypeError:
            raise Unspeakable(f"'{name}' does not take these values") from None
    return speech.say(value)
