"""The helper program that has eSpeak NG say something: JSON in, JSON out.

eSpeak NG is under the GPL 3, and Herald is not: its library is loaded here, in a program that runs on its own
(see espeak_worker.py). Nothing imports it.

The request is `{"voice", "variant", "text", "rate", "pitch", "range"}`; the answer is
`{"rate_hz", "samples" (int16, little-endian, base64), "events" (pairs of a sample and IPA)}`.
"""

from __future__ import annotations

import base64
import ctypes
import json
import sys
from typing import Any

_SYNCHRONOUS = 2
_PHONEME_EVENTS = 1
_PHONEME_IPA = 2
_CHARS_UTF8 = 1
_EVENT_PHONEME = 7
_RATE, _PITCH, _RANGE = 1, 3, 4


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


def say(request: dict[str, Any]) -> dict[str, Any]:
    """Return the sound of a text and when each of its phones begins.

    Raises:
        RuntimeError: eSpeak has no such voice or failed.
    """
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path().encode()
    rate_hz = library.espeak_Initialize(_SYNCHRONOUS, 0, data, _PHONEME_EVENTS | _PHONEME_IPA)
    sound = bytearray()
    events: list[tuple[int, str]] = []

    def take(samples: Any, n_samples: int, row: Any) -> int:
        if samples:
            sound.extend(ctypes.string_at(samples, 2 * n_samples))
        i = 0
        while row[i].type:
            if row[i].type == _EVENT_PHONEME:
                # Eight bytes without a closing zero may cut a letter in two.
                events.append((row[i].sample, row[i].id.string.decode("utf-8", "ignore")))
            i += 1
        return 0

    prototype = ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
    )
    callback = prototype(take)
    library.espeak_SetSynthCallback(callback)
    name = request["voice"] + ("+" + request["variant"] if request["variant"] else "")
    if library.espeak_SetVoiceByName(name.encode()) != 0:
        raise RuntimeError(f"eSpeak NG has no voice '{name}'")
    for parameter, key in ((_RATE, "rate"), (_PITCH, "pitch"), (_RANGE, "range")):
        library.espeak_SetParameter(parameter, int(request[key]), 0)
    text = request["text"].encode()
    library.espeak_Synth.argtypes = [
        *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint),
        *(ctypes.c_void_p, ctypes.c_void_p),
    ]
    if library.espeak_Synth(text, len(text) + 1, 0, 0, 0, _CHARS_UTF8, None, None) != 0:
        raise RuntimeError("eSpeak NG could not say the text")
    samples = base64.b64encode(bytes(sound)).decode("ascii")
    return {"rate_hz": rate_hz, "samples": samples, "events": events}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(say(json.load(sys.stdin))))
