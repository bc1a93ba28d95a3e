"""Where the sentences of a text end.

pysbd proposes the ends for languages with spaces; what it is known to get wrong is put right here. It
is not asked about Chinese and Japanese, where it parts a closing quotation mark from its sentence.
"""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

from herald.script.abbreviations import BEFORE_NAMES, BEFORE_NUMBERS, ORDINAL_LANGUAGES, TIME_WORDS, words
from herald.script.plain_text import plain_ends

if TYPE_CHECKING:
    from pysbd import Segmenter

Span = tuple[int, int]
"""A half-open range of characters."""

_PYSBD_LANGUAGES = words("am ar bg da de el en es fa fr hi hy it kk mr my nl pl ru sk ur")

_RELATED = {
    "pt": "es",
    "gl": "es",
    "ca": "es",
    "ro": "it",
    "uk": "ru",
    "be": "ru",
    "cs": "sk",
    "nb": "da",
    "nn": "da",
    "no": "da",
    "sv": "da",
    "ne": "hi",
}
"""Languages that pysbd has no rules for, and the ones whose rules fit them best."""

_SPACELESS = frozenset({"zh", "ja", "yue", "wuu", "cmn", "lzh"})

_WINDOW = 4000
"""How many characters pysbd is given at once."""

_CLOSING = "\"'”’»«›“)]}）】〉》」』"
_TERMINAL = ".!?…‥。！？．｡؟۔।॥։።၊။"
_NO_SPACE_AFTER = "。！？｡।॥۔။"

_MAY_END = re.compile(rf"[{re.escape(_TERMINAL)}][{re.escape(_CLOSING)}\s]*\s\S|[{_NO_SPACE_AFTER}]\S")
"""Without one of these a text is one sentence, which need not be asked of pysbd: most items of lists are."""

_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S*\w|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_DECADE = re.compile(r"(?<!\w)['‘’](?=\d\d)")
_MARKS = re.compile(rf"(?:…|\.\.\.|[!?]{{2,}})[{re.escape(_CLOSING)}]*\s+")
"""Marks that pysbd sometimes passes over; they end a sentence if a capital follows."""

_CJK_END = re.compile(r"(?:[。！？!?｡]|…+(?=[」』”’）】》]|\Z))[。！？!?…｡]*")
_CJK_OPEN, _CJK_CLOSE = "「『（“‘《〈【", "」』）”’》〉】"
_CJK_GOES_ON = re.compile(r"[とってなのをはがにでもよね、，,；;：:的地]")


def sentence_spans(text: str, language: str) -> list[Span]:
    """Find the sentences of a text.

    Args:
        text: words with single spaces between them.
        language: BCP-47, lower case.

    Returns:
        spans in order that leave out nothing but white space; none for an empty text.
    """
    base = language.split("-")[0]
    ends = tuple(_spaceless_ends(text)) if base in _SPACELESS else _spaced_ends(text, base)
    spans: list[Span] = []
    start = 0
    for end in [*ends, len(text)]:
        piece = text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            spans.append((start + lead, start + len(piece.rstrip())))
        start = end
    return spans


# A template says the same paragraphs in every broadcast that is made from it.
@functools.lru_cache(maxsize=2048)
def _spaced_ends(text: str, base: str) -> tuple[int, ...]:
    # Same length, so that positions hold; no dots, so that an address is not cut.
    masked = _ADDRESS.sub(lambda match: "x" * len(match.group()), text)
    # An apostrophe for "19" would be taken for an opening quotation mark.
    masked = _DECADE.sub("x", masked)
    if not _MAY_END.search(masked.rstrip()):
        return ()
    plain = plain_ends(masked, _rules(base))
    if plain is not None:
        return plain
    proposed = _proposed_starts(masked, base)
    proposed |= {m.end() for m in _MARKS.finditer(masked) if masked[m.end() : m.end() + 1].isupper()}
    ends: list[int] = []
    for cut in sorted(proposed):
        start = ends[-1] if ends else 0
        if start < cut < len(text) and not _is_false(masked[start:cut], masked[cut:], base):
            ends.append(cut)
    return tuple(ends)


def _proposed_starts(text: str, base: str) -> set[int]:
    """Ask pysbd, window by window, since its time grows with the square of the length."""
    segmenter = _segmenter(_rules(base))
    found: set[int] = set()
    begin = 0
    while begin < len(text):
        window = text[begin : begin + _WINDOW]
        starts = sorted(begin + span.start for span in segmenter.segment(window) if span.start > 0)
        if begin + _WINDOW >= len(text):
            found.update(starts)
            break
        # The last sentence of a window is cut off, so the next window begins before it.
        complete = starts[:-1]
        found.update(complete)
        begin = complete[-1] if complete else begin + _WINDOW
    return found


def _rules(base: str) -> str:
    """Return the language whose rules fit a language best."""
    rules = _RELATED.get(base, base)
    return rules if rules in _PYSBD_LANGUAGES else "en"


@functools.cache
def _segmenter(language: str) -> Segmenter:
    with warnings.catch_warnings():
        # Its patterns are not raw strings; without compiled files Python complains of each.
        warnings.simplefilter("ignore")
        import pysbd

    return pysbd.Segmenter(language=language, clean=False, char_span=True)


def _is_false(before: str, after: str, base: str) -> bool:
    """Say whether a proposed end is none.

    Args:
        before: the sentence that would end.
        after: the rest of the text.
        base: language without its region.
    """
    return any(test(before, after, base) for test in _FALSE_ENDS)


def _no_mark(before: str, after: str, base: str) -> bool:
    ended = before.rstrip().rstrip(_CLOSING + " ")
    return not ended or ended[-1] not in _TERMINAL


def _no_space(before: str, after: str, base: str) -> bool:
    return not before[-1].isspace() and before[-1] not in _NO_SPACE_AFTER


def _nothing_left(before: str, after: str, base: str) -> bool:
    return not re.search(r"\w", after) or not re.search(r"\w", before)


def _closing_comes(before: str, after: str, base: str) -> bool:
    return bool(re.match(rf"[{re.escape(_CLOSING)}]*[.,;:!?…]|[”’»)\]}}]", after))


def _goes_on_small(before: str, after: str, base: str) -> bool:
    first, following = re.search(r"[^\W\d_]", before), re.match(r"\W*([^\W\d_])", after)
    return bool(first and following and first.group().isupper() and following.group(1).islower())


def _abbreviation(before: str, after: str, base: str) -> bool:
    word = re.search(r"([^\W\d_]+(?:\.[^\W\d_]+)*|[^\W\d_]?[°º])\.\s*\Z", before)
    if not word:
        return False
    name = word.group(1).casefold()
    if name in BEFORE_NAMES.get(base, BEFORE_NAMES["en"]):
        return True
    return name in BEFORE_NUMBERS and bool(re.match(r"[\d(]|[IVXLC]{2,}\b", after))


def _initial(before: str, after: str, base: str) -> bool:
    # In English pysbd tells "J. Smith" from "plan B." by itself.
    return base != "en" and bool(re.search(r"(?:\A|[\s.(-])[^\W\d_]\.\s*\Z", before)) and after[:1].isupper()


def _ordinal(before: str, after: str, base: str) -> bool:
    return base in ORDINAL_LANGUAGES and bool(re.search(r"(?:\A|\s)\d{1,2}\.\s*\Z", before))


def _clock(before: str, after: str, base: str) -> bool:
    return bool(re.search(r"\d ?[ap]\.\s?m\.\s*\Z", before, re.IGNORECASE)) and bool(TIME_WORDS.match(after))


def _enumerator(before: str, after: str, base: str) -> bool:
    return bool(re.fullmatch(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s*", before))


_FALSE_ENDS: tuple[Callable[[str, str, str], bool], ...] = (
    _no_mark,
    _no_space,
    _nothing_left,
    _closing_comes,
    _goes_on_small,
    _abbreviation,
    _initial,
    _ordinal,
    _clock,
    _enumerator,
)


def _spaceless_ends(text: str) -> list[int]:
    """Find sentence ends by their marks; inside quotation marks and brackets there are none.

    A mark right before a closing quotation mark ends the sentence around it too, unless the next
    character shows that the sentence goes on, as in 「はい。」と言った.
    """
    ends: list[int] = []
    depth = 0
    at = 0
    while at < len(text):
        depth = max(0, depth + (text[at] in _CJK_OPEN) - (text[at] in _CJK_CLOSE))
        match = _CJK_END.match(text, at)
        if not match:
            at += 1
            continue
        at = match.end()
        closed = at
        while at < len(text) and text[at] in _CJK_CLOSE:
            depth = max(0, depth - 1)
            at += 1
        if depth == 0 and not (at > closed and _CJK_GOES_ON.match(text, at)):
            ends.append(at)
    return ends
