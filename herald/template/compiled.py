"""A template that is ready to be filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2
from jinja2 import nodes

from herald.facts import Facts
from herald.media import Place
from herald.template.faults import Faults
from herald.template.lexing import Block, Lexed, plain_message
from herald.template.names import NameChecker, Shape
from herald.template.rewriting import Rewriter
from herald.template.running import Running, TooMuch, running
from herald.template.sandbox import Sandbox
from herald.template.speech import Speech
from herald.template.trace import Rendered, Run, Traced, assembled
from herald.template.values import Record

SANDBOX = Sandbox()
"""Templates see nothing of one another, so one environment serves all."""


@dataclass(frozen=True)
class Compiled:
    """A template without faults.

    Attributes:
        lexed: its text.
        template: what Jinja2 made of it.
        chunks, offsets, blocks: see `Rewriter`.
    """

    lexed: Lexed
    template: jinja2.Template
    chunks: Mapping[int, Traced]
    offsets: Mapping[int, int]
    blocks: Mapping[int, Block]

    def render(self, record: Record, facts: Facts, speech: Speech, faults: Faults) -> Rendered:
        """Fill the template.

        Args:
            record: the data; it has every name that the template knows.
            facts: shared values.
            speech: the language.
            faults: receives what goes wrong.
        """
        run = Running(self.lexed, self.chunks, self.offsets, record, facts, speech, faults)
        try:
            parts = running(run, lambda: self.template.root_render_func(self.template.new_context({})))
        except (TooMuch, RecursionError) as error:
            message = (
                str(error) if isinstance(error, TooMuch) else "a macro of this template calls itself for ever"
            )
            faults.add(Place(self.lexed.path, 1, 1), message)
            return Rendered("", ())
        except (TypeError, ValueError, ArithmeticError, LookupError, jinja2.TemplateError) as error:
            line = _line_of(error)
            where = self.lexed.place(self.lexed.find("", line))
            faults.add(where, f"this cannot be worked out: {error}", "Are these values of the same type?", 2)
            return Rendered("", ())
        text, runs = assembled(parts)
        return self._with_branches(text, runs, run)

    def _with_branches(self, text: str, runs: tuple[Run, ...], run: Running) -> Rendered:
        """Let what stands in a block depend on the facts that its tag asked for."""
        branches: list[tuple[Place, frozenset[str]]] = []
        everywhere = frozenset(run.everywhere)
        if everywhere:
            runs = tuple(replace(one, facts=one.facts | everywhere) for one in runs)
        for number, facts in run.asked.items():
            block = self.blocks[number]
            inside = [block.start <= one.offset < block.stop for one in runs]
            if facts and any(inside):
                runs = tuple(
                    replace(one, facts=one.facts | facts) if within else one
                    for one, within in zip(runs, inside, strict=True)
                )
            elif facts:
                branches.append((self.lexed.place(block.start), facts))
        asked = frozenset().union(everywhere, *run.asked.values(), *(one.facts for one in runs))
        return Rendered(text, runs, asked, tuple(branches))


def compile_template(
    path: Path, text: str, known: Mapping[str, Shape], facts: Facts, faults: Faults
) -> Compiled | None:
    """Compile a template.

    Args:
        path: of the file.
        text: what is in it, with line feeds.
        known: the names that it may use.
        facts: whose names it may use.
        faults: receives everything that is wrong with it.

    Returns:
        None if there is anything wrong.
    """
    own = Faults()
    compiled = _compile(path, text, known, facts, own)
    faults.merge(own)
    return compiled


def _compile(
    path: Path, text: str, known: Mapping[str, Shape], facts: Facts, faults: Faults
) -> Compiled | None:
    lexed = Lexed(path, text, SANDBOX, faults)
    if not lexed.is_good:
        return None
    try:
        tree = SANDBOX.parse(text, name=path.name, filename=str(path))
    except jinja2.TemplateSyntaxError as error:
        _add_syntax_error(error, lexed, faults)
        return None
    NameChecker(lexed, SANDBOX, known, facts.by_name, faults).check(tree)
    if faults:
        return None
    rewriter = Rewriter(lexed, known)
    rewritten: nodes.Template = rewriter.visit(tree)
    rewritten.set_environment(SANDBOX)
    try:
        code = SANDBOX.compile(rewritten, name=path.name, filename=str(path))
    except jinja2.TemplateSyntaxError as error:
        _add_syntax_error(error, lexed, faults)
        return None
    template = jinja2.Template.from_code(SANDBOX, code, SANDBOX.globals)
    return Compiled(lexed, template, rewriter.chunks, rewriter.offsets, rewriter.blocks)


def _add_syntax_error(error: jinja2.TemplateSyntaxError, lexed: Lexed, faults: Faults) -> None:
    message = plain_message(error.message)
    quoted = re.search(r"'([^']+)'$", message)
    got = quoted[1] if quoted else ""
    place = lexed.place(lexed.find(got, error.lineno))
    faults.add(place, message, "Look at this tag and at the one before it.", max(2, len(got)))


def _line_of(error: BaseException) -> int:
    """Return the line of the template in which an error came up."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            line = int(template.get_corresponding_lineno(trace.tb_lineno))
        trace = trace.tb_next
    return line
