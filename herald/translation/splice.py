"""Texts are put into YAML, JSON and CSV without touching anything else in the file.

A library that reads a file and writes it again would change quotation marks, comments and line breaks that
somebody chose; here characters are inserted where the parser says that the values stand.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from herald.errors import UserError
from herald.media import Place
from herald.template.nodes import Items, Node, Scalar

if TYPE_CHECKING:
    import yaml

_PLAIN = re.compile(r"[^\W\d_][\w ,.;’'–—()«»!?-]*[\w.!?)]")
"""A text that needs no quotation marks in a block of YAML; what YAML makes of it is asked all the same."""


@dataclass(frozen=True)
class Addition:
    """A text to put in.

    Attributes:
        place: of the value: a mapping of languages to texts, or a text without a language.
        is_bare: it is a text without a language.
        source_language: what language that is.
        language: of the new text.
        text: to put in; a text that is there in this language is replaced.
    """

    place: Place
    is_bare: bool
    source_language: str
    language: str
    text: str


@dataclass(frozen=True)
class _Edit:
    start: int
    stop: int
    new: str
    addition: int


def spliced(
    path: Path, written: str, additions: Sequence[Addition], lists: Sequence[Node], language: str
) -> tuple[str, list[int]]:
    """Put texts into a file.

    Args:
        path: of the file; its suffix says what it is.
        written: its characters.
        additions: what to put in.
        lists: lists of languages, which get `language` too.
        language: of the texts.

    Returns:
        the new characters, and where in them each addition begins.
    """
    if path.suffix.lower() == ".csv":
        return _spliced_table(path, written, additions, lists, language)
    import yaml

    root = yaml.compose(
        written.replace("\t", " ") if path.suffix.lower() == ".json" else written, yaml.SafeLoader
    )
    values = {(node.start_mark.line + 1, node.start_mark.column + 1): node for node in _values(root)}
    is_json = path.suffix.lower() == ".json"
    edits: list[_Edit] = []
    for number, addition in enumerate(additions):
        node = values[(addition.place.line, addition.place.column)]
        edits.append(_edit(written, node, addition, number, is_json))
    for one in lists:
        edit = _listed(written, values.get((one.place.line, one.place.column)), one, language, is_json)
        if edit:
            edits.append(edit)
    return _applied(written, edits, len(additions))


def _values(node: yaml.Node | None) -> Iterator[yaml.Node]:
    import yaml

    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield value
            yield from _values(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield value
            yield from _values(value)


def _edit(written: str, node: yaml.Node, addition: Addition, number: int, is_json: bool) -> _Edit:
    import yaml

    start, stop = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            return _both_below(written, node, addition, number)
        return _Edit(start, stop, _both(node, addition, is_json), number)
    assert isinstance(node, yaml.MappingNode)
    for key, value in node.value:
        if key.value.lower() == addition.language:
            return _replacing(written, key, value, addition, number, in_flow=bool(node.flow_style))
    if node.flow_style:
        last = node.value[-1][1].end_mark.index
        name = json.dumps(addition.language) if is_json else addition.language
        return _Edit(last, last, f", {name}: {_quoted(addition.text)}", number)
    column = node.start_mark.column
    last = node.value[-1][1]
    line = f"{' ' * column}{addition.language}: {_in_block(addition.text, column)}\n"
    if last.style in ("|", ">"):
        at = last.end_mark.index
        at = (
            written.rfind("\n", 0, at) + 1
            if written[written.rfind("\n", 0, at) + 1 : at].strip() == ""
            else at
        )
        lead = "" if written[:at].endswith("\n") else "\n"
        return _Edit(at, at, lead + line, number)
    end = written.find("\n", last.end_mark.index)
    at = len(written) if end < 0 else end + 1
    return _Edit(at, at, ("\n" if end < 0 else "") + line, number)


def _replacing(
    written: str, key: yaml.Node, value: yaml.ScalarNode, addition: Addition, number: int, *, in_flow: bool
) -> _Edit:
    new = _quoted(addition.text) if in_flow else _in_block(addition.text, key.start_mark.column)
    stop = value.end_mark.index
    if value.style in ("|", ">"):
        new = new if new.endswith("\n") else f"{new}\n"
        stop = written.rfind("\n", 0, stop) + 1
        return _Edit(value.start_mark.index, max(stop, value.start_mark.index), new, number)
    return _Edit(value.start_mark.index, stop, new, number)


def _both(node: yaml.ScalarNode, addition: Addition, is_json: bool) -> str:
    """Return a text that had no language with one in each."""
    names = [addition.source_language, addition.language]
    first, second = (json.dumps(name) if is_json else name for name in names)
    return f"{{{first}: {_quoted(node.value)}, {second}: {_quoted(addition.text)}}}"


def _both_below(written: str, node: yaml.ScalarNode, addition: Addition, number: int) -> _Edit:
    """Put a text of several lines, which had no language, below the name of its language."""
    start = len(written[: node.start_mark.index].rstrip())
    line = written[written.rfind("\n", 0, start) + 1 : start]
    column = len(line) - len(line.lstrip(" -")) + 2
    texts = ((addition.source_language, node.value), (addition.language, addition.text))
    lines = [f"\n{' ' * column}{language}: {_in_block(text, column)}" for language, text in texts]
    stop = written.rfind("\n", 0, node.end_mark.index) + 1
    return _Edit(start, max(stop, start), "".join(lines) + "\n", number)


def _quoted(text: str) -> str:
    return json.dumps(text.rstrip("\n"), ensure_ascii=False)


def _in_block(text: str, column: int) -> str:
    import yaml

    if "\n" in text.rstrip("\n"):
        indent = " " * (column + 2)
        lines = [f"{indent}{line}" if line else "" for line in text.rstrip("\n").split("\n")]
        return "|\n" + "\n".join(lines)
    text = text.rstrip("\n")
    return text if _PLAIN.fullmatch(text) and yaml.safe_load(text) == text else _quoted(text)


def _listed(written: str, node: yaml.Node | None, found: Node, language: str, is_json: bool) -> _Edit | None:
    import yaml

    if isinstance(found, Scalar):
        if node is None or language in re.split(r"[\s,;]+", found.text.lower()):
            return None
        return _Edit(node.start_mark.index, node.end_mark.index, _quoted(f"{found.text}, {language}"), -1)
    if not isinstance(node, yaml.SequenceNode) or not isinstance(found, Items) or not node.value:
        return None
    if language in (one.value.lower() for one in node.value):
        return None
    last = node.value[-1].end_mark.index
    if node.flow_style:
        return _Edit(last, last, f", {json.dumps(language) if is_json else language}", -1)
    return _Edit(last, last, f"\n{' ' * node.start_mark.column}- {language}", -1)


def _applied(written: str, edits: Sequence[_Edit], n_additions: int) -> tuple[str, list[int]]:
    starts = [0] * n_additions
    parts: list[str] = []
    position = length = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.stop)):
        parts += [written[position : edit.start], edit.new]
        length += edit.start - position
        if edit.addition >= 0:
            starts[edit.addition] = length + len(edit.new) - len(edit.new.lstrip())
        length += len(edit.new)
        position = edit.stop
    return "".join([*parts, written[position:]]), starts


def _spliced_table(
    path: Path, written: str, additions: Sequence[Addition], lists: Sequence[Node], language: str
) -> tuple[str, list[int]]:
    """Put texts into a table: a column such as `reason.es` is made where there is none."""
    from herald.template.faults import Faults
    from herald.template.tables import delimiter_of, rows_of

    delimiter = delimiter_of(written)
    rows = list(rows_of(path, written, delimiter, Faults()))
    columns = [cell.text for cell in rows[0]]
    cells = [[cell.text for cell in row] + [""] * (len(columns) - len(row)) for row in rows]
    at = {
        (cell.place.line, cell.place.column): (r, c)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
    }
    renamed: set[int] = set()
    for addition in additions:
        place = (addition.place.line, addition.place.column)
        if place not in at:
            raise UserError(
                f"{path}: the text in line {place[0]} cannot be found again; add the column yourself."
            )
        r, c = at[place]
        if addition.is_bare and c not in renamed:
            renamed.add(c)
            columns[c] = cells[0][c] = f"{columns[c]}.{addition.source_language}"
        name = columns[c].rpartition(".")[0]
        wanted = f"{name}.{language}"
        if wanted not in columns:
            columns.append(wanted)
            for i, row in enumerate(cells):
                row.append(wanted if i == 0 else "")
        cells[r][columns.index(wanted)] = addition.text.rstrip("\n")
    for one in lists:
        r, c = at[(one.place.line, one.place.column)]
        if isinstance(one, Scalar) and language not in re.split(r"[\s,;]+", cells[r][c].lower()):
            cells[r][c] = f"{cells[r][c]} {language}"
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(cells)
    return buffer.getvalue(), [0] * len(additions)
