"""What a script's file name says: `<slug>.<language>.md`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from herald.errors import Fault, ScriptErrors
from herald.media import Place
from herald.script.source import SUFFIXES, whole_file

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\Z")

_LANGUAGE = re.compile(r"([a-z]{2,3})(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?\Z")
"""BCP-47 as far as voices need it: language, script, region."""

_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
    "ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
    "lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
    "rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)

_TWO_LETTER = frozenset(_ISO_639_1.split())

_MISTAKEN = {
    "jp": "ja",
    "cn": "zh",
    "gr": "el",
    "cz": "cs",
    "dk": "da",
    "us": "en-us",
    "gb": "en-gb",
    "ua": "uk",
    "en-uk": "en-gb",
}
"""Country codes that people write for a language, where they are no code of another one."""


@dataclass(frozen=True)
class Name:
    """What a file name says.

    Attributes:
        slug: the broadcast's name.
        language: BCP-47, lower case.
    """

    slug: str
    language: str


def read_name(path: Path, language: str | None = None) -> Name:
    """Read a script's file name.

    Args:
        path: of the script; only its name is looked at.
        language: what the user said; wins over the name.

    Raises:
        ScriptErrors: the name is not `<slug>.<language>.md` or `.txt`.
    """
    if path.suffix.lower() not in SUFFIXES:
        markdown = path.suffix.lower() in (".markdown", ".mdown", ".mkd")
        hint = "Rename it to .md." if markdown else ""
        raise whole_file(path, "a script ends in .md or .txt, or in .ssml", hint)
    slug, dot, named = path.stem.rpartition(".")
    if not dot:
        slug, named = path.stem, ""
    if language is not None:
        if named and not is_language(named.lower()):
            slug = path.stem  # what follows the dot was no language, so it belongs to the name
        named = language
    faults = [*_slug_faults(path, slug), *_language_faults(path, slug, named)]
    if faults:
        raise ScriptErrors(faults, {})
    return Name(slug, named.lower())


def better_language(text: str) -> str | None:
    """Return the code that was surely meant by one that is none, such as "ja" for "jp"."""
    dashed = text.lower().replace("_", "-")
    return _MISTAKEN.get(dashed) or (dashed if is_language(dashed) else None)


def is_language(text: str) -> bool:
    """Say whether a text in small letters is a language code of BCP-47."""
    match = _LANGUAGE.match(text)
    if not match or text in _MISTAKEN:
        return False
    return len(match.group(1)) == 3 or match.group(1) in _TWO_LETTER


def _language_faults(path: Path, slug: str, named: str) -> Iterator[Fault]:
    language = named.lower()
    if is_language(language):
        return
    better = better_language(language)
    form = f"the form is <name>.<language>{path.suffix}"
    rename = f"Rename it to {slug}.en{path.suffix} if it is English ({form})."
    if named:
        message = f"'{named}' is not a language code such as en, en-gb, pt-br or zh"
    else:
        message = "the file name does not say which language this is"
    yield Fault(Place(path, 0, 0), message, f"Did you mean '{better}'?" if better else rename)


def _slug_faults(path: Path, slug: str) -> Iterator[Fault]:
    if _SLUG.match(slug):
        return
    plain = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-_")[:80]
    yield Fault(
        Place(path, 0, 0),
        f"'{slug}' cannot name a broadcast: only letters a to z, digits, - and _, at most 80",
        f"Rename it, for example to '{plain or 'notice'}'.",
    )
