"""Rules that put words for signs and figures, and the engine that applies them.

A rule is a pattern and a function that says what was found. Rules are tried in order, and what one has read
is out of reach of the next, so the particular comes before the general.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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


def apply(
    text: str,
    rules: Iterable[Rule],
    fixed: Iterable[Fixed] = (),
    spaced: bool = True,
    same_as: Mapping[int, int] | None = None,
) -> Reading:
    """Read a text by rules.

    Args:
        text: as written.
        rules: the particular before the general.
        fixed: stretches, in order and apart from each other, whose reading is given.
        spaced: whether words of the language stand apart.
        same_as: characters that rules are to see as another one, such as wide digits, as for `str.translate`.
    """
    open_text = text.translate(same_as) if same_as else text
    sentence = Sentence(open_text)
    present = {
        "digit": _DIGIT.search(open_text) is not None,
        "capitals": _CAPITALS.search(open_text) is not None,
    }
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


class _Joint:
    """Puts pieces and what is between them in one row.

    Args:
        text: as written.
        spaced: whether words stand apart; else spaces beside what was read go.
    """

    def __init__(self, text: str, spaced: bool) -> None:
        self._text = text
        self._spaced = spaced
        self._parts: list[str] = []
        self._spans: list[Span] = []
        self._length = 0
        self._position = 0

    def reading(self) -> Reading:
        self._add_gap(len(self._text), last=True)
        return Reading(self._text, "".join(self._parts), tuple(self._spans))

    def add(self, piece: Piece, phones: str) -> None:
        self._add_gap(piece.start)
        spoken = piece.spoken
        if not self._spaced:
            spoken = _NEEDLESS_SPACE.sub("", spoken)
        elif self._parts and _would_touch(self._parts[-1], spoken):
            spoken = " " + spoken
        self._add(piece.stop, spoken, phones)

    def _add_gap(self, stop: int, last: bool = False) -> None:
        gap = self._text[self._position : stop]
        if not self._spaced:
            before = len(gap) - len(gap.lstrip()) if self._spans else 0
            after = len(gap) - len(gap.rstrip()) if not last and before < len(gap) else 0
            self._add(self._position + before, "")
            self._add(stop - after, gap[before : len(gap) - after])
            self._add(stop, "")
            return
        if self._spans and self._spans[-1].changed and _would_touch(self._parts[-1], gap):
            # The space that is put in belongs to the words before it.
            self._parts[-1] += " "
            self._length += 1
            self._spans[-1] = replace(self._spans[-1], spoken_stop=self._length)
        self._add(stop, gap)

    def _add(self, stop: int, spoken: str, phones: str = "") -> None:
        start = self._position
        if start == stop and not spoken:
            return
        changed = spoken != self._text[start:stop] or bool(phones)
        spoken_stop = self._length + len(spoken)
        self._spans.append(Span(start, stop, self._length, spoken_stop, changed, phones))
        self._parts.append(spoken)
        self._length = spoken_stop
        self._position = stop


_ASIAN = r"\u3040-\u30ff\u3400-\u9fff"
_NEEDLESS_SPACE = re.compile(rf"(?<=[{_ASIAN}，、]) +| +(?=[{_ASIAN}，、])")


def _joined(text: str, read: Sequence[Piece], phones: dict[int, str], spaced: bool) -> Reading:
    if not read:
        return Reading(text, text, (Span(0, len(text), 0, len(text)),) if text else ())
    joint = _Joint(text, spaced)
    for piece in read:
        joint.add(piece, phones.get(piece.start, ""))
    return joint.reading()


def _would_touch(left: str, right: str) -> bool:
    return _is_letter(left[-1:]) and _is_letter(right[:1])


def _is_letter(character: str) -> bool:
    # The vowel signs of the Indian scripts belong to a word though they are no letters.
    return character.isalnum() or "\u0900" <= character <= "\u0963"
