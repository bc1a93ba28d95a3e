"""Tables of English: abbreviations, capitals, names of kings, nouns that are numbered."""

from __future__ import annotations

from tts.aloud.units import UNITS
from tts.aloud.vocabulary import Multiple, word_set

BEFORE_NAMES: dict[str, str] = {
    **{"Mr(.)": "Mister", "Mrs(.)": "Missus", "Ms(.)": "Miz", "Dr(.)": "Doctor", "Prof(.)": "Professor"},
    **{"St(.)": "Saint", "Rev.": "Reverend", "Revd(.)": "Reverend", "Hon.": "Honourable", "Mt.": "Mount"},
    **{"Gov.": "Governor", "Sen.": "Senator", "Rep.": "Representative", "Gen.": "General", "Col.": "Colonel"},
    **{
        "Lt.": "Lieutenant",
        "Sgt.": "Sergeant",
        "Capt.": "Captain",
        "Pres.": "President",
        "Cllr": "Councillor",
    },
    **{"Ft.": "Fort", "Messrs(.)": "Messers", "Fr.": "Father", "Sr.": "Sister", "Supt.": "Superintendent"},
}
"""Read so before a name."""

BEFORE_NUMBERS: dict[str, str] = {
    **{"No.": "number", "no.": "number", "Nos.": "numbers", "nos.": "numbers", "Nr.": "number"},
    **{"p.": "page", "pp.": "pages", "pg.": "page", "fig.": "figure", "figs.": "figures", "vol.": "volume"},
    **{"ch.": "chapter", "sec.": "section", "art.": "article", "para.": "paragraph", "ext.": "extension"},
    **{
        "apt.": "apartment",
        "ste.": "suite",
        "rm.": "room",
        "bldg.": "building",
        "ca.": "about",
        "c.": "about",
    },
    **{"tel(.)": "telephone", "tel:": "telephone", "tel.:": "telephone"},
}
"""Read so before a figure."""

ABBREVIATIONS: dict[str, str] = {
    **{
        "e.g.": "for example",
        "eg.": "for example",
        "i.e.": "that is",
        "ie.": "that is",
        "etc(.)": "et cetera",
    },
    **{"approx(.)": "approximately", "vs(.)": "versus", "v.": "versus", "viz.": "namely", "cf.": "compare"},
    **{"et al.": "and others", "est.": "established", "incl.": "including", "excl.": "excluding"},
    **{"dept(.)": "department", "govt(.)": "government", "assn(.)": "association", "intl.": "international"},
    **{"tel.": "telephone", "ext.": "extension", "max.": "maximum", "min.": "minimum", "hrs(.)": "hours"},
    **{"hr(.)": "hour", "mins(.)": "minutes", "wk(.)": "week", "wks(.)": "weeks", "yrs(.)": "years"},
    **{"Ave.": "Avenue", "Rd.": "Road", "Blvd(.)": "Boulevard", "Ln.": "Lane", "Hwy(.)": "Highway"},
    **{
        "Sq.": "Square",
        "Pl.": "Place",
        "Ct.": "Court",
        "Pkwy(.)": "Parkway",
        "St.": "Street",
        "Dr.": "Drive",
    },
    **{"Inc.": "Incorporated", "Ltd(.)": "Limited", "Corp.": "Corporation", "Co.": "Company"},
    **{
        "Bros.": "Brothers",
        "Jr(.)": "Junior",
        "jr.": "Junior",
        "Sr.": "Senior",
        "Esq.": "Esquire",
        "Univ.": "University",
    },
    **{"w/o": "without", "w/": "with", "c/o": "care of", "a.k.a.": "also known as", "N/A": "not applicable"},
    **{"asap": "A S A P", "ASAP": "A S A P", "RSVP": "R S V P", "PhD": "P H D", "Ph.D.": "P H D"},
    **{
        "PhDs": "P H D's",
        "R.I.P.": "R I P",
        "P.S.": "P S",
        "p.a.": "per annum",
        "pts(.)": "points",
        "Q&A": "Q and A",
        "R&D": "R and D",
    },
    **{"AT&T": "A T and T", "B&B": "B and B", "Jan.": "January", "Feb.": "February", "Aug.": "August"},
    **{"Sept.": "September", "Oct.": "October", "Nov.": "November", "Dec.": "December"},
}
"""Read so anywhere."""

ENDERS = frozenset({"etc.", "inc.", "ltd.", "co.", "corp.", "jr.", "sr.", "et al.", "hrs.", "mins.", "yrs."})
"""Whose stop ends the sentence where a capital follows."""

AS_WORDS = word_set(
    "NATO NASA UNESCO UNICEF OPEC FIFA UEFA COVID AIDS LASER RADAR SCUBA SWAT PIN PINS SIM SIMS RAM "
    "ROM SARS FEMA OSHA NAFTA ASEAN BREXIT BAFTA RADA GIF JPEG WASP SONAR TASER MERS IBAN SEPA SOFIA "
    "DEFRA COBRA OFSTED OFCOM NICE CAPTCHA WIFI DACA SNAP WIC CERN BIOS LAN WAN MOMA"
)
"""Said as words."""

SPELT = word_set(
    "EU UN UK US USA BBC NHS MP MPS PM AM CEO CFO CTO FBI CIA HIV DVD CD TV PC IT ID FAQ ATM GP AI "
    "API UCLA IEEE ESPN YMCA YWCA NCAA NAACP USAF AARP ASAP RSVP ISBN IOU DUI EEA AOL IMEI UNHCR UCAS "
    "DVLA HMRC GDPR HTML HTTP HTTPS USB URL PDF CSV SMS GPS LED LCD OAP VIP IPO ICU EMT EPA IRS FDA "
    "CDC DMV ABC NBC CNN CBS ITV RAF USPS UEA UAE EUR USD GBP CHF"
)
"""Spelt, whatever they look like, and even in a text that is in capitals throughout."""

SMALL_WORDS = word_set(
    "AND NOT ALL THE NO NOW NEW YOU FOR ANY OR TO DO BE IN ON AT OF IF SO WE OUR MY MAY CAN OUT OFF "
    "YES ONE TWO UP ARE BUT HAS HAD WAS DAY AN BY AS GO HE SHE HIS HER ITS WHY HOW TEN SIX SET GET "
    "BIG END DUE FREE OPEN SEE PAY TAX BUS CAR AIR OLD OWN TOO WAY WHO LET PUT SAY TRY USE WIN ASK "
    "MAN MEN BOY GUN HOT ICE JOB KEY LAW LOT LOW MAP OIL RED RUN SEA SIT SKY SUN TEA TOP WAR WET ME"
)
"""Short words that stay words in capitals; "IT" and "US" do not."""

REGNAL = word_set(
    "Charles James George Henry Elizabeth William Edward Richard Mary John Pius Paul Benedict Gregory "
    "Leo Louis Napoleon Philip Felipe Francis Ivan Peter Catherine Frederick Nicholas Alexander "
    "Carlos Gustaf Gustav Albert Leopold Harald Olav Haakon Christian Margrethe Clement Innocent "
    "Urban Sixtus Ramses Ramesses Juan Pedro Henri Rama Otto Joseph Ferdinand Darius Xerxes Stephen "
    "Robert Edmund Thutmose Wilhelm Friedrich Beatrix Baudouin Umberto Vittorio Emanuel Julius Adrian "
    "Boniface Celestine Sigismund Ludwig Maximilian"
)
"""Names that are counted: "Elizabeth II" is "Elizabeth the second"."""

NUMBERED = word_set(
    "part phase act type war title class level stage chapter volume book section article scene grade "
    "appendix annex schedule figure table tier category module unit round step rule group page "
    "division corps apollo"
)
"""Nouns that a Roman numeral numbers: "Chapter IV" is "Chapter four"."""

NAMED_BY_NUMBER = word_set(
    "room flight route bus suite line highway apartment extension gate platform building train road "
    "apt ext interstate channel unit lot court ward"
)
"""Nouns after which three or four figures are a name and not a quantity: "Room 305" is "three oh five"."""

PEOPLE = word_set("people men women children persons police staff youth feet mice geese fish sheep cattle")
"""Plurals without an s."""

NO_PLURALS = word_set(
    "is was has as this us its his yes plus across always perhaps towards thus takes lasts begins starts "
    "opens closes ends stays remains means includes makes gives brings comes goes does sees shows"
)
"""Words in s that are no plurals, or are seldom: "the meeting of 1998 takes"."""

US_STATES: dict[str, str] = {
    **{"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California"},
    **{"CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia"},
    **{"HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas"},
    **{"KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts"},
    **{"MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana"},
    **{"NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico"},
    **{"NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma"},
    **{"OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina"},
    **{"SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont"},
    **{"VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming"},
    "DC": "D C",
}
"""States of the USA before a ZIP code."""

BEFORE_YEAR = word_set("in since by until till during circa year early late mid from")
"""After these, four figures are a year."""

MAYBE_YEAR = word_set("of the before after and to or summer winter spring autumn fall for this")
"""After these, they are one unless a plural follows."""

AFTER_YEAR = word_set(
    "and to was is will the a in by when after before that it he she they we or but with at edition "
    "season election budget report census war world games olympic vintage"
)
"""Before these, too."""

MULTIPLES: dict[str, Multiple] = {
    **{word: Multiple(word, word) for word in ("thousand", "million", "billion", "trillion", "hundred")},
    **{sign: Multiple("thousand", "thousand") for sign in ("k", "K")},
    **{sign: Multiple("million", "million") for sign in ("m", "M", "mn")},
    **{sign: Multiple("billion", "billion") for sign in ("b", "B", "bn")},
    **{"tn": Multiple("trillion", "trillion"), "lakh": Multiple("lakh", "lakh")},
    "crore": Multiple("crore", "crore"),
}

TOP_DOMAINS: dict[str, str] = {"uk": "U K", "us": "U S", "edu": "E D U", "eu": "E U"}

SHORT_DAYS: dict[str, int] = {"tues": 1, "thur": 3, "thurs": 3, "weds": 2}

SHORT_MONTHS: dict[str, int] = {"sept": 9, "sep": 9}

_STOPPED = (
    *(
        ("min", "duration-minute"),
        ("mins", "duration-minute"),
        ("hr", "duration-hour"),
        ("hrs", "duration-hour"),
    ),
    *(("sec", "duration-second"), ("lb", "mass-pound"), ("lbs", "mass-pound"), ("oz", "mass-ounce")),
    *(("ft", "length-foot"), ("mi", "length-mile"), ("yd", "length-yard"), ("in", "length-inch")),
)

ENGLISH_UNITS: dict[str, str] = {
    **{sign: name for sign, name in UNITS.items() if sign != "bar"},
    **{"sq m": "area-square-meter", "sq ft": "area-square-foot", "sq km": "area-square-kilometer"},
    **{"hrs": "duration-hour", "hr": "duration-hour", "mins": "duration-minute", "secs": "duration-second"},
    **{"sec": "duration-second", "acre": "area-acre"},
    # An inch without its stop would be the word "in".
    **{f"{sign}.": name for sign, name in _STOPPED},
}
