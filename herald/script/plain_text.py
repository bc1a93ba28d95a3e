"""Sentence ends that nobody can mistake: a word in letters, a mark, a space, a capital.

pysbd tries over a hundred patterns on every text, and compiles one for every sentence that it finds. Most
texts need none of them, and a thousand scripts are read at once.
"""

from __future__ import annotations

import functools
import re

from herald.script.abbreviations import BEFORE_NAMES, BEFORE_NUMBERS, words

LANGUAGES = words("bg da de en es fr it nl pl ru sk")
"""Those that end sentences with `.`, `!` and `?`, and begin them with a capital."""

_END = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})[.!?] (?=[^\W\d_])")
_WORD = r"[€$£]?[^\W_]+(?:['’-][^\W_]+|[.,:]\d+)*[%€]?"
_WORDS = re.compile(rf"(?:{_WORD}[,;:]? |[–—&] )*{_WORD}[.!?]?")


def plain_ends(text: str, rules: str) -> tuple[int, ...] | None:
    """Find the sentence ends of a text in which nothing but plain sentences stands.

    Args:
        text: words with single spaces between them.
        rules: the language whose abbreviations count.

    Returns:
        where the second and every further sentence begins; None where there is anything to think about: a
        number or an abbreviation before a mark, quotation marks, brackets, a name with a mark in it.
    """
    if rules not in LANGUAGES:
        return None
    ends = []
    start = 0
    for match in _END.finditer(text):
        word = match[1]
        if not text[match.end()].isupper() or word.casefold() in _abbreviations(rules):
            return None
        # "I" does not show that a sentence begins: "I met Bob et al. I think so."
        if text[match.end() : match.end() + 2] in ("I ", "I'", "I’"):
            return None
        # A capital before `!` may be a name that is written with it: "Yahoo!".
        if text[match.end() - 2] == "!" and not word.islower():
            return None
        if not _WORDS.fullmatch(text, start, match.end() - 1):
            return None
        start = match.end()
        ends.append(start)
    return tuple(ends) if _WORDS.fullmatch(text, start, len(text.rstrip())) else None


@functools.cache
def _abbreviations(rules: str) -> frozenset[str]:
    """Return the words, casefolded, whose full stop may not end a sentence though a capital follows."""
    from pysbd.abbreviation_replacer import AbbreviationReplacer
    from pysbd.languages import Language

    language = Language.get_language_code(rules)
    known = language.Abbreviation
    replacer = getattr(language, "AbbreviationReplacer", AbbreviationReplacer)
    names = set(known.PREPOSITIVE_ABBREVIATIONS)
    if replacer.scan_for_replacements is not AbbreviationReplacer.scan_for_replacements:
        # Such a language's own rules do not look at what follows.
        names |= {*known.ABBREVIATIONS, *known.NUMBER_ABBREVIATIONS}
    own = BEFORE_NAMES.get(rules, BEFORE_NAMES["en"])
    return frozenset(name.strip().casefold() for name in names) | own | BEFORE_NUMBERS
