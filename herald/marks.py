"""Marks in a file: what `herald speak --marks` writes and `herald lipsync --marks` reads.

The file is JSON in UTF-8 (version 1):

    {
      "format": "herald-marks",
      "version": 1,
      "rate_hz": 24000,        samples per second; positions below count these
      "n_samples": 55680,      length of the sound
      "text": "Good morning.",
      "marks": [
        {"kind": "pause", "symbol": "", "start": 0, "stop": 960},
        {"kind": "phone", "symbol": "ɡ", "start": 960, "stop": 2640},
        {"kind": "word", "symbol": "Good", "start": 960, "stop": 6360}
      ]
    }

Spans are half-open. Phones (IPA, without stress) and pauses come first, in order, and tile the sound from 0
to `n_samples`; words follow, in order, each the very characters of the text. A phone that was only heard may
also have "alternatives": [["b", 0.21], ["", 0.1]], what else it may have been ("" for a pause) and how likely
each is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

import numpy as np

from herald.errors import UserError
from herald.files import write_json
from herald.media import Mark, MarkKind, Speech, Waveform
from herald.sound import read_wav

FORMAT = "herald-marks"
VERSION = 1

_KEYS = ("format", "version", "rate_hz", "n_samples", "text", "marks")
_MARK_KEYS = ("kind", "symbol", "start", "stop")
_MARK_EXTRAS = ("alternatives",)

_T = TypeVar("_T")


class MarkedText(NamedTuple):
    """The marks of a sound that lies elsewhere.

    Attributes:
        rate_hz: samples per second, which the positions count.
        n_samples: length of the sound.
        text: what is said.
        marks: phones and pauses, which tile the sound, then words.
    """

    rate_hz: int
    n_samples: int
    text: str
    marks: tuple[Mark, ...]


def write_marks(speech: Speech, path: Path) -> None:
    """Write the marks of a speech; the same marks give the same bytes."""
    waveform = speech.waveform
    marks = (*speech.sounds, *speech.words)
    write_marked(MarkedText(waveform.rate_hz, waveform.n_samples, speech.text, marks), path)


def write_marked(marked: MarkedText, path: Path) -> None:
    """Write the marks of a sound that lies elsewhere; the same marks give the same bytes."""
    write_json(
        path,
        {
            "format": FORMAT,
            "version": VERSION,
            "rate_hz": marked.rate_hz,
            "n_samples": marked.n_samples,
            "text": marked.text,
            "marks": [mark.record() for mark in marked.marks],
        },
    )


def read_marks(path: Path) -> MarkedText:
    """Read marks and check them whole.

    Raises:
        UserError: the file cannot be read or breaks a rule of the format; the message gives the place.
    """
    record = _object(_json(path), _KEYS, f"{path}")
    if record["format"] != FORMAT:
        raise UserError(f"{path}: \"format\" must be '{FORMAT}'. This is not a file of marks.")
    if record["version"] != VERSION:
        raise UserError(
            f'{path}: "version" must be {VERSION}. Make the file again with `herald speak --marks`.'
        )
    rate_hz = _positive(record, "rate_hz", f"{path}")
    n_samples = _positive(record, "n_samples", f"{path}")
    text = _typed(record, "text", str, f"{path}")
    marks = tuple(
        _mark(value, f"{path}: marks[{i}]")
        for i, value in enumerate(_typed(record, "marks", list, f"{path}"))
    )
    try:
        # A sound of nothing, however long, in four bytes: Speech checks marks and keeps no copy of the rules.
        Speech(text, Waveform(np.broadcast_to(np.float32(0), n_samples), rate_hz), marks)
    except ValueError as error:
        raise UserError(f"{path}: {error}.") from error
    _check_words(marks, text, path)
    return MarkedText(rate_hz, n_samples, text, marks)


def read_speech(sound: Path, marks: Path) -> Speech:
    """Read a sound and its marks.

    Raises:
        UserError: a file cannot be read, or the two do not belong together.
    """
    waveform = read_wav(sound)
    marked = read_marks(marks)
    if (waveform.rate_hz, waveform.n_samples) != (marked.rate_hz, marked.n_samples):
        raise UserError(
            f"{marks} is about {marked.n_samples} samples at {marked.rate_hz} Hz, but {sound} has "
            f"{waveform.n_samples} at {waveform.rate_hz} Hz. Give the marks that were made with this sound."
        )
    return Speech(marked.text, waveform, marked.marks)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise UserError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: not UTF-8 text, at byte {error.start}.") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error


def _object(value: Any, keys: tuple[str, ...], place: str, extras: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return an object that has these keys, perhaps the extra ones, and no others."""
    if not isinstance(value, dict):
        raise UserError(f"{place}: must be an object with {', '.join(keys)}.")
    for key in keys:
        if key not in value:
            raise UserError(f'{place}: "{key}" is missing.')
    for key in value:
        if key not in (*keys, *extras):
            known = ", ".join((*keys, *extras))
            raise UserError(f'{place}: "{key}" is not a part of the format, which has {known}.')
    return value


def _typed(record: dict[str, Any], key: str, kind: type[_T], place: str) -> _T:
    value = record[key]
    # JSON's true is a number to Python.
    if not isinstance(value, kind) or isinstance(value, bool):
        names = {str: "a text", int: "a whole number", list: "a list"}
        raise UserError(f'{place}: "{key}" must be {names[kind]}, not {json.dumps(value)[:40]}.')
    return value


def _positive(record: dict[str, Any], key: str, place: str) -> int:
    value = _typed(record, key, int, place)
    if value <= 0:
        raise UserError(f'{place}: "{key}" must be positive, not {value}.')
    return value


def _mark(value: Any, place: str) -> Mark:
    record = _object(value, _MARK_KEYS, place, _MARK_EXTRAS)
    kind = record["kind"]
    if kind not in get_args(MarkKind):
        raise UserError(
            f'{place}: "kind" must be one of {", ".join(get_args(MarkKind))}, not {json.dumps(kind)}.'
        )
    symbol = _typed(record, "symbol", str, place)
    if (kind == "pause") != (symbol == ""):
        raise UserError(f'{place}: "symbol" must be empty for a pause, and for nothing else.')
    start, stop = (_typed(record, key, int, place) for key in ("start", "stop"))
    if not 0 <= start < stop:
        raise UserError(f"{place}: must start at 0 or later and stop after it starts, not [{start}, {stop}).")
    return Mark(kind, symbol, start, stop, _alternatives(record, place))


def _alternatives(record: dict[str, Any], place: str) -> tuple[tuple[str, float], ...]:
    """Return what else a phone may have been."""
    given = _typed(record, "alternatives", list, place) if "alternatives" in record else []
    if given and record["kind"] != "phone":
        raise UserError(f'{place}: only a phone has "alternatives".')
    found = []
    for pair in given:
        if not (isinstance(pair, list) and [type(part) for part in pair] == [str, float] and 0 < pair[1] < 1):
            raise UserError(
                f'{place}: "alternatives" must be pairs of a symbol and how likely it is, as ["b", 0.2], '
                f"not {json.dumps(pair)[:40]}."
            )
        found.append((pair[0], pair[1]))
    if sum(share for _, share in found) >= 1:
        raise UserError(f'{place}: "alternatives" must be less than 1 in sum.')
    return tuple(found)


def _check_words(marks: tuple[Mark, ...], text: str, path: Path) -> None:
    position = 0
    for i, mark in enumerate(marks):
        if mark.kind != "word":
            continue
        found = text.find(mark.symbol, position)
        if found < 0:
            raise UserError(
                f"{path}: marks[{i}]: the text has no '{mark.symbol}' after the words of the marks before."
            )
        position = found + len(mark.symbol)
