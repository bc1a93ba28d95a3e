"""Text cut into the words that marks name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from herald.errors import UserError

# Scripts that are written without spaces: each character stands for a word mark of its own.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = re.compile(rf"[{_UNSPACED}][^\w\s]*|[^\s{_UNSPACED}]+")


@dataclass(frozen=True)
class Token:
    """A stretch of text between spaces.

    Attributes:
        text: its very characters, with the punctuation that touches it.
        start, stop: where it is in the text, half-open.
    """

    text: str
    start: int
    stop: int

    @property
    def is_word(self) -> bool:
        """Whether it has a letter or a digit, and so may be spoken."""
        return any(character.isalnum() for character in self.text)

    def moved(self, by: int) -> Token:
        """Return the token `by` characters later."""
        return Token(self.text, self.start + by, self.stop + by)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Cut text at its spaces; where a script has none, at its characters."""
    return tuple(Token(m.group(), m.start(), m.end()) for m in _PIECE.finditer(text))


def words_of(text: str) -> tuple[Token, ...]:
    """Return the tokens that can be spoken.

    Raises:
        UserError: there is none.
    """
    words = tuple(token for token in tokens_of(text) if token.is_word)
    if not words:
        shown = text.strip() or "an empty text"
        raise UserError(f"there is nothing to say in {shown!r}. Write at least one word.")
    return words
