"""Abbreviations whose full stop does not end a sentence, where pysbd does not know them."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(text.split())


_TITLES = "dr dra prof"

BEFORE_NAMES: dict[str, frozenset[str]] = {
    "en": words(f"{_TITLES} mr mrs ms mx st rev gen col sgt capt lt cmdr hon sen gov messrs e.g i.e cf viz"),
    "de": words(
        f"{_TITLES} hr hrn fr frl ing dipl nr ca bzw z.b d.h u.a z.t i.d.r v.a abs art bd tel str vgl bspw"
    ),
    "es": words(f"{_TITLES} sr sra srta sres ud uds d dª lic ing arq av avda c núm p.ej ee s.m"),
    "pt": words(f"{_TITLES} sr sra srta profa eng enga exmo exma v.exa ex av r trav tel p.ex n d.ª"),
    "fr": words("m mm dr pr me mgr st ste av bd tél env p.ex cf j.-c"),
    "it": words(
        "dr dott dott.ssa sig sigg sig.ra prof avv ing arch on rev p.zza v.le tel pag ecc.mo es p.es"
    ),
    "pl": words(f"{_TITLES} mgr inż ks ul al np tzw tel"),
    "nl": words("dr drs mr mevr dhr prof ir ing bijv o.a m.b.t tel nr blz st"),
}
"""Per language, what stands before a name or word that belongs to it; casefolded, without the last stop."""

BEFORE_NUMBERS = words(
    "no nos nr nrn núm num nº n° n art arts abs fig figs p pp pág págs pag pagg s str vol vols bd ch chap "
    "cap kap sec sect ex tel tél ext approx ca c ver v par st nro nm č č.p obr"
)
"""What stands before a number in any language."""

ORDINAL_LANGUAGES = words("de da nb nn no fi cs sk pl hu et lv sl hr sr bs is lb tr eu")
"""Languages that write an ordinal number with a full stop: "am 3. Oktober"."""

TIME_WORDS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\s+\d|(?:GMT|UTC|BST|CET|CEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT)\b"
)
"""What still belongs to a time of day after "9 a.m."."""
