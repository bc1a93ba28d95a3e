"""One run of a template: what it is given, where it stands, and what goes wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Undefined

from herald.errors import did_you_mean
from herald.facts import Facts
from herald.template.faults import Faults
from herald.template.lexing import Lexed
from herald.template.speech import Speech
from herald.template.trace import Traced
from herald.template.values import Record

MOST_STEPS = 100_000
"""How many turns of loops and calls of macros a script may take; a real one takes a few hundred."""

MOST_CHARACTERS = 1_000_000
"""The longest script that a template may give, and the longest text on the way to it."""


class TooMuch(Exception):
    """A template takes too long or gives too much."""


@dataclass
class Running:
    """One run of a template.

    Attributes:
        lexed: the template.
        chunks: its own words, by number.
        offsets: where each expression and tag begins, by number.
        record: the data.
        facts: shared values.
        speech: the language.
        faults: receives what goes wrong.
        asked: facts that each tag asked for, by the tag's number.
        everywhere: facts that were put into variables, and so may be anywhere.
    """

    lexed: Lexed
    chunks: Mapping[int, Traced]
    offsets: Mapping[int, int]
    record: Record
    facts: Facts
    speech: Speech
    faults: Faults
    asked: dict[int, frozenset[str]] = field(default_factory=dict)
    everywhere: set[str] = field(default_factory=set)
    _stack: list[tuple[int, set[str]]] = field(default_factory=list)
    _n_steps: int = 0
    _n_characters: int = 0

    def begin(self, number: int) -> None:
        """Remember which expression is worked out from here on."""
        self._stack.append((number, set()))

    def end(self) -> tuple[int, frozenset[str]]:
        """Return the expression that was worked out, and the facts that it asked for."""
        number, facts = self._stack.pop()
        return number, frozenset(facts)

    def use(self, facts: Iterable[str]) -> None:
        """Note facts that something depends on."""
        if self._stack:
            self._stack[-1][1].update(facts)
        else:
            self.everywhere.update(facts)

    def step(self, n_steps: int = 1) -> None:
        """Count steps."""
        self._n_steps += n_steps
        if self._n_steps > MOST_STEPS:
            raise TooMuch(f"this template takes more than {MOST_STEPS} steps; does a macro call itself?")

    def count(self, text: str) -> None:
        """Count characters."""
        self._n_characters += len(text)
        if self._n_characters > MOST_CHARACTERS:
            raise TooMuch(f"this template gives more than {MOST_CHARACTERS} characters")

    def complain(self, message: str, suggestion: str = "", name: str = "") -> None:
        """Note what is wrong at the place that is worked out now."""
        start = self.offsets.get(self._stack[-1][0], -1) if self._stack else -1
        offset = self.lexed.find(name, _line_now() or 1, start)
        found = name and self.lexed.text.startswith(name, offset)
        self.faults.add(self.lexed.place(offset), message, suggestion, len(name) if found else 2)


CURRENT: ContextVar[Running] = ContextVar("run of a template")


def running(run: Running, render: Callable[[], Iterator[str]]) -> list[Traced]:
    """Run a template and return its parts.

    Raises:
        TooMuch: it takes too long or gives too much.
        RecursionError: a macro calls itself for ever.
    """
    token = CURRENT.set(run)
    parts: list[Traced] = []
    try:
        for part in render():
            # A call that could not be made gives what is no text, and says so when it is asked for some.
            text = str(part)
            run.count(text)
            if isinstance(text, Traced):
                parts.append(text)
    finally:
        CURRENT.reset(token)
    return parts


def _line_now() -> int | None:
    """Return the line of the template that is running."""
    frame = sys._getframe(1)
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back  # type: ignore[assignment]
    return None


class Missing(Undefined):
    """Something that is not there: whatever is done with it is noted, and nothing comes of it."""

    __slots__ = ()

    def _note(self) -> None:
        run, name = CURRENT.get(), str(self._undefined_name)
        if self._undefined_hint:
            run.complain(self._undefined_hint, name=name)
        elif isinstance(self._undefined_obj, Record):
            names = self._undefined_obj.values
            hint = did_you_mean(name, names) or f"There are: {', '.join(names)}."
            run.complain(f"there is no '{name}' in this record", hint, name)
        else:
            run.complain(f"there is no '{name}' here", name=name)

    def __str__(self) -> str:
        self._note()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._note()
        return iter(())

    def __len__(self) -> int:
        self._note()
        return 0

    def __bool__(self) -> bool:
        self._note()
        return False

    def __eq__(self, other: object) -> bool:
        self._note()
        return False

    def __ne__(self, other: object) -> bool:
        self._note()
        return True

    def __hash__(self) -> int:
        return id(type(self))

    def __contains__(self, item: object) -> bool:
        self._note()
        return False

    def _compared(self, *args: Any, **kwargs: Any) -> Any:
        self._note()
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _compared
