"""The helper process that speaks to eSpeak NG: JSON lines in, JSON lines out.

eSpeak NG is under the GPL 3, and Herald is not. Its library is therefore loaded here, in a program that runs
on its own and talks to Herald over a pipe in a format of its own, and never in Herald's process. It is run
as a file; nothing imports it.

A request is `{"voice": "en-us", "words": ["hello", ...]}`; its answer is `{"phones": ["h^...", ...]}` in the
same order, or `{"error": "..."}`.
"""

from __future__ import annotations

import ctypes
import json
import sys

_RETRIEVAL = 1
_CHARS_UTF8 = 1
_IPA = 0x02
_TIE = 0x80 | (ord("^") << 8)
"""Put ^ between the letters of one sound, so that a diphthong differs from two vowels."""


def load() -> ctypes.CDLL:
    """Return the library, ready to work."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    if library.espeak_Initialize(_RETRIEVAL, 0, espeakng_loader.get_data_path().encode(), 0) < 0:
        raise RuntimeError("eSpeak NG could not read its data")
    return library


def phones_of(library: ctypes.CDLL, word: str) -> str:
    """Return the IPA of one word; clauses that eSpeak makes of it are joined by a space."""
    text = ctypes.c_char_p(word.encode())
    clauses = []
    while text.value is not None:
        phones = library.espeak_TextToPhonemes(ctypes.byref(text), _CHARS_UTF8, _IPA | _TIE)
        clauses.append(phones.decode() if phones else "")
    return " ".join(clause.strip() for clause in clauses if clause.strip())


def main() -> None:
    """Answer requests until the input ends."""
    library = load()
    for line in sys.stdin:
        request = json.loads(line)
        if library.espeak_SetVoiceByName(request["voice"].encode()) != 0:
            answer: dict[str, object] = {"error": f"eSpeak NG has no voice '{request['voice']}'"}
        else:
            answer = {"phones": [phones_of(library, word) for word in request["words"]]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
