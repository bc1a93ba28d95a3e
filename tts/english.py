"""English text to Kokoro's phones, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tts.espeak import Espeak
from tts.lexicon import Lexicon
from tts.phones import TOKEN_IDS
from tts.words import Token, tokens_of


@dataclass(frozen=True)
class SpokenWord:
    """A token of the text and how it is said.

    Attributes:
        token: where it stands in the text.
        before: Kokoro's punctuation in front of it.
        phones: Kokoro's letters, with a space between words where the token is read as several; may be empty.
        after: Kokoro's punctuation behind it.
    """

    token: Token
    before: str
    phones: str
    after: str


_PUNCTUATION = {
    **{c: c for c in ";:,.!?—…“”()"},
    **{"–": "—", "―": "—", "«": "“", "»": "”", "„": "“", "[": "(", "]": ")", "{": "(", "}": ")"},
}
_EDGE = re.compile(r"^([^\w$£€¥₹#&@%+=°'’-]*)(.*?)([^\w%°'’]*)$", re.DOTALL)

_ESPEAK_VOICES = {False: "en-us", True: "en"}


class English:
    """Reads English in one accent.

    Args:
        british: en-gb where true, else en-us.
        espeak: says the words that the lexicon lacks.
    """

    def __init__(self, british: bool, espeak: Espeak) -> None:
        self._british = british
        self._espeak = espeak
        self._lexicon = Lexicon(british)

    def spoken(self, text: str) -> tuple[SpokenWord, ...]:
        """Return the tokens of the text with their phones and punctuation."""
        tokens = tokens_of(text)
        parts = [_edges(token.text) for token in tokens]
        words = [tuple(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|\d+", core)) for _, core, _ in parts]
        phones = self._phones(words)
        return tuple(
            SpokenWord(token, before, " ".join(said), after)
            for token, (before, _, after), said in zip(tokens, parts, phones, strict=True)
        )

    def _phones(self, words: Sequence[Sequence[str]]) -> list[list[str]]:
        known = [[self._lexicon.phones(word.replace("’", "'")) for word in group] for group in words]
        missing = [
            word
            for group, said in zip(words, known, strict=True)
            for word, phones in zip(group, said, strict=True)
            if phones is None
        ]
        found = iter(self._espeak.phones(missing, _ESPEAK_VOICES[self._british]) if missing else ())
        return [
            [phones if phones is not None else from_espeak(next(found), self._british) for phones in said]
            for said in known
        ]


def from_espeak(ipa: str, british: bool) -> str:
    """Turn eSpeak's IPA, with ^ inside diphthongs and affricates, into Kokoro's letters."""
    ipa = re.sub(r"\([a-z-]+\)", "", ipa)
    for old, new in (*_FROM_ESPEAK, *(_FROM_ESPEAK_GB if british else _FROM_ESPEAK_US)):
        ipa = ipa.replace(old, new)
    # A consonant with the syllabic sign is a faint schwa and the consonant.
    ipa = re.sub("(.)\u0329", "ᵊ\\1", ipa)
    return "".join(letter for letter in ipa if letter in TOKEN_IDS)


_FROM_ESPEAK = (
    *(("a^ɪ", "I"), ("a^ʊ", "W"), ("e^ɪ", "A"), ("ɔ^ɪ", "Y"), ("d^ʒ", "ʤ"), ("t^ʃ", "ʧ"), ("ə^l", "ᵊl")),
    *(("\u0303", ""), ("ʲ", ""), ("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ɬ", "l"), ("ɐ", "ə"), ("g", "ɡ")),
)
_FROM_ESPEAK_US = (
    *(("o^ʊ", "O"), ("ɜː", "ɜɹ"), ("ɚ", "əɹ"), ("ɪ^ə", "iə"), ("ɾ", "T"), ("ʔ", "t"), ("^", ""), ("ː", "")),
    *(("e", "A"), ("o", "ɔ"), ("a", "æ")),
)
_FROM_ESPEAK_GB = (
    *(("ə^ʊ", "Q"), ("e^ə", "ɛː"), ("i^ə", "ɪə"), ("ɚ", "ə"), ("ʔ", "t"), ("ɾ", "t"), ("^", "")),
    *(("e", "A"), ("o", "ɔ"), ("æ", "a")),
)


def _edges(text: str) -> tuple[str, str, str]:
    """Cut a token into Kokoro's punctuation before it, what is said, and the punctuation after it."""
    match = _EDGE.match(text)
    assert match is not None
    before, core, after = match.groups()
    before = "".join(_PUNCTUATION.get(c, "“" if c == '"' else "") for c in before)
    after = "".join(_PUNCTUATION.get(c, "”" if c == '"' else "") for c in after)
    return before, core, after
