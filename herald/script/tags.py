"""Tags in square brackets, such as `[pause 0.8]` and `[[herald|ˈhɛrəld]]`, inside a script's words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from herald.media import Given
from herald.script.directions import AS_BEFORE, Closing, Opening
from herald.script.front import FASTEST, SLOWEST, VOICE_NAME
from herald.script.located import Located
from herald.script.name import better_language, is_language
from herald.script.source import Faults
from tts.ipa_letters import first_stranger

LONGEST_PAUSE_MS = 60_000
"""The longest pause that a script may ask for; more is surely a slip."""

_BRACKETS = re.compile(r"\[([^\[\]\n]{0,80})\](?!\()|\[\[|\]\]")
_CLOSING = re.compile(r"""[,.;:!?…)\]}»”’。，！？、；：」』）]+|["'](?=\s|\Z)""")
"""Punctuation that closes what was said before it."""

_FIELD = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}")
_WORD = re.compile(r"\s*(/?[A-Za-z][\w-]*)\s*(.*)", re.DOTALL)
_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(s|ms)?", re.IGNORECASE)
_HAS_LENGTH = re.compile(r"[:=]?\s*[0-9.,]+\s*(s|ms|sec|seconds?)?\Z", re.IGNORECASE)

_SCREENPLAY = (
    "applause break breath breathe camera cough cut emphasis fade gesture image laugh laughs laughter look "
    "music nod pitch presenter rate sfx sigh silence slide smile smiles sound speed stop video voice volume "
    "wait whisper"
)

_PRONOUNCED = '[[herald|ˈhɛrəld]] or [[Siobhan|"Shivawn"]]'
_QUOTED = re.compile(r"\s*[\"“”„](.*)[\"“”]\s*", re.DOTALL)

TAGS = "[pause 0.8], [voice NAME], [speed 0.9], [lang fr] and [spell]"

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


Tag = Pause | Opening | Closing


def take_tags(text: Located, faults: Faults) -> tuple[Located, list[Tag]]:
    """Take the tags out of some text.

    Brackets that are no tag, such as "[sic]", stay and are read like any other words.

    Args:
        text: as written, without what Markdown escapes.
        faults: receives tags that are not right.
    """
    for field in _FIELD.finditer(text.text):
        faults.add(
            text.offsets[field.start()],
            f"this field of a template was not filled in: {field.group()}",
            "Write what it stands for.",
            width=len(field.group()),
        )
    tags: list[Tag] = []
    parts: list[Located] = []
    position = 0
    while match := _BRACKETS.search(text.text, position):
        before = text[position : match.start()]
        if match.group() in ("[[", "]]"):
            word, position = _read_pronounced(text, match.start(), tags, faults)
            parts += [before, word]
            continue
        tag = _read_tag(match.group(1), text.offsets[match.start()], len(match.group()), faults)
        position = match.end()
        if tag is None:
            parts.append(text[position - len(match.group()) - len(before) : position])
            continue
        tags.append(tag)
        if not isinstance(tag, Pause):
            parts.append(before)
        elif _CLOSING.match(text.text, match.end()):
            parts.append(before[: len(before.text.rstrip(" "))])
        else:  # a space, so that "ready[pause 1]go" does not become one word
            parts += [before, Located.added(" ", text.offsets[match.start()])]
    return Located.join([*parts, text[position:]]), tags


def pause_index(text: Located, pause: Pause) -> int:
    """Return the index in `text` before which the pause falls.

    Punctuation that follows the tag belongs to what was said before it.
    """
    return index_behind_marks(text, text.index_of(pause.offset))


def index_behind_marks(text: Located, index: int) -> int:
    """Return where the punctuation ends that stands at an index, which belongs to the words before it."""
    space = index + text.text.startswith(" ", index)
    after = _CLOSING.match(text.text, space)
    return after.end() if after else index


def total_ms(pauses: Iterable[Pause]) -> int:
    """Return the length of some pauses together."""
    return sum(pause.ms for pause in pauses)


def _read_pronounced(text: Located, start: int, tags: list[Tag], faults: Faults) -> tuple[Located, int]:
    """Read `[[herald|ˈhɛrəld]]` or a bracket that is none; return the words and where to go on."""
    offset = text.offsets[start]
    stop = text.text.find("]]", start + 2)
    line_end = text.text.find("\n", start)
    if text.text.startswith("]]", start) or stop < 0 or 0 <= line_end < stop:
        closing = text.text.startswith("]]", start)
        message = "']]' closes nothing" if closing else "'[[' is never closed"
        faults.add(offset, message, f"Write {_PRONOUNCED}.", width=2)
        return text[start : start + 2], start + 2
    inside = text[start + 2 : stop]
    bar = inside.text.find("|")
    written, said = inside[: max(bar, 0)], inside[bar + 1 :]
    if bar < 0 or not written.text.strip() or not said.text.strip():
        faults.add(
            offset,
            "a word and how it is said are expected here",
            f"Write {_PRONOUNCED}; in a table with \\| for the bar.",
            width=stop + 2 - start,
        )
        return inside, stop + 2
    if quoted := _QUOTED.fullmatch(said.text):
        given = Given(0, 0, spoken=" ".join(quoted.group(1).split()))
    else:
        given = Given(0, 0, phones=" ".join(said.text.split()))
        if stranger := first_stranger(said.text):
            index, hint = stranger
            faults.add(
                said.offsets[index],
                f"{said.text[index]!r} is no letter of the phonetic alphabet",
                f'{hint} Words go in quotes: [[Siobhan|"Shivawn"]].',
            )
    tags += [
        Opening(offset, stop + 2 - start, "[", given),
        Closing(inside.offsets[bar], 1, "["),
    ]
    return written, stop + 2


def _read_tag(inside: str, offset: int, width: int, faults: Faults) -> Tag | None:
    match = _WORD.fullmatch(inside)
    word, rest = (match.group(1).lower(), match.group(2).strip()) if match else ("", "")
    if word == "pause":
        return _read_pause(rest, offset, width, faults)
    if word in _READERS:
        return _READERS[word](rest, offset, width, faults)
    if word.startswith("/"):
        return _read_closing(word[1:], rest, offset, width, faults)
    near = difflib.get_close_matches(word, _READERS, 1, 0.7)
    if near and (rest or near[0] == "spell") and len(rest.split()) <= 1:
        faults.add(
            offset, f"there is no tag [{word}]", f"Did you mean '{f'[{near[0]} {rest}'.strip()}]'?", width
        )
        return None
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
            f"The only tags are {TAGS}. A note that is not to be read goes in <!-- and -->.",
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


def _read_voice(name: str, offset: int, width: int, faults: Faults) -> Opening | None:
    if not VOICE_NAME.fullmatch(name):
        message = f"'{name}' is not the name of a voice" if name else "this tag does not say which voice"
        faults.add(offset, message, "For example: [voice bf_emma]; `herald voices` lists them.", width)
        return None
    asked = None if name.lower() == AS_BEFORE else name
    return Opening(offset, width, "voice", asked, _stands_alone(offset, faults))


def _read_speed(pace: str, offset: int, width: int, faults: Faults) -> Opening | None:
    asked: float | None = None
    if pace.lower() != AS_BEFORE:
        if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,9})?|\.[0-9]{1,9}", pace):
            message = f"'{pace}' is not a pace" if pace else "this tag does not say how fast"
            faults.add(offset, message, "For example: [speed 0.9]; 1 is the voice's own pace.", width)
            return None
        asked = float(pace)
        if not SLOWEST <= asked <= FASTEST:
            faults.add(
                offset,
                f"a pace must be between {SLOWEST:g} and {FASTEST:g}, not {pace}",
                "For example: [speed 0.9]",
                width,
            )
            return None
    return Opening(offset, width, "speed", asked, _stands_alone(offset, faults))


def _read_lang(language: str, offset: int, width: int, faults: Faults) -> Opening | None:
    if not is_language(language.lower()):
        better = better_language(language)
        message = (
            f"'{language}' is not a language code" if language else "this tag does not say which language"
        )
        hint = f"Did you mean '[lang {better}]'?" if better else "For example: [lang fr]bonjour[/lang]"
        faults.add(offset, message, hint, width)
        return None
    return Opening(offset, width, "lang", Given(0, 0, language=language.lower()))


def _read_spell(rest: str, offset: int, width: int, faults: Faults) -> Opening | None:
    if rest:
        faults.add(offset, "[spell] takes nothing", "Write [spell]NHS[/spell].", width)
        return None
    return Opening(offset, width, "spell", Given(0, 0, read_as="characters"))


def _read_closing(name: str, rest: str, offset: int, width: int, faults: Faults) -> Closing | None:
    if name in _READERS and not rest:
        return Closing(offset, width, name)
    near = difflib.get_close_matches(name, _READERS, 1, 0.6)
    hint = f"Did you mean '[/{near[0]}]'?" if near else f"There are {TAGS}."
    if name == "pause":
        hint = "A pause has no end; delete this."
    faults.add(offset, f"there is no tag [/{name}{f' {rest}' if rest else ''}]", hint, width)
    return None


def _stands_alone(offset: int, faults: Faults) -> bool:
    """Whether there is nothing but tags on the line of the source."""
    text = faults.source.text
    start = text.rfind("\n", 0, offset) + 1
    line = text[start : text.find("\n", offset) if "\n" in text[offset:] else len(text)]
    return not re.sub(r"\[[^\[\]]*\]", "", line).strip()


_READERS: dict[str, Callable[[str, int, int, Faults], Opening | None]] = {
    "voice": _read_voice,
    "speed": _read_speed,
    "lang": _read_lang,
    "spell": _read_spell,
}


def _bad_length(length: str) -> str:
    return f"'{length}' is not the length of a pause" if length else "this pause has no length"


def _better_length(length: str) -> str:
    number = re.search(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+", length)
    if number and "-" not in length:
        unit = "ms" if re.search(r"m(s|illi)", length, re.IGNORECASE) else ""
        return f"Did you mean '[pause {number.group().replace(',', '.')}{unit}]'? The length is in seconds."
    return "For example: [pause 0.8] for eight tenths of a second, or [pause 800ms]."
