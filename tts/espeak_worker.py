"""The helper process that speaks to eSpeak NG: JSON lines in, JSON lines out.

eSpeak NG is under the GPL 3, and Herald is not. Its library is therefore loaded here, in a program that runs
on its own and talks to Herald over a pipe in a format of its own, and never in Herald's process. It is run
as a file; nothing imports it.

A request is `{"voice": "en-us", "words": ["hello", ...]}`; its answer is `{"phones": ["h^...", ...]}` in the
same order, or `{"error": "..."}`.

`{"voice": "en-us", "text": "Hello there.", "speed": 1.0, "sound": true, "brackets": false}` says a text, in
which [[double brackets]] hold eSpeak's own letters for phones where `brackets` says so. The answer is
`{"rate_hz": 22050, "sound": "...", "phones": [["h", 0, 264], ...]}`: the sound is 16-bit samples in base64,
or left out where it was not asked for, and each phone has its IPA with stress, the position in the text of
the word that it belongs to, and the sample that it begins at. An empty phone is silence.
"""

from __future__ import annotations

import base64
import ctypes
import json
import sys
from typing import Any

_RETRIEVAL = 1
_CHARS_UTF8 = 1
_PHONES_IN_BRACKETS = 0x100
_IPA = 0x02
_TIE = 0x80 | (ord("^") << 8)
"""Put ^ between the letters of one sound, so that a diphthong differs from two vowels."""

_PHONE_EVENTS = 0x01
_IPA_EVENTS = 0x02
_WORD, _PHONE = 1, 7
_LAST = 0
_RATE_PARAMETER = 1
_WORDS_PER_MINUTE = 175
_PHONE_BYTES = 8


class _Content(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_void_p), ("string", ctypes.c_char * _PHONE_BYTES))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("content", _Content),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def load() -> tuple[ctypes.CDLL, int]:
    """Return the library, ready to work, and the rate of its sound."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        *[ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint],
        *[ctypes.c_void_p, ctypes.c_void_p],
    ]
    events = _PHONE_EVENTS | _IPA_EVENTS
    rate_hz = library.espeak_Initialize(_RETRIEVAL, 0, espeakng_loader.get_data_path().encode(), events)
    if rate_hz < 0:
        raise RuntimeError("eSpeak NG could not read its data")
    return library, int(rate_hz)


def phones_of(library: ctypes.CDLL, word: str) -> str:
    """Return the IPA of one word; clauses that eSpeak makes of it are joined by a space."""
    text = ctypes.c_char_p(word.encode())
    clauses = []
    while text.value is not None:
        phones = library.espeak_TextToPhonemes(ctypes.byref(text), _CHARS_UTF8, _IPA | _TIE)
        clauses.append(phones.decode() if phones else "")
    return " ".join(clause.strip() for clause in clauses if clause.strip())


def said(library: ctypes.CDLL, rate_hz: int, request: dict[str, Any]) -> dict[str, object]:
    """Say the text of a request and return its sound and phones."""
    sound = bytearray()
    phones: list[tuple[str, int, int]] = []
    word = 0

    def take(wav: Any, n_samples: int, events: Any) -> int:
        nonlocal word
        if wav:
            sound.extend(ctypes.string_at(wav, 2 * n_samples))
        i = 0
        while (event := events[i]).type != _LAST:
            i += 1
            if event.type == _WORD:
                word = event.text_position - 1
            elif event.type == _PHONE:
                # Read by hand: as long as the field is, it has no zero at its end.
                raw = ctypes.string_at(ctypes.addressof(event) + _Event.content.offset, _PHONE_BYTES)
                phones.append((raw.split(b"\0")[0].decode(errors="ignore"), word, event.sample))
        return 0

    callback = _Callback(take)
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetParameter(_RATE_PARAMETER, round(_WORDS_PER_MINUTE * request["speed"]), 0)
    data = request["text"].encode()
    flags = _CHARS_UTF8 | (_PHONES_IN_BRACKETS if request["brackets"] else 0)
    library.espeak_Synth(data, len(data) + 1, 0, 1, 0, flags, None, None)
    library.espeak_Synchronize()
    answer: dict[str, object] = {"rate_hz": rate_hz, "phones": phones}
    if request["sound"]:
        answer["sound"] = base64.b64encode(sound).decode()
    return answer


def main() -> None:
    """Answer requests until the input ends."""
    library, rate_hz = load()
    for line in sys.stdin:
        request = json.loads(line)
        if library.espeak_SetVoiceByName(request["voice"].encode()) != 0:
            answer: dict[str, object] = {"error": f"eSpeak NG has no voice '{request['voice']}'"}
        elif "text" in request:
            answer = said(library, rate_hz, request)
        else:
            answer = {"phones": [phones_of(library, word) for word in request["words"]]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
