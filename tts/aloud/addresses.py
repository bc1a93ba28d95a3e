"""E-mail and web addresses, handles and hashtags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts.aloud.rules import Rule, Sentence

if TYPE_CHECKING:
    from tts.aloud.western import Western

_TOP = (
    "com|org|net|gov|edu|info|int|mil|eu|uk|us|de|fr|es|it|br|pt|in|jp|cn|ch|at|be|nl|ca|au|nz|ie|mx|ar|co|cl|io|"
    "tv|app|dev|gob|gouv|museum"
)
_LABEL = r"[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?"
_PATH = r"(?:[:/?#][\w./~#?=&%+:@-]*[\w/])?"
_PATTERN = re.compile(
    rf"(?<![\w@.-])(?:"
    rf"(?:mailto:)?[A-Za-z0-9][\w.+-]*@{_LABEL}(?:\.{_LABEL})+"
    rf"|(?:https?://|www\.){_LABEL}(?:\.{_LABEL})*{_PATH}"
    rf"|(?:{_LABEL}\.)+(?:{_TOP}){_PATH}"
    r")(?![\w@-])"
)
_TAG = re.compile(r"(?<![\w&])([@#])([^\W\d][\w\u0900-\u097f]*)")
_PIECE = re.compile(r"[^\W\d_]+|\d+|\S")


def rules(language: Western) -> tuple[Rule, ...]:
    """Return the rules of addresses."""
    signs = language.signs
    names = {
        **{".": signs.dot, "@": signs.at, "/": signs.slash, "-": signs.dash, "_": signs.underscore},
        **{"+": signs.plus, ":": signs.colon, "=": signs.equals, "&": signs.and_, "#": signs.hashtag},
        **{"?": "?", "~": "~", "%": signs.percent},
    }

    def address(match: re.Match[str], sentence: Sentence) -> str | None:
        written = match[0]
        if "@" not in written and "/" not in written and not written.lower().startswith("www."):
            # "Dr.in" and "z.B.in" are no addresses, nor is "Ltd.It".
            top = written.rpartition(".")[2]
            if top != top.lower() or re.search(r"(?:^|\.)[A-Z]?[a-z]?\.", written):
                return None
        written = re.sub(r"^(?:https?://|mailto:)", "", written).rstrip("/")
        return _said(language, names, written)

    def tag(match: re.Match[str], sentence: Sentence) -> str:
        first = signs.at if match[1] == "@" else signs.hashtag
        parts = (
            re.findall(r"[A-ZÀ-Þ]?[^\W\dA-ZÀ-Þ_]+|[A-Z]+(?![a-z])|\d+|_", match[2])
            if match[2].isascii()
            else [match[2]]
        )
        return " ".join([first, *(_tag_part(language, hump) for hump in parts)])

    return (Rule("address", _PATTERN, address), Rule("handle or hashtag", _TAG, tag))


def _tag_part(language: Western, part: str) -> str:
    if part == "_":
        return language.signs.underscore
    return language.code_number(part) if part.isdecimal() else part


def _said(language: Western, names: dict[str, str], written: str) -> str:
    host = re.split(r"[/?#]", written, maxsplit=1)[0]
    top_at = host.rfind(".") + 1
    said = []
    for match in _PIECE.finditer(written):
        piece = match[0]
        in_domain = 0 < match.start() < len(host) and written[match.start() - 1] == "."
        if in_domain and piece.lower() in language.top_domains:
            said.append(language.top_domains[piece.lower()])
        elif piece.isdigit():
            said.append(language.code_number(piece) if len(piece) < 5 else language.digits(piece))
        elif piece[0].isalpha():
            said.append(label(language, piece, is_top=match.start() == top_at))
        else:
            said.append(names.get(piece, piece))
    return " ".join(said)


def label(language: Western, letters: str, is_top: bool = False) -> str:
    """Say a run of letters in an address: as a word, or spelt where it is none."""
    upper = letters.upper()
    if is_top:
        spell = len(letters) <= 2
    else:
        spell = (
            upper in language.spelt or not any(c in language.vowels + "Y" for c in upper) or len(letters) == 1
        )
    return language.letters(letters) if spell else letters
