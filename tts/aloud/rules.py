"""Rules that put words for signs and figures, and the engine that applies them.

A rule is a pattern and a function that says what was found. Rules are tried in order, and what one has read
is out of reach of the next, so the particular comes before the general.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tts.aloud.reading import Fixed, Reading, Span

READ = "\ue000"
"""Stands in the text for every character that a rule has read; no letter, no figure, no space."""

_CLOSERS = re.compile(r"[\s\"'’”»)\]」』）]*\Z")
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:[.'’-][^\W\d_]+)*)\.?[\s\u00a0\"“(-]*\Z")
_WORD_AFTER = re.compile(r"[\s\u00a0]*([^\W\d_]+(?:['’-][^\W\d_]+)*)")
_SENTENCE_AFTER = re.compile(r"[\"'’”»)]*\s+[\"'‘“«(¿¡]*[A-ZÀ-ÖØ-Þ]")


@dataclass(frozen=True)
class Piece:
    """A stretch of the text and the words for it."""

    start: int
    stop: int
    spoken: str


Said = str | Sequence[Piece] | None
"""Words for all that was matched, or for parts of it (white space between them stays), or None to decline."""


@dataclass(frozen=True)
class Sentence:
    """The text that rules look at.

    Attributes:
        text: as written; rules match on a copy in which what was read is blotted out.
    """

    text: str

    def word_before(self, position: int) -> str:
        """Return the word that ends at most a space or an opening bracket earlier, in lower case, or ""."""
        match = _WORD_BEFORE.search(self.text, max(0, position - 40), position)
        return match[1].lower() if match else ""

    def word_after(self, position: int) -> str:
        """Return the word that begins at most a space later, as written, or ""."""
        match = _WORD_AFTER.match(self.text, position)
        return match[1] if match else ""

    def ends_at(self, position: int) -> bool:
        """Whether nothing but quotation marks and brackets follows."""
        return _CLOSERS.match(self.text, position) is not None

    def stop_at(self, position: int) -> bool:
        """Whether a sentence ends here, so that the stop of an abbreviation is a full stop too."""
        return self.ends_at(position) or _SENTENCE_AFTER.match(self.text, position) is not None


@dataclass(frozen=True)
class Rule:
    """One class of things that are written otherwise than said.

    Attributes:
        name: for people who look for the rule that read something.
        pattern: what to look for.
        say: says it.
        needs: whether the pattern can only match where the text has a digit ("digit"), two capitals
            ("capitals") or either; empty to try it always. Spares most sentences most rules.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str], Sentence], Said]
    needs: str = ""


_DIGIT = re.compile(r"[\d½¼¾⅓⅔⅛⅜⅝⅞²³]")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]\W?[A-ZÀ-ÖØ-Þ0-9]|[0-9]\W?[A-Z]")


def apply(text: str, rules: Iterable[Rule], fixed: Iterable[Fixed] = (), spaced: bool = True) -> Reading:
    """Read a text by rules.

    Args:
        text: as written.
        rules: the particular before the general.
        fixed: stretches, in order and apart from each other, whose reading is given.
        spaced: whether words of the language stand apart.
    """
    sentence = Sentence(text)
    present = {"digit": _DIGIT.search(text) is not None, "capitals": _CAPITALS.search(text) is not None}
    open_text = text
    phones: dict[int, str] = {}
    read: list[Piece] = []
    for given in fixed:
        phones[given.start] = given.phones
        read.append(Piece(given.start, given.stop, given.spoken))
        open_text = _blotted(open_text, given.start, given.stop)
    for rule in rules:
        if rule.needs and not present[rule.needs]:
            continue
        open_text = _apply_rule(rule, sentence, open_text, read)
    return _joined(text, sorted(read, key=lambda piece: piece.start), phones, spaced)


def _apply_rule(rule: Rule, sentence: Sentence, text: str, read: list[Piece]) -> str:
    position = 0
    while match := rule.pattern.search(text, position):
        said = rule.say(match, sentence)
        if said is None or match.end() == match.start():
            position = match.start() + 1
            continue
        read += [Piece(match.start(), match.end(), said)] if isinstance(said, str) else said
        text = _blotted(text, match.start(), match.end())
        position = match.end()
    return text


def _blotted(text: str, start: int, stop: int) -> str:
    return text[:start] + READ * (stop - start) + text[stop:]


def _joined(text: str, read: Sequence[Piece], phones: dict[int, str], spaced: bool) -> Reading:
    if not read:
        return Reading(text, text, (Span(0, len(text), 0, len(text)),) if text else ())
    parts: list[str] = []
    spans: list[Span] = []
    length = 0

    def add(start: int, stop: int, spoken: str, pronounced: str = "") -> None:
        nonlocal length
        changed = spoken != text[start:stop] or bool(pronounced)
        spans.append(Span(start, stop, length, length + len(spoken), changed, pronounced))
        parts.append(spoken)
        length += len(spoken)

    position = 0
    for i, piece in enumerate(read):
        if piece.start > position:
            add(position, piece.start, text[position : piece.start])
        spoken = piece.spoken
        if spaced and parts and _would_touch(parts[-1], spoken):
            spoken = " " + spoken
        follows = text[piece.stop : piece.stop + 1]
        touches_text = i + 1 == len(read) or read[i + 1].start > piece.stop
        if spaced and touches_text and _would_touch(spoken, follows):
            spoken += " "
        add(piece.start, piece.stop, spoken, phones.get(piece.start, ""))
        position = piece.stop
    if position < len(text):
        add(position, len(text), text[position:])
    return Reading(text, "".join(parts), tuple(spans))


def _would_touch(left: str, right: str) -> bool:
    return left[-1:].isalnum() and right[:1].isalnum()
