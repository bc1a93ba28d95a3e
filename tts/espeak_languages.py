"""The languages of eSpeak NG: its names for them and ours."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

_LANGUAGE = re.compile(r"^language\s+(\S+)", re.MULTILINE)
_BCP_47 = {"cmn": "zh", "cmn-latn-pinyin": "zh-latn"}
"""eSpeak's names of languages that are called otherwise here."""

_NAMES: dict[str, str] = {"en-gb": "en", "fr-fr": "fr"}
"""Languages that eSpeak does not find by the name that their files give."""

_OTHERWISE: dict[str, tuple[str, ...]] = {"zh": ("cmn",), "no": ("nb",), "nn": ("nb",), "iw": ("he",)}
"""What comes nearest to a language that eSpeak does not have by that name."""

_INVENTED = frozenset(("jbo", "piqd", "qdb", "qya", "sjn", "en-shaw", "chr-us-qaaa-x-west"))
"""Left out: languages of novels and films, the Shavian alphabet, and one that cannot be loaded."""


@cache
def espeak_codes() -> tuple[str, ...]:
    """Return eSpeak's names of its languages, in order of the alphabet."""
    found = importlib.util.find_spec("espeakng_loader")
    if found is None or found.origin is None:
        return ()
    folder = Path(found.origin).with_name("espeak-ng-data") / "lang"
    codes = set()
    for path in folder.rglob("*"):
        if path.is_file():
            named = _LANGUAGE.search(path.read_text(encoding="utf-8", errors="ignore"))
            codes.update([named[1].lower()] if named else [])
    return tuple(sorted(codes - _INVENTED))


def language_of(code: str) -> str:
    """Return the BCP-47 tag of one of eSpeak's languages."""
    return _BCP_47.get(code, code)


def espeak_name(language: str) -> str | None:
    """Return the name by which eSpeak loads a language or the nearest to it; None where it has none.

    Args:
        language: BCP-47, or one of `espeak_codes`.
    """
    wanted = language.lower()
    base = wanted.partition("-")[0]
    codes = espeak_codes()
    for code in (wanted, *_OTHERWISE.get(base, ()), base):
        if code in codes or code in _NAMES.values():
            return _NAMES.get(code, code)
    return next((code for code in codes if code.partition("-")[0] == base), None)
