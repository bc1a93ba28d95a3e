"""The aligner as engines ask for it: given sound and the letters that it says, where each letter is said."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from herald.errors import UserError
from herald.media import Waveform
from tts.alignment import Letter
from tts.phones import ipa_of, is_sound
from tts.recogniser.align import Word, align


def find_letters(waveform: Waveform, letters: Sequence[Letter], language: str) -> list[int]:
    """Return the sample where each letter begins, and the one where the last stops.

    Spaces, punctuation and signs get the time between the sounds around them, often none.

    Args:
        waveform: of any rate.
        letters: what is said, without padding.
        language: of the letters, BCP-47; the recogniser knows the sounds of all languages alike.

    Raises:
        UserError: none of the letters is a sound, or the sound is too short for them.
    """
    sounds = [i for i, letter in enumerate(letters) if letter.symbol and is_sound(letter.symbol)]
    if not sounds:
        raise UserError("there is no sound to find among the letters of the text.")
    words = [
        Word("", tuple(phone for i in run for phone in ipa_of(letters[i].symbol)))
        for _, run in itertools.groupby(sounds, key=lambda i: letters[i].word)
    ]
    phones = iter([mark for mark in align(waveform, words).marks if mark.kind == "phone"])
    spans: dict[int, tuple[int, int]] = {}
    for i in sounds:
        parts = [next(phones) for _ in ipa_of(letters[i].symbol)]
        spans[i] = parts[0].start, parts[-1].stop
    edges: list[int] = []
    position = spans[sounds[0]][0]
    for i in range(len(letters)):
        # What is no sound begins where the sound before it stops, and gives way to the next one.
        position = spans[i][0] if i in spans else position
        edges.append(position)
        position = spans[i][1] if i in spans else position
    return [*edges, position]
