"""What a script's file name says: `<slug>.<language>.md`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from herald.errors import did_you_mean
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
    "tw": "zh-tw",
    "kr": "ko",
    "gr": "el",
    "cz": "cs",
    "dk": "da",
    "us": "en-us",
    "gb": "en-gb",
    "ua": "uk",
    "in": "hi",
    "br": "pt-br",
    "en-uk": "en-gb",
}
"""Country codes and the like that people write for a language."""

_REAL_BUT_MISTAKEN = frozenset({"en-uk"}) | {code for code in _MISTAKEN if code not in _TWO_LETTER}


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
        hint = did_you_mean(path.suffix.lower(), [*SUFFIXES, ".mdown"])
        raise whole_file(
            path,
            f"a script ends in .md or .txt, not in '{path.suffix}'"
            if path.suffix
            else "a script ends in .md or .txt",
            hint if "mdown" not in hint else "Rename it to .md.",
        )
    slug, dot, named = path.stem.rpartition(".")
    if not dot:
        slug, named = path.stem, ""
    if language is not None:
        if named and not _is_language(named.lower()):
            slug = path.stem
        return Name(_checked_slug(path, slug), _checked_language(path, slug, language))
    if not named:
        raise whole_file(
            path,
            "the file name does not say which language this is",
            f"Rename it to {slug}.en{path.suffix} if it is English ({_form(path)}).",
        )
    return Name(_checked_slug(path, slug), _checked_language(path, slug, named))


def _form(path: Path) -> str:
    return f"the form is <name>.<language>{path.suffix}"


def _is_language(text: str) -> bool:
    match = _LANGUAGE.match(text)
    if not match or text in _REAL_BUT_MISTAKEN:
        return False
    return len(match.group(1)) == 3 or match.group(1) in _TWO_LETTER


def _checked_language(path: Path, slug: str, named: str) -> str:
    language = named.lower()
    if _is_language(language):
        return language
    better = _MISTAKEN.get(language) or _MISTAKEN.get(language.replace("_", "-"))
    if better is None and _is_language(language.replace("_", "-")):
        better = language.replace("_", "-")
    raise whole_file(
        path,
        f"'{named}' is not a language code such as en, en-gb, pt-br or zh",
        f"Did you mean '{better}'?"
        if better
        else f"Rename it to {slug}.en{path.suffix} if it is English ({_form(path)}).",
    )


def _checked_slug(path: Path, slug: str) -> str:
    if _SLUG.match(slug):
        return slug
    plain = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-_")[:80]
    raise whole_file(
        path,
        f"'{slug}' cannot name a broadcast: only letters a to z, digits, - and _, at most 80"
        if slug
        else "the file name has no name before the language",
        f"Rename it, for example to '{plain or 'notice'}'.",
    )
