"""What licences allow: whether speech made with a voice may be used commercially."""

from __future__ import annotations

import re

_COMMERCIAL = frozenset(
    (
        *("0BSD", "AFL-3.0", "AGPL-3.0", "APACHE-2.0", "APACHE 2.0", "APACHE LICENSE 2.0", "ARTISTIC-2.0"),
        *("BSD", "BSD-2-CLAUSE", "BSD-3-CLAUSE", "BSL-1.0", "CC0", "CC0-1.0", "CDLA-PERMISSIVE-1.0"),
        *("CDLA-PERMISSIVE-2.0", "GPL-2.0", "GPL-3.0", "ISC", "LGPL-2.1", "LGPL-3.0", "MIT", "MIT-0", "MPL"),
        *("MPL-2.0", "PDDL-1.0", "PUBLIC DOMAIN", "UNLICENSE", "ZLIB"),
    )
)
_NOT_COMMERCIAL = frozenset(
    (
        *("CPML", "COQUI-PUBLIC-MODEL-LICENSE", "COQUI PUBLIC MODEL LICENSE", "COQUI PUBLIC MODEL LICENCE"),
        *("LICENSEREF-CPML", "POLYFORM-NONCOMMERCIAL-1.0.0", "POLYFORM-STRICT-1.0.0", "RAIL-NC", "FAIR-NC"),
        *("LICENSEREF-BLIZZARD-2013",),
    )
)

_CREATIVE_COMMONS = re.compile(r"CC[- ]BY((?:[- ](?:NC|ND|SA))*)(?:[- ]?\d+\.\d+)?(?:[- ][A-Z]{2,3})?")


def is_commercial(licence: str) -> bool | None:
    """Say whether a licence allows commercial use of what it covers.

    Args:
        licence: an SPDX name or an expression of several with AND and OR, or a name that model cards use,
            such as "CPML" or "CC BY-NC 4.0"; upper and lower case are the same.

    Returns:
        None where that is not known. Of several joined by AND all must allow it, of several joined by OR one.
    """
    parts = _split(licence.strip().strip("()"), "OR")
    if len(parts) > 1:
        return _any([is_commercial(part) for part in parts])
    parts = _split(parts[0], "AND")
    if len(parts) > 1:
        return _all([is_commercial(part) for part in parts])
    return _is_commercial(re.sub(r"\s+WITH\s+\S+", "", parts[0], flags=re.IGNORECASE))


def _split(expression: str, operator: str) -> list[str]:
    """Cut an expression at an operator that stands outside of brackets."""
    parts, depth = [""], 0
    for word in re.split(r"(\s+|[()])", expression):
        depth += (word == "(") - (word == ")")
        if word.upper() == operator and depth == 0:
            parts.append("")
        else:
            parts[-1] += word
    return [part.strip() for part in parts]


def _is_commercial(name: str) -> bool | None:
    plain = name.strip().strip("()").upper().removesuffix("+")
    plain = re.sub(r"-(ONLY|OR-LATER)\Z", "", plain)
    if plain in _COMMERCIAL:
        return True
    if plain in _NOT_COMMERCIAL:
        return False
    if found := _CREATIVE_COMMONS.fullmatch(plain):
        return "NC" not in found[1]
    # Whatever else it is called, a licence that has this in its name has it for a reason.
    if re.search(r"(?<![A-Z])NC(?![A-Z])|NON-?\s?COMMERCIAL|RESEARCH[- ]ONLY", plain):
        return False
    return None


def _all(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _any(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False
