"""Kokoro's phone letters: their numbers in the model, and what they are in IPA.

Kokoro writes one letter for each sound. Most are IPA; capitals stand for diphthongs, as in misaki, the
grapheme-to-phoneme library that its training text came from.
"""

from __future__ import annotations

from herald.errors import StageFailed

_RUNS: tuple[tuple[int, str], ...] = (
    (1, ";:,.!?"),
    (9, '—…"()“” \u0303ʣʥʦʨᵝꭧAI'),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
)

TOKEN_IDS: dict[str, int] = {c: first + i for first, run in _RUNS for i, c in enumerate(run)}
"""The number of each letter in Kokoro's embedding of 178 rows; 0 is the padding at both ends."""

STRESSES = "ˈˌ"
"""Marks that belong to the sound after them."""

SIGNS = "ː\u0303ʰʲ↓→↗↘"
"""Marks that belong to the sound before them: length, nasality, breath, palatals and tones."""

PUNCTUATION = ';:,.!?—…"()“”'
"""What Kokoro reads for its prosody and does not pronounce."""

_IPA: dict[str, tuple[str, ...]] = {
    "A": ("e", "ɪ"),
    "I": ("a", "ɪ"),
    "O": ("o", "ʊ"),
    "Q": ("ə", "ʊ"),
    "W": ("a", "ʊ"),
    "Y": ("ɔ", "ɪ"),
    "S": ("s",),
    "T": ("ɾ",),
    "ᵊ": ("ə",),
    "ᵻ": ("ɨ",),
    # Kokoro's sign for the weak vowel of the article "a"; the open vowel of that letter in IPA is another.
    "ɐ": ("ə",),
    "ꭧ": ("ʈʂ",),
}

FIRST_OF_DIPHTHONG = 0.6
"""The share of a diphthong's time that goes to its first vowel, which is the longer one in all of English."""


def ipa_of(letter: str) -> tuple[str, ...]:
    """Return the IPA phones of one of Kokoro's letters: two for a diphthong."""
    return _IPA.get(letter, (letter,))


def is_sound(letter: str) -> bool:
    """Whether a letter is a sound of its own, not a space, a punctuation mark or a sign on a sound."""
    return letter not in STRESSES and letter not in SIGNS and letter not in PUNCTUATION and letter != " "


def ids_of(letters: str) -> list[int]:
    """Return the model's numbers of a text of Kokoro's letters.

    Raises:
        StageFailed: a letter is none of Kokoro's; whoever wrote the phones is at fault.
    """
    unknown = sorted(set(letters) - TOKEN_IDS.keys())
    if unknown:
        raise StageFailed(f"Kokoro has no letters {unknown} (in '{letters}')")
    return [TOKEN_IDS[letter] for letter in letters]
