"""Things that are said, shared out over the words that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def shared(n: int, lengths: Sequence[int]) -> Iterator[int]:
    """Yield for each of `n` things in order which word it goes to, by the words' lengths in letters."""
    total = sum(lengths)
    edges = [round(n * sum(lengths[: i + 1]) / total) for i in range(len(lengths))]
    # Each word has one, as long as there are enough of them.
    for i in range(len(edges) - 1):
        edges[i] = min(max(edges[i], i + 1), max(n - (len(edges) - 1 - i), 0))
    word = 0
    for k in range(n):
        while word < len(edges) - 1 and k >= edges[word]:
            word += 1
        yield word
