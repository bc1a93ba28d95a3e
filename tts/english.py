"""English text to Kokoro's phones, word by word.

The lexicon comes first: its licence is free, Kokoro learnt from it, and of the 17,600 commonest words that it
shares with the CMU dictionary it says 6 % otherwise than that, where eSpeak says 14 % (1.1 % and 2.5 % of the
phones; stress and weak vowels not counted). eSpeak says what the lexicon lacks: names, mostly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from herald.errors import UserError
from tts.abbreviations import SYMBOLS
from tts.espeak import Espeak
from tts.lexicon import Lexicon, starts_with_vowel, stressed
from tts.phones import TOKEN_IDS
from tts.reading import SPELT, Part, Reader
from tts.roles import role_of
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


@dataclass
class _Word:
    """One word that is heard, on its way to phones."""

    text: str
    token: int
    pause_after: bool
    pause_before: bool
    phones: str | None = None


_PUNCTUATION = {
    **{c: c for c in ";:,.!?—…“”()"},
    **{"–": "—", "―": "—", "«": "“", "»": "”", "„": "“", "[": "(", "]": ")", "{": "(", "}": ")"},
}
_PAUSES = ";:,.!?—…()"
_EDGE = re.compile(r"^([^\w$£€¥₹#&@%+=°'’\-−~<>±×÷§©½¼¾⅓⅔]*)(.*?)([^\w%°'’$€£½¼¾⅓⅔+]*)$", re.DOTALL)
_QUOTED = re.compile(r"[‘'’](.*\w)['’]", re.DOTALL)
_DASHES = re.compile(r"[-–—−]+")

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
        self._reader = Reader(british, self._lexicon)

    def spoken(self, text: str) -> tuple[SpokenWord, ...]:
        """Return the tokens of the text with their phones and punctuation."""
        tokens = tokens_of(text)
        parts = [_part(token.text) for token in tokens]
        readings = self._reader.read(parts)
        words = self._words(parts, readings)
        self._look_up(words)
        self._ask_espeak(words)
        self._lean_on_next(words)
        phones: list[list[str]] = [[] for _ in tokens]
        for word in words:
            if word.phones:
                phones[word.token].append(word.phones)
        return tuple(
            SpokenWord(token, part.before, " ".join(said), after)
            for token, part, (_, after), said in zip(tokens, parts, readings, phones, strict=True)
        )

    def _words(self, parts: Sequence[Part], readings: Sequence[tuple[tuple[str, ...], str]]) -> list[_Word]:
        words: list[_Word] = []
        paused = True
        for i, (part, (said, after)) in enumerate(zip(parts, readings, strict=True)):
            paused = paused or any(c in _PAUSES for c in part.before)
            pause_after = any(c in _PAUSES for c in after)
            if paused and words:
                words[-1].pause_after = True
            for k, text in enumerate(said):
                words.append(_Word(text, i, pause_after and k + 1 == len(said), paused))
                paused = False
            paused = paused or pause_after
        if words:
            words[-1].pause_after = True
        return words

    def _look_up(self, words: Sequence[_Word]) -> None:
        """Give each word that the lexicon has its phones."""
        for i, word in enumerate(words):
            lower = word.text.lower()
            previous = "" if word.pause_before else words[i - 1].text.lower()
            following = "" if word.pause_after else words[i + 1].text.lower()
            if spelt := SPELT.fullmatch(word.text):
                word.phones = self._spell(spelt[1].replace(".", ""), spelt[2])
            else:
                role = role_of(lower, previous, following) if self._lexicon.has_roles(lower) else ""
                word.phones = self._lexicon.phones(word.text, role) or self._lexicon.phones(
                    _plain(word.text), role
                )
            if word.phones and word.text[:1].isupper():
                # Capitals mark names and sentence beginnings, which carry at least a light stress.
                word.phones = stressed(word.phones, "ˌ")

    def _spell(self, letters: str, ending: str) -> str:
        """Name letters one by one; the last one bears the stress."""
        names = [(self._lexicon.letter(letter) or "").replace("ˈ", "ˌ") for letter in letters]
        names[-1] = names[-1].replace("ˌ", "ˈ")
        if ending:
            names[-1] += "ᵻz" if names[-1][-1:] in "sz" else "z"
        return "".join(names)

    def _ask_espeak(self, words: Sequence[_Word]) -> None:
        missing = [word for word in words if word.phones is None]
        if not missing:
            return
        found = self._espeak.phones([_plain(word.text) for word in missing], _ESPEAK_VOICES[self._british])
        for word, ipa in zip(missing, found, strict=True):
            word.phones = from_espeak(ipa, self._british)

    def _lean_on_next(self, words: Sequence[_Word]) -> None:
        """Say the small words that depend on the sound after them: the, to, a, an, am, in."""
        following = ""
        for word in reversed(words):
            if word.pause_after:
                following = ""
            phones = _LEANING.get(word.text if word.text == "I" else word.text.lower())
            if phones is not None:
                before_vowel, before_consonant, alone = phones
                if following:
                    word.phones = before_vowel if starts_with_vowel(following) else before_consonant
                elif alone:
                    word.phones = alone
            following = word.phones or following


_LEANING: dict[str, tuple[str, str, str]] = {
    "the": ("ði", "ðə", "ðˈi"),
    "to": ("tʊ", "tə", ""),
    "a": ("ɐ", "ɐ", "ˈA"),
    "an": ("ɐn", "ɐn", ""),
    "am": ("ɐm", "ɐm", ""),
    "in": ("ɪn", "ɪn", "ˈɪn"),
    "I": ("ˌI", "ˌI", "ˈI"),
}
"""Phones before a vowel, before a consonant and before a pause; empty for the lexicon's own."""


def from_espeak(ipa: str, british: bool) -> str:
    """Turn eSpeak's IPA, with ^ inside diphthongs and affricates, into Kokoro's letters."""
    # eSpeak names the language that it changes to for a foreign word: "(de)".
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
    *(
        ("o^ʊ", "O"),
        ("ɜːr", "ɜɹ"),
        ("ɜːɹ", "ɜɹ"),
        ("ɜː", "ɜɹ"),
        ("ɚɹ", "əɹ"),
        ("ɚ", "əɹ"),
        ("ɪ^ə", "iə"),
        ("ɾ", "T"),
        ("ʔ", "t"),
        ("^", ""),
        ("ː", ""),
    ),
    *(("e", "A"), ("o", "ɔ"), ("a", "æ")),
)
_FROM_ESPEAK_GB = (
    *(("ə^ʊ", "Q"), ("e^ə", "ɛː"), ("i^ə", "ɪə"), ("ɚ", "ə"), ("ʔ", "t"), ("ɾ", "t"), ("^", "")),
    *(("e", "A"), ("o", "ɔ"), ("æ", "a")),
)
"""From eSpeak's inventory to misaki's, which Kokoro was trained on."""


def _part(text: str) -> Part:
    """Cut a token into Kokoro's punctuation before it, what is said, and the punctuation after it."""
    if _DASHES.fullmatch(text):
        return Part("", "", "—")
    if text in SYMBOLS:
        return Part("", text, "")
    match = _EDGE.match(text)
    assert match is not None
    before, core, after = match.groups()
    quoted = _QUOTED.fullmatch(before[-1:] + core)
    core = quoted[1] if quoted else core
    before = "".join(_PUNCTUATION.get(c, "“" if c == '"' else "") for c in before)
    after = "".join(_PUNCTUATION.get(c, "”" if c == '"' else "") for c in after.replace("...", "…"))
    return Part(before, core, after)


_FOLDED = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss"})


def _plain(word: str) -> str:
    """Return the word without accents: the lexicon has "cafe" for café, and eSpeak cannot read ễ.

    Raises:
        UserError: it is not in Latin letters.
    """
    letters = unicodedata.normalize("NFKD", word).translate(_FOLDED)
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    foreign = [c for c in plain if c.isalpha() and "LATIN" not in unicodedata.name(c, "")]
    if foreign and not (len(plain) == 1 and "GREEK" in unicodedata.name(plain, "")):
        raise UserError(f"an English voice cannot say '{word}'. Write it in Latin letters.")
    return plain
