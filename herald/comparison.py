"""Two lists of sentences held against each other: which stayed, changed, came and went."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

_ALIKE = 0.5
"""Two sentences that share this much of their letters are one sentence, changed."""

Change = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True)
class Pair:
    """A sentence before and after.

    Attributes:
        old, new: where it stands in the two lists, from 0; None on the side where it is not.
        change: what became of it.
    """

    old: int | None
    new: int | None
    change: Change


def paired(old: Sequence[tuple[str, str, Any]], new: Sequence[tuple[str, str, Any]]) -> list[Pair]:
    """Pair the sentences of two lists.

    Args:
        old, new: for each sentence its id, its text, and whatever else makes it what it is.

    Returns:
        every sentence of both, in an order that reads as the new list does.
    """
    matcher = difflib.SequenceMatcher(None, [one[0] for one in old], [one[0] for one in new], autojunk=False)
    pairs: list[Pair] = []
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            for k in range(i_end - i):
                same = old[i + k] == new[j + k]
                pairs.append(Pair(i + k, j + k, "same" if same else "changed"))
        else:
            pairs += _replaced(old, new, range(i, i_end), range(j, j_end))
    return pairs


def _replaced(
    old: Sequence[tuple[str, str, Any]], new: Sequence[tuple[str, str, Any]], before: range, after: range
) -> Iterator[Pair]:
    """Pair what took the place of something with it where the two are alike, in order."""
    waiting = list(before)
    for j in after:
        alike = next((i for i in waiting if _likeness(old[i][1], new[j][1]) >= _ALIKE), None)
        if alike is None:
            yield Pair(None, j, "added")
            continue
        while waiting[0] != alike:
            yield Pair(waiting.pop(0), None, "removed")
        waiting.pop(0)
        yield Pair(alike, j, "changed")
    for i in waiting:
        yield Pair(i, None, "removed")


def _likeness(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a.casefold(), b.casefold(), autojunk=False).ratio()
