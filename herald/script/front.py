"""The settings at the top of a script, between two lines of `---`: YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from herald.errors import did_you_mean
from herald.media import NamedVoice, Place
from herald.script.name import is_language
from herald.script.source import Faults, Source
from herald.timing import parse_fps
from herald.yaml_nodes import composed

if TYPE_CHECKING:
    from yaml import ScalarNode

SLOWEST, FASTEST = 0.5, 2.0
"""The range of `speed`; beyond it voices stop being clear."""

LEAST_FPS, MOST_FPS = 10, 120
"""The range of `fps`: below it lips cannot be followed, above it no player shows the difference."""

LEAST_SIDE_PX, MOST_SIDE_PX = 128, 4096
"""The range of width and height."""

VOICE_NAME = re.compile(r"\w[\w.@+-]*(?:/\w[\w.@+-]*){0,3}")
"""What names of voices look like: "af_heart", "piper/en_US-joe-medium"."""

NARROWEST = Fraction(1, 4)
"""The narrowest crop, width over height; the widest is as far the other way."""

_LANGUAGE_KEYS = ("language", "lang", "locale")


@dataclass(frozen=True)
class Front:
    """The settings of a script; None where it says nothing.

    Attributes:
        title, presenter: as written.
        voice: as written, with its place.
        speed: 1 is the voice's own pace.
        fps: exact frame rate.
        size_px: (width, height), both even.
        audio: a sound file in which somebody says the script, as written.
        languages: that the broadcast is meant to be made in, beside this one.
        shape: width over height of the part of the footage to show.
        background: file to put behind the presenter, as written.
        presenter_place: where the presenter is named.
        n_lines: how many lines of the file they take, with both `---`.
    """

    title: str | None = None
    presenter: str | None = None
    voice: NamedVoice | None = None
    speed: float = 1.0
    fps: Fraction | None = None
    size_px: tuple[int, int] | None = None
    audio: str | None = None
    languages: tuple[str, ...] = ()
    shape: Fraction | None = None
    background: str | None = None
    n_lines: int = 0
    presenter_place: Place | None = None


def read_front(source: Source, faults: Faults) -> Front:
    """Read the front matter; a script without any has the default settings."""
    lines = source.lines
    if lines[0].rstrip() != "---":
        return Front()
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        faults.add(
            0,
            "the settings that begin here never end",
            "Close them with a second line of ---, or delete this line.",
            width=3,
        )
        return Front(n_lines=1)
    text = "\n".join(lines[1:end])
    return replace(_read_settings(text, source.line_start(1), faults), n_lines=end + 1)


def _read_settings(text: str, start: int, faults: Faults) -> Front:
    import yaml

    try:
        root = composed(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index if mark else 0, len(text))
        faults.add(
            start + offset,
            f"the settings are not valid YAML: {error.problem or error.context}",
            "Write one `name: value` on each line; put values with a colon in quotes.",
        )
        return Front()
    except yaml.reader.ReaderError as error:
        faults.add(start + error.position, "this character is not allowed in the settings", "Delete it.")
        return Front()
    if root is None:
        return Front()
    if not isinstance(root, yaml.MappingNode):
        faults.add(
            start + root.start_mark.index,
            "the settings must be lines of the form `name: value`",
            "Is the --- above meant as a rule? Put an empty line before it.",
        )
        return Front()
    return _read_mapping(root.value, start, faults)


def _read_mapping(pairs: list[tuple[ScalarNode, ScalarNode]], start: int, faults: Faults) -> Front:
    import yaml

    values: dict[str, object] = {}
    for key, value in pairs:
        offset = start + key.start_mark.index
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name not in _READERS:
            faults.add(offset, f"there is no setting '{name}'", _near(name), width=len(name))
        elif name in values:
            faults.add(offset, f"'{name}' is set twice", "Keep one of them.", width=len(name))
        else:
            values[name] = _read_value(name, value, start, faults)
    for key, node in pairs:
        setting, offset = getattr(key, "value", None), start + node.start_mark.index
        if setting == "voice" and isinstance(name := values.get("voice"), str):
            values["voice"] = NamedVoice(name, faults.source.place(offset), len(name))
        if setting == "presenter" and values.get("presenter") is not None:
            values["presenter_place"] = faults.source.place(offset)
    fields = {_FIELDS.get(name, name): value for name, value in values.items() if value is not None}
    return replace(Front(), **fields)  # type: ignore[arg-type]


def _read_value(name: str, node: ScalarNode, start: int, faults: Faults) -> object:
    import yaml

    offset = start + node.start_mark.index
    if name == "languages" and isinstance(node, yaml.SequenceNode):
        node = yaml.ScalarNode(
            "", ", ".join(str(one.value) for one in node.value), node.start_mark, node.end_mark
        )
    if not isinstance(node, yaml.ScalarNode):
        faults.add(offset, f"'{name}' takes one value, not a list", _EXAMPLES[name])
        return None
    # A value that runs on for lines is underlined to the end of its first one.
    written = faults.source.text[offset : start + node.end_mark.index]
    width = max(1, len(written.split("\n")[0]))
    value = node.value.strip()
    if not value or node.tag == "tag:yaml.org,2002:null":
        faults.add(offset, f"'{name}' has no value", f"{_EXAMPLES[name]} Or delete the line.", width)
        return None
    try:
        return _READERS[name](value)
    except ValueError as error:
        faults.add(offset, str(error), _EXAMPLES[name], width)
        return None


def _near(name: str) -> str:
    if name.lower() in _LANGUAGE_KEYS:
        return "The language is in the file name: welcome.en.md is English."
    return did_you_mean(name.lower(), _READERS) or f"There are: {', '.join(_READERS)}."


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _name(value: str) -> str:
    if not re.fullmatch(r"[\w.-]+", value):
        raise ValueError(f"'{_one_line(value)}' is not a name: only letters, digits, - . and _")
    return value


def _voice(value: str) -> str:
    if not VOICE_NAME.fullmatch(value):
        raise ValueError(f"'{_one_line(value)}' is not a name of a voice")
    return value


def _speed(value: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,9})?|\.[0-9]{1,9}", value):
        raise ValueError(f"speed must be a number, not '{_one_line(value)}'")
    speed = float(value)
    if not SLOWEST <= speed <= FASTEST:
        raise ValueError(f"speed must be between {SLOWEST:g} and {FASTEST:g}, not {value}")
    return speed


def _fps(value: str) -> Fraction:
    # The pattern keeps out 1e999999999, which an exact fraction would try to write down.
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,9}|/[0-9]{1,6})?", value) or re.fullmatch(r".*/0+", value):
        raise ValueError(f"fps must be a number or a fraction, not '{_one_line(value)}'")
    if not LEAST_FPS <= Fraction(value) <= MOST_FPS:
        raise ValueError(f"fps must be between {LEAST_FPS} and {MOST_FPS}, not {value}")
    return parse_fps(value)


def parse_shape(value: str) -> Fraction:
    """Read a shape such as "16:9" as width over height.

    Raises:
        ValueError: it is none, or is narrower or wider than any video.
    """
    match = re.fullmatch(r"([1-9][0-9]{0,3})\s*:\s*([1-9][0-9]{0,3})", value)
    if not match:
        raise ValueError(f"crop must be width:height, not '{_one_line(value)}'")
    shape = Fraction(int(match.group(1)), int(match.group(2)))
    if not NARROWEST <= shape <= 1 / NARROWEST:
        raise ValueError(f"crop must be between 1:4 and 4:1, not {value}")
    return shape


def parse_size(value: str) -> tuple[int, int]:
    """Read a size such as "1280x720" as (width, height).

    Raises:
        ValueError: it is none, is odd, or is out of range.
    """
    match = re.fullmatch(r"([0-9]{1,6})\s*[x×X]\s*([0-9]{1,6})", value)
    if not match:
        raise ValueError(f"size must be width x height in pixels, not '{_one_line(value)}'")
    width, height = int(match.group(1)), int(match.group(2))
    if not all(LEAST_SIDE_PX <= side <= MOST_SIDE_PX for side in (width, height)):
        raise ValueError(f"width and height must be between {LEAST_SIDE_PX} and {MOST_SIDE_PX}, not {value}")
    if width % 2 or height % 2:
        raise ValueError(f"width and height must be even for H.264 video, not {value}")
    return width, height


def _languages(value: str) -> tuple[str, ...]:
    named = [word.lower() for word in re.split(r"[\s,;]+", value) if word]
    wrong = next((word for word in named if not is_language(word)), None)
    if wrong:
        raise ValueError(f"'{wrong}' is not a language code such as en, en-gb, pt-br or zh")
    return tuple(dict.fromkeys(named))


_READERS: dict[str, Callable[[str], object]] = {
    "title": _one_line,
    "presenter": _name,
    "voice": _voice,
    "speed": _speed,
    "fps": _fps,
    "audio": _one_line,
    "size": parse_size,
    "languages": _languages,
    "crop": parse_shape,
    "background": _one_line,
}

_FIELDS = {"size": "size_px", "crop": "shape"}
"""Settings whose name in `Front` is another one."""

_EXAMPLES = {
    "title": "For example: title: Opening hours",
    "presenter": "For example: presenter: ada",
    "audio": "For example: audio: welcome.wav",
    "voice": "For example: voice: af_heart",
    "speed": "For example: speed: 0.9",
    "fps": "For example: fps: 25",
    "size": "For example: size: 1280x720",
    "languages": "For example: languages: es, fr",
    "crop": "For example: crop: 9:16",
    "background": "For example: background: studio.jpg",
}
