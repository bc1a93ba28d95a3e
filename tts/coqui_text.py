"""What Coqui's networks are given to read, and what is heard of it: characters, their numbers, their sounds.

Each character keeps the number of the token of the text that it is of, so that words are marked for certain.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tts.alignment import Letter
from tts.graphemes import graphemes_of
from tts.ipa import punctuation_after, shares, sounds_of, together
from tts.phones import PUNCTUATION
from tts.words import Token


@dataclass(frozen=True)
class Written:
    """One character that a network is given, and the token that it is of; None between words."""

    character: str
    token: int | None


def written_for(
    tokens: Sequence[Token], phones: dict[int, list[str]], tokenizer: Any, language: str
) -> list[Written]:
    """Return the characters that the network is given."""
    by_espeak = tokenizer.use_phonemes and tokenizer.phonemizer.name() == "espeak"
    written: list[Written] = []
    for i, token in enumerate(tokens):
        if by_espeak:
            text = "".join(phones.get(i, ())).replace("^", "")
            text = f"{text}{punctuation_after(token)}"
        else:
            cleaner = tokenizer.text_cleaner
            text = cleaner(token.text, lang=language.partition("-")[0]) if cleaner else token.text
            if tokenizer.use_phonemes:
                text = tokenizer.phonemizer.phonemize(text, separator="", language=None)
            text = f" {text.strip()}"
        for c in text:
            if c == " " or _is_known(c, tokenizer):
                is_said = c.isalnum() or (tokenizer.use_phonemes and c not in PUNCTUATION)
                written.append(Written(c, i if is_said and c != " " else None))
    while written and written[0].character == " ":
        del written[0]
    return written


def _is_known(character: str, tokenizer: Any) -> bool:
    try:
        tokenizer.characters.char_to_id(character)
    except KeyError:
        return False
    return True


def tokenised(written: Sequence[Written], tokenizer: Any) -> tuple[list[int], list[int]]:
    """Return the network's numbers, and for each the character that it belongs to.

    A blank is the beginning of the character after it, as tts/piper.py has measured; the last one is the end.
    """
    ids: list[int] = []
    owners: list[int] = []
    for i, letter in enumerate(written):
        if not _is_known(letter.character, tokenizer):
            continue
        if tokenizer.add_blank:
            ids.append(tokenizer.blank_id)
            owners.append(i)
        ids.append(tokenizer.characters.char_to_id(letter.character))
        owners.append(i)
    if tokenizer.add_blank:
        ids.append(tokenizer.blank_id)
        owners.append(len(written) - 1)
    if tokenizer.use_eos_bos:
        ids = [tokenizer.characters.bos_id, *ids, tokenizer.characters.eos_id]
        owners = [0, *owners, len(written) - 1]
    return ids, owners


def row_of(tokens: Sequence[Token], phones: dict[int, list[str]]) -> list[Letter]:
    """Return eSpeak's phones of a text, letter by letter."""
    letters: list[Letter] = []
    for i, token in enumerate(tokens):
        letters += [Letter(" ", None)] * bool(letters)
        letters += [Letter(sound, i) for phone in phones.get(i, ()) for sound in sounds_of(phone.strip())]
        if mark := punctuation_after(token):
            letters.append(Letter(mark, None))
    return letters


def heard(
    written: Sequence[Written], phones: dict[int, list[str]], edges: Sequence[int], tokenizer: Any
) -> tuple[list[Letter], list[int]]:
    """Turn characters into sounds: IPA as it is, spelling as far as it can be read."""
    letters: list[Letter] = []
    starts: list[int] = []
    numbered = list(enumerate(written))
    for token, group in itertools.groupby(numbered, key=lambda pair: pair[1].token):
        run = list(group)
        first = run[0][0]
        if token is None or tokenizer.use_phonemes:
            letters += [Letter(w.character, token) for _, w in run]
            starts += [edges[i] for i, _ in run]
            continue
        for sound, place in _spelt("".join(w.character for _, w in run), phones.get(token, ())):
            whole = min(int(place), len(run) - 1)
            start, stop = edges[first + whole], edges[first + whole + 1]
            letters.append(Letter(sound, token))
            starts.append(start + round((stop - start) * (place - whole)))
    return together(letters, [*starts, edges[-1]])


def _spelt(word: str, phones: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield the sounds of a written word and which of its characters they begin at.

    Latin letters are read one by one; words of other scripts have eSpeak's phones, evenly.
    """
    graphemes = list(graphemes_of(word))
    if sum(len(letters) for letters, _ in graphemes) == len(word) and word.isascii():
        place = 0
        for written, said in graphemes:
            for sound, share in zip(said, shares(len(said)), strict=False):
                yield sound, place + share * len(written)
            place += len(written)
        return
    sounds = [sound for phone in phones for sound in sounds_of(phone.strip())] or list(word)
    for k, sound in enumerate(sounds):
        yield sound, k * len(word) / len(sounds)
