"""Which of its pronunciations an English word has here: "to record" or "a record".

A tagger would know more, but costs a statistical model and a large library; these rules look at the word
before and the word after, and fall back to the lexicon's usual form.
"""

from __future__ import annotations

_DETERMINERS = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their"]
    + ["all", "any", "every", "each", "no", "some", "both", "it", "them", "us", "me", "him"]
)
_PREPOSITIONS = frozenset(
    ["at", "on", "in", "for", "from", "by", "with", "until", "after", "before", "during", "here", "there"]
    + ["early", "late", "today", "tomorrow", "tonight", "next", "near", "alone", "together", ""]
)
_BEFORE_VERB = frozenset(
    ["to", "will", "would", "can", "could", "may", "might", "must", "shall", "should", "do", "does", "did"]
    + [
        "please",
        "let's",
        "we",
        "you",
        "they",
        "i",
        "who",
        "not",
        "cannot",
        "also",
        "always",
        "never",
        "people",
    ]
)
_BEFORE_VERB_IN_S = frozenset(["it", "he", "she", "that", "which", "who", "also", "always", "never"])
_HAVE_OR_BE = frozenset(
    ["have", "has", "had", "having", "be", "is", "are", "was", "were", "been", "being", "am", "get", "got"]
)
_VERBS_AFTER_PLURAL = frozenset(["close", "live", "use", "object", "separate"])
_NOT_PLURAL = frozenset(["is", "was", "has", "this", "its", "us", "as", "plus", "yes", "across", "whereas"])
_PRONOUNS = frozenset(["i", "you", "he", "she", "it", "we", "they", "who"])


def role_of(word: str, previous: str, following: str) -> str:
    """Return the part that a word plays, as the lexicon names it.

    Args:
        word: in lower case.
        previous: the word before, in lower case; empty at the start and after a pause.
        following: the word after, in lower case; empty at the end and before a pause.

    Returns:
        "VERB", "NOUN", "ADJ", "VBD", "VBN", "DT", or "None" for a word with nothing after it to lean on.
    """
    if word in ("read", "reread"):
        return "VBN" if previous in _HAVE_OR_BE else ""
    if word == "wound":
        return "VBD" if previous in _PRONOUNS else ""
    if word == "used":
        return "VBD" if following == "to" and previous not in _HAVE_OR_BE else ""
    if word == "that":
        return "DT" if not following else ""
    if _is_verb(word, previous, following):
        return "VERB"
    if word.endswith("ate") or word == "close":
        # An adjective where there is one; and "estimate", which has none, falls to its noun.
        return "ADJ" if previous not in _DETERMINERS or following not in ("of", "") else "NOUN"
    if not following:
        return "NOUN" if previous else "None"
    return "NOUN"


def _is_verb(word: str, previous: str, following: str) -> bool:
    if word.endswith("s") and not word.endswith("ss"):
        governs = following in _DETERMINERS and previous not in _DETERMINERS | _PREPOSITIONS
        return previous in _BEFORE_VERB_IN_S or governs
    if previous in _BEFORE_VERB or previous.endswith("n't"):
        return True
    if not previous:
        return following in _DETERMINERS
    plural = previous.endswith("s") and previous not in _NOT_PLURAL and not previous.endswith("'s")
    return word in _VERBS_AFTER_PLURAL and plural and following in _DETERMINERS | _PREPOSITIONS
