"""Telephone numbers, read in the groups that they are written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts.aloud.rules import Piece, Rule, Sentence

if TYPE_CHECKING:
    from tts.aloud.western import Western

_INTERNATIONAL = r"(?:\+|\b00(?=[1-9]))\d{1,3}(?:[ \u00a0./-]?\(?\d{1,9}\)?){1,6}"
_LONG = r"(?<![\w.,/-])0\d{7,11}(?![\w%])"
_SECOND = r"(?: (?:or|o|ou|oder|and|y|e|et|und) (?:al |el |le |au |il |para o |o )?(\d{3}))?"
"""Another short number beside the first: "call 911 or 112"."""
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
        return [Piece(*match.span(i), language.telephone_group(match[i])) for i in (1, 2) if match[i]]

    patterns = (_INTERNATIONAL, *language.national_telephones, _LONG)
    return (
        *(Rule("telephone", re.compile(pattern), number, "digit") for pattern in patterns),
        Rule(
            "short telephone",
            re.compile(rf"(?i:{language.calling})[ \u00a0](\d{{3,4}}){_SECOND}(?![\w%€$£]|[.,:/-]\d)"),
            short,
            "digit",
        ),
    )


def _in_groups(language: Western, match: re.Match[str]) -> list[Piece]:
    """Say each run of characters without a space by itself, with a comma wherever a group ends."""
    pieces = []
    for run in re.finditer(r"\S+", match[0]):
        said = []
        for group in _GROUP.findall(run[0]):
            digits = language.telephone_group(group.lstrip("+"))
            said.append(f"{language.signs.plus} {digits}" if group.startswith("+") else digits)
        comma = language.telephone_joint.rstrip() if run.end() < len(match[0]) else ""
        start = match.start()
        pieces.append(
            Piece(start + run.start(), start + run.end(), language.telephone_joint.join(said) + comma)
        )
    return pieces
