"""All that decides how a text is read, in the order of who knows best: the script, the lexicon, the rules.

Every engine says what `reading_of` gives, cut into words by `said_tokens`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from herald.media import Given, Utterance
from tts.aloud import Fixed, Reading, Span, read_aloud, said_as
from tts.espeak import Espeak
from tts.espeak_languages import espeak_name
from tts.sharing import shared
from tts.words import Token, tokens_of

_POSSESSIVE = re.compile(r"['’]s\b")
_SOUND = re.compile(r"[ˈˌ]?[^\sˈˌ](?:[\u0300-\u036fːˑʰʲʷˠˤⁿˡ˞]|(?<=t)ʃ|(?<=d)ʒ)*")


def reading_of(utterance: Utterance, espeak: Espeak | None = None) -> Reading:
    """Return what is said for an utterance.

    Args:
        utterance: the text, and what script and lexicon say of stretches of it.
        espeak: knows the phones of phrases in another language; without it they are read as written.
    """
    fixed = [_fixed(given, utterance, espeak) for given in utterance.given]
    return read_aloud(utterance.text, utterance.language, fixed)


def with_lexicon(given: Sequence[Given], found: Sequence[Given]) -> tuple[Given, ...]:
    """Return what a script gives and what the lexicon adds to it; the script comes first."""
    free = [
        entry for entry in found if all(entry.stop <= own.start or own.stop <= entry.start for own in given)
    ]
    return tuple(sorted((*given, *free), key=lambda stretch: stretch.start))


@dataclass(frozen=True)
class SaidToken:
    """What is said between two spaces.

    Attributes:
        token: its words, and where they stand in the spoken text.
        of: number of the written token that it stands for.
        changed: whether it is said otherwise than it is written; a single capital is then the letter's name.
        phones: IPA that is given for it; empty for the usual.
    """

    token: Token
    of: int
    changed: bool = False
    phones: str = ""


def said_tokens(reading: Reading, tokens: Sequence[Token]) -> tuple[SaidToken, ...]:
    """Cut what is said into words, and find the written token that each stands for.

    Args:
        reading: of the text.
        tokens: of the written text; at least one.
    """
    said: list[SaidToken] = []
    for token in _cut(reading):
        span = _span_of(token, reading)
        start, _ = reading.source_of(token.start, token.stop)
        if span is not None and not span.changed:
            start = span.start + max(0, _core_start(token) - span.spoken_start)
        said.append(SaidToken(token, _token_at(start, tokens), span is not None and span.changed))
    for span in reading.spans:
        if span.changed and span.spoken_stop > span.spoken_start:
            _settle_span(span, reading, tokens, said)
    return _in_order(said)


def _fixed(given: Given, utterance: Utterance, espeak: Espeak | None) -> Fixed:
    text = utterance.text[given.start : given.stop]
    language = given.language or utterance.language
    spoken = given.spoken or text
    if given.read_as:
        spoken = said_as(spoken, given.read_as, language)
    elif given.language:
        spoken = read_aloud(spoken, language).spoken
    phones, stop = given.phones, given.stop
    possessive = _POSSESSIVE.match(utterance.text, stop) if phones else None
    if possessive and utterance.language.lower().startswith("en"):
        spoken, phones, stop = spoken + possessive[0], _with_s(phones), possessive.end()
    # In a broad transcription an English r is written r, and what else it might be no English voice says.
    if phones and language.lower().startswith("en"):
        phones = phones.replace("r", "ɹ")
    phones = phones.replace("ʧ", "tʃ").replace("ʤ", "dʒ").replace("g", "ɡ")
    name = espeak_name(given.language) if given.language else None
    if not phones and name and espeak is not None:
        heard = espeak.phones(spoken.split(), name)
        phones = " ".join(re.sub(r"\([a-z-]+\)", "", ipa).replace("^", "") for ipa in heard).strip()
    return Fixed(given.start, stop, spoken, phones)


def _with_s(phones: str) -> str:
    """Return phones with the s of an English possessive."""
    last = phones.rstrip()[-1:]
    return f"{phones.rstrip()}{'ɪz' if last in 'szʃʒ' else 's' if last in 'ptkfθ' else 'z'}"


def _cut(reading: Reading) -> Iterator[Token]:
    """Yield what is said between two spaces, cut where given phones begin and end: `New|-Zealand`."""
    edges = [edge for span in reading.spans if span.phones for edge in (span.spoken_start, span.spoken_stop)]
    for token in tokens_of(reading.spoken):
        start = token.start
        for edge in edges:
            left, right = reading.spoken[start:edge], reading.spoken[edge : token.stop]
            if start < edge < token.stop and Token(left, 0, 0).is_word and Token(right, 0, 0).is_word:
                yield Token(left, start, edge)
                start = edge
        yield Token(reading.spoken[start : token.stop], start, token.stop)


def _core_start(token: Token) -> int:
    """Return where the first letter or digit of a token stands; where it begins if it has none."""
    core = next((i for i, character in enumerate(token.text) if character.isalnum()), 0)
    return token.start + core


def _span_of(token: Token, reading: Reading) -> Span | None:
    at = _core_start(token)
    return next((span for span in reading.spans if span.spoken_start <= at < span.spoken_stop), None)


def _token_at(position: int, tokens: Sequence[Token]) -> int:
    """Return the token that holds a position of the written text, or the next one."""
    return next((i for i, token in enumerate(tokens) if position < token.stop), len(tokens) - 1)


def _settle_span(span: Span, reading: Reading, tokens: Sequence[Token], said: list[SaidToken]) -> None:
    """Share out a changed span: its words among the written ones, its phones among its words."""
    inside = [
        i
        for i, one in enumerate(said)
        if one.token.is_word and span.spoken_start <= _core_start(one.token) < span.spoken_stop
    ]
    written = [
        i
        for i, token in enumerate(tokens)
        if token.is_word and token.start < span.stop and span.start < token.stop
    ]
    if not inside or not written:
        return
    lengths = [max(1, sum(character.isalnum() for character in tokens[i].text)) for i in written]
    for i, number in zip(inside, shared(len(inside), lengths), strict=True):
        said[i] = replace(said[i], of=written[number])
    if span.phones:
        for i, phones in zip(inside, _split(span.phones, [said[i].token for i in inside]), strict=True):
            said[i] = replace(said[i], phones=phones)


def _split(phones: str, words: Sequence[Token]) -> list[str]:
    """Cut phones into as many parts as there are words: at their spaces, else by the words' lengths."""
    groups = phones.split()
    if len(groups) == len(words):
        return groups
    if len(words) == 1:
        return [" ".join(groups)]
    sounds = _SOUND.findall("".join(groups))
    parts = [""] * len(words)
    numbers = shared(len(sounds), [len(word.text) for word in words])
    for sound, number in zip(sounds, numbers, strict=True):
        parts[number] += sound
    return parts


def _in_order(said: Sequence[SaidToken]) -> tuple[SaidToken, ...]:
    ordered: list[SaidToken] = []
    for one in said:
        least = ordered[-1].of if ordered else 0
        ordered.append(replace(one, of=max(one.of, least)))
    return tuple(ordered)
