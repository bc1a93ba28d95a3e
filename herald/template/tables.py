"""CSV tables as nodes: one mapping for each row, its keys from the first row.

A column such as `reason.es` or `hours.2.open` goes into a mapping or a list inside the row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from herald.media import Place
from herald.template.faults import Faults
from herald.template.nodes import Entries, Items, Node, Scalar

_DELIMITERS = ",;\t"

Tree = dict[str, "Scalar | Tree"]


def parse_table(path: Path, text: str, faults: Faults) -> Items | None:
    """Read a CSV table; commas, semicolons or tabs part its columns, whichever the first row has most of.

    Returns:
        a mapping for each row that is not empty; None where there is no table.
    """
    delimiter = delimiter_of(text)
    rows = rows_of(path, text, delimiter, faults)
    header = next(rows, None)
    if header is None or not any(cell.text for cell in header):
        faults.add_file(path, "the table is empty", "The first row has the names of the columns.")
        return None
    _check_header(header, faults)
    records = []
    for row in rows:
        if not any(cell.text for cell in row):
            continue
        if len(row) > len(header):
            extra = row[len(header)]
            faults.add(
                extra.place,
                f"this row has {len(row)} cells, but there are {len(header)} columns",
                f'Put a value with "{delimiter}" in it in quotes.',
                extra.width,
            )
        records.append(_record(header, row, faults))
    return Items(tuple(records), Place(path, 1, 1))


def delimiter_of(text: str) -> str:
    """Return what parts the columns of a table."""
    first_line = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=first_line.count)


def rows_of(path: Path, text: str, delimiter: str, faults: Faults) -> Iterator[list[Scalar]]:
    """Give the rows of a table, the one with the names of the columns first."""
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    first = 0
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.add(Place(path, reader.line_num, 1), f"this is not a valid row of CSV: {error}")
            return
        written = "\n".join(lines[first : reader.line_num])
        starts = _cell_starts(written, delimiter)
        row = []
        for value, start in zip(values, starts, strict=False):
            before = written[:start]
            place = Place(path, first + before.count("\n") + 1, len(before) - before.rfind("\n"))
            value = value.strip()
            row.append(Scalar(value, place, max(1, len(value.split("\n")[0])), absent=not value))
        yield row
        first = reader.line_num


def _cell_starts(written: str, delimiter: str) -> list[int]:
    """Return where the cells of a row begin; a delimiter inside quotation marks parts none."""
    starts, quoted = [0], False
    for i, character in enumerate(written):
        if character == '"':
            quoted = not quoted
        elif character == delimiter and not quoted:
            starts.append(i + 1)
    return starts


def _check_header(header: list[Scalar], faults: Faults) -> None:
    seen: set[str] = set()
    for cell in header:
        if cell.absent:
            faults.add(cell.place, "this column has no name")
        elif cell.text in seen:
            faults.add(cell.place, f"there are two columns '{cell.text}'", width=cell.width)
        seen.add(cell.text)


def _record(header: list[Scalar], row: list[Scalar], faults: Faults) -> Node:
    tree: Tree = {}
    for name, cell in zip(header, row, strict=False):
        if cell.absent or name.absent:
            continue
        *path, last = name.text.split(".")
        branch = tree
        for step in path:
            inner = branch.setdefault(step, {})
            if isinstance(inner, Scalar):
                faults.add(name.place, f"'{step}' is both a value and has parts", width=name.width)
                break
            branch = inner
        else:
            if last in branch:
                faults.add(name.place, f"'{name.text}' is both a value and has parts", width=name.width)
            else:
                branch[last] = cell
    return _node(tree, row[0].place)


def _node(tree: Tree, place: Place) -> Node:
    """Turn a tree into a mapping, or into a list where its keys are numbers."""
    nodes = {
        name: value if isinstance(value, Scalar) else _node(value, place) for name, value in tree.items()
    }
    if nodes and all(name.isdecimal() for name in nodes):
        return Items(tuple(nodes[name] for name in sorted(nodes, key=int)), place)
    return Entries(nodes, {name: Scalar(name, node.place) for name, node in nodes.items()}, place)
