"""Directions in square brackets, such as `[pause 0.8]`, inside a script's words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from herald.script.located import Located
from herald.script.source import Faults

LONGEST_PAUSE_MS = 60_000
"""The longest pause that a script may ask for; more is surely a slip."""

_BRACKETS = re.compile(r"\[([^\[\]\n]{0,80})\](?!\()")
_CLOSING = re.compile(r"""[,.;:!?…)\]}»”’。，！？、；：」』）]+|["'](?=\s|\Z)""")
"""Punctuation that closes what was said before it."""

_FIELD = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}")
_WORD = re.compile(r"\s*([A-Za-z][\w-]*)\s*(.*)", re.DOTALL)
_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(s|ms)?", re.IGNORECASE)
_HAS_LENGTH = re.compile(r"[:=]?\s*[0-9.,]+\s*(s|ms|sec|seconds?)?\Z", re.IGNORECASE)

_SCREENPLAY = (
    "applause break breath breathe camera cough cut emphasis fade gesture image laugh laughs laughter look "
    "music nod pitch presenter rate sfx sigh silence slide smile smiles sound speed stop video voice volume "
    "wait whisper"
)

_DIRECTIONS = frozenset(_SCREENPLAY.split())
"""Words that mean a direction in other products and in screenplays."""

_LIKE_PAUSE = frozenset({"break", "breath", "breathe", "silence", "stop", "wait"})

_TO_FILL_IN = re.compile(
    r"(insert|enter|fill in|your|tbc|tbd|todo|tba)\b.*|x{2,}|_+|(date|time|name|place|amount|phone|address)",
    re.IGNORECASE,
)
"""What stands in brackets where somebody still has to write something."""


@dataclass(frozen=True)
class Pause:
    """A silence that the script asks for.

    Attributes:
        offset: where the tag stands in the source.
        ms: how long.
    """

    offset: int
    ms: int


def take_tags(text: Located, faults: Faults) -> tuple[Located, list[Pause]]:
    """Take the tags out of some text.

    Brackets that are no tag, such as "[sic]", stay and are read like any other words.

    Args:
        text: as written, without what Markdown escapes.
        faults: receives tags that are not right.
    """
    for match in _FIELD.finditer(text.text):
        faults.add(
            text.offsets[match.start()],
            f"this field of a template was not filled in: {match.group()}",
            "Write what it stands for.",
            width=len(match.group()),
        )
    pauses: list[Pause] = []
    parts: list[Located] = []
    position = 0
    for match in _BRACKETS.finditer(text.text):
        pause = _read_tag(match.group(1), text.offsets[match.start()], len(match.group()), faults)
        if pause is None:
            continue
        pauses.append(pause)
        before = text[position : match.start()]
        if _CLOSING.match(text.text, match.end()):
            parts.append(before[: len(before.text.rstrip(" "))])
        else:  # a space, so that "ready[pause 1]go" does not become one word
            parts += [before, Located.added(" ", text.offsets[match.start()])]
        position = match.end()
    return Located.join([*parts, text[position:]]), pauses


def pause_index(text: Located, pause: Pause) -> int:
    """Return the index in `text` before which the pause falls.

    Punctuation that follows the tag belongs to what was said before it.
    """
    index = text.index_of(pause.offset)
    space = index + text.text.startswith(" ", index)
    after = _CLOSING.match(text.text, space)
    return after.end() if after else index


def total_ms(pauses: Iterable[Pause]) -> int:
    """Return the length of some pauses together."""
    return sum(pause.ms for pause in pauses)


def _read_tag(inside: str, offset: int, width: int, faults: Faults) -> Pause | None:
    match = _WORD.fullmatch(inside)
    word, rest = (match.group(1).lower(), match.group(2).strip()) if match else ("", "")
    if word == "pause":
        return _read_pause(rest, offset, width, faults)
    length = bool(_HAS_LENGTH.fullmatch(rest))
    likeness = difflib.SequenceMatcher(None, word, "pause").ratio()
    example = f"[pause {rest.lstrip(':= ')}]" if length else "[pause 0.8]"
    if likeness >= 0.7 and (length or word.startswith("pau")):
        faults.add(offset, f"there is no tag [{word}]", f"Did you mean '{example}'?", width)
    elif word in _LIKE_PAUSE and (length or not rest):
        faults.add(offset, f"there is no tag [{word}]", f"A silence is written {example}.", width)
    elif word in _DIRECTIONS and (length or len(rest.split()) <= 1):
        faults.add(
            offset,
            f"there is no tag [{word}]",
            "The only tag is [pause 0.8]. A note that is not to be read goes in <!-- and -->.",
            width,
        )
    elif _TO_FILL_IN.fullmatch(inside.strip()):
        faults.add(
            offset,
            f"this looks like a gap that is still to be filled in: [{inside}]",
            "Fill it in; to have it read as it is, use round brackets.",
            width,
        )
    return None


def _read_pause(length: str, offset: int, width: int, faults: Faults) -> Pause | None:
    match = _LENGTH.fullmatch(length)
    if not match:
        faults.add(offset, _bad_length(length), _better_length(length), width)
        return None
    unit = (match.group(2) or "s").lower()
    ms = round(float(match.group(1)[:12]) * (1 if unit == "ms" else 1000))
    if not 0 < ms <= LONGEST_PAUSE_MS:
        milliseconds = unit == "s" and 0 < ms // 1000 <= LONGEST_PAUSE_MS
        faults.add(
            offset,
            f"a pause is at most {LONGEST_PAUSE_MS // 1000} seconds"
            if ms
            else "a pause of no length does nothing",
            f"Did you mean '[pause {match.group(1)}ms]'?"
            if ms and milliseconds
            else "For example: [pause 0.8]",
            width,
        )
        return None
    return Pause(offset, ms)


def _bad_length(length: str) -> str:
    return f"'{length}' is not the length of a pause" if length else "this pause has no length"


def _better_length(length: str) -> str:
    number = re.search(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+", length)
    if number and "-" not in length:
        unit = "ms" if re.search(r"m(s|illi)", length, re.IGNORECASE) else ""
        return f"Did you mean '[pause {number.group().replace(',', '.')}{unit}]'? The length is in seconds."
    return "For example: [pause 0.8] for eight tenths of a second, or [pause 800ms]."
