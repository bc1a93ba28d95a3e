"""Text that knows where in its file every character came from."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Located:
    """A text whose characters remember their places.

    Attributes:
        text: the characters.
        offsets: for each character its offset in the source, never falling.
    """

    text: str
    offsets: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.offsets):
            raise ValueError(f"{len(self.text)} characters but {len(self.offsets)} offsets")

    @classmethod
    def at(cls, text: str, offset: int) -> Located:
        """Return a text that stands in the source as it is, from `offset` on."""
        return cls(text, tuple(range(offset, offset + len(text))))

    @classmethod
    def added(cls, text: str, offset: int) -> Located:
        """Return a text that is not in the source but belongs at `offset`."""
        return cls(text, (offset,) * len(text))

    @classmethod
    def join(cls, parts: Iterable[Located]) -> Located:
        """Return the parts one after another."""
        listed = list(parts)
        return cls(
            "".join(part.text for part in listed),
            tuple(itertools.chain.from_iterable(part.offsets for part in listed)),
        )

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, part: slice) -> Located:
        return Located(self.text[part], self.offsets[part])

    def strip(self) -> Located:
        """Return the text without the white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]

    def sub(self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]) -> Located:
        """Replace every match; the new characters stand where the match began."""
        parts: list[Located] = []
        position = 0
        for match in pattern.finditer(self.text):
            new = replacement(match)
            if new == match.group():
                continue
            parts.append(self[position : match.start()])
            if match.end() > match.start():
                parts.append(Located.added(new, self.offsets[match.start()]))
            position = match.end()
        return Located.join([*parts, self[position:]]) if parts else self

    def index_of(self, offset: int) -> int:
        """Return the index of the first character at or after `offset` in the source."""
        return bisect.bisect_left(self.offsets, offset)
