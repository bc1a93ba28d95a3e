"""English text to Kokoro's phones, word by word.

The lexicon comes first: its licence is free, Kokoro learnt from it, and of the 17,600 commonest words that it
shares with the CMU dictionary it says 6 % otherwise than that, where eSpeak says 11 % (1.1 % and 2.0 % of the
phones; stress and weak vowels not counted). eSpeak says what the lexicon lacks: names, mostly.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from herald.errors import UserError
from tts.aloud import Reading
from tts.espeak import Espeak
from tts.lexicon import Lexicon, starts_with_vowel, stressed
from tts.phones import TOKEN_IDS
from tts.pronounce import SaidToken, said_tokens
from tts.punctuation import after_word, before_word
from tts.roles import role_of
from tts.spoken import SpokenWord, put_together
from tts.words import tokens_of


@dataclass
class _Chunk:
    """What is said between two spaces, and the token of the text that it stands for."""

    token: int
    before: str
    words: list[_Word]
    after: str


@dataclass
class _Word:
    """One word that is heard, on its way to phones.

    Attributes:
        text: its letters.
        spelt: whether they are named one by one.
        phones: Kokoro's, once they are known.
        given: whether a script or a lexicon gave them.
        previous, following: the words around it, in lower case; empty beside a pause.
        following_capital: whether the word after it begins with a capital.
    """

    text: str
    spelt: bool = False
    phones: str | None = None
    given: bool = False
    previous: str = ""
    following: str = ""
    following_capital: bool = False


_PAUSES = frozenset(";:,.!?—…()")
_DASHES = re.compile(r"[-–—−]+")
_CORE = re.compile(r"([^\w'’]*)(.*?)([^\w'’]*)", re.DOTALL)
_QUOTED = re.compile(r"['’](.*\w)['’]", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|\d+")
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LETTER_NAME = re.compile(r"([A-Z])(['’]?s)?")

_ESPEAK_VOICES = {False: "en-us", True: "en"}


class English:
    """Reads English in one accent.

    Args:
        british: en-gb where true, else en-us.
        espeak: says the words that the lexicon lacks.
    """

    def __init__(self, british: bool, espeak: Espeak) -> None:
        self.language = "en-gb" if british else "en-us"
        self._british = british
        self._espeak = espeak
        self._lexicon = Lexicon(british)

    def spoken(self, reading: Reading) -> tuple[SpokenWord, ...]:
        """Return the tokens of the text with their phones and punctuation.

        Raises:
            UserError: a word is not in Latin letters.
        """
        tokens = tokens_of(reading.text)
        chunks = self._chunks(said_tokens(reading, tokens))
        _introduce(chunks)
        words = [word for chunk in chunks for word in chunk.words]
        for word in words:
            word.phones = word.phones or self._known(word)
        self._ask_espeak([word for word in words if word.phones is None])
        _lean_on_next(words)
        of_token = {i: list(group) for i, group in itertools.groupby(chunks, key=lambda chunk: chunk.token)}
        return tuple(
            put_together(token, [_parts(chunk) for chunk in of_token.get(i, ())])
            for i, token in enumerate(tokens)
        )

    def _chunks(self, said: Sequence[SaidToken]) -> list[_Chunk]:
        """Cut what is said between two spaces into the words that are heard."""
        chunks: list[_Chunk] = []
        for one in said:
            before, core, after = _edges(one.token.text)
            if one.phones:
                phones = from_given(one.phones, self._british)
                chunks.append(_Chunk(one.of, before, [_Word(core, phones=phones, given=True)], after))
                continue
            name = _LETTER_NAME.fullmatch(core) if one.changed else None
            last = chunks[-1] if chunks else None
            if (
                name
                and last
                and last.token == one.of
                and not last.after
                and last.words[-1:]
                and last.words[-1].spelt
            ):
                # F B I is one word with one stress.
                last.words[-1].text += core
                last.after = after
            elif name:
                chunks.append(_Chunk(one.of, before, [_Word(core, spelt=True)], after))
            else:
                chunks.append(_Chunk(one.of, before, [_Word(word) for word in self._words(core)], after))
        return chunks

    def _words(self, core: str) -> Iterator[str]:
        """Yield the words of what stands between two spaces: "well-known" is two, "YouTube" is one or two."""
        if self._lexicon.has_exactly(core.lower()):
            yield core
            return
        for word in _LETTERS.findall(core.replace("’", "'")):
            humps = _HUMPS.findall(word)
            if len(humps) > 1 and "".join(humps) == word and not self._lexicon.phones(word):
                yield from humps
            else:
                yield word

    def _known(self, word: _Word) -> str | None:
        """Return the phones of a word that the lexicon has, or None."""
        if word.spelt:
            return self.spelled(word.text)
        lower = word.text.lower()
        # "Plan A is", but "A dog" and "Once Upon A Time".
        if word.text == "A":
            return self._lexicon.letter("A") if word.previous and not word.following_capital else "ɐ"
        role = role_of(lower, word.previous, word.following) if self._lexicon.has_roles(lower) else ""
        phones = self._lexicon.phones(word.text, role) or self._lexicon.phones(_plain(word.text), role)
        # Capitals mark names and sentence beginnings, which carry at least a light stress.
        return stressed(phones, "ˌ") if phones and word.text[:1].isupper() else phones

    def spelled(self, letters: str) -> str:
        """Name capitals one by one; the last one bears the stress. A small s makes a plural."""
        capitals = "".join(c for c in letters if c.isupper())
        names = [(self._lexicon.letter(letter) or "").replace("ˈ", "ˌ") for letter in capitals]
        names[-1] = names[-1].replace("ˌ", "ˈ")
        if letters.endswith("s"):
            names[-1] += ("ɪz" if self._british else "ᵻz") if names[-1][-1:] in "sz" else "z"
        return "".join(names)

    def _ask_espeak(self, words: Sequence[_Word]) -> None:
        if not words:
            return
        found = self._espeak.phones([_plain(word.text) for word in words], _ESPEAK_VOICES[self._british])
        for word, ipa in zip(words, found, strict=True):
            word.phones = from_espeak(ipa, self._british)


def _introduce(chunks: Sequence[_Chunk]) -> None:
    """Tell each word its neighbours, as far as no pause lies between."""
    previous: _Word | None = None
    for chunk in chunks:
        if _PAUSES & set(chunk.before):
            previous = None
        for word in chunk.words:
            if previous is not None:
                word.previous = previous.text.lower()
                previous.following = word.text.lower()
                previous.following_capital = word.text[:1].isupper()
            previous = word
        if _PAUSES & set(chunk.after):
            previous = None


def _lean_on_next(words: Sequence[_Word]) -> None:
    """Say the small words that depend on the sound after them: the, to, a, an, am, in."""
    for word, following in itertools.zip_longest(words, words[1:]):
        phones = _LEANING.get(word.text if word.text == "I" else word.text.lower())
        if phones is None or word.spelt or word.given or (word.text == "A" and "A" in (word.phones or "")):
            continue
        before_vowel, before_consonant, alone = phones
        if word.following and following.phones:
            word.phones = before_vowel if starts_with_vowel(following.phones) else before_consonant
        elif alone:
            word.phones = alone


def _parts(chunk: _Chunk) -> tuple[str, str, str]:
    """Return the punctuation before a chunk, its phones, and the punctuation behind it."""
    return chunk.before, " ".join(word.phones for word in chunk.words if word.phones), chunk.after


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


def from_given(ipa: str, british: bool) -> str:
    """Turn IPA as people and other languages' dictionaries write it into Kokoro's letters.

    Sounds that English lacks stay what they are as far as Kokoro has a letter for them.
    """
    for old, new in (*_FROM_GIVEN, *(_FROM_GIVEN_GB if british else _FROM_GIVEN_US)):
        ipa = ipa.replace(old, new)
    return "".join(letter for letter in ipa if letter in TOKEN_IDS)


_FROM_GIVEN = (
    *(("tʃ", "ʧ"), ("dʒ", "ʤ"), ("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("ɔɪ", "Y"), ("əl", "ᵊl")),
    *(("ʔ", "t"), ("ɝ", "ɜɹ"), ("ɚ", "əɹ")),
)
_FROM_GIVEN_US = (("oʊ", "O"), ("əʊ", "O"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɾ", "T"), ("ɒ", "ɑ"), ("ː", ""))
_FROM_GIVEN_GB = (("oʊ", "Q"), ("əʊ", "Q"))

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


def _edges(text: str) -> tuple[str, str, str]:
    """Cut what stands between two spaces into Kokoro's punctuation before, words, and punctuation after."""
    if _DASHES.fullmatch(text):
        return "", "", "—"
    match = _CORE.fullmatch(text)
    assert match is not None
    before, core, after = match.groups()
    # An apostrophe that opens a quotation closes it too; else it makes a plural's possessive.
    quoted = _QUOTED.fullmatch(before[-1:].replace("‘", "'") + core) or _QUOTED.fullmatch(core)
    return before_word(before), quoted[1] if quoted else core, after_word(after)


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
