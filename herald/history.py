"""The editions of a broadcast: listed, compared, published again."""

from __future__ import annotations

import itertools
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from herald.cache import pin
from herald.comparison import paired
from herald.errors import UserError, did_you_mean
from herald.shelf import Shelf
from herald.studio import Studio

_LEAST_COLUMNS = 24
_MARKS = {"same": " ", "changed": "~", "added": "+", "removed": "-"}


def shelves(
    studio: Studio, slug: str, language: str | None = None, output: Path | None = None
) -> list[Shelf]:
    """Return the shelves of a broadcast, one for each language and presenter that was published.

    Raises:
        UserError: nothing of that name or language is published.
    """
    root = studio.workspace.outputs
    found = [shelf for shelf in all_shelves(root) if shelf.folder.parent.name == slug]
    if not found:
        known = sorted({shelf.folder.parent.name for shelf in all_shelves(root)})
        hint = did_you_mean(slug, known) or "`herald status` lists what there is."
        raise UserError(f"nothing called '{slug}' is published. {hint}")
    chosen = [shelf for shelf in found if language in (None, shelf.folder.name)]
    if not chosen:
        there = ", ".join(shelf.folder.name for shelf in found)
        raise UserError(f"'{slug}' is not published in '{language}'. There are: {there}.")
    return chosen


def all_shelves(root: Path) -> list[Shelf]:
    """Return the shelves of an output folder in the order of their names."""
    if not root.is_dir():
        return []
    found = (Shelf(folder) for slug in sorted(root.iterdir()) if slug.is_dir() for folder in _folders(slug))
    return [shelf for shelf in found if shelf.editions.is_dir()]


def history_lines(shelf: Shelf) -> list[str]:
    """Return a line for each edition, the newest first; the published one is marked."""
    published = shelf.published()
    lines = [f"{shelf.folder.parent.name} {shelf.folder.name}"]
    for number in reversed(shelf.numbers()):
        manifest, log = shelf.manifest(number), shelf.log(number)
        mark = "*" if number == published else " "
        made = log.get("made_at", "at an unknown time")
        n_sentences = len(manifest.get("sentences", []))
        seconds = manifest.get("seconds", 0)
        lines.append(f"{mark} {number:>4}  {made}  {n_sentences:>3} sentences  {seconds:>7.1f} s")
    return lines


def roll_back_all(studio: Studio, slug: str, language: str | None, to: int | None) -> list[str]:
    """Roll a broadcast back in one language or in all, after all of them have been checked.

    Returns:
        a line for each; arguments and errors as for `shelves`, `earlier` and `Shelf.check`.
    """
    found = shelves(studio, slug, language)
    targets = [earlier(shelf) if to is None else to for shelf in found]
    for shelf, number in zip(found, targets, strict=True):
        shelf.check(number)
    lines = []
    for shelf, number in zip(found, targets, strict=True):
        before = shelf.published()
        shelf.publish(number)
        pin(studio.store, shelf.folder, shelf.log(number).get("parts", []))
        lines.append(f"{slug} {shelf.folder.name}: edition {number} is published instead of {before}")
    return lines


def earlier(shelf: Shelf) -> int:
    """Return the number of the edition before the published one.

    Raises:
        UserError: there is none.
    """
    published = shelf.published()
    before = [number for number in shelf.numbers() if published is not None and number < published]
    if not before:
        raise UserError(f"there is no edition before the published one in {shelf.folder}.")
    return max(before)


def diff_lines(shelf: Shelf, a: int | None, b: int | None, n_columns: int | None = None) -> list[str]:
    """Return two editions side by side, a sentence after the other, with timecodes.

    Args:
        shelf: of the broadcast's language.
        a, b: numbers of editions; by default the published one and the one before it.
        n_columns: width of the result; by default the terminal's.

    Raises:
        UserError: there is no such edition.
    """
    b = b if b is not None else shelf.published()
    if b is None:
        raise UserError(f"nothing is published in {shelf.folder}.")
    a = a if a is not None else earlier(shelf)
    for number in (a, b):
        if not shelf.manifest(number):
            raise UserError(f"{shelf.folder} has no edition {number}.")
    width = n_columns or shutil.get_terminal_size((120, 24)).columns
    return list(_side_by_side(shelf.manifest(a), shelf.manifest(b), (a, b), width))


def _side_by_side(
    old: Mapping[str, Any], new: Mapping[str, Any], numbers: tuple[int, int], n_columns: int
) -> Iterator[str]:
    befores, afters = old["sentences"], new["sentences"]
    pairs = paired([_entry(one) for one in befores], [_entry(one) for one in afters])
    column = max(_LEAST_COLUMNS, (n_columns - 5) // 2)
    yield f"  {f'edition {numbers[0]}':<{column}} | edition {numbers[1]}"
    for pair in pairs:
        left = _cell(None if pair.old is None else befores[pair.old], column)
        right = _cell(None if pair.new is None else afters[pair.new], column)
        for i, (a, b) in enumerate(itertools.zip_longest(left, right, fillvalue="")):
            yield f"{_MARKS[pair.change] if i == 0 else ' '} {a:<{column}} | {b}".rstrip()
    counts = {kind: sum(pair.change == kind for pair in pairs) for kind in _MARKS}
    yield ", ".join(f"{n} {kind}" for kind, n in counts.items())


def _entry(sentence: Mapping[str, Any]) -> tuple[str, str, Any]:
    return sentence["id"], sentence["text"], sentence["n_frames"]


def _cell(sentence: Mapping[str, Any] | None, n_columns: int) -> list[str]:
    if sentence is None:
        return []
    minutes, seconds = divmod(sentence["seconds"], 60)
    return textwrap.wrap(f"{int(minutes)}:{seconds:04.1f} {sentence['text']}", n_columns)


def _folders(slug: Path) -> list[Path]:
    return sorted(path for path in slug.iterdir() if path.is_dir() and not path.name.startswith("."))
