"""Telephone numbers, read in the groups that they are written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts.aloud.rules import Piece, Rule, Sentence

if TYPE_CHECKING:
    from tts.aloud.western import Western

_INTERNATIONAL = r"(?:\+|\b00(?=[1-9]))\d{1,3}(?:[ \u00a0./-]?\(?\d{1,9}\)?){1,6}"
_LONG = r"(?<![\w.,/-])0\d{7,11}(?![\w%])"
_GROUP = re.compile(r"\+?\d+")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15


def rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of telephone numbers."""

    def number(match: re.Match[str], sentence: Sentence) -> list[Piece] | None:
        n_digits = sum(c.isdecimal() for c in match[0])
        if not _FEWEST_DIGITS <= n_digits <= _MOST_DIGITS:
            return None
        return _in_groups(language, match)

    def short(match: re.Match[str], sentence: Sentence) -> list[Piece]:
        return [Piece(match.start(1), match.end(1), language.telephone_group(match[1]))]

    patterns = (_INTERNATIONAL, *language.national_telephones, _LONG)
    return (
        *(Rule("telephone", re.compile(pattern), number, "digit") for pattern in patterns),
        Rule(
            "short telephone",
            re.compile(rf"(?i:{language.calling})[ \u00a0](\d{{3,4}})(?![\w%€$£]|[.,:/-]\d)"),
            short,
            "digit",
        ),
    )


def _in_groups(language: Western, match: re.Match[str]) -> list[Piece]:
    groups = list(_GROUP.finditer(match[0]))
    pieces = []
    for i, group in enumerate(groups):
        # What stands between groups goes with the one before it, except spaces, which stay.
        start = match.start() + (0 if i == 0 else group.start())
        stop = match.end() if i + 1 == len(groups) else match.start() + groups[i + 1].start()
        written = match.string[start:stop]
        stop -= len(written) - len(written.rstrip())
        while i and match.string[start - 1 : start] == "(":
            start -= 1
        said = language.telephone_group(group[0].lstrip("+"))
        if group[0].startswith("+"):
            said = f"{language.signs.plus} {said}"
        pieces.append([start, stop, said + ("," if i + 1 < len(groups) else "")])
    for left, right in zip(pieces, pieces[1:], strict=False):
        left[1] = min(int(left[1]), int(right[0]))
        while match.string[int(left[1]) - 1].isspace():
            left[1] = int(left[1]) - 1
    spaced = []
    for i, (start, stop, said) in enumerate(pieces):
        touches = i + 1 < len(pieces) and stop == pieces[i + 1][0]
        spaced.append(Piece(int(start), int(stop), f"{said} " if touches else str(said)))
    return spaced
