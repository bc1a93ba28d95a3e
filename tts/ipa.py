"""IPA as eSpeak NG and the models trained on it write it, taken apart into single sounds."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from tts.alignment import Letter
from tts.espeak import SaidPhone
from tts.phones import FIRST_OF_DIPHTHONG, STRESSES
from tts.sharing import shared
from tts.words import Token

_ONE_SOUND = {
    **{"tʃ": "ʧ", "dʒ": "ʤ", "ts": "ʦ", "dz": "ʣ", "tɕ": "ʨ", "dʑ": "ʥ", "ts.": "ꭧ", "ʈʂ": "ꭧ"},
    **{"s.": "ʂ", "z.": "ʐ", "nɡ": "ŋ"},
}
"""Sounds that are written with two letters."""

_ASPIRATED = "ptkbdɡʨʧʦ"


def sounds_of(phone: str) -> tuple[str, ...]:
    """Take one phone of eSpeak apart: "ˈoʊ" into o and ʊ, "tʃ" stays one sound.

    Returns:
        IPA with length and nasal signs and without stress; empty for silence and for changes of language,
        which eSpeak writes as "(en)".
    """
    if phone.startswith("("):
        return ()
    plain = "".join(c for c in phone if c not in STRESSES and c not in "^-\u0361")
    for written, sound in _ONE_SOUND.items():
        plain = plain.replace(written, sound)
    sounds: list[str] = []
    for c in plain:
        if unicodedata.category(c) in ("Mn", "Lm", "Sk") and sounds:
            sounds[-1] += c
        elif c == "h" and sounds and sounds[-1] in _ASPIRATED:
            sounds[-1] += "ʰ"
        elif unicodedata.category(c).startswith("L"):
            sounds.append(c)
    return tuple(sounds)


def shares(n: int) -> tuple[float, ...]:
    """Return where each of the sounds of one phone begins, as a share of its time, and 1 at the end."""
    if n == 2:
        return (0.0, FIRST_OF_DIPHTHONG, 1.0)
    return tuple(i / n for i in range(n + 1))


@dataclass(frozen=True)
class ReadPhone:
    """A phone of a text and the word that it belongs to.

    Attributes:
        phone: as eSpeak gave it.
        token: the number of the word's token in the text.
        ends_clause: whether eSpeak makes a pause after it.
        starts_group: whether eSpeak begins a word here; it runs some words together, such as "of the".
    """

    phone: SaidPhone
    token: int
    ends_clause: bool
    starts_group: bool


def read_phones(phones: Sequence[SaidPhone], tokens: Sequence[Token]) -> tuple[ReadPhone, ...]:
    """Find the token of each phone.

    Args:
        phones: of the text, from `Espeak.read` or `Espeak.say`.
        tokens: of the same text; at least one is a word.

    Returns:
        the phones without silences and signs.
    """
    heard = [phone for phone in phones if sounds_of(phone.symbol)]
    last_of_clause = {id(a) for a, b in itertools.pairwise(phones) if sounds_of(a.symbol) and not b.symbol}
    positions = sorted({phone.position for phone in heard})
    words = [i for i, token in enumerate(tokens) if token.is_word]
    firsts = {position: _word_at(position, words, tokens) for position in positions}
    if not positions:
        return ()
    firsts[positions[0]] = words[0]
    read: list[ReadPhone] = []
    for position, until in zip(positions, [*positions[1:], None], strict=True):
        group = [phone for phone in heard if phone.position == position]
        last = len(tokens) if until is None else max(firsts[until], firsts[position] + 1)
        run = [i for i in words if firsts[position] <= i < last]
        numbers = shared(len(group), [sum(c.isalnum() for c in tokens[i].text) for i in run])
        for k, (phone, number) in enumerate(zip(group, numbers, strict=True)):
            read.append(ReadPhone(phone, run[number], id(phone) in last_of_clause, k == 0))
    return tuple(read)


def _word_at(position: int, words: Sequence[int], tokens: Sequence[Token]) -> int:
    """Return the word that holds a position of the text, or the next one."""
    return next((i for i in words if position < tokens[i].stop), words[-1])


def together(letters: Sequence[Letter], edges: Sequence[int]) -> tuple[list[Letter], list[int]]:
    """Join letters of one word that are one sound, such as t and ʃ, or n and a sign; leave all else as it is.

    Args:
        letters: IPA, one character each.
        edges: where each starts and the last one stops.
    """
    kept: list[Letter] = []
    starts: list[int] = []
    for letter, start in zip(letters, edges[:-1], strict=True):
        before = kept[-1] if kept else None
        if (
            before
            and before.word is not None
            and before.word == letter.word
            and letter.symbol not in STRESSES
        ):
            sounds = sounds_of(before.symbol + letter.symbol)
            if len(sounds) == 1 and sounds_of(before.symbol):
                kept[-1] = Letter(sounds[0], letter.word)
                continue
        kept.append(letter)
        starts.append(start)
    return kept, [*starts, edges[-1]]


_PAUSES = {
    **{c: c for c in ",.;:!?"},
    **{
        "…": ".",
        "—": ",",
        "–": ",",
        "、": ",",
        "，": ",",
        "。": ".",
        "！": "!",
        "？": "?",
        "।": ".",
        "؟": "?",
    },
    **{"،": ",", "；": ";", "：": ":"},
}
_CLOSING = "”\"'’)]»"


def punctuation_after(token: Token) -> str:
    """Return the pause that a token ends in, as one of `,.;:!?`, or "" where it ends in none."""
    tail = token.text[len(token.text.rstrip("".join(_PAUSES) + _CLOSING)) :]
    return next((_PAUSES[c] for c in reversed(tail) if c in _PAUSES), "")
